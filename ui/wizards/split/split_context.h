// What the split wizard knows: the dataset, the plan, and how the parts would look.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QCoreApplication>
#include <QStringList>

#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/split.h"
#include "telesoft/ui/wizards/wizard_context.h"

namespace telesoft::ui {

class SplitContext : public WizardContext {
  Q_DECLARE_TR_FUNCTIONS(SplitContext)

 public:
  enum StepId { kDataset, kPlan, kDecision };

  /// Another dataset drops the plan.
  void setDataset(const protocol::Dataset& dataset);
  [[nodiscard]] const std::optional<protocol::Dataset>& dataset() const { return dataset_; }

  /// Shares of the rows, 0..1.
  void setFractions(double train, double validation, double test);
  /// The test part is all rows of one value of a column, such as a site; false: by shares.
  void setFixedTest(bool fixed);
  [[nodiscard]] bool fixedTest() const { return fixed_; }
  void setTestColumn(const std::string& column);
  void setTestValue(const std::string& value);
  void setSeed(std::int64_t seed);
  void setStratify(bool stratify);
  void setMaxTrainRows(std::int64_t rows);
  void setName(const QString& name) { name_ = name; }
  [[nodiscard]] QString name() const { return name_; }
  [[nodiscard]] const protocol::SplitRequest& plan() const { return plan_; }
  [[nodiscard]] std::vector<std::string> testColumns() const;
  [[nodiscard]] QString patientColumn() const;  // "": each row counts as a patient

  /// "" where the field is right.
  [[nodiscard]] QString fractionsProblem() const;
  [[nodiscard]] QString testPartProblem() const;
  /// The plan can be sent for a preview.
  [[nodiscard]] bool isPlanRight() const;

  void setPreview(protocol::Split split);
  void setPreviewFailed(const QString& why);
  [[nodiscard]] const std::optional<protocol::Split>& preview() const { return preview_; }
  /// The plan changed after the preview was made.
  [[nodiscard]] bool isStale() const { return stale_; }
  [[nodiscard]] QString previewProblem() const { return why_; }

  [[nodiscard]] protocol::SplitRequest request() const;
  void clear();

  [[nodiscard]] int stepCount() const override { return 3; }
  [[nodiscard]] QString stepTitle(int step) const override;
  [[nodiscard]] QString stepNote(int step) const override;
  [[nodiscard]] QString stepProblem(int step) const override;
  [[nodiscard]] std::vector<SummaryLine> summary() const override;
  [[nodiscard]] std::vector<DecisionLine> decision() const override;
  [[nodiscard]] QString requestText() const override;

 private:
  void planChanged();
  std::optional<protocol::Dataset> dataset_;
  protocol::SplitRequest plan_;
  bool fixed_ = false;
  QString name_, why_;
  std::optional<protocol::Split> preview_;
  bool stale_ = true;
};

/// "train" -> "Training".
[[nodiscard]] QString partTitle(const std::string& part);

}  // namespace telesoft::ui
