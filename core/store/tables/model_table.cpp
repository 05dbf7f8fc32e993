#include "telesoft/store/tables/model_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;

Status ModelTable::insert(Transaction& transaction, protocol::Model model) {
  if (model.createdAt.empty()) {
    model.createdAt = transaction.now();
  }
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO models (id, job, created, json) VALUES (?, ?, ?, ?)",
      {model.id, model.jobId.empty() ? Value(nullptr) : Value(model.jobId), model.createdAt,
       dumpJson(base::toJson(model))}));
  return {};
}

Result<protocol::Model> ModelTable::find(const Snapshot& snapshot, const base::ModelId& id) {
  TELESOFT_TRY(found, recordsOf<protocol::Model>(snapshot.connection(),
                                                 "SELECT json FROM models WHERE id = ?",
                                                 {id.text()}, "models"));
  if (found.empty()) {
    return notFound("model");
  }
  return std::move(found.front());
}

Result<std::vector<protocol::Model>> ModelTable::list(const Snapshot& snapshot) {
  return recordsOf<protocol::Model>(snapshot.connection(),
                                    "SELECT json FROM models ORDER BY number DESC", {}, "models");
}

}  // namespace telesoft::store
