#include "telesoft/deploy/workers/worker_pool.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>

#include "telesoft/deploy/workers/worker_lane.h"

namespace telesoft::deploy {

using base::ErrorCode;
using base::fail;
using base::Result;
using protocol::WorkerAnswer;
using protocol::WorkerHello;
using protocol::WorkerRow;

namespace {

constexpr std::chrono::milliseconds kStopLook(50);

/// Answers of a part of a list, waited for. Shared with the callbacks, which may outlive the wait.
class Gathered {
 public:
  explicit Gathered(size_t count) : left_(count), answers_(count) {}

  void put(size_t at, Result<WorkerAnswer> answer) {
    const std::lock_guard lock(mutex_);
    if (answer) {
      answers_[at] = *std::move(answer);
    } else if (!error_) {
      error_ = answer.error();
    }
    --left_;
    changed_.notify_one();
  }
  [[nodiscard]] Result<std::vector<WorkerAnswer>> wait(const base::Stop& stop) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kStopLook, [this] { return left_ == 0; })) {
      TELESOFT_CHECK(stop.check("asking the model"));
    }
    if (error_) {
      return *error_;
    }
    return std::move(answers_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t left_;
  std::vector<WorkerAnswer> answers_;
  std::optional<base::Error> error_;
};

}  // namespace

class WorkerPool::Impl {
 public:
  explicit Impl(base::Path engine, base::Path folder, base::Log& log, WorkerSettings settings)
      : share_{std::move(engine), std::move(folder), log, settings, {}, {}} {
    share_.endLongestIdle = [this] { endLongestIdle(); };
  }

  void submit(const std::shared_ptr<const ServedModel>& model, Ask ask, Item item, bool limited) {
    // Twice: a lane that has just ended is replaced.
    for (int i = 0; i < 2; ++i) {
      const auto lane = laneOf(model);
      if (lane->push(ask, item, limited)) {
        return;
      }
      if (!lane->isEnding()) {
        break;
      }
    }
    item.done(fail(ErrorCode::Unavailable, "too many requests wait for this model",
                   "try again in a second"));
  }

  Result<std::vector<WorkerAnswer>> list(const std::shared_ptr<const ServedModel>& model,
                                         Ask ask,
                                         const std::vector<WorkerRow>& rows,
                                         const base::Stop& stop) {
    const size_t most =
        2 * (ask == Ask::Explain ? share_.settings.explainRows : share_.settings.batchRows);
    std::vector<WorkerAnswer> out;
    while (out.size() < rows.size()) {
      TELESOFT_CHECK(stop.check("asking the model"));
      const size_t count = std::min(most, rows.size() - out.size());
      const auto gathered = std::make_shared<Gathered>(count);
      for (size_t i = 0; i < count; ++i) {
        submit(model, ask,
               {rows[out.size() + i],
                [gathered, i](Result<WorkerAnswer> answer) { gathered->put(i, std::move(answer)); },
                share_.settings.listTimeout},
               false);
      }
      TELESOFT_TRY(answers, gathered->wait(stop));
      std::move(answers.begin(), answers.end(), std::back_inserter(out));
      stop.progress(static_cast<double>(out.size()) / static_cast<double>(rows.size()),
                    "asking the model");
    }
    return out;
  }

  Result<WorkerHello> warm(const std::shared_ptr<const ServedModel>& model) {
    struct Wait {
      std::mutex mutex;
      std::condition_variable changed;
      std::optional<Result<WorkerHello>> answer;
    };
    const auto wait = std::make_shared<Wait>();  // shared with the lane's thread
    const auto lane = laneOf(model);
    const bool taken = lane->pushWarm([wait](Result<WorkerHello> answer) {
      const std::lock_guard lock(wait->mutex);
      wait->answer.emplace(std::move(answer));
      wait->changed.notify_one();
    });
    if (!taken) {
      return fail(ErrorCode::Unavailable, "the model's worker is being ended", "try again");
    }
    std::unique_lock lock(wait->mutex);
    wait->changed.wait(lock, [&] { return wait->answer.has_value(); });
    return *std::move(wait->answer);
  }

  void drop(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = lanes_.find(key);
    if (found != lanes_.end()) {
      retire(found);
    }
  }

  std::optional<WorkerHello> hello(const std::string& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = lanes_.find(key);
    return found == lanes_.end() ? std::nullopt : found->second->hello();
  }

  std::vector<Load> load() const {
    std::vector<Load> out;
    const std::lock_guard lock(mutex_);
    for (const auto& [unused, lane] : lanes_) {
      out.push_back(lane->load());
    }
    return out;
  }

  [[nodiscard]] const WorkerSettings& settings() const { return share_.settings; }

 private:
  using Lanes = std::map<std::string, std::shared_ptr<WorkerLane>>;

  /// A lane whose model was registered anew, with other bytes, is replaced.
  std::shared_ptr<WorkerLane> laneOf(const std::shared_ptr<const ServedModel>& model) {
    const std::lock_guard lock(mutex_);
    auto found = lanes_.find(model->key);
    if (found != lanes_.end() &&
        (found->second->isEnding() || found->second->model().bytesSha256 != model->bytesSha256)) {
      retire(found);
      found = lanes_.end();
    }
    if (found == lanes_.end()) {
      found = lanes_.emplace(model->key, std::make_shared<WorkerLane>(model, share_)).first;
    }
    return found->second;
  }

  /// Under mutex_. Lanes that have finished are let go, which waits for no work.
  void retire(Lanes::iterator at) {
    at->second->close();
    retired_.push_back(std::move(at->second));
    lanes_.erase(at);
    std::erase_if(retired_, [](const auto& lane) { return lane->hasFinished(); });
  }

  void endLongestIdle() {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<WorkerLane> longest;
    Steady::time_point since = Steady::time_point::max();
    for (const auto& [unused, lane] : lanes_) {
      if (const auto idle = lane->idleSince(); idle && *idle < since) {
        since = *idle;
        longest = lane;
      }
    }
    if (longest) {
      longest->rest();
    }
  }

  LaneShare share_;
  mutable std::mutex mutex_;
  Lanes lanes_;  // shared: with a request that is just being handed over
  std::vector<std::shared_ptr<WorkerLane>> retired_;
};

WorkerPool::WorkerPool(base::Path engine,
                       base::Path folder,
                       base::Log& log,
                       WorkerSettings settings)
    : impl_(std::make_unique<Impl>(std::move(engine), std::move(folder), log, settings)) {}
WorkerPool::~WorkerPool() = default;

void WorkerPool::predict(const std::shared_ptr<const ServedModel>& model,
                         WorkerRow row,
                         bool explain,
                         Done done) {
  impl_->submit(model, explain ? Ask::Explain : Ask::Predict,
                {std::move(row), std::move(done), impl_->settings().timeout}, true);
}

Result<std::vector<WorkerAnswer>> WorkerPool::predictAll(
    const std::shared_ptr<const ServedModel>& model,
    const std::vector<WorkerRow>& rows,
    bool explain,
    const base::Stop& stop) {
  return impl_->list(model, explain ? Ask::Explain : Ask::Predict, rows, stop);
}

Result<std::vector<std::vector<float>>> WorkerPool::embed(
    const std::shared_ptr<const ServedModel>& model,
    const std::vector<std::string>& texts,
    const base::Stop& stop) {
  std::vector<WorkerRow> rows;
  for (const std::string& text : texts) {
    rows.push_back({text});
  }
  TELESOFT_TRY(answers, impl_->list(model, Ask::Embed, rows, stop));
  std::vector<std::vector<float>> out;
  for (WorkerAnswer& answer : answers) {
    out.push_back(std::move(answer.embedding));
  }
  return out;
}

Result<WorkerHello> WorkerPool::warm(const std::shared_ptr<const ServedModel>& model) {
  return impl_->warm(model);
}
std::optional<WorkerHello> WorkerPool::hello(const std::string& key) const {
  return impl_->hello(key);
}
void WorkerPool::drop(const std::string& key) {
  impl_->drop(key);
}
std::vector<WorkerPool::Load> WorkerPool::load() const {
  return impl_->load();
}

}  // namespace telesoft::deploy
