#include "telesoft/data/table_codec.h"

#include "telesoft/base/hash.h"
#include "telesoft/base/rng.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class TableCodecTest : public QObject {
  Q_OBJECT
 private slots:
  void tables_comeBackEqual();
  void everyDamagedByte_isFound();
  void everyCut_isFound();
  void newerVersion_isUnsupported();
  void forgedSizes_areRefused();
};

data::Table sample() {
  data::Table table({"a", "", "long"});
  table.appendRow({"1", "\xC3\xA4\n\"", std::string(300, 'x')}, 5);
  table.appendRow({"", "", ""}, 3);
  table.appendRow({std::string("\0b", 2), "2", "y"}, 1'000'000);
  return table;
}

/// Bytes with a hash that fits them.
std::string sealed(std::string body) {
  const auto hash = base::sha256(body);
  body.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  return body;
}

void TableCodecTest::tables_comeBackEqual() {
  for (const data::Table& table : {sample(), data::Table(), data::Table({"only", "names"})}) {
    const std::string bytes = data::encodeTable(table);
    const auto back = data::decodeTable(bytes);
    QVERIFY(back.has_value());
    QCOMPARE(shown(back->columnNames()), shown(table.columnNames()));
    QCOMPARE(back->rows(), table.rows());
    for (size_t row = 0; row < table.rows(); ++row) {
      QVERIFY(back->row(row) == table.row(row));
      QCOMPARE(back->fileRow(row), table.fileRow(row));
    }
    QVERIFY(data::encodeTable(*back) == bytes);
  }
}

void TableCodecTest::everyDamagedByte_isFound() {
  const std::string bytes = data::encodeTable(sample());
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    const auto decoded = data::decodeTable(damaged);
    QVERIFY2(!decoded, std::to_string(i).c_str());
    const bool version = i == 4;
    QCOMPARE(decoded.error().code,
             version ? base::ErrorCode::Unsupported : base::ErrorCode::Corrupt);
  }
}

void TableCodecTest::everyCut_isFound() {
  const std::string bytes = data::encodeTable(sample());
  for (size_t length = 0; length < bytes.size(); ++length) {
    QVERIFY(!data::decodeTable(std::string_view(bytes).substr(0, length)));
  }
  QVERIFY(!data::decodeTable(bytes + "x"));
}

void TableCodecTest::newerVersion_isUnsupported() {
  const auto decoded = data::decodeTable(sealed(std::string("TSTB\x02\x00\x00", 7)));
  QVERIFY(!decoded);
  QCOMPARE(decoded.error().code, base::ErrorCode::Unsupported);
}

/// The hash fits, the numbers do not: nothing is reserved for what cannot be there.
void TableCodecTest::forgedSizes_areRefused() {
  const std::string huge = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F";
  const std::string forged[] = {
      std::string("TSTB\x01") + huge + "\x01", std::string("TSTB\x01\x01") + huge,
      std::string("TSTB\x01\x01\x00", 7) + huge, std::string("TSTB\x01\x01\x01\x01") + huge + "ab",
      "TSTB\x01" + std::string(20, '\xFF')};
  for (const std::string& body : forged) {
    const auto decoded = data::decodeTable(sealed(body));
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, base::ErrorCode::Corrupt);
  }
  base::Rng rng(1, "forged tables");
  for (int i = 0; i < 20000; ++i) {
    std::string body = "TSTB\x01";
    for (std::uint64_t n = rng.below(30); n > 0; --n) {
      body += static_cast<char>(rng.below(4) == 0 ? rng.below(256) : rng.below(4));
    }
    static_cast<void>(
        data::decodeTable(sealed(body)));  // no crash, no hang, under the sanitizers too
  }
}

TELESOFT_TEST(TableCodecTest)

}  // namespace

#include "table_codec_test.moc"
