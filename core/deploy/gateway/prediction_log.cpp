#include "telesoft/deploy/gateway/prediction_log.h"

#include <map>

#include "telesoft/base/hash.h"
#include "telesoft/deploy/gateway/receipts.h"
#include "telesoft/store/seal.h"

namespace telesoft::deploy {

using base::Status;
using KeyPurpose = store::Workspace::KeyPurpose;

namespace {

/// What one person's predictions leave in the audit trail.
struct Tally {
  std::int64_t count = 0;
  std::string first, signatures;
};

}  // namespace

base::Result<PredictionContent> contentOf(const store::PredictionRecord& record,
                                          const std::string& key) {
  if (record.sealed.empty()) {
    return base::fail(base::ErrorCode::NotFound, "this prediction failed and left no answer");
  }
  TELESOFT_TRY(text, store::unsealText(key, record.receipt.receipt, record.sealed));
  TELESOFT_TRY(parsed, base::parseJson(text));
  return base::fromJson<PredictionContent>(parsed);
}

PredictionLog::PredictionLog(const store::Workspace& workspace)
    : workspace_(workspace),
      sealKey_(workspace.key(KeyPurpose::Predictions)),
      signKey_(workspace.key(KeyPurpose::Signatures)),
      thread_([this] { serve(); }) {}

PredictionLog::~PredictionLog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void PredictionLog::add(Entry entry) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(entry));
  if (waiting_.size() == 1) {
    changed_.notify_one();
  }
}

void PredictionLog::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) {
      return;
    }
    std::vector<Entry> entries;
    entries.swap(waiting_);
    lock.unlock();
    write(entries);
    lock.lock();
  }
}

store::PredictionRow PredictionLog::rowOf(Entry& entry) const {
  store::PredictionRow row;
  row.json = signReceipt(entry.receipt, signKey_);
  row.receipt = entry.receipt.receipt;
  row.time = entry.receipt.time;
  row.deployment = entry.receipt.deploymentId;
  if (!entry.content.empty()) {
    row.sealed = store::sealText(sealKey_, row.receipt, entry.content);
  }
  return row;
}

void PredictionLog::write(std::vector<Entry>& entries) {
  std::vector<store::PredictionRow> rows;
  rows.reserve(entries.size());
  std::map<std::string, Tally> tallies;
  for (Entry& entry : entries) {
    rows.push_back(rowOf(entry));
    Tally& tally = tallies[entry.actor];
    if (++tally.count == 1) {
      tally.first = entry.receipt.receipt;
    }
    tally.signatures += entry.receipt.signature;
  }
  const Status done = workspace_.database().write([&](store::Transaction& transaction) -> Status {
    TELESOFT_CHECK(store::PredictionTable::insert(transaction, rows));
    for (const auto& [actor, tally] : tallies) {
      TELESOFT_CHECK(transaction.audit(
          {actor,
           "prediction.make",
           tally.first,
           {{"predictions", tally.count}, {"signatures", base::sha256Hex(tally.signatures)}}}));
    }
    return {};
  });
  for (const Entry& entry : entries) {
    entry.done(done);
  }
}

}  // namespace telesoft::deploy
