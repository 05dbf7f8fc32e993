#include "telesoft/review/labels.h"

#include "telesoft/store/tables/review_table.h"

namespace telesoft::review {

base::Result<std::vector<ReviewedLabel>> labelsOf(const store::Snapshot& snapshot,
                                                  const std::string& reviewId) {
  TELESOFT_TRY(review, store::ReviewTable::find(snapshot, reviewId));
  TELESOFT_TRY(cases, store::ReviewTable::cases(snapshot, reviewId));
  std::vector<ReviewedLabel> out;
  for (const store::CaseRecord& record : cases) {
    if (record.row > 0 && !record.label.empty()) {
      out.push_back({review.datasetId, record.row, record.label, 1, record.corrected});
    }
  }
  return out;
}

}  // namespace telesoft::review
