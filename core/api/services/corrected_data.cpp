#include "telesoft/api/services/corrected_data.h"

#include <algorithm>

#include "telesoft/api/services/split_service.h"
#include "telesoft/data/split/row_groups.h"
#include "telesoft/review/desk.h"
#include "telesoft/review/labels.h"
#include "telesoft/store/tables/review_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

namespace {

using RowsOfPart = std::map<std::string, std::vector<std::int64_t>>;

/// One correction of a dataset.
class Corrector {
 public:
  Corrector(const DatasetContent& parent, const RowsOfPart& rowsOfPart, Settled settled)
      : columns_(parent.dataset.columns),
        parts_(rowsOfPart),
        settled_(std::move(settled)),
        out_{*parent.table, {}, settled_.changes} {}

  base::Result<CorrectedData> run(const protocol::SplitRequest& plan) {
    const auto label = data::columnOfRole(out_.table, columns_, protocol::ColumnRole::Label);
    if (!label) {
      return fail(ErrorCode::InvalidInput, "no column is the label",
                  "give one column the role \"label\" at import");
    }
    label_ = *label;
    notePlaces();
    setLabels();
    takeBackHeld();
    RowsOfPart now = place();
    ModelChanges& c = out_.changes;
    if (entered_ == 0) {
      return fail(ErrorCode::InvalidInput, "the reviews have settled no case that may be learnt",
                  "settle cases of the pool or of the training part first");
    }
    c.trainedOn = static_cast<std::int64_t>(now["train"].size());
    TELESOFT_TRY(split, data::provenSplit(out_.table, columns_, plan, std::move(now)));
    out_.split = std::move(split);
    return std::move(out_);
  }

 private:
  void notePlaces();
  void setLabels();
  void takeBackHeld();
  [[nodiscard]] RowsOfPart place();
  [[nodiscard]] const std::string& partOf(std::int64_t row) const {
    static const std::string kNone;
    const auto known = partOfRow_.find(row);
    return known == partOfRow_.end() ? kNone : known->second;
  }

  const std::vector<protocol::ColumnSchema>& columns_;
  const RowsOfPart& parts_;
  Settled settled_;
  CorrectedData out_;
  size_t label_ = 0;
  std::map<std::int64_t, std::string> partOfRow_;
  std::map<std::int64_t, std::string> oldLabel_;  // of the rows that have got a label, by index
  std::vector<size_t> groupOf_;                   // rows that belong together
  std::int64_t entered_ = 0;
};

void Corrector::notePlaces() {
  for (const auto& [part, rows] : parts_) {
    for (const std::int64_t row : rows) {
      partOfRow_[row] = part;
    }
  }
}

void Corrector::setLabels() {
  std::int64_t found = 0;
  for (size_t row = 0; row < out_.table.rows(); ++row) {
    const auto known = settled_.labels.find(out_.table.fileRow(row));
    if (known == settled_.labels.end()) {
      continue;
    }
    ++found;
    const auto index = static_cast<std::int64_t>(row);
    if (partOf(index) == "test") {
      ++out_.changes.ofTest;
      continue;
    }
    oldLabel_[index] = out_.table.cell(row, label_);
    out_.table.setCell(row, label_, known->second);
  }
  out_.changes.elsewhere = static_cast<std::int64_t>(settled_.labels.size()) - found;
}

/// Rows that belong with a held-back one get their old label again.
void Corrector::takeBackHeld() {
  const auto patient = data::columnOfRole(out_.table, columns_, protocol::ColumnRole::Patient);
  const data::RowGroups groups =
      data::groupRows(out_.table, patient, data::comparedColumns(out_.table, columns_));
  groupOf_.resize(out_.table.rows());
  for (size_t group = 0; group < groups.groups.size(); ++group) {
    const auto& rows = groups.groups[group];
    const bool held = std::any_of(rows.begin(), rows.end(), [&](std::int64_t row) {
      return partOf(row) == "test" || partOf(row) == "validation";
    });
    for (const std::int64_t row : rows) {
      groupOf_[static_cast<size_t>(row)] = group;
      const auto old = oldLabel_.find(row);
      if (held && old != oldLabel_.end() && partOf(row) != "validation") {
        out_.table.setCell(static_cast<size_t>(row), label_, old->second);
        oldLabel_.erase(old);
        ++out_.changes.ofSamePatient;
      }
    }
  }
}

RowsOfPart Corrector::place() {
  RowsOfPart now = parts_;
  std::vector<std::int64_t>& train = now["train"];
  for (const auto& [row, old] : oldLabel_) {
    const bool isOther = out_.table.cell(static_cast<size_t>(row), label_) != old;
    const std::string& part = partOf(row);
    if (part == "validation") {
      out_.changes.relabelledChecked += isOther ? 1 : 0;
    } else if (part == "train") {
      out_.changes.relabelled += isOther ? 1 : 0;
      ++entered_;
    } else {
      train.push_back(row);
      ++out_.changes.added;
      ++entered_;
    }
  }
  std::sort(train.begin(), train.end());
  std::set<size_t> trained;
  for (const std::int64_t row : train) {
    trained.insert(groupOf_[static_cast<size_t>(row)]);
  }
  if (const auto pool = now.find("pool"); pool != now.end()) {
    std::erase_if(pool->second, [&](std::int64_t row) {
      return trained.contains(groupOf_[static_cast<size_t>(row)]);
    });
    if (pool->second.empty()) {
      now.erase(pool);
    }
  }
  return now;
}

}  // namespace

base::Result<Settled> settledIn(const store::Snapshot& snapshot,
                                const std::vector<std::string>& reviews,
                                const std::string& origin) {
  Settled out;
  std::set<std::string> readers;
  std::map<std::pair<std::string, std::string>, std::int64_t> corrections;
  for (const std::string& id : reviews) {
    TELESOFT_TRY(labels, review::labelsOf(snapshot, id));
    TELESOFT_TRY(cases, store::ReviewTable::cases(snapshot, id));
    TELESOFT_TRY(decisions, store::ReviewTable::decisions(snapshot, id));
    std::map<std::int64_t, std::string> said;
    for (const store::CaseRecord& record : cases) {
      said[record.row] = review::modelLabelOf(record);
    }
    for (const protocol::Decision& decision : decisions) {
      readers.insert(decision.by);
    }
    for (const review::ReviewedLabel& label : labels) {
      TELESOFT_TRY(from, originOf(snapshot, label.datasetId));
      if (from != origin) {
        return fail(ErrorCode::InvalidInput, "the review " + id + " is of other data",
                    "name reviews of the data that the model was trained on");
      }
      out.labels[label.row] = label.label;
      ++out.changes.reviewed;
      if (label.corrected) {
        ++out.changes.corrected;
        ++corrections[{said[label.row], label.label}];
      }
    }
  }
  out.changes.readers = static_cast<std::int64_t>(readers.size());
  for (const auto& [pair, cases] : corrections) {
    out.changes.corrections.push_back({pair.first, pair.second, cases});
  }
  std::stable_sort(out.changes.corrections.begin(), out.changes.corrections.end(),
                   [](const auto& a, const auto& b) { return a.cases > b.cases; });
  return out;
}

base::Result<CorrectedData> correct(const DatasetContent& parent,
                                    const protocol::SplitRequest& plan,
                                    const RowsOfPart& rowsOfPart,
                                    Settled settled) {
  return Corrector(parent, rowsOfPart, std::move(settled)).run(plan);
}

}  // namespace telesoft::api
