#include "telesoft/store/tables/prediction_table.h"

#include <algorithm>

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;
using protocol::Feedback;
using protocol::Receipt;

namespace {

constexpr size_t kRowsInAStatement = 32;

Status insertSome(Connection& connection, const PredictionRow* rows, size_t count) {
  std::string sql = "INSERT INTO predictions (receipt, time, deployment, json, sealed) VALUES ";
  std::vector<Value> values;
  values.reserve(count * 5);
  for (size_t i = 0; i < count; ++i) {
    sql += i == 0 ? "(?,?,?,?,?)" : ",(?,?,?,?,?)";
    for (const std::string* text :
         {&rows[i].receipt, &rows[i].time, &rows[i].deployment, &rows[i].json, &rows[i].sealed}) {
      values.emplace_back(*text);
    }
  }
  TELESOFT_TRY(changed, connection.change(sql, values));
  static_cast<void>(changed);
  return {};
}

}  // namespace

Status PredictionTable::insert(Transaction& transaction, const std::vector<PredictionRow>& rows) {
  for (size_t at = 0; at < rows.size(); at += kRowsInAStatement) {
    TELESOFT_CHECK(insertSome(transaction.connection(), &rows[at],
                              std::min(kRowsInAStatement, rows.size() - at)));
  }
  return {};
}

Result<PredictionRecord> PredictionTable::find(const Snapshot& snapshot,
                                               const std::string& receipt) {
  TELESOFT_TRY(rows, snapshot.connection().rows(
                         "SELECT json, sealed FROM predictions WHERE receipt = ?", {receipt}));
  if (rows.empty()) {
    return notFound("receipt");
  }
  PredictionRecord out;
  TELESOFT_TRY(record, recordOf<Receipt>(rows.front().text(0), "predictions"));
  out.receipt = std::move(record);
  out.sealed = rows.front().text(1);
  return out;
}

Status PredictionTable::insertFeedback(Transaction& transaction, const Feedback& feedback) {
  TELESOFT_TRY(changed, transaction.connection().change(
                            "INSERT INTO feedback (id, receipt, json) VALUES (?, ?, ?)",
                            {feedback.id, feedback.receipt, dumpJson(base::toJson(feedback))}));
  static_cast<void>(changed);
  return {};
}

Result<std::vector<Feedback>> PredictionTable::feedbackOf(const Snapshot& snapshot,
                                                          const std::string& receipt) {
  return recordsOf<Feedback>(snapshot.connection(),
                             "SELECT json FROM feedback WHERE receipt = ? ORDER BY number",
                             {receipt}, "feedback");
}

}  // namespace telesoft::store
