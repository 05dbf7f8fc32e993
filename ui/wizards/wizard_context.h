// What every wizard knows of itself without a widget: its steps, what each still needs, what has
// been decided.
#pragma once

#include <vector>

#include <QString>

#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

struct SummaryLine {
  QString label, value;
};
struct DecisionLine {
  QString text;
  Tone tone = Tone::Neutral;  // Caution and Danger are what one should know before starting
};

/// All state and rules of order of a wizard. A step is open when every step before it is whole.
class WizardContext {
 public:
  virtual ~WizardContext() = default;
  WizardContext() = default;
  WizardContext(const WizardContext&) = delete;
  WizardContext& operator=(const WizardContext&) = delete;

  [[nodiscard]] virtual int stepCount() const = 0;
  [[nodiscard]] virtual QString stepTitle(int step) const = 0;
  /// One short line of what was decided there; "" while nothing is.
  [[nodiscard]] virtual QString stepNote(int step) const = 0;
  /// Why the step is not whole and what to do, in words; "" where it is whole.
  [[nodiscard]] virtual QString stepProblem(int step) const = 0;
  /// Grows as one decides.
  [[nodiscard]] virtual std::vector<SummaryLine> summary() const = 0;
  /// The whole decision in sentences.
  [[nodiscard]] virtual std::vector<DecisionLine> decision() const = 0;
  /// What will be sent, for who wants to read it.
  [[nodiscard]] virtual QString requestText() const = 0;

  [[nodiscard]] bool canEnter(int step) const {
    for (int before = 0; before < step; ++before) {
      if (!stepProblem(before).isEmpty()) {
        return false;
      }
    }
    return step >= 0 && step < stepCount();
  }
  [[nodiscard]] bool isWhole() const {
    return canEnter(stepCount() - 1) && stepProblem(stepCount() - 1).isEmpty();
  }
};

}  // namespace telesoft::ui
