#include "telesoft/store/tables/evaluation_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;

Status EvaluationTable::insert(Transaction& transaction, protocol::Evaluation evaluation) {
  if (evaluation.createdAt.empty()) {
    evaluation.createdAt = transaction.now();
  }
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO evaluations (id, model, test_data, status, created, json) VALUES (?, ?, ?, ?, "
      "?, ?)",
      {evaluation.id, evaluation.modelId, evaluation.testData, evaluation.status,
       evaluation.createdAt, dumpJson(base::toJson(evaluation))}));
  return {};
}

Status EvaluationTable::update(Transaction& transaction, const protocol::Evaluation& evaluation) {
  return changedOne(transaction.connection().change(
                        "UPDATE evaluations SET status = ?, json = ? WHERE id = ?",
                        {evaluation.status, dumpJson(base::toJson(evaluation)), evaluation.id}),
                    "evaluation");
}

Result<protocol::Evaluation> EvaluationTable::find(const Snapshot& snapshot,
                                                   const base::EvaluationId& id) {
  TELESOFT_TRY(found, recordsOf<protocol::Evaluation>(snapshot.connection(),
                                                      "SELECT json FROM evaluations WHERE id = ?",
                                                      {id.text()}, "evaluations"));
  if (found.empty()) {
    return notFound("evaluation");
  }
  return std::move(found.front());
}

Result<std::vector<protocol::Evaluation>> EvaluationTable::list(const Snapshot& snapshot) {
  return recordsOf<protocol::Evaluation>(snapshot.connection(),
                                         "SELECT json FROM evaluations ORDER BY number DESC", {},
                                         "evaluations");
}

}  // namespace telesoft::store
