#include "telesoft/store/database.h"

#include <csignal>
#include <random>
#include <thread>

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "telesoft/store/sql/migration.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;

/// A dataset and its audit row, which belong together.
base::Status addPair(Database& database, const std::string& id) {
  return database.write([&](Transaction& transaction) -> base::Status {
    DatasetRecord record;
    record.dataset.id = id;
    TELESOFT_CHECK(DatasetTable::insert(transaction, record));
    return transaction.audit({"tester", "dataset.import", id});
  });
}

struct Counts {
  std::int64_t datasets = 0, audits = 0;
};
base::Result<Counts> countsOf(const Database& database) {
  return database.read([](const Snapshot& snapshot) -> base::Result<Counts> {
    TELESOFT_TRY(datasets, DatasetTable::list(snapshot));
    TELESOFT_TRY(page, AuditLog::page(snapshot, 0, 1));
    return Counts{static_cast<std::int64_t>(datasets.size()), page.total};
  });
}

class DatabaseTest : public QObject {
  Q_OBJECT
 private slots:
  void write_keepsAllOrNothing();
  void write_survivesReopening();
  void write_insideAWriteIsRefused();
  void write_thatThrowsIsAnError();
  void read_cannotWrite();
  void read_seesOneStateWhileOthersWrite();
  void open_isForOneAtATime();
  void open_refusesWhatIsNoDatabase();
  void open_findsDamage();
  void fullDisk_changesNothing();
  void kill_losesNothingAcknowledged();
};

void DatabaseTest::write_keepsAllOrNothing() {
  StoreFixture store;
  must(addPair(store.database(), "ds_1"));
  QCOMPARE(addPair(store.database(), "ds_1").error().code, ErrorCode::AlreadyExists);
  const auto failed = store.write([](Transaction& transaction) -> base::Result<int> {
    DatasetRecord record;
    record.dataset.id = "ds_2";
    TELESOFT_CHECK(DatasetTable::insert(transaction, record));
    return base::fail(ErrorCode::Cancelled, "no");
  });
  QCOMPARE(failed.error().code, ErrorCode::Cancelled);
  const Counts counts = must(countsOf(store.database()));
  QCOMPARE(counts.datasets, std::int64_t{1});
  QCOMPARE(counts.audits, std::int64_t{1});
  QCOMPARE(must(store.write([](Transaction&) { return base::Result<int>(7); })), 7);
}

void DatabaseTest::write_survivesReopening() {
  StoreFixture store;
  must(addPair(store.database(), "ds_1"));
  store.reopen();
  QCOMPARE(must(countsOf(store.database())).datasets, std::int64_t{1});
  QVERIFY(store.verify().intact);
}

void DatabaseTest::write_insideAWriteIsRefused() {
  StoreFixture store;
  const auto outer = store.write([&](Transaction&) { return addPair(store.database(), "ds_1"); });
  QCOMPARE(outer.error().code, ErrorCode::Internal);
}

void DatabaseTest::write_thatThrowsIsAnError() {
  StoreFixture store;
  const auto thrown = store.write([](Transaction& transaction) -> base::Status {
    must(transaction.audit({"me", "x", ""}));
    throw std::runtime_error("with data in its words");
  });
  QCOMPARE(thrown.error().code, ErrorCode::Internal);
  QVERIFY(thrown.error().text().find("data in its words") == std::string::npos);
  QCOMPARE(must(countsOf(store.database())).audits, std::int64_t{0});
}

void DatabaseTest::read_cannotWrite() {
  StoreFixture store;
  const auto written = store.database().read([](const Snapshot& snapshot) {
    return snapshot.connection().change("DELETE FROM datasets", {});
  });
  QCOMPARE(written.error().code, ErrorCode::PermissionDenied);
}

void DatabaseTest::read_seesOneStateWhileOthersWrite() {
  StoreFixture store;
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0, reads = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto counts = countsOf(store.database());
        wrong += !counts || counts->datasets != counts->audits ? 1 : 0;
        ++reads;
      }
    });
  }
  for (int i = 0; i < 200; ++i) {
    must(addPair(store.database(), "ds_" + std::to_string(i)));
  }
  done = true;
  for (std::thread& reader : readers) {
    reader.join();
  }
  QVERIFY(reads > 4);
  QCOMPARE(wrong.load(), 0);
  QCOMPARE(must(countsOf(store.database())).datasets, std::int64_t{200});
}

void DatabaseTest::open_isForOneAtATime() {
  StoreFixture store;
  QCOMPARE(Database::open(store.settings(), store.clock).error().code, ErrorCode::Conflict);
}

void DatabaseTest::open_refusesWhatIsNoDatabase() {
  StoreFixture store;
  store.close();
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(store.file().string() + suffix);
  }
  must(base::writeFileWhole(store.file(), std::string(5000, 'x')));
  const auto opened = Database::open(store.settings(), store.clock);
  QCOMPARE(opened.error().code, ErrorCode::Corrupt);
  QVERIFY(opened.error().hint.find("backup") != std::string::npos);
  QCOMPARE(must(base::readFile(store.file())), std::string(5000, 'x'));
  store.close();
  std::filesystem::remove(store.file());
}

void DatabaseTest::open_findsDamage() {
  StoreFixture store;
  for (int i = 0; i < 200; ++i) {
    must(addPair(store.database(), "ds_" + std::to_string(i)));
  }
  store.close();
  std::string bytes = must(base::readFile(store.file()));
  for (std::size_t at = 8192; at < bytes.size(); at += 4096) {
    bytes.replace(at, 16, std::string(16, '\xee'));  // the head of every page
  }
  must(base::writeFileWhole(store.file(), bytes));
  QCOMPARE(Database::open(store.settings(), store.clock).error().code, ErrorCode::Corrupt);
}

void DatabaseTest::fullDisk_changesNothing() {
  const TempFolder folder;
  const FakeClock clock;
  if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0) {
    QSKIP("mounting a small file system needs root");
  }
  auto database = must(Database::open({folder / "workspace.db", std::string(32, 'k')}, clock));
  base::Status full;
  std::int64_t written = 0;
  while (full && written < 2000) {
    full = addPair(*database, "ds_" + std::string(4000, 'x') + std::to_string(written));
    written += full ? 1 : 0;
  }
  const auto then = countsOf(*database);
  const int grown = ::mount("none", folder.path().c_str(), "tmpfs", MS_REMOUNT, "size=8m");
  const base::Status after = addPair(*database, "ds_after");
  database.reset();
  database = must(Database::open({folder / "workspace.db", std::string(32, 'k')}, clock));
  const auto again = countsOf(*database);
  const auto verified =
      database->read([](const Snapshot& snapshot) { return AuditLog::verify(snapshot); });
  database.reset();
  ::umount(folder.path().c_str());
  QVERIFY(!full.has_value());
  QCOMPARE(full.error().code, ErrorCode::OutOfResources);
  QVERIFY(written > 0);
  QCOMPARE(then->datasets, written);
  QCOMPARE(grown, 0);
  QVERIFY(after.has_value());  // with space again
  QCOMPARE(again->datasets, written + 1);
  QCOMPARE(again->audits, written + 1);
  QVERIFY(verified->intact);
}

/// Writes pairs and tells of each that is acknowledged, until it is killed.
[[noreturn]] void writeUntilKilled(const DatabaseSettings& settings, int round, int pipeEnd) {
  const FakeClock clock;
  const auto database = Database::open(settings, clock);
  for (int i = 0; database && i < 100000; ++i) {
    const std::string id = "ds_" + std::to_string(round) + "_" + std::to_string(i);
    if (!addPair(**database, id) || ::write(pipeEnd, "x", 1) != 1) {
      break;
    }
  }
  ::_exit(1);
}

void DatabaseTest::kill_losesNothingAcknowledged() {
#if defined(__SANITIZE_THREAD__)
  QSKIP("a forked process cannot start threads under the thread sanitizer");
#endif
  StoreFixture store;
  std::mt19937 random(20261124);
  std::int64_t acknowledged = 0;
  for (int round = 0; round < 12; ++round) {
    store.close();
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      writeUntilKilled(store.settings(), round, ends[1]);
    }
    ::close(ends[1]);
    char byte = 0;
    QCOMPARE(::read(ends[0], &byte, 1), ssize_t{1});  // it is at work
    ++acknowledged;
    ::usleep(static_cast<useconds_t>(random() % 40000));
    QCOMPARE(::kill(child, SIGKILL), 0);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    while (::read(ends[0], &byte, 1) == 1) {
      ++acknowledged;
    }
    ::close(ends[0]);
    store.reopen();
    const Counts counts = must(countsOf(store.database()));
    QCOMPARE(counts.datasets, counts.audits);
    QVERIFY2(counts.datasets >= acknowledged && counts.datasets <= acknowledged + round + 1,
             (std::to_string(counts.datasets) + " of " + std::to_string(acknowledged)).c_str());
    QVERIFY(store.verify().intact);
  }
}

TELESOFT_TEST(DatabaseTest)

}  // namespace

#include "database_test.moc"
