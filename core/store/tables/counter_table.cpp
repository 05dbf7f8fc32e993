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
  TELESOFT_CHECK(
      transaction.audit({opening.actor,
                         "test.open",
                         opening.testData.text(),
                         {{"evaluation", opening.evaluation.text()}, {"opening", count}}}));
  return count;
}

Result<std::int64_t> CounterTable::testOpenings(const Snapshot& snapshot,
                                                const base::DatasetId& testData) {
  return snapshot.connection().integer("SELECT openings FROM test_openings WHERE dataset = ?",
                                       {testData.text()});
}

}  // namespace telesoft::store
