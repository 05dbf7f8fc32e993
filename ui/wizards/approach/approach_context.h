// What the approach wizard knows: the split, what the data allows, the settings and the goal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QCoreApplication>

#include "telesoft/protocol/job.h"
#include "telesoft/protocol/split.h"
#include "telesoft/ui/wizards/approach/settings.h"
#include "telesoft/ui/wizards/wizard_context.h"

namespace telesoft::ui {

/// What a model must not lose, by the API's names.
struct Capability {
  std::string id;
  QString title, help;
};
[[nodiscard]] const std::vector<Capability>& capabilities();
[[nodiscard]] QString fitTitle(const std::string& fit);
[[nodiscard]] Tone fitTone(const std::string& fit);
/// "about 6 min, 560 MB, 0.4 M trained weights"; what is not known is left out.
[[nodiscard]] QString costText(const protocol::ApproachAdvice& advice);

class ApproachContext : public WizardContext {
  Q_DECLARE_TR_FUNCTIONS(ApproachContext)

 public:
  enum StepId { kData, kApproach, kSettings, kGoal, kDecision };

  /// Another split drops the advice; settings stay.
  void setSplit(const protocol::Split& split);
  [[nodiscard]] const std::optional<protocol::Split>& split() const { return split_; }
  [[nodiscard]] const protocol::SplitPart* part(const std::string& name) const;

  void setBaseModels(std::vector<protocol::BaseModel> models) { baseModels_ = std::move(models); }
  /// Those that fit the data first, best first; then the others.
  [[nodiscard]] std::vector<protocol::BaseModel> baseModels() const;
  [[nodiscard]] bool fitsData(const std::string& id) const;
  [[nodiscard]] const protocol::BaseModel* baseModel() const;
  /// Drops the advice, which was for another one.
  void setBaseModel(const std::string& id);

  /// Takes the recommended base model and approach where none has been chosen by hand.
  void setAdvice(protocol::Advice advice);
  void setAdviceFailed(const QString& why);
  [[nodiscard]] const std::optional<protocol::Advice>& advice() const { return advice_; }
  [[nodiscard]] QString adviceProblem() const { return why_; }
  void setApproach(protocol::Approach approach);
  [[nodiscard]] const protocol::ApproachAdvice* approach() const;  // null while none is chosen

  [[nodiscard]] protocol::Hyperparameters& hyperparameters() { return hyperparameters_; }
  [[nodiscard]] const protocol::Hyperparameters& hyperparameters() const {
    return hyperparameters_;
  }
  /// Applies to approach and task.
  [[nodiscard]] bool applies(const Setting& setting) const;
  /// "preset 16" where the value is another; "".
  [[nodiscard]] QString difference(const Setting& setting) const;
  [[nodiscard]] int differences(SettingGroup group) const;

  void setTarget(const std::string& metric);
  void setMinimum(double minimum) { target_.minimum = minimum; }
  [[nodiscard]] const protocol::TargetMetrics& target() const { return target_; }
  void setPreserved(const std::string& capability, bool preserved);
  [[nodiscard]] bool isPreserved(const std::string& capability) const;
  void setSpecialty(const QString& specialty) { specialty_ = specialty; }
  [[nodiscard]] QString specialty() const { return specialty_; }
  void setName(const QString& name);
  [[nodiscard]] QString name() const;

  [[nodiscard]] protocol::JobRequest request() const;
  void clear();

  [[nodiscard]] int stepCount() const override { return 5; }
  [[nodiscard]] QString stepTitle(int step) const override;
  [[nodiscard]] QString stepNote(int step) const override;
  [[nodiscard]] QString stepProblem(int step) const override;
  [[nodiscard]] std::vector<SummaryLine> summary() const override;
  [[nodiscard]] std::vector<DecisionLine> decision() const override;
  [[nodiscard]] QString requestText() const override;

 private:
  [[nodiscard]] QString approachProblem() const;
  [[nodiscard]] QString settingsProblem() const;
  void dropAdvice();
  std::optional<protocol::Split> split_;
  std::vector<protocol::BaseModel> baseModels_;
  std::string baseModel_;
  bool baseChosen_ = false;  // by hand
  std::optional<protocol::Advice> advice_;
  QString why_;
  std::optional<protocol::Approach> approach_;
  bool approachChosen_ = false;
  protocol::Hyperparameters hyperparameters_;
  protocol::TargetMetrics target_;
  bool targetChosen_ = false;
  std::vector<std::string> preserved_ = {"general_medical_knowledge"};
  QString specialty_, name_;
};

}  // namespace telesoft::ui
