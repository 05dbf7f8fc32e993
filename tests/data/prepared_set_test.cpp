#include "telesoft/data/prepared_set.h"

#include "telesoft/base/hash.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using data::PreparedManifest;
using data::PreparedRow;

class PreparedSetTest : public QObject {
  Q_OBJECT
 private slots:
  void sets_comeBackEqual();
  void textLines_lookAsTheHeaderSays();
  void changedPart_isCorrupt();
  void badLines_areNamed_data();
  void badLines_areNamed();
  void badManifests_areRefused_data();
  void badManifests_areRefused();
  void missingParts_areNotFound();
};

PreparedManifest tabular() {
  PreparedManifest out;
  out.task = protocol::Task::TabularRisk;
  out.features = {{"age", "number", "years"}, {"stage", "category", ""}};
  out.classes = {"0", "1"};
  return out;
}

std::vector<PreparedRow> rows() {
  return {{7, "p1", "", {61.25, std::string("II \"x\"\n\xC3\xA4")}, 1, {{"sex", "F"}}},
          {9, "p1", "", {std::monostate(), std::monostate()}, 0, {}},
          {11, "p2", "", {0.1 + 0.2, std::string()}, 0, {}}};
}

void PreparedSetTest::sets_comeBackEqual() {
  const TempFolder folder;
  PreparedManifest manifest = tabular();
  manifest.splitId = "sp_1";
  QVERIFY(data::writePreparedPart(folder.path(), manifest, "train", rows()).has_value());
  QVERIFY(data::writePreparedManifest(folder / "manifest.json", manifest).has_value());
  const auto read = data::readPreparedManifest(folder / "manifest.json");
  QVERIFY(read.has_value());
  QVERIFY(base::toJson(*read) == base::toJson(manifest));
  QCOMPARE(read->parts.at("train").rows, std::int64_t{3});
  QCOMPARE(read->parts.at("train").patients, std::int64_t{2});
  const auto back = data::readPreparedPart(folder.path(), *read, "train");
  QVERIFY2(back.has_value(), back ? "" : back.error().message.c_str());
  const auto expected = rows();
  QCOMPARE(back->size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    QCOMPARE((*back)[i].row, expected[i].row);
    QVERIFY((*back)[i].patient == expected[i].patient);
    QVERIFY((*back)[i].values == expected[i].values);  // every bit of the numbers
    QCOMPARE((*back)[i].label, expected[i].label);
    QVERIFY((*back)[i].subgroups == expected[i].subgroups);
  }
}

void PreparedSetTest::textLines_lookAsTheHeaderSays() {
  const TempFolder folder;
  PreparedManifest manifest;
  manifest.classes = {"a", "b", "c"};
  QVERIFY(data::writePreparedPart(folder.path(), manifest, "test",
                                  {{17, "k3", "words", {}, 2, {{"sex", "F"}}}})
              .has_value());
  const auto bytes = base::readFile(folder / "test.jsonl");
  QCOMPARE(shown(*bytes), QStringLiteral("{\"label\":2,\"patient\":\"k3\",\"row\":17,\"subgroups\":"
                                         "{\"sex\":\"F\"},\"text\":\"words\"}\n"));
  QCOMPARE(shown(manifest.parts.at("test").sha256), shown(base::sha256Hex(*bytes)));
  QCOMPARE(shown((*data::readPreparedPart(folder.path(), manifest, "test"))[0].text),
           QStringLiteral("words"));
}

void PreparedSetTest::changedPart_isCorrupt() {
  const TempFolder folder;
  PreparedManifest manifest = tabular();
  QVERIFY(data::writePreparedPart(folder.path(), manifest, "train", rows()).has_value());
  std::string bytes = *base::readFile(folder / "train.jsonl");
  bytes.replace(bytes.find("61.25"), 5, "61.26");
  QVERIFY(base::writeFileWhole(folder / "train.jsonl", bytes).has_value());
  const auto read = data::readPreparedPart(folder.path(), manifest, "train");
  QVERIFY(!read);
  QCOMPARE(read.error().code, base::ErrorCode::Corrupt);
  QVERIFY(shown(read.error().message).startsWith(QLatin1String("train.jsonl was changed")));
  QVERIFY(
      base::writeFileWhole(folder / "train.jsonl", bytes.substr(0, bytes.size() - 9)).has_value());
  const auto cut = data::readPreparedPart(folder.path(), manifest, "train");
  QVERIFY(shown(cut.error().message).startsWith(QLatin1String("train.jsonl line 3 ")));
}

void PreparedSetTest::badLines_areNamed_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::newRow("no json") << QByteArray("{");
  QTest::newRow("no object") << QByteArray("[]");
  QTest::newRow("no label") << QByteArray(R"({"row":1,"patient":"p","values":[1,"x"]})");
  QTest::newRow("label too high") << QByteArray(
      R"({"row":1,"patient":"p","values":[1,"x"],"label":2})");
  QTest::newRow("label below 0") << QByteArray(
      R"({"row":1,"patient":"p","values":[1,"x"],"label":-1})");
  QTest::newRow("label of another type")
      << QByteArray(R"({"row":1,"patient":"p","values":[1,"x"],"label":"1"})");
  QTest::newRow("too few values") << QByteArray(
      R"({"row":1,"patient":"p","values":[1],"label":1})");
  QTest::newRow("text for a number")
      << QByteArray(R"({"row":1,"patient":"p","values":["1","x"],"label":1})");
  QTest::newRow("number for a text")
      << QByteArray(R"({"row":1,"patient":"p","values":[1,2],"label":1})");
  QTest::newRow("empty line") << QByteArray("");
}

/// The hash fits: what another program wrote so.
void PreparedSetTest::badLines_areNamed() {
  QFETCH(QByteArray, line);
  const TempFolder folder;
  PreparedManifest manifest = tabular();
  const std::string bytes = R"({"row":1,"patient":"p","values":[1,"x"],"label":1})"
                            "\n" +
                            line.toStdString() + "\n";
  writeBytes(folder, bytes, "train.jsonl");
  manifest.parts["train"] = {"train.jsonl", 2, 1, base::sha256Hex(bytes)};
  const auto read = data::readPreparedPart(folder.path(), manifest, "train");
  QVERIFY(!read);
  QCOMPARE(read.error().code, base::ErrorCode::Corrupt);
  QVERIFY2(shown(read.error().message).startsWith(QLatin1String("train.jsonl line 2 ")),
           read.error().message.c_str());
}

void PreparedSetTest::badManifests_areRefused_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("code");
  const int corrupt = static_cast<int>(base::ErrorCode::Corrupt);
  const QByteArray rest = R"("task":"text_classification","classes":["a"],"parts":{}})";
  QTest::newRow("no json") << QByteArray("{") << corrupt;
  QTest::newRow("other format") << R"({"format":"x","version":1,)" + rest << corrupt;
  QTest::newRow("newer") << R"({"format":"telesoft.prepared-set","version":2,)" + rest
                         << static_cast<int>(base::ErrorCode::Unsupported);
  QTest::newRow("no classes") << QByteArray(
                                     R"({"format":"telesoft.prepared-set","version":1,"parts":{}})")
                              << corrupt;
}

void PreparedSetTest::badManifests_areRefused() {
  QFETCH(QByteArray, text);
  QFETCH(int, code);
  const TempFolder folder;
  const auto read = data::readPreparedManifest(writeBytes(folder, viewOf(text), "manifest.json"));
  QVERIFY(!read);
  QCOMPARE(static_cast<int>(read.error().code), code);
}

void PreparedSetTest::missingParts_areNotFound() {
  const TempFolder folder;
  PreparedManifest manifest = tabular();
  QCOMPARE(data::readPreparedPart(folder.path(), manifest, "test").error().code,
           base::ErrorCode::NotFound);
  manifest.parts["test"] = {"test.jsonl", 2, 1, ""};
  QCOMPARE(data::readPreparedPart(folder.path(), manifest, "test").error().code,
           base::ErrorCode::NotFound);
  manifest.parts["test"].file = "../secret.jsonl";
  QCOMPARE(data::readPreparedPart(folder.path(), manifest, "test").error().code,
           base::ErrorCode::Corrupt);
  QCOMPARE(data::readPreparedManifest(folder / "none.json").error().code,
           base::ErrorCode::NotFound);
}

TELESOFT_TEST(PreparedSetTest)

}  // namespace

#include "prepared_set_test.moc"
