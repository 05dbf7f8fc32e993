#include "telesoft/engine/io/safetensors.h"

#include <cstring>
#include <functional>

#include "telesoft/base/rng.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::engine {

namespace {

using base::ErrorCode;
using tests::TempFolder;

template <class T>
std::string bytesOf(const std::vector<T>& values) {
  std::string out(values.size() * sizeof(T), '\0');
  std::memcpy(out.data(), values.data(), out.size());
  return out;
}

std::string bytesOf(const TensorView& view) {
  return {reinterpret_cast<const char*>(view.data), view.bytes};
}

/// What tests/oracles/safetensors_oracle.py wrote with the reference writer.
struct Sample {
  std::string weight = bytesOf<float>({1, -2, 3.5F, 0, 1e30F, -0.0F});
  std::string bias = bytesOf<float>({0.5F, 0.25F, -0.125F});
  std::string half = std::string("\x80\x3f\x00\xc0", 4);
  std::string flags = std::string("\1\0\1", 3);
  std::string ids = bytesOf<std::int64_t>({-7, 1LL << 40});
  std::string scalar = bytesOf<std::int32_t>({42});
  [[nodiscard]] std::vector<TensorToWrite> tensors() const {
    return {{"bias", DType::F32, {3}, bias},    {"empty", DType::F16, {0, 4}, {}},
            {"flags", DType::BOOL, {3}, flags}, {"half", DType::BF16, {1, 2}, half},
            {"ids", DType::I64, {2}, ids},      {"layer.weight", DType::F32, {2, 3}, weight},
            {"scalar", DType::I32, {}, scalar}};
  }
};

base::Path fixture() {
  return tests::sourceFolder() / "tests/fixtures/safetensors/small.safetensors";
}

void writeBytes(const base::Path& path, std::string_view bytes) {
  const auto written = base::writeFileWhole(path, bytes);
  QVERIFY2(written.has_value(), "writing a test file");
}

/// A file of this header and so many data bytes.
std::string fileOf(const std::string& header, std::size_t dataBytes) {
  const std::uint64_t length = header.size();
  std::string out(sizeof length, '\0');
  std::memcpy(out.data(), &length, sizeof length);
  return out + header + std::string(dataBytes, 'x');
}

/// Touches every byte that a view claims, so that ASan sees a bad one.
std::size_t touchAll(const SafetensorsFile& file) {
  std::size_t sum = 0;
  for (const auto& [name, view] : file.tensors()) {
    for (std::size_t i = 0; i < view.bytes; ++i) {
      sum += static_cast<std::size_t>(view.data[i]);
    }
  }
  return sum;
}

}  // namespace

class SafetensorsTest : public QObject {
  Q_OBJECT
 private slots:
  void reader_takesWhatTheReferenceWrote();
  void writer_makesTheReferencesBytes();
  void writer_andReaderAgree();
  void writer_refusesWhatDoesNotHoldTogether();
  void writer_leavesTheOldFileWhenItFails();
  void view_outlivesAMoveOfItsFile();
  void reader_refuses_data();
  void reader_refuses();
  void reader_namesTheTensorItCannotRead();
  void reader_refusesEveryCut();
  void reader_survivesFlippedBytes();
  void reader_refusesFoldersAndAbsentFiles();
};

void SafetensorsTest::reader_takesWhatTheReferenceWrote() {
  const auto file = SafetensorsFile::open(fixture());
  QVERIFY(file.has_value());
  const Sample sample;
  QCOMPARE(file->tensors().size(), sample.tensors().size());
  for (const TensorToWrite& wanted : sample.tensors()) {
    const auto found = file->tensor(wanted.name);
    QVERIFY2(found.has_value(), wanted.name.c_str());
    QCOMPARE(bytesOf(**found), std::string(wanted.bytes));
    QVERIFY((*found)->dtype == wanted.dtype);
    QCOMPARE((*found)->shape, wanted.shape);
  }
  QCOMPARE(file->metadata(), (std::map<std::string, std::string>{{"format", "pt"}}));
}

void SafetensorsTest::writer_makesTheReferencesBytes() {
  const TempFolder folder;
  const Sample sample;
  QVERIFY(writeSafetensors(folder / "a.safetensors", sample.tensors(), {{"format", "pt"}}));
  QCOMPARE(base::readFile(folder / "a.safetensors").value(), base::readFile(fixture()).value());
}

void SafetensorsTest::writer_andReaderAgree() {
  const TempFolder folder;
  const std::string big(4096 * 8, 'q');
  QVERIFY(writeSafetensors(folder / "a.safetensors",
                           {{"wide \"name\" é", DType::F64, {8, 512}, big}}, {}));
  const auto file = SafetensorsFile::open(folder / "a.safetensors");
  QVERIFY(file.has_value());
  QCOMPARE(bytesOf(**file->tensor("wide \"name\" é")), big);
  QVERIFY(file->metadata().empty());
  QVERIFY(writeSafetensors(folder / "b.safetensors", {}, {}));
  QVERIFY(SafetensorsFile::open(folder / "b.safetensors").value().tensors().empty());
}

void SafetensorsTest::writer_refusesWhatDoesNotHoldTogether() {
  const TempFolder folder;
  const auto path = folder / "a.safetensors";
  const auto refused = [&](const std::vector<TensorToWrite>& tensors) {
    const auto status = writeSafetensors(path, tensors, {});
    return !status && status.error().code == ErrorCode::InvalidInput &&
           !std::filesystem::exists(path);
  };
  QVERIFY(refused({{"a", DType::F32, {2}, "1234567"}}));
  QVERIFY(refused({{"a", DType::U8, {-1}, ""}}));
  QVERIFY(refused({{"a", DType::F32, {1LL << 62, 1LL << 62}, ""}}));
  QVERIFY(refused({{"a", DType::U8, {1}, "1"}, {"a", DType::U8, {1}, "1"}}));
  QVERIFY(refused({{"__metadata__", DType::U8, {1}, "1"}}));
  QVERIFY(refused({{"\xff", DType::U8, {1}, "1"}}));
}

void SafetensorsTest::writer_leavesTheOldFileWhenItFails() {
  const TempFolder folder;
  writeBytes(folder / "a.safetensors", "old");
  QVERIFY(!writeSafetensors(folder / "a.safetensors", {{"a", DType::F32, {2}, "short"}}, {}));
  QCOMPARE(base::readFile(folder / "a.safetensors").value(), std::string("old"));
}

void SafetensorsTest::view_outlivesAMoveOfItsFile() {
  auto file = SafetensorsFile::open(fixture());
  QVERIFY(file.has_value());
  const std::byte* data = (*file->tensor("ids"))->data;
  const SafetensorsFile moved = *std::move(file);
  QCOMPARE((*moved.tensor("ids"))->data, data);
  QCOMPARE(bytesOf(**moved.tensor("ids")), Sample().ids);
}

void SafetensorsTest::reader_refuses_data() {
  QTest::addColumn<QByteArray>("header");
  QTest::addColumn<int>("dataBytes");
  QTest::addColumn<QString>("wanted");
  const auto row = [](const char* name, const char* header, int bytes, const char* wanted) {
    QTest::newRow(name) << QByteArray(header) << bytes << QString::fromUtf8(wanted);
  };
  row("hole", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", 2, "\"a\" leaves a hole");
  row("overlap",
      R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
      3, "\"b\" overlaps");
  row("rest", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 9, "8 bytes at the end");
  row("outside", R"({"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}})", 8,
      "\"a\" lies outside");
  row("backwards", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}})", 1,
      "\"a\" lies outside");
  row("huge offset", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,18446744073709551615]}})",
      1, "outside");
  row("negative offset", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[-1,0]}})", 1,
      "data_offsets");
  row("shape", R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8, "asks for 12");
  row("overflow", R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})",
      0, "too large");
  row("negative shape", R"({"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}})", 0, "shape");
  row("fraction", R"({"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}})", 1, "shape");
  row("no shape", R"({"a":{"dtype":"U8","data_offsets":[0,1]}})", 1, "no shape");
  row("no type", R"({"a":{"shape":[1],"data_offsets":[0,1]}})", 1, "no dtype");
  row("not an object", R"({"a":[1,2]})", 0, "no description");
  row("three offsets", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}})", 1,
      "two whole");
  row("twice",
      R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
      1, "twice");
  row("metadata", R"({"__metadata__":{"n":1}})", 0, "not a text");
  row("metadata kind", R"({"__metadata__":"x"})", 0, "not an object");
  row("list", "[]", 0, "begin with {");
  row("cut JSON", R"({"a":)", 0, "the header");
  row("deep", R"({"a":{"dtype":"U8","shape":[[[[[[1]]]]]],"data_offsets":[0,1]}})", 1, "shape");
}

void SafetensorsTest::reader_refuses() {
  QFETCH(QByteArray, header);
  QFETCH(int, dataBytes);
  QFETCH(QString, wanted);
  const TempFolder folder;
  writeBytes(folder / "a.safetensors",
             fileOf(header.toStdString(), static_cast<std::size_t>(dataBytes)));
  const auto file = SafetensorsFile::open(folder / "a.safetensors");
  QVERIFY(!file.has_value());
  QVERIFY(file.error().code == ErrorCode::Corrupt);
  const QString message = QString::fromStdString(file.error().text());
  QVERIFY2(message.contains(wanted), qPrintable(message));
  QVERIFY(message.startsWith(QStringLiteral("reading a.safetensors")));
}

void SafetensorsTest::reader_namesTheTensorItCannotRead() {
  const TempFolder folder;
  writeBytes(folder / "a.safetensors",
             fileOf(R"({"odd":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}})", 1));
  const auto file = SafetensorsFile::open(folder / "a.safetensors");
  QVERIFY(!file.has_value());
  QVERIFY(file.error().code == ErrorCode::Unsupported);
  QVERIFY(file.error().message.find("\"odd\"") != std::string::npos);
}

void SafetensorsTest::reader_refusesEveryCut() {
  const TempFolder folder;
  const std::string whole = base::readFile(fixture()).value();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    writeBytes(folder / "a.safetensors", std::string_view(whole).substr(0, length));
    const auto file = SafetensorsFile::open(folder / "a.safetensors");
    QVERIFY2(!file.has_value(), std::to_string(length).c_str());
    QVERIFY(file.error().code == ErrorCode::Corrupt);
  }
}

void SafetensorsTest::reader_survivesFlippedBytes() {
  const TempFolder folder;
  const std::string whole = base::readFile(fixture()).value();
  base::Rng rng(1, "flips");
  std::size_t refused = 0;
  std::size_t touched = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = whole;
    const std::size_t flips = 1 + rng.below(4);
    for (std::size_t i = 0; i < flips; ++i) {
      // The header and its length are where the traps are.
      bytes[rng.below(bytes.size() * 4 / 5)] = static_cast<char>(rng.below(256));
    }
    const auto path = folder / "a.safetensors";
    std::FILE* out = std::fopen(path.c_str(), "wb");  // no fsync: thousands of rounds
    QVERIFY(out != nullptr);
    std::fwrite(bytes.data(), 1, bytes.size(), out);
    std::fclose(out);
    const auto file = SafetensorsFile::open(path);
    if (file) {
      touched += touchAll(*file);
    } else {
      ++refused;
    }
  }
  QVERIFY(refused > 1000);
  QVERIFY(touched > 0);
}

void SafetensorsTest::reader_refusesFoldersAndAbsentFiles() {
  const TempFolder folder;
  const auto absent = SafetensorsFile::open(folder / "none.safetensors");
  QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
  const auto aFolder = SafetensorsFile::open(folder.path());
  QVERIFY(!aFolder && aFolder.error().code == ErrorCode::InvalidInput);
  for (const std::uint64_t length :
       {std::uint64_t{100'000'001}, UINT64_MAX, std::uint64_t{1} << 63}) {
    std::string bytes(64, ' ');
    std::memcpy(bytes.data(), &length, sizeof length);
    writeBytes(folder / "a.safetensors", bytes);
    const auto file = SafetensorsFile::open(folder / "a.safetensors");
    QVERIFY(!file && file.error().code == ErrorCode::Corrupt);
  }
}

}  // namespace telesoft::engine

using telesoft::engine::SafetensorsTest;
TELESOFT_TEST(SafetensorsTest)
#include "safetensors_test.moc"
