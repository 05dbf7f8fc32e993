#include "telesoft/api/services/dataset_maker.h"

#include <malloc.h>

#include "telesoft/api/services/dataset_content.h"
#include "telesoft/base/hash.h"
#include "telesoft/data/table_codec.h"
#include "telesoft/store/tables/dataset_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using protocol::DatasetState;
using store::DatasetRecord;
using store::DatasetTable;

namespace {

constexpr std::chrono::milliseconds kTellEvery(200);
constexpr const char* kServerActor = "workspace server";

base::Result<MadeDataset> guarded(const DatasetMaker::Make& make, const base::Stop& stop) {
  try {
    return make(stop);
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfResources, "there is not enough memory for this dataset",
                "close other programs, or import fewer rows or columns");
  } catch (const std::exception&) {  // its words may hold data
    return fail(ErrorCode::Internal, "the program failed on this dataset",
                "report it with the server's log");
  }
}

}  // namespace

base::Result<protocol::Dataset> DatasetMaker::start(const Order& order, Make make) {
  DatasetRecord record;
  record.dataset.id = base::newIdText("ds");
  record.dataset.name = order.name;
  record.dataset.kind = order.kind;
  record.dataset.parentId = order.parent.text();
  record.dataset.classDescriptions = order.classDescriptions;
  record.dataset.stage = "waiting";
  record.dataset.createdAt = base::toIso8601(workspace_.clock().now());
  const base::Status stored =
      workspace_.database().write([&](store::Transaction& transaction) -> base::Status {
        TELESOFT_CHECK(DatasetTable::insert(transaction, record));
        return transaction.audit({order.actor, order.action, record.dataset.id, order.detail});
      });
  TELESOFT_CHECK(stored);
  publish(record.dataset);
  tasks_.start(record.dataset.id, [this, fresh = record.dataset, make = std::move(make)](
                                      std::stop_token token) { run(fresh, make, token); });
  return record.dataset;
}

void DatasetMaker::run(const protocol::Dataset& fresh,
                       const Make& make,
                       const std::stop_token& token) {
  const base::Stop stop(token, [&](const base::Progress& now) { report(fresh, now); });
  auto made = guarded(make, stop);
  base::Status done = made ? stop.check("the work") : base::Status(made.error());
  if (done) {
    report(fresh, {0.95, "sealing the rows"});
    done = store(fresh, *std::move(made));
  }
  if (!done) {
    const bool stopped = done.error().code == ErrorCode::Cancelled;
    auto failed = setFailed(
        base::DatasetId(fresh.id),
        stopped ? fail(ErrorCode::Cancelled, "interrupted by the server's stop", "import again")
                : done.error(),
        kServerActor);
    if (!failed && failed.error().code != ErrorCode::Conflict) {  // Conflict: cancelled before
      log_.error("dataset " + fresh.id + ": " + failed.error().text());
    }
  }
  forget(fresh.id);
  made = fail(ErrorCode::Cancelled, "");
  ::malloc_trim(0);  // a server that waits should be small again
}

base::Status DatasetMaker::store(const protocol::Dataset& fresh, MadeDataset made) {
  protocol::Dataset ready = fresh;
  ready.state = DatasetState::Ready;
  ready.progress = 1;
  ready.stage.clear();
  ready.rows = static_cast<std::int64_t>(made.table.rows());
  ready.patients = countPatients(made.table, made.columns);
  ready.labelCounts = countLabels(made.table, made.columns);
  ready.columns = std::move(made.columns);
  ready.warnings = std::move(made.warnings);
  const std::string bytes = data::encodeTable(made.table);
  ready.sha256 = base::sha256Hex(bytes);
  DatasetRecord record{ready, {}, {}};
  TELESOFT_TRY(blob, workspace_.blobs().put(bytes).in("keeping the rows"));
  record.tableBlob = blob;
  if (!made.report.empty()) {
    TELESOFT_TRY(reportBlob, workspace_.blobs().put(made.report).in("keeping the report"));
    record.reportBlob = reportBlob;
  }
  const base::Status stored =
      workspace_.database().write([&](store::Transaction& transaction) -> base::Status {
        TELESOFT_TRY(now, DatasetTable::find(transaction, base::DatasetId(fresh.id)));
        if (now.dataset.state != DatasetState::Importing) {
          return fail(ErrorCode::Cancelled, "the dataset was cancelled");
        }
        TELESOFT_CHECK(DatasetTable::update(transaction, record));
        return transaction.audit(
            {kServerActor,
             "dataset.ready",
             ready.id,
             {{"rows", ready.rows}, {"columns", ready.columns.size()}, {"sha256", ready.sha256}}});
      });
  TELESOFT_CHECK(stored);
  publish(ready);
  return {};
}

base::Result<protocol::Dataset> DatasetMaker::setFailed(const base::DatasetId& id,
                                                        const base::Error& why,
                                                        const std::string& actor) {
  TELESOFT_TRY(
      failed, workspace_.database().write(
                  [&](store::Transaction& transaction) -> base::Result<protocol::Dataset> {
                    TELESOFT_TRY(record, DatasetTable::find(transaction, id));
                    if (record.dataset.state != DatasetState::Importing) {
                      return fail(ErrorCode::Conflict, "the dataset is not being made any more");
                    }
                    record.dataset.state = DatasetState::Failed;
                    record.dataset.stage.clear();
                    record.dataset.message = why.text() + (why.hint.empty() ? "" : "\n" + why.hint);
                    TELESOFT_CHECK(DatasetTable::update(transaction, record));
                    TELESOFT_CHECK(transaction.audit(
                        {actor,
                         why.code == ErrorCode::Cancelled ? "dataset.cancel" : "dataset.fail",
                         id.text(),
                         {{"code", std::string(base::errorInfo(why.code).name)}}}));
                    return record.dataset;
                  }));
  publish(failed);
  return failed;
}

base::Result<protocol::Dataset> DatasetMaker::cancel(const base::DatasetId& id,
                                                     const std::string& actor) {
  auto failed = setFailed(
      id, fail(ErrorCode::Cancelled, "cancelled before it was whole; nothing of it is kept"),
      actor);
  if (failed) {
    tasks_.cancel(id.text());
  }
  return failed;
}

base::Status DatasetMaker::failInterrupted() {
  TELESOFT_TRY(interrupted, workspace_.database().read([](const store::Snapshot& snapshot) {
    return DatasetTable::importing(snapshot);
  }));
  for (const DatasetRecord& record : interrupted) {
    TELESOFT_TRY(failed, setFailed(base::DatasetId(record.dataset.id),
                                   fail(ErrorCode::Unavailable,
                                        "interrupted when the server ended; nothing of it is kept",
                                        "import again"),
                                   kServerActor));
    log_.warning("dataset " + failed.id + " was interrupted");
  }
  return {};
}

void DatasetMaker::addProgress(protocol::Dataset& dataset) const {
  const std::lock_guard lock(mutex_);
  const auto known = progress_.find(dataset.id);
  if (known != progress_.end() && dataset.state == DatasetState::Importing) {
    dataset.progress = known->second.progress.fraction;
    dataset.stage = known->second.progress.stage;
  }
}

void DatasetMaker::report(const protocol::Dataset& dataset, const base::Progress& progress) {
  const std::chrono::milliseconds now = workspace_.clock().steady();
  {
    const std::lock_guard lock(mutex_);
    Known& known = progress_[dataset.id];
    known.progress = progress;
    if (now - known.told < kTellEvery) {
      return;
    }
    known.told = now;
  }
  protocol::Dataset told = dataset;
  told.progress = progress.fraction;
  told.stage = progress.stage;
  publish(told);
}

void DatasetMaker::forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  progress_.erase(id);
}

void DatasetMaker::publish(const protocol::Dataset& dataset) {
  feed_.publish("dataset", dataset.id, base::toJson(dataset));
}

}  // namespace telesoft::api
