#include "telesoft/store/tables/counter_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;

Result<std::int64_t> CounterTable::openTestPart(Transaction& transaction,
                                                const TestOpening& opening) {
  TELESOFT_CHECK(
      transaction.connection().change("INSERT INTO test_openings (dataset, openings) VALUES (?, 1) "
                                      "ON CONFLICT (dataset) DO UPDATE SET openings = openings + 1",
                                      {opening.testData.text()}));
  TELESOFT_TRY(count, testOpenings(transaction, opening.testData));
  base::json detail = {{"opening", count}, {"purpose", opening.purpose}};
  if (!opening.evaluation.text().empty()) {
    detail["evaluation"] = opening.evaluation.text();
  }
  TELESOFT_CHECK(
      transaction.audit({opening.actor, "test.open", opening.testData.text(), std::move(detail)}));
  return count;
}

Result<std::int64_t> CounterTable::testOpenings(const Snapshot& snapshot,
                                                const base::DatasetId& testData) {
  return snapshot.connection().integer("SELECT openings FROM test_openings WHERE dataset = ?",
                                       {testData.text()});
}

Result<std::vector<protocol::SplitOpening>> CounterTable::listOpenings(
    const Snapshot& snapshot, const base::DatasetId& testData) {
  TELESOFT_TRY(rows,
               snapshot.connection().rows("SELECT time, actor, detail FROM audit WHERE action "
                                          "= 'test.open' AND subject = ? ORDER BY seq",
                                          {testData.text()}));
  std::vector<protocol::SplitOpening> out;
  for (const Row& row : rows) {
    TELESOFT_TRY(detail, base::parseJson(row.text(2)));
    out.push_back({detail.value("opening", std::int64_t{0}), row.text(0), row.text(1),
                   detail.value("purpose", std::string("evaluation")),
                   detail.value("evaluation", std::string())});
  }
  return out;
}

}  // namespace telesoft::store
