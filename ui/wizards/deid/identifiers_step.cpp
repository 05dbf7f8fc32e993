#include "telesoft/ui/wizards/deid/identifiers_step.h"

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

using protocol::IdentifierRow;

IdentifiersStep::IdentifiersStep(DeidContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      model_(new RecordModel<IdentifierRow>(
          {{tr("No."),
            [](const IdentifierRow& r) { return QString::number(r.number); },
            [](const IdentifierRow& r) { return QVariant::fromValue<qlonglong>(r.number); },
            {},
            true},
           {tr("Identifier"),
            [](const IdentifierRow& r) { return toQString(r.identifier); },
            {},
            [](const IdentifierRow& r) { return toQString(r.identifier); }},
           {tr("Found"),
            [](const IdentifierRow& r) { return countText(r.found); },
            [](const IdentifierRow& r) { return QVariant::fromValue<qlonglong>(r.found); },
            {},
            true},
           {tr("How it is searched"),
            [](const IdentifierRow& r) { return toQString(r.searched); },
            {},
            [](const IdentifierRow& r) { return toQString(r.searched); }},
           {tr("What is done"),
            [](const IdentifierRow& r) { return toQString(r.transformed); },
            {},
            [](const IdentifierRow& r) { return toQString(r.transformed); }}},
          [](const IdentifierRow& r) { return QString::number(r.number); },
          this)),
      table_(new DataTable(tr("The 18 identifiers"))),
      scope_(new TextLabel(QString(), TextStyle::Body, Ink::Secondary)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  scope_->setWordWrap(true);
  column->addWidget(scope_);
  table_->setSource(model_);
  table_->setCompact(true);
  table_->setColumnWidths({48, -1, 64, -1, -1});
  auto* card = new Card();
  card->add(table_, 1);
  column->addWidget(card, 1);
}

void IdentifiersStep::showContext() {
  if (!context_.preview()) {
    return;
  }
  const protocol::DeidReport& report = *context_.preview();
  scope_->setText(
      tr("The identifiers that the HIPAA Safe Harbor rule names, counted in the first %1 of "
         "%2. The report of the whole dataset is made when it is de-identified.")
          .arg(countText(report.rows, tr("row"), tr("rows")),
               countText(context_.dataset() ? context_.dataset()->rows : report.rows)));
  model_->setRows(report.identifiers);
}

QWidget* IdentifiersStep::firstField() {
  return table_;
}

}  // namespace telesoft::ui
