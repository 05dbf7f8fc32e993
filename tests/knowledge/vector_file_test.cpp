#include "telesoft/knowledge/vector_file.h"

#include <limits>

#include "telesoft/base/hash.h"
#include "telesoft/base/json.h"

#include "knowledge/index_files.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class VectorFileTest : public QObject {
  Q_OBJECT
 private slots:
  void files_areReadAndNormalized();
  void files_withTheirHashesAreChecked();
  void files_thatDoNotFitAreCorrupt_data();
  void files_thatDoNotFitAreCorrupt();
  void files_thatAreMissingAreNotFound();
};

void VectorFileTest::files_areReadAndNormalized() {
  const TempFolder folder;
  writeIndex(folder.path(), {"kd_1-1", "kd_1-2"}, {3, 4, 0, -2});
  const knowledge::Vectors vectors = must(knowledge::readVectors(folder.path()));
  QCOMPARE(vectors.ids, (std::vector<std::string>{"kd_1-1", "kd_1-2"}));
  QCOMPARE(vectors.width, size_t{2});
  QCOMPARE(vectors.values, (std::vector<float>{0.6F, 0.8F, 0.0F, -1.0F}));
}

void VectorFileTest::files_withTheirHashesAreChecked() {
  const TempFolder folder;
  writeIndex(folder.path(), {"a"}, {1, 0});
  const auto hash = [&](const char* name) { return must(base::sha256HexOfFile(folder / name)); };
  must(base::writeFileWhole(folder / "index.json",
                            base::json({{"passagesSha256", hash("passages.jsonl")},
                                        {"vectorsSha256", hash("vectors.safetensors")}})
                                .dump()));
  QVERIFY(knowledge::readVectors(folder.path()).has_value());
  writeIndex(folder.path(), {"a"}, {0, 1});
  QCOMPARE(knowledge::readVectors(folder.path()).error().code, base::ErrorCode::Corrupt);
}

void VectorFileTest::files_thatDoNotFitAreCorrupt_data() {
  QTest::addColumn<QByteArray>("passages");
  QTest::addColumn<QByteArray>("vectors");
  const QByteArray one = "{\"id\":\"a\"}\n", two = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n";
  const auto file = [](const std::string& header, const std::string& data) {
    return QByteArray::fromStdString(safetensors(header, data));
  };
  const std::string fits = R"({"vectors":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}})";
  const std::string data("\0\0\x80\x3f\0\0\0\0", 8);
  const QByteArray good = file(fits, data);
  QTest::newRow("no passages") << QByteArray() << good;
  QTest::newRow("not JSON") << QByteArray("a\n") << good;
  QTest::newRow("no id") << QByteArray("{\"text\":\"a\"}\n") << good;
  QTest::newRow("an id twice") << one + one << good;
  QTest::newRow("another number") << two << good;
  QTest::newRow("empty") << one << QByteArray();
  QTest::newRow("a header beyond the end") << one << QByteArray(8, '\x7f') + good.mid(8);
  QTest::newRow("a header that is no JSON") << one << file("nonsense", data);
  QTest::newRow("another tensor beside it")
      << one
      << file(R"({"vectors":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"x":1})", data);
  QTest::newRow("another type")
      << one << file(R"({"vectors":{"dtype":"F16","shape":[1,2],"data_offsets":[0,8]}})", data);
  QTest::newRow("a row of numbers")
      << one << file(R"({"vectors":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", data);
  QTest::newRow("no width")
      << one << file(R"({"vectors":{"dtype":"F32","shape":[1,0],"data_offsets":[0,0]}})", "");
  QTest::newRow("negative width")
      << one << file(R"({"vectors":{"dtype":"F32","shape":[1,-2],"data_offsets":[0,8]}})", data);
  QTest::newRow("offsets elsewhere")
      << one << file(R"({"vectors":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}})", data);
  QTest::newRow("bytes missing") << one << good.chopped(1);
  QTest::newRow("bytes too many") << one << good + "x";
  QTest::newRow("a vector of length 0") << one << file(fits, std::string(8, '\0'));
  QTest::newRow("no number") << one << file(fits, std::string(8, '\xff'));
}

void VectorFileTest::files_thatDoNotFitAreCorrupt() {
  QFETCH(QByteArray, passages);
  QFETCH(QByteArray, vectors);
  const TempFolder folder;
  must(base::writeFileWhole(folder / "passages.jsonl", passages.toStdString()));
  must(base::writeFileWhole(folder / "vectors.safetensors", vectors.toStdString()));
  const auto read = knowledge::readVectors(folder.path());
  QVERIFY(!read);
  QCOMPARE(read.error().code, base::ErrorCode::Corrupt);
  QVERIFY(!read.error().hint.empty());
}

void VectorFileTest::files_thatAreMissingAreNotFound() {
  const TempFolder folder;
  QCOMPARE(knowledge::readVectors(folder.path()).error().code, base::ErrorCode::NotFound);
}

TELESOFT_TEST(VectorFileTest)

}  // namespace

#include "vector_file_test.moc"
