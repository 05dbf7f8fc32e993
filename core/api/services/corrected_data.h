// A dataset with readers' labels in it, and its split with the same validation and test rows.
#pragma once

#include <map>
#include <set>
#include <string>

#include "telesoft/api/services/dataset_content.h"
#include "telesoft/api/services/model_changes.h"
#include "telesoft/data/split/split_plan.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::api {

/// What reviews have settled, by the row's number in the imported file; the last review counts.
struct Settled {
  std::map<std::int64_t, std::string> labels;
  ModelChanges changes;  // of the reviews: reviewed, readers, corrected, corrections
};
/// Errors: InvalidInput for a review of other data than `origin`'s, the import it goes back to.
[[nodiscard]] base::Result<Settled> settledIn(const store::Snapshot& snapshot,
                                              const std::vector<std::string>& reviews,
                                              const std::string& origin);

struct CorrectedData {
  data::Table table;
  data::SplitResult split;  // parts train, validation, test and pool, as far as they were there
  ModelChanges changes;     // with what has entered training and what has not
};

/// Rows with a new label move from wherever they wait into training; rows of training and
/// validation get it where they are. Left out, with their old label: rows of the test part, and
/// those whose patient or an equal row is held back for validation or test. The pool keeps what
/// shares no patient with training.
/// Errors: InvalidInput where nothing is left to be learnt, and where the new split fails its
/// proof.
[[nodiscard]] base::Result<CorrectedData> correct(
    const DatasetContent& parent,
    const protocol::SplitRequest& plan,
    const std::map<std::string, std::vector<std::int64_t>>& rowsOfPart,
    Settled settled);

}  // namespace telesoft::api
