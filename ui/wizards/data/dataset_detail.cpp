#include "telesoft/ui/wizards/data/dataset_detail.h"

#include <QBoxLayout>

#include "telesoft/ui/models/me_store.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/charts/bars.h"
#include "telesoft/ui/widgets/progress_strip.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

using protocol::Dataset;
using protocol::DatasetState;

namespace {

QString factsOf(const Dataset& dataset) {
  QStringList lines;
  lines << DatasetDetail::tr("%1, %2, %3")
               .arg(countText(dataset.rows, DatasetDetail::tr("row"), DatasetDetail::tr("rows")),
                    countText(dataset.patients, DatasetDetail::tr("patient"),
                              DatasetDetail::tr("patients")),
                    countText(static_cast<std::int64_t>(dataset.columns.size()),
                              DatasetDetail::tr("column"), DatasetDetail::tr("columns")));
  if (!dataset.createdAt.empty()) {
    lines << DatasetDetail::tr("Made %1").arg(dateTimeText(dataset.createdAt));
  }
  if (!dataset.sha256.empty()) {
    lines << DatasetDetail::tr("Content %1").arg(toQString(dataset.sha256.substr(0, 12)));
  }
  return lines.join(QLatin1Char('\n'));
}

Tone toneOf(const std::string& severity) {
  return severity == "error" ? Tone::Danger : severity == "warning" ? Tone::Caution : Tone::Info;
}

QString severityTitle(const std::string& severity) {
  return severity == "error"     ? DatasetDetail::tr("Error")
         : severity == "warning" ? DatasetDetail::tr("Warning")
                                 : DatasetDetail::tr("Note");
}

TextLabel* wrapped(const QString& text, TextStyle style = TextStyle::Body, Ink ink = Ink::Text) {
  auto* label = new TextLabel(text, style, ink);
  label->setWordWrap(true);
  return label;
}

}  // namespace

DatasetDetail::DatasetDetail(MeStore& me, QWidget* parent)
    : Card(tr("Dataset"), parent),
      state_(new Badge()),
      facts_(wrapped({}, TextStyle::Body, Ink::Secondary)),
      message_(wrapped({}, TextStyle::Body, Ink::Caution)),
      progress_(new ProgressStrip()),
      labelsTitle_(new TextLabel(tr("Labels"), TextStyle::BodyStrong)),
      labels_(new BarPairs(tr("Share of each label"))),
      deidentify_(new SecondaryButton(tr("De-identify"), QStringLiteral("deidentify"))),
      split_(new SecondaryButton(tr("Split"), QStringLiteral("split"))),
      check_(new LinkButton(tr("Check"))),
      cancel_(new SecondaryButton(tr("Cancel"), QStringLiteral("stop"))) {
  content()->addWidget(state_, 0, Qt::AlignLeft);
  add(facts_);
  add(progress_);
  add(message_);
  addButtons();
  needs(me, "data.deidentify", deidentify_);
  needs(me, "data.split", split_);
  needs(me, "data.import", cancel_);
  add(labelsTitle_);
  add(labels_);
  content()->addStretch(1);
}

void DatasetDetail::addButtons() {
  auto* row = new QHBoxLayout();
  row->setSpacing(kSpace8);
  deidentify_->setHelp(tr("Find and replace identifiers; makes a new dataset"));
  split_->setHelp(tr("Cut into training, validation and test, by patient"));
  check_->setHelp(tr("Look for what would spoil training, such as equal rows"));
  cancel_->setHelp(tr("Stop making it; nothing of it is kept"));
  for (Button* button : {deidentify_, split_, check_, cancel_}) {
    row->addWidget(button);
  }
  row->addStretch(1);
  content()->addLayout(row);
  connect(deidentify_, &QAbstractButton::clicked, this, &DatasetDetail::deidentifyRequested);
  connect(split_, &QAbstractButton::clicked, this, &DatasetDetail::splitRequested);
  connect(check_, &QAbstractButton::clicked, this, &DatasetDetail::checkRequested);
  connect(cancel_, &QAbstractButton::clicked, this, &DatasetDetail::cancelRequested);
}

void DatasetDetail::setDataset(const Dataset& dataset) {
  if (dataset.id != id_) {
    showFindings(nullptr);
  }
  id_ = dataset.id;
  const bool ready = dataset.state == DatasetState::Ready;
  const bool whole = dataset.kind == "imported" || dataset.kind == "deidentified";
  const bool making = dataset.state == DatasetState::Importing;
  setTitle(toQString(dataset.name));
  state_->setText(ready ? datasetKindTitle(dataset.kind) : titleOf(dataset.state));
  state_->setTone(ready ? (dataset.kind == "imported" ? Tone::Neutral : Tone::Good)
                        : (making ? Tone::Info : Tone::Danger));
  facts_->setText(making ? toQString(dataset.stage) : factsOf(dataset));
  QStringList words{toQString(dataset.message)};
  for (const std::string& warning : dataset.warnings) {
    words << toQString(warning);
  }
  message_->setText(words.join(QLatin1Char('\n')).trimmed());
  message_->setVisible(!message_->text().isEmpty());
  progress_->setVisible(making);
  progress_->setFraction(dataset.progress);
  progress_->setTask(toQString(dataset.stage));
  deidentify_->setVisible(ready && dataset.kind == "imported");
  split_->setVisible(ready && whole);
  check_->setVisible(ready);
  cancel_->setVisible(making);
  std::vector<BarRow> rows;
  for (const auto& [label, count] : dataset.labelCounts) {
    rows.push_back({toQString(label), {static_cast<double>(count)}});
  }
  labelsTitle_->setVisible(!rows.empty());
  labels_->setVisible(!rows.empty());
  labels_->setData({tr("share of the rows")}, std::move(rows));
}

void DatasetDetail::showFindings(QWidget* findings) {
  if (findings_ != nullptr) {
    findings_->hide();
    findings_->deleteLater();
  }
  findings_ = findings;
  if (findings != nullptr) {
    content()->insertWidget(content()->count() - 3, findings);
  }
}

void DatasetDetail::setChecking() {
  showFindings(wrapped(tr("Checking"), TextStyle::Body, Ink::Secondary));
}

void DatasetDetail::setFindings(const protocol::QualityReport& report) {
  auto* list = new QWidget();
  auto* column = new QVBoxLayout(list);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace8);
  column->addWidget(new TextLabel(tr("Check"), TextStyle::BodyStrong));
  for (const protocol::QualityFinding& finding : report.findings) {
    column->addWidget(new Badge(severityTitle(finding.severity), toneOf(finding.severity)), 0,
                      Qt::AlignLeft);
    column->addWidget(wrapped(toQString(finding.message)));
    if (!finding.hint.empty()) {
      column->addWidget(wrapped(toQString(finding.hint), TextStyle::Small, Ink::Secondary));
    }
  }
  if (report.findings.empty()) {
    column->addWidget(
        wrapped(tr("Nothing found in %1.").arg(countText(report.rows, tr("row"), tr("rows"))),
                TextStyle::Body, Ink::Good));
  }
  showFindings(list);
}

void DatasetDetail::setCheckFailed(const ErrorWords& error) {
  showFindings(wrapped(
      (error.what + QLatin1Char(' ') + error.why + QLatin1Char(' ') + error.todo).simplified(),
      TextStyle::Body, Ink::Danger));
}

}  // namespace telesoft::ui
