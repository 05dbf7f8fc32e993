#include "telesoft/ui/wizards/data/split_detail.h"

#include <map>

#include <QBoxLayout>

#include "telesoft/ui/models/me_store.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/charts/bars.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/wizards/split/split_context.h"

namespace telesoft::ui {

SplitDetail::SplitDetail(MeStore& me, QWidget* parent)
    : Card(tr("Split"), parent),
      parts_(new TextLabel(QString(), TextStyle::Figures, Ink::Secondary)),
      proof_(new TextLabel(QString(), TextStyle::BodyStrong, Ink::Good)),
      labels_(new BarPairs(tr("Labels in each part"))),
      warnings_(new TextLabel(QString(), TextStyle::Body, Ink::Caution)) {
  for (TextLabel* label : {parts_, proof_, warnings_}) {
    label->setWordWrap(true);
    add(label);
  }
  auto* next = new SecondaryButton(tr("Choose an approach"), QStringLiteral("arrow-right"));
  next->setHelp(tr("Adapt a model to the training part"));
  needs(me, "job.run", next);
  content()->addWidget(next, 0, Qt::AlignLeft);
  add(labels_);
  content()->addStretch(1);
  connect(next, &QAbstractButton::clicked, this, &SplitDetail::approachRequested);
}

void SplitDetail::setSplit(const protocol::Split& split) {
  setTitle(toQString(split.name));
  QStringList lines;
  QStringList groups;
  std::map<std::string, std::vector<double>> labels;
  for (size_t i = 0; i < split.parts.size(); ++i) {
    const protocol::SplitPart& part = split.parts[i];
    groups << partTitle(part.part);
    lines << tr("%1: %2, %3")
                 .arg(partTitle(part.part), countText(part.rows, tr("row"), tr("rows")),
                      countText(part.patients, tr("patient"), tr("patients")));
    for (const auto& [label, count] : part.labelCounts) {
      labels[label].resize(split.parts.size(), 0);
      labels[label][i] = static_cast<double>(count);
    }
  }
  parts_->setText(lines.join(QLatin1Char('\n')));
  const bool proven = split.proof.sharedPatients == 0 && split.proof.sharedRows == 0;
  proof_->setInk(proven ? Ink::Good : Ink::Danger);
  proof_->setText(toQString(split.proof.statement));
  QStringList warnings;
  for (const std::string& warning : split.warnings) {
    warnings << toQString(warning);
  }
  warnings_->setText(warnings.join(QLatin1Char('\n')));
  warnings_->setVisible(!warnings.isEmpty());
  std::vector<BarRow> rows;
  for (auto& [label, values] : labels) {
    rows.push_back({toQString(label), std::move(values)});
  }
  labels_->setData(groups, std::move(rows));
}

}  // namespace telesoft::ui
