// One approach: does it fit the data, why, and what does it cost.
#pragma once

#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/wizards/approach/approach_context.h"

class QRadioButton;

namespace telesoft::ui {

/// A click anywhere on it chooses it, as its radio button does.
class ApproachCard : public Card {
  Q_OBJECT

 public:
  explicit ApproachCard(const protocol::ApproachAdvice& advice, QWidget* parent = nullptr);
  [[nodiscard]] QRadioButton* button() { return button_; }
  [[nodiscard]] protocol::Approach approach() const { return approach_; }
  void setChosen(bool chosen);

 protected:
  void mousePressEvent(QMouseEvent* event) override;

 private:
  QRadioButton* button_;
  protocol::Approach approach_;
};

}  // namespace telesoft::ui
