// What has been decided so far, one line a decision.
#pragma once

#include <vector>

#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/wizards/wizard_context.h"

namespace telesoft::ui {

class SummaryCard : public Card {
  Q_OBJECT

 public:
  explicit SummaryCard(QWidget* parent = nullptr);
  void setLines(const std::vector<SummaryLine>& lines);

 private:
  QWidget* lines_ = nullptr;
};

}  // namespace telesoft::ui
