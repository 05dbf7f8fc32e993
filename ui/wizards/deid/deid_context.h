// What the de-identification wizard knows: the dataset, the policies, what a preview found, and
// what a person says of the finds.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QCoreApplication>

#include "telesoft/protocol/dataset.h"
#include "telesoft/ui/wizards/wizard_context.h"

namespace telesoft::ui {

/// "surrogate", "hash", ... as people read it; an unknown one as it is.
[[nodiscard]] QString actionTitle(const std::string& action);
/// What the action does to a value, in a sentence.
[[nodiscard]] QString actionHelp(const std::string& action);

class DeidContext : public WizardContext {
  Q_DECLARE_TR_FUNCTIONS(DeidContext)

 public:
  enum StepId { kDataset, kPolicy, kCheck, kIdentifiers, kDecision };

  /// Another dataset drops policies and finds.
  void setDataset(const protocol::Dataset& dataset);
  [[nodiscard]] const std::optional<protocol::Dataset>& dataset() const { return dataset_; }

  void setTextPolicy(const std::string& policy);
  [[nodiscard]] const std::string& textPolicy() const { return textPolicy_; }
  void setShiftDates(bool shift);
  [[nodiscard]] bool shiftDates() const { return shiftDates_; }
  /// "" takes the recommended action again.
  void setAction(const std::string& column, const std::string& action);
  /// The action chosen, or the recommended one where the preview has told it.
  [[nodiscard]] std::string action(const std::string& column) const;
  [[nodiscard]] std::string recommended(const std::string& column) const;
  [[nodiscard]] bool isChosen(const std::string& column) const { return chosen_.count(column) > 0; }
  /// A direct identifier that would stay.
  [[nodiscard]] QString columnWarning(const protocol::ColumnSchema& column) const;

  void setName(const QString& name) { name_ = name; }
  [[nodiscard]] QString name() const { return name_; }

  void setPreview(protocol::DeidReport report);
  void setPreviewFailed(const QString& why);
  [[nodiscard]] const std::optional<protocol::DeidReport>& preview() const { return preview_; }
  /// A policy changed after the preview was made.
  [[nodiscard]] bool isStale() const { return stale_; }

  /// The sample check: samples looked at, and finds that a person says are no identifiers.
  void setLookedAt(int sample) { looked_.insert(sample); }
  [[nodiscard]] int lookedAt() const { return static_cast<int>(looked_.size()); }
  void setWrong(int sample, int span, bool wrong);
  [[nodiscard]] bool isWrong(int sample, int span) const {
    return wrong_.count({sample, span}) > 0;
  }
  [[nodiscard]] int wrongCount() const { return static_cast<int>(wrong_.size()); }
  [[nodiscard]] int sampleSpans() const;

  [[nodiscard]] protocol::DeidRequest request() const;
  void clear();

  [[nodiscard]] int stepCount() const override { return 5; }
  [[nodiscard]] QString stepTitle(int step) const override;
  [[nodiscard]] QString stepNote(int step) const override;
  [[nodiscard]] QString stepProblem(int step) const override;
  [[nodiscard]] std::vector<SummaryLine> summary() const override;
  [[nodiscard]] std::vector<DecisionLine> decision() const override;
  [[nodiscard]] QString requestText() const override;

 private:
  void policyChanged();
  std::optional<protocol::Dataset> dataset_;
  std::string textPolicy_ = "surrogate";
  bool shiftDates_ = true;
  std::map<std::string, std::string> chosen_, recommended_;
  QString name_, why_;
  std::optional<protocol::DeidReport> preview_;
  bool stale_ = true;
  std::set<int> looked_;
  std::set<std::pair<int, int>> wrong_;
};

}  // namespace telesoft::ui
