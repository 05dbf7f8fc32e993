#include "telesoft/ui/wizards/approach/approach_card.h"

#include <QBoxLayout>
#include <QMouseEvent>
#include <QRadioButton>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

ApproachCard::ApproachCard(const protocol::ApproachAdvice& advice, QWidget* parent)
    : Card(QString(), parent),
      button_(new QRadioButton(titleOf(advice.approach))),
      approach_(advice.approach) {
  content()->setSpacing(kSpace8);
  button_->setFont(textFont(TextStyle::BodyStrong));
  add(button_);
  content()->addWidget(new Badge(fitTitle(advice.fit), fitTone(advice.fit)), 0, Qt::AlignLeft);
  QStringList reasons;
  for (const std::string& reason : advice.reasons) {
    reasons << toQString(reason);
  }
  auto* why = new TextLabel(reasons.join(QLatin1Char('\n')));
  why->setWordWrap(true);
  add(why);
  content()->addStretch(1);
  const QString cost = costText(advice);
  auto* costs = new TextLabel(cost, TextStyle::Small, Ink::Secondary);
  costs->setWordWrap(true);
  costs->setVisible(!cost.isEmpty());
  add(costs);
  const bool available = advice.fit != "not_available";
  button_->setEnabled(available);
  button_->setAccessibleName(
      QStringLiteral("%1, %2").arg(titleOf(advice.approach), fitTitle(advice.fit)));
  button_->setAccessibleDescription(reasons.join(QStringLiteral("; ")) + QStringLiteral(". ") +
                                    cost);
  setAccessibleName(titleOf(advice.approach));
}

void ApproachCard::setChosen(bool chosen) {
  button_->setChecked(chosen);
  setSelected(chosen);
}

void ApproachCard::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && button_->isEnabled()) {
    button_->click();
  }
}

}  // namespace telesoft::ui
