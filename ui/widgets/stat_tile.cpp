#include "telesoft/ui/widgets/stat_tile.h"

#include <QBoxLayout>
#include <QPainter>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

StatTile::StatTile(const QString& label, QWidget* parent)
    : QFrame(parent),
      label_(new TextLabel(label, TextStyle::Small, Ink::Secondary)),
      value_(new TextLabel(QStringLiteral("–"), TextStyle::FiguresLarge)),
      note_(new TextLabel(QString(), TextStyle::Small, Ink::Secondary)) {
  setFrameShape(QFrame::NoFrame);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace12, kSpace8, kSpace12, kSpace8);
  column->setSpacing(2);
  for (TextLabel* line : {label_, value_, note_}) {
    line->setElided(true);
    column->addWidget(line);
  }
  note_->hide();
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  updateAccessible();
}

void StatTile::setValue(const QString& value) {
  value_->setText(value.isEmpty() ? QStringLiteral("–") : value);
  updateAccessible();
}

QString StatTile::value() const {
  return value_->text();
}

void StatTile::setNote(const QString& note) {
  note_->setText(note);
  note_->setVisible(!note.isEmpty());
  updateAccessible();
}

void StatTile::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  drawBox(painter, rect(), colors().surface, colors().line);
}

void StatTile::updateAccessible() {
  setAccessibleName(label_->text());
  setAccessibleValue(this, note_->text().isEmpty()
                               ? value_->text()
                               : value_->text() + QStringLiteral(", ") + note_->text());
}

}  // namespace telesoft::ui
