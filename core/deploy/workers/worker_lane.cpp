#include "telesoft/deploy/workers/worker_lane.h"

#include <algorithm>
#include <cctype>

#include "telesoft/base/hash.h"
#include "telesoft/base/os/paths.h"

namespace telesoft::deploy {

using base::ErrorCode;
using base::fail;
using base::Result;
using protocol::WorkerAnswer;
using protocol::WorkerHello;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLongestBackOff = std::chrono::seconds(30);
constexpr milliseconds kPlaceWait(20);

base::Error tooLate() {
  return fail(ErrorCode::Timeout, "the model did not answer in time", "try again later");
}
base::Error endingError() {
  return fail(ErrorCode::Unavailable, "the model's worker is being ended", "try again");
}
base::Error unreadable() {
  return fail(ErrorCode::Unavailable, "the model's worker gave an answer that cannot be read",
              "try again: it is started anew");
}

base::Error errorOf(const protocol::WorkerError& error) {
  return fail(base::errorCodeOf(error.code), error.message, error.hint);
}

/// Fit for a file's name.
std::string plainName(const std::string& key) {
  std::string out = key;
  std::replace_if(
      out.begin(), out.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-'; }, '_');
  return out;
}

void answer(Item& item, Result<WorkerAnswer> what) {
  if (auto done = std::exchange(item.done, nullptr)) {
    done(std::move(what));
  }
}

}  // namespace

WorkerLane::WorkerLane(std::shared_ptr<const ServedModel> model, LaneShare& share)
    : model_(std::move(model)), share_(share), thread_([this] { serve(); }) {}

WorkerLane::~WorkerLane() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool WorkerLane::push(Ask ask, Item& item, bool limited) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || closing_ || (limited && waiting_ >= share_.settings.queueRows)) {
    return false;
  }
  queues_.at(static_cast<size_t>(ask)).push_back(std::move(item));
  if (++waiting_ == 1) {
    changed_.notify_one();
  }
  return true;
}

bool WorkerLane::pushWarm(const Warmed& warmed) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || closing_) {
    return false;
  }
  warmers_.push_back(warmed);
  changed_.notify_one();
  return true;
}

void WorkerLane::close() {
  const std::lock_guard lock(mutex_);
  closing_ = true;
  changed_.notify_one();
}

void WorkerLane::rest() {
  const std::lock_guard lock(mutex_);
  resting_ = true;
  changed_.notify_one();
}

bool WorkerLane::isEnding() const {
  const std::lock_guard lock(mutex_);
  return stopping_ || closing_;
}

WorkerPool::Load WorkerLane::load() const {
  const std::lock_guard lock(mutex_);
  return {model_->key, waiting_, processId_, batches_};
}

std::optional<WorkerHello> WorkerLane::hello() const {
  const std::lock_guard lock(mutex_);
  return hello_;
}

std::optional<Steady::time_point> WorkerLane::idleSince() const {
  const std::lock_guard lock(mutex_);
  return busy_ || waiting_ > 0 || processId_ == 0 ? std::nullopt : std::optional(idleSince_);
}

void WorkerLane::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    const bool woken = changed_.wait_for(lock, share_.settings.idleStop, [this] {
      return stopping_ || closing_ || resting_ || waiting_ > 0 || !warmers_.empty();
    });
    const bool work = waiting_ > 0 || !warmers_.empty();
    if (stopping_ || (!work && (!woken || closing_))) {
      break;
    }
    if (!work) {  // is to rest
      resting_ = false;
      lock.unlock();
      endProcess();
      lock.lock();
      continue;
    }
    busy_ = true;
    resting_ = false;
    Batch batch = takeBatch();
    lock.unlock();
    run(std::move(batch));
    lock.lock();
    busy_ = false;
    idleSince_ = Steady::now();
  }
  closing_ = true;
  lock.unlock();
  endProcess();
  answerAll(endingError());
  finished_ = true;
}

/// The queue whose first has waited longest; the others' turn comes after.
WorkerLane::Batch WorkerLane::takeBatch() {
  Batch out;
  const std::deque<Item>* oldest = nullptr;
  for (size_t i = 0; i < queues_.size(); ++i) {
    const auto& queue = queues_.at(i);
    if (!queue.empty() && (oldest == nullptr || queue.front().arrived < oldest->front().arrived)) {
      oldest = &queue;
      out.ask = static_cast<Ask>(i);
    }
  }
  auto& queue = queues_.at(static_cast<size_t>(out.ask));
  const size_t most =
      out.ask == Ask::Explain ? share_.settings.explainRows : share_.settings.batchRows;
  while (!queue.empty() && out.items.size() < most) {
    out.items.push_back(std::move(queue.front()));
    queue.pop_front();
    --waiting_;
  }
  return out;
}

void WorkerLane::run(Batch batch) {
  const auto running = worker();
  if (!running) {
    answerWarmers(running.error());
    for (Item& item : batch.items) {
      answer(item, running.error());
    }
    return;
  }
  answerWarmers(*hello());
  if (!batch.items.empty()) {
    ask(**running, batch);
  }
}

/// One bad row must not spoil the answers of those beside it.
void WorkerLane::ask(ModelWorker& worker, Batch& batch) {
  auto answers = exchange(worker, batch);
  if (answers) {
    failures_ = 0;
    for (size_t i = 0; i < batch.items.size(); ++i) {
      answer(batch.items[i], std::move((*answers)[i]));
    }
    return;
  }
  if (worker_ && batch.items.size() > 1) {  // it lives, and has refused
    for (Item& item : batch.items) {
      Batch one{batch.ask, {}};
      one.items.push_back(std::move(item));
      run(std::move(one));
    }
    return;
  }
  for (Item& item : batch.items) {
    answer(item, answers.error());
  }
}

Result<std::vector<WorkerAnswer>> WorkerLane::exchange(ModelWorker& worker, Batch& batch) {
  protocol::WorkerRequest request;
  request.id = nextId_++;
  request.kind = batch.ask == Ask::Embed ? "embed" : "predict";
  request.explain = batch.ask == Ask::Explain;
  milliseconds limit{0};
  for (Item& item : batch.items) {
    request.rows.push_back(item.row);
    limit = std::max(limit, item.limit);
  }
  const Steady::time_point until = Steady::now() + limit;
  bool late = false;
  const auto patient = [&] {
    const auto now = Steady::now();
    for (Item& item : batch.items) {
      if (item.isLate(now)) {
        answer(item, tooLate());
      }
    }
    late = now >= until;
    return !late && tick();
  };
  base::Status sent = worker.send(
      base::toJson(request).dump(-1, ' ', false, base::json::error_handler_t::replace), patient);
  auto line = sent ? worker.readLine(patient) : Result<std::string>(sent.error());
  if (!line) {
    const base::Error why = late                                        ? tooLate()
                            : line.error().code == ErrorCode::Cancelled ? endingError()
                                                                        : line.error();
    failed(why, false);
    return why;
  }
  const auto parsed = base::parseJson(*line);
  auto reply = parsed ? base::fromJson<protocol::WorkerReply>(*parsed)
                      : Result<protocol::WorkerReply>(parsed.error());
  const bool fits = reply && reply->id == request.id &&
                    (reply->error || reply->rows.size() == batch.items.size());
  if (!fits) {
    failed(unreadable(), false);
    return unreadable();
  }
  {
    const std::lock_guard lock(mutex_);
    ++batches_;
  }
  if (reply->error) {
    return errorOf(*reply->error);
  }
  return std::move(reply->rows);
}

Result<ModelWorker*> WorkerLane::worker() {
  if (worker_ && !worker_->isAlive()) {
    share_.log.warning("the worker of " + model_->key + " had ended while nothing was asked of it");
    endProcess();
  }
  if (worker_) {
    return worker_.get();
  }
  if (failures_ > 0 && Steady::now() < notBefore_) {
    return lastFailure_;
  }
  auto started = start();
  if (!started) {
    failed(started.error(), true);
    return started.error();
  }
  worker_ = *std::move(started);
  return worker_.get();
}

Result<std::unique_ptr<ModelWorker>> WorkerLane::start() {
  const Steady::time_point until = Steady::now() + share_.settings.startTimeout;
  if (!model_->bytesSha256.empty()) {
    const auto bytes = base::hashOfFolder(model_->folder);
    if (!bytes || *bytes != model_->bytesSha256) {
      return fail(ErrorCode::Corrupt, "the model's files are not those that were registered",
                  "restore them from a backup, or train the model anew");
    }
  }
  TELESOFT_TRY(engine, base::engineProgram(share_.engine));
  const std::string name = plainName(model_->key);
  const base::Path spec = share_.folder / (name + ".json");
  TELESOFT_CHECK(base::writeFileWhole(spec, base::toJson(model_->spec).dump(2) + "\n"));
  TELESOFT_CHECK(takePlace(until));
  auto started = ModelWorker::start(engine, spec, share_.folder / (name + ".log"));
  auto greeted = started ? greet(**started, until) : Result<WorkerHello>(started.error());
  if (!greeted) {
    started = greeted.error();
    --share_.running;
    return started;
  }
  const std::lock_guard lock(mutex_);
  hello_ = *greeted;
  processId_ = (*started)->processId();
  return started;
}

base::Status WorkerLane::takePlace(Steady::time_point until) {
  while (true) {
    if (++share_.running <= static_cast<int>(share_.settings.workers)) {
      return {};
    }
    --share_.running;
    share_.endLongestIdle();
    if (!tick() || Steady::now() >= until) {
      return fail(ErrorCode::Unavailable, "all workers are busy with other models",
                  "try again later");
    }
    std::this_thread::sleep_for(kPlaceWait);
  }
}

Result<WorkerHello> WorkerLane::greet(ModelWorker& worker, Steady::time_point until) {
  auto line = worker.readLine([&] { return Steady::now() < until && tick(); });
  if (!line) {
    return line.error().code == ErrorCode::Cancelled
               ? fail(ErrorCode::Timeout, "the model's worker did not start in time")
               : fail(ErrorCode::Unavailable, "the model's worker ended before it was ready",
                      "see its log in the workspace's folder of workers");
  }
  const auto parsed = base::parseJson(*line);
  if (parsed) {
    const auto refused = base::fromJson<protocol::WorkerReply>(*parsed);
    if (refused && refused->error) {
      return errorOf(*refused->error);
    }
    if (auto hello = base::fromJson<WorkerHello>(*parsed); hello && hello->kind == "ready") {
      return hello;
    }
  }
  return unreadable();
}

void WorkerLane::endProcess() {
  if (worker_) {
    worker_.reset();
    --share_.running;
  }
  const std::lock_guard lock(mutex_);
  processId_ = 0;
}

/// The first death costs nothing: the next request starts a worker at once.
void WorkerLane::failed(const base::Error& why, bool atStart) {
  endProcess();
  lastFailure_ = why;
  const int steps = ++failures_ - (atStart ? 0 : 1);
  const milliseconds wait =
      steps <= 0
          ? milliseconds(0)
          : std::min(share_.settings.backOff * (1 << std::min(steps - 1, 10)), kLongestBackOff);
  notBefore_ = Steady::now() + wait;
  share_.log.warning("the worker of " + model_->key + ": " + why.text());
}

void WorkerLane::answerWarmers(const Result<WorkerHello>& what) {
  std::vector<Warmed> warmers;
  {
    const std::lock_guard lock(mutex_);
    warmers.swap(warmers_);
  }
  for (const Warmed& warmed : warmers) {
    warmed(what);
  }
}

bool WorkerLane::tick() {
  std::vector<Item> late;
  bool goOn = true;
  {
    const auto now = Steady::now();
    const std::lock_guard lock(mutex_);
    goOn = !stopping_;
    for (std::deque<Item>& queue : queues_) {
      for (size_t i = 0; i < queue.size();) {
        if (!queue[i].isLate(now)) {
          ++i;
          continue;
        }
        late.push_back(std::move(queue[i]));
        queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(i));
        --waiting_;
      }
    }
  }
  for (Item& item : late) {
    answer(item, tooLate());
  }
  return goOn;
}

void WorkerLane::answerAll(const base::Error& error) {
  std::vector<Item> left;
  {
    const std::lock_guard lock(mutex_);
    for (std::deque<Item>& queue : queues_) {
      std::move(queue.begin(), queue.end(), std::back_inserter(left));
      queue.clear();
    }
    waiting_ = 0;
  }
  for (Item& item : left) {
    answer(item, error);
  }
  answerWarmers(error);
}

}  // namespace telesoft::deploy
