#include "telesoft/store/database.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "telesoft/base/os/lock_file.h"
#include "telesoft/store/sql/connection.h"
#include "telesoft/store/sql/migration.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr size_t kIdleReaders = 3;

/// What a closure throws must not pass the thread's border.
template <class Work>
Status guarded(const Work& work) {
  try {
    return work();
  } catch (const std::exception&) {
    return fail(ErrorCode::Internal, "work on the database ended in an exception");
  }
}

}  // namespace

class Database::Impl {
 public:
  Impl(const DatabaseSettings& settings,
       const base::Clock& clock,
       base::LockFile lock,
       std::unique_ptr<Connection> writer)
      : settings_(settings), clock_(clock), lock_(std::move(lock)), writer_(std::move(writer)) {
    thread_ = std::thread([this] { serve(); });
  }
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Status write(const std::function<Status(Transaction&)>& work);
  Status read(const std::function<Status(const Snapshot&)>& work);

 private:
  /// Lives on the stack of the caller, who waits for `done`.
  struct Pending {
    const std::function<Status(Transaction&)>& work;
    Status result = {};
    bool done = false;
  };
  void serve();
  Status runOne(const std::function<Status(Transaction&)>& work);
  Result<std::unique_ptr<Connection>> takeReader();
  void giveBack(std::unique_ptr<Connection> reader);

  const DatabaseSettings settings_;
  const base::Clock& clock_;
  base::LockFile lock_;
  std::unique_ptr<Connection> writer_;

  std::mutex mutex_;
  std::condition_variable queued_, finished_;
  std::deque<Pending*> queue_;
  bool stopping_ = false;
  std::thread thread_;

  std::mutex readersMutex_;
  std::vector<std::unique_ptr<Connection>> readers_;
};

Database::Impl::~Impl() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  queued_.notify_all();
  thread_.join();
  readers_.clear();
  writer_->checkpoint();
}

void Database::Impl::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    queued_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) {
      return;
    }
    Pending* pending = queue_.front();
    queue_.pop_front();
    lock.unlock();
    Status result = runOne(pending->work);
    lock.lock();
    pending->result = std::move(result);
    pending->done = true;
    finished_.notify_all();
  }
}

Status Database::Impl::runOne(const std::function<Status(Transaction&)>& work) {
  TELESOFT_CHECK(writer_->execute("BEGIN IMMEDIATE"));
  Transaction transaction(*writer_, settings_.auditKey, clock_);
  Status done = guarded([&] { return work(transaction); });
  if (done) {
    done = writer_->execute("COMMIT");
  }
  if (!done && writer_->inTransaction()) {
    static_cast<void>(writer_->execute("ROLLBACK"));
  }
  return done;
}

Status Database::Impl::write(const std::function<Status(Transaction&)>& work) {
  if (std::this_thread::get_id() == thread_.get_id()) {
    return fail(ErrorCode::Internal, "a write was asked for inside a write");
  }
  Pending pending{work};
  std::unique_lock lock(mutex_);
  if (stopping_) {
    return fail(ErrorCode::Unavailable, "the workspace is being closed");
  }
  queue_.push_back(&pending);
  queued_.notify_one();
  finished_.wait(lock, [&] { return pending.done; });
  return std::move(pending.result);
}

Result<std::unique_ptr<Connection>> Database::Impl::takeReader() {
  {
    const std::lock_guard lock(readersMutex_);
    if (!readers_.empty()) {
      std::unique_ptr<Connection> reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  return Connection::open(settings_.file, Connection::Mode::Reader);
}

void Database::Impl::giveBack(std::unique_ptr<Connection> reader) {
  const std::lock_guard lock(readersMutex_);
  if (readers_.size() < kIdleReaders && !reader->inTransaction()) {
    readers_.push_back(std::move(reader));
  }
}

Status Database::Impl::read(const std::function<Status(const Snapshot&)>& work) {
  struct ReadOnly final : Snapshot {
    using Snapshot::Snapshot;
  };
  TELESOFT_TRY(reader, takeReader());
  TELESOFT_CHECK(reader->execute("BEGIN"));
  const ReadOnly snapshot(*reader, settings_.auditKey);
  Status done = guarded([&] { return work(snapshot); });
  static_cast<void>(reader->execute("ROLLBACK"));
  giveBack(std::move(reader));
  return done;
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseSettings& settings,
                                                 const base::Clock& clock) {
  auto lock = base::LockFile::acquire(settings.file.string() + ".lock");
  if (!lock) {
    return lock.error().code == ErrorCode::Conflict
               ? fail(ErrorCode::Conflict, "another program has this workspace open",
                      "stop the server of this workspace first")
               : lock.error();
  }
  TELESOFT_TRY(writer, Connection::open(settings.file, Connection::Mode::Writer));
  TELESOFT_CHECK(migrate(*writer, embeddedMigrations(), clock));
  return std::unique_ptr<Database>(
      new Database(std::make_unique<Impl>(settings, clock, *std::move(lock), std::move(writer))));
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

Status Database::runWrite(const std::function<Status(Transaction&)>& work) {
  return impl_->write(work);
}

Status Database::runRead(const std::function<Status(const Snapshot&)>& work) const {
  return impl_->read(work);
}

}  // namespace telesoft::store
