#include "telesoft/ui/wizards/summary_card.h"

#include <QBoxLayout>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/accessible.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

SummaryCard::SummaryCard(QWidget* parent) : Card(tr("So far"), parent) {}

void SummaryCard::setLines(const std::vector<SummaryLine>& lines) {
  delete lines_;
  lines_ = new QWidget();
  auto* column = new QVBoxLayout(lines_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  QStringList spoken;
  for (const SummaryLine& line : lines) {
    auto* pair = new QVBoxLayout();
    pair->setSpacing(0);
    pair->addWidget(new TextLabel(line.label, TextStyle::Small, Ink::Secondary));
    auto* value = new TextLabel(line.value);
    value->setWordWrap(true);
    pair->addWidget(value);
    column->addLayout(pair);
    spoken << line.label + QStringLiteral(": ") + line.value;
  }
  if (lines.empty()) {
    auto* none = new TextLabel(tr("Nothing is decided yet."), TextStyle::Body, Ink::Secondary);
    none->setWordWrap(true);
    column->addWidget(none);
  }
  add(lines_);
  setAccessibleValue(this, spoken.join(QStringLiteral("; ")));
}

}  // namespace telesoft::ui
