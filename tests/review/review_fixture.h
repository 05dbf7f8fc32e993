// A database with a review of invented cases, for the tests of what decides on them.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "telesoft/review/desk.h"
#include "telesoft/store/audit_log.h"
#include "telesoft/store/database.h"
#include "telesoft/store/tables/review_table.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

class ReviewFixture {
 public:
  ReviewFixture();

  /// An open review of classes flu, cold and asthma.
  static protocol::Review review(const std::string& id = "rv_1");
  /// Case `number` of row 100 + number, where the model says cold.
  static store::CaseRecord record(std::int64_t number, bool readTwice = false);
  void add(const protocol::Review& review);
  void add(const store::CaseRecord& record);

  base::Result<review::Decided> decide(const std::string& reader,
                                       const protocol::DecisionRequest& request);
  /// A correction to `label`, or the kind that it names: confirm, unsure, skip.
  base::Result<review::Decided> decide(const std::string& reader,
                                       const std::string& caseId,
                                       const std::string& label,
                                       const std::string& reading = "");
  base::Result<review::Decided> undo(const std::string& reader);
  store::CaseRecord find(const std::string& caseId);

  template <class Work>
  auto read(Work&& work) {
    return must(database->read(std::forward<Work>(work)));
  }
  template <class Work>
  auto write(Work&& work) {
    return database->write(std::forward<Work>(work));
  }

  FakeClock clock;
  TempFolder folder;
  std::unique_ptr<store::Database> database;
  const std::string key = std::string(32, 'r');
};

/// The request of ReviewFixture::decide().
[[nodiscard]] protocol::DecisionRequest requestFor(const std::string& caseId,
                                                   const std::string& label,
                                                   const std::string& reading = "");

}  // namespace telesoft::tests
