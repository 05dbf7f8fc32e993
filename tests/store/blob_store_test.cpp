#include "telesoft/store/blob_store.h"

#include <fstream>
#include <set>

#include <sys/mount.h>
#include <sys/stat.h>

#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;

const std::string kKey(32, 'k');
constexpr std::size_t kMiB = 1U << 20U;

std::string bytes(std::size_t count) {
  std::string out(count, '\0');
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = static_cast<char>(i * 31 + i / 251);
  }
  return out;
}

base::Path fileOf(const base::Path& folder, const std::string& id) {
  return folder / id.substr(0, 2) / id;
}

std::vector<base::Path> filesIn(const base::Path& folder) {
  std::vector<base::Path> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      out.push_back(entry.path());
    }
  }
  return out;
}

class BlobStoreTest : public QObject {
  Q_OBJECT
 private slots:
  void put_givesBackEveryLength_data();
  void put_givesBackEveryLength();
  void put_inPiecesIsTheSame();
  void put_keepsEqualContentOnce();
  void put_leavesNoPlainTextOnTheDisk();
  void put_leavesNothingWhereTheProducerFails();
  void put_healsADamagedBlob();
  void put_onAFullDiskKeepsNothing();
  void id_needsTheKey();
  void get_findsDamage_data();
  void get_findsDamage();
  void get_findsEveryFlippedByteOfASmallBlob();
  void get_findsSwappedBlobs();
  void get_ofWhatIsNotThere();
  void open_removesHalfWrittenFiles();
  void open_refusesAWrongKeyLength();
  void remove_isNoErrorTwice();
};

void BlobStoreTest::put_givesBackEveryLength_data() {
  QTest::addColumn<int>("length");
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{1}, kMiB - 1, kMiB, kMiB + 1, 2 * kMiB, 3 * kMiB + 7}) {
    QTest::newRow(std::to_string(length).c_str()) << static_cast<int>(length);
  }
}

void BlobStoreTest::put_givesBackEveryLength() {
  QFETCH(int, length);
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const std::string content = bytes(static_cast<std::size_t>(length));
  const std::string id = must(blobs.put(content));
  QCOMPARE(id.size(), size_t{64});
  QVERIFY(blobs.contains(id));
  QVERIFY(must(blobs.get(id)) == content);
}

void BlobStoreTest::put_inPiecesIsTheSame() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const std::string content = bytes(2 * kMiB + 5);
  const std::string whole = must(blobs.put(content));
  const std::string pieces = must(blobs.put([&](const base::Sink& sink) -> base::Status {
    for (std::size_t at = 0; at < content.size(); at += 70001) {
      TELESOFT_CHECK(sink(std::string_view(content).substr(at, 70001)));
    }
    return {};
  }));
  QCOMPARE(pieces, whole);
  QVERIFY(must(blobs.get(pieces)) == content);
}

void BlobStoreTest::put_keepsEqualContentOnce() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  QCOMPARE(must(blobs.put("same")), must(blobs.put("same")));
  QVERIFY(must(blobs.put("same")) != must(blobs.put("other")));
  QCOMPARE(filesIn(folder / "blobs").size(), size_t{2});
}

void BlobStoreTest::put_leavesNoPlainTextOnTheDisk() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  std::string content;
  for (int i = 0; i < 5000; ++i) {
    content += "Maria Muster, born 1945-03-12; ";
  }
  must(blobs.put(content));
  for (const base::Path& file : filesIn(folder.path())) {
    const std::string sealed = must(base::readFile(file));
    QVERIFY(sealed.find("Muster") == std::string::npos);
    QVERIFY(sealed.find("1945") == std::string::npos);
    QVERIFY(file.string().find("Muster") == std::string::npos);
    struct stat info {};
    QCOMPARE(::stat(file.c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);
  }
}

void BlobStoreTest::put_leavesNothingWhereTheProducerFails() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const auto failed = blobs.put([&](const base::Sink& sink) -> base::Status {
    TELESOFT_CHECK(sink(bytes(2 * kMiB)));
    return base::fail(ErrorCode::Cancelled, "stopped");
  });
  QCOMPARE(failed.error().code, ErrorCode::Cancelled);
  QVERIFY(filesIn(folder / "blobs").empty());
}

void BlobStoreTest::put_healsADamagedBlob() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const std::string id = must(blobs.put("content"));
  std::ofstream(fileOf(folder / "blobs", id)) << "damaged";
  QCOMPARE(blobs.get(id).error().code, ErrorCode::Corrupt);
  QCOMPARE(must(blobs.put("content")), id);
  QCOMPARE(must(blobs.get(id)), std::string("content"));
}

void BlobStoreTest::put_onAFullDiskKeepsNothing() {
  const TempFolder folder;
  if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=512k") != 0) {
    QSKIP("mounting a small file system needs root");
  }
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const std::string id = must(blobs.put("small"));
  const auto big = blobs.put(bytes(2 * kMiB));
  const std::string kept = blobs.get(id).value_or("");
  const std::size_t files = filesIn(folder / "blobs").size();
  ::umount(folder.path().c_str());
  QVERIFY(!big.has_value());
  QCOMPARE(big.error().code, ErrorCode::OutOfResources);
  QCOMPARE(kept, std::string("small"));
  QCOMPARE(files, size_t{1});
}

void BlobStoreTest::id_needsTheKey() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const BlobStore other = must(BlobStore::open(folder / "blobs", std::string(32, 'o')));
  const std::string id = must(blobs.put("content"));
  QVERIFY(must(other.put("content")) != id);
  QCOMPARE(other.get(id).error().code, ErrorCode::Corrupt);
}

void BlobStoreTest::get_findsDamage_data() {
  QTest::addColumn<int>("keep");   // bytes of the file that stay
  QTest::addColumn<int>("flip");   // the byte that changes; -1: none
  QTest::addColumn<int>("extra");  // bytes behind the end
  const int length = static_cast<int>(10 + 24 + 2 * (kMiB + 17) + 5 + 17);
  QTest::newRow("emptied") << 0 << -1 << 0;
  QTest::newRow("header cut") << 20 << -1 << 0;
  QTest::newRow("cut in the first chunk") << 500 << -1 << 0;
  QTest::newRow("cut after the first chunk") << static_cast<int>(34 + kMiB + 17) << -1 << 0;
  QTest::newRow("last chunk gone") << static_cast<int>(34 + 2 * (kMiB + 17)) << -1 << 0;
  QTest::newRow("last byte gone") << length - 1 << -1 << 0;
  QTest::newRow("magic") << length << 0 << 0;
  QTest::newRow("header") << length << 12 << 0;
  QTest::newRow("first chunk") << length << 1000 << 0;
  QTest::newRow("second chunk") << length << static_cast<int>(34 + kMiB + 17 + 9) << 0;
  QTest::newRow("last byte") << length << length - 1 << 0;
  QTest::newRow("something behind") << length << -1 << 1;
  QTest::newRow("much behind") << length << -1 << 5000;
}

void BlobStoreTest::get_findsDamage() {
  QFETCH(int, keep);
  QFETCH(int, flip);
  QFETCH(int, extra);
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const std::string id = must(blobs.put(bytes(2 * kMiB + 5)));
  const base::Path file = fileOf(folder / "blobs", id);
  std::string sealed = must(base::readFile(file));
  QCOMPARE(sealed.size(), 10 + 24 + 2 * (kMiB + 17) + 5 + 17);
  sealed.resize(static_cast<std::size_t>(keep));
  if (flip >= 0) {
    sealed[static_cast<std::size_t>(flip)] ^= 1;
  }
  sealed.append(static_cast<std::size_t>(extra), 'x');
  must(base::writeFileWhole(file, sealed));
  QCOMPARE(blobs.get(id).error().code, ErrorCode::Corrupt);
}

void BlobStoreTest::get_findsEveryFlippedByteOfASmallBlob() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const std::string id = must(blobs.put("a short note"));
  const base::Path file = fileOf(folder / "blobs", id);
  const std::string sealed = must(base::readFile(file));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string damaged = sealed;
    damaged[i] ^= 0x40;
    std::ofstream(file, std::ios::binary) << damaged;
    QVERIFY2(!blobs.get(id).has_value(), std::to_string(i).c_str());
  }
}

void BlobStoreTest::get_findsSwappedBlobs() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const std::string one = must(blobs.put("one"));
  const std::string two = must(blobs.put("two"));
  std::filesystem::copy_file(fileOf(folder / "blobs", one), fileOf(folder / "blobs", two),
                             std::filesystem::copy_options::overwrite_existing);
  QCOMPARE(blobs.get(two).error().code, ErrorCode::Corrupt);
  QCOMPARE(must(blobs.get(one)), std::string("one"));
}

void BlobStoreTest::get_ofWhatIsNotThere() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  must(base::writeFileWhole(folder / "secret", "secret"));
  for (const std::string& id :
       {std::string(64, 'a'), std::string(), std::string("../secret"), std::string(64, 'G'),
        std::string(63, 'a'), "../../" + std::string(58, 'a')}) {
    QVERIFY(!blobs.contains(id));
    QCOMPARE(blobs.get(id).error().code, ErrorCode::NotFound);
    QVERIFY(blobs.remove(id).has_value());
  }
  QVERIFY(std::filesystem::exists(folder / "secret"));
}

void BlobStoreTest::open_removesHalfWrittenFiles() {
  const TempFolder folder;
  {
    const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
    must(blobs.put("kept"));
  }
  must(base::writeFileWhole(folder / "blobs/.0123.tmp.abc.tmp", "half"));
  must(base::writeFileWhole(folder / "blobs/0123.tmp", "half"));
  must(BlobStore::open(folder / "blobs", kKey));
  QCOMPARE(filesIn(folder / "blobs").size(), size_t{1});
}

void BlobStoreTest::open_refusesAWrongKeyLength() {
  const TempFolder folder;
  QCOMPARE(BlobStore::open(folder / "blobs", "short").error().code, ErrorCode::Internal);
}

void BlobStoreTest::remove_isNoErrorTwice() {
  const TempFolder folder;
  const BlobStore blobs = must(BlobStore::open(folder / "blobs", kKey));
  const std::string id = must(blobs.put("content"));
  QVERIFY(blobs.remove(id).has_value());
  QVERIFY(blobs.remove(id).has_value());
  QCOMPARE(blobs.get(id).error().code, ErrorCode::NotFound);
}

TELESOFT_TEST(BlobStoreTest)

}  // namespace

#include "blob_store_test.moc"
