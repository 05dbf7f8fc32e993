#include "telesoft/base/hash.h"

#include <set>

#include "telesoft/base/ids.h"
#include "telesoft/base/os/files.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class HashTest : public QObject {
  Q_OBJECT
 private slots:
  void sha256_givesThePublishedDigests_data();
  void sha256_givesThePublishedDigests();
  void stream_isTheSameInPieces();
  void file_isHashedToItsEnd();
  void folder_isHashedByPathAndContent();
  void ids_areNotDrawnTwice();
};

void HashTest::sha256_givesThePublishedDigests_data() {
  // FIPS 180-4 examples.
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("digest");
  QTest::newRow("empty") << QByteArray()
                         << QByteArray(
                                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  QTest::newRow("abc") << QByteArray("abc")
                       << QByteArray(
                              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  QTest::newRow("two blocks")
      << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
      << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

void HashTest::sha256_givesThePublishedDigests() {
  QFETCH(QByteArray, text);
  QFETCH(QByteArray, digest);
  QCOMPARE(QByteArray::fromStdString(sha256Hex(text.toStdString())), digest);
}

void HashTest::stream_isTheSameInPieces() {
  Sha256Stream stream;
  stream.add("a");
  stream.add("");
  stream.add("bc");
  QCOMPARE(toHex(stream.finish()), sha256Hex("abc"));
}

void HashTest::file_isHashedToItsEnd() {
  const telesoft::tests::TempFolder folder;
  const std::string big(3U << 20U, 'x');
  QVERIFY(writeFileWhole(folder / "big", big).has_value());
  const auto hash = sha256HexOfFile(folder / "big");
  QVERIFY(hash.has_value());
  QCOMPARE(*hash, sha256Hex(big));
  QCOMPARE(sha256HexOfFile(folder / "none").error().code, ErrorCode::NotFound);
}

void HashTest::folder_isHashedByPathAndContent() {
  const telesoft::tests::TempFolder folder;
  const auto model = folder / "model";
  QVERIFY(makePrivateFolder(model / "b").has_value());
  QVERIFY(writeFileWhole(model / "b/c", "abc").has_value());
  QVERIFY(writeFileWhole(model / "a", "").has_value());
  const std::string expected =
      sha256Hex("a\n" + sha256Hex("") + "\nb/c\n" + sha256Hex("abc") + "\n");
  QCOMPARE(hashOfFolder(model).value_or(""), expected);
  QVERIFY(writeFileWhole(model / "a", "x").has_value());
  QVERIFY(hashOfFolder(model).value_or("") != expected);
  std::filesystem::remove(model / "a");
  std::filesystem::create_symlink(model / "b/c", model / "a");
  QCOMPARE(hashOfFolder(model).error().code, ErrorCode::Corrupt);
  QCOMPARE(hashOfFolder(folder / "none").error().code, ErrorCode::NotFound);
}

void HashTest::ids_areNotDrawnTwice() {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = newIdText("ds");
    QCOMPARE(id.size(), size_t{15});
    QCOMPARE(id.substr(0, 3), std::string("ds_"));
    seen.insert(id);
  }
  QCOMPARE(seen.size(), size_t{1000});
}

TELESOFT_TEST(HashTest)

}  // namespace

#include "hash_test.moc"
