#include "telesoft/ui/shell/later_panel.h"

#include <QBoxLayout>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

LaterPanel::LaterPanel(const LaterWords& words, QWidget* parent) : Panel(parent) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  auto* page = new Page();
  all->addWidget(page);
  page->setTitle(words.title);
  page->setState(tr("Not in this version yet."));
  auto* card = new Card(tr("What it will be"));
  auto* badge = new Badge(tr("comes later"));
  badge->setIcon(QStringLiteral("clock"));
  card->addHeaderWidget(badge);
  auto* sentence = new TextLabel(words.sentence);
  sentence->setWordWrap(true);
  card->add(sentence);
  for (const QString& point : words.points) {
    auto* line = new TextLabel(QStringLiteral("\u2022  ") + point, TextStyle::Body, Ink::Secondary);
    line->setWordWrap(true);
    card->add(line);
  }
  auto* until = new TextLabel(words.until);
  until->setWordWrap(true);
  card->content()->addSpacing(kSpace4);
  card->add(until);
  card->setMaximumWidth(720);
  auto* main = new QWidget();
  auto* column = new QVBoxLayout(main);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(card);
  column->addStretch(1);
  page->setContent(main);
  help_ = QStringLiteral("<p>") + words.sentence + QStringLiteral("</p><p>") + words.until +
          QStringLiteral("</p>");
}

}  // namespace telesoft::ui
