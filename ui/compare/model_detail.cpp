#include "telesoft/ui/compare/model_detail.h"

#include <QBoxLayout>

#include "telesoft/ui/compare/verdict.h"
#include "telesoft/ui/models/me_store.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

QString factsOf(const protocol::Model& model) {
  QStringList lines{
      ModelDetail::tr("From %1 by %2").arg(toQString(model.baseModel), titleOf(model.approach)),
      titleOf(model.task)};
  if (!model.classes.empty()) {
    lines.last() += ModelDetail::tr(", %1").arg(
        countText(static_cast<std::int64_t>(model.classes.size()), ModelDetail::tr("class"),
                  ModelDetail::tr("classes")));
  }
  if (!model.createdAt.empty()) {
    lines << ModelDetail::tr("Made %1").arg(dateTimeText(model.createdAt));
  }
  if (!model.sha256.empty()) {
    lines << ModelDetail::tr("Weights %1").arg(toQString(model.sha256.substr(0, 12)));
  }
  return lines.join(QLatin1Char('\n'));
}

QString validationOf(const protocol::Model& model) {
  QStringList lines;
  for (const auto& [name, value] : model.validation) {
    lines << QStringLiteral("%1  %2").arg(metricTitle(name), shareText(value));
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

ModelDetail::ModelDetail(MeStore& me, QWidget* parent)
    : Card(tr("Model"), parent),
      facts_(new TextLabel(QString(), TextStyle::Body, Ink::Secondary)),
      validation_(new TextLabel(QString(), TextStyle::Figures)),
      verdict_(new Badge()),
      summary_(new TextLabel()),
      open_(new SecondaryButton(tr("Open the comparison"), QStringLiteral("compare"))),
      compare_(new PrimaryButton(tr("Compare with the base"), QStringLiteral("compare"))),
      job_(new LinkButton(tr("How it was trained"))),
      error_(new TextLabel(QString(), TextStyle::Body, Ink::Danger)) {
  for (TextLabel* label : {facts_, validation_, summary_, error_}) {
    label->setWordWrap(true);
  }
  add(facts_);
  content()->addWidget(job_, 0, Qt::AlignLeft);
  add(new TextLabel(tr("On the validation part"), TextStyle::BodyStrong));
  add(validation_);
  add(new TextLabel(tr("On the test part"), TextStyle::BodyStrong));
  content()->addWidget(verdict_, 0, Qt::AlignLeft);
  add(summary_);
  content()->addWidget(open_, 0, Qt::AlignLeft);
  content()->addWidget(compare_, 0, Qt::AlignLeft);
  add(error_);
  content()->addStretch(1);
  error_->hide();
  needs(me, "evaluation.run", compare_);
  compare_->setHelp(
      tr("Run base and tuned model on the same untouched test rows; the opening of the test part "
         "is counted"));
  connect(compare_, &QAbstractButton::clicked, this, &ModelDetail::compareRequested);
  connect(open_, &QAbstractButton::clicked, this, [this] { Q_EMIT openRequested(evaluation_); });
  connect(job_, &QAbstractButton::clicked, this, [this] { Q_EMIT jobRequested(jobId_); });
}

void ModelDetail::setModel(const protocol::Model& model,
                           const protocol::Evaluation* newest,
                           const QString& blocked) {
  if (shown_ != toQString(model.id)) {
    error_->hide();
  }
  shown_ = toQString(model.id);
  setTitle(toQString(model.name.empty() ? model.id : model.name));
  facts_->setText(factsOf(model));
  jobId_ = toQString(model.jobId);
  job_->setVisible(!jobId_.isEmpty());
  validation_->setText(model.validation.empty() ? tr("No figures were kept.")
                                                : validationOf(model));
  const bool compared = newest != nullptr;
  evaluation_ = compared ? toQString(newest->id) : QString();
  const bool done = compared && newest->status == "succeeded";
  verdict_->setVisible(done);
  open_->setVisible(compared);
  if (done) {
    verdict_->setText(titleOf(newest->verdict));
    verdict_->setTone(toneOf(newest->verdict));
    summary_->setText(toQString(newest->improvementSummary));
  } else if (compared) {
    summary_->setText(isUnderWay(*newest)
                          ? tr("The comparison is running.")
                          : tr("The comparison failed: %1").arg(toQString(newest->message)));
  } else {
    summary_->setText(
        tr("Not compared with its base yet. Whether tuning has helped is not known."));
  }
  compare_->setText(done ? tr("Compare again") : tr("Compare with the base"));
  compare_->setBlocked(compared && isUnderWay(*newest) ? tr("The comparison is running.")
                                                       : blocked);
}

void ModelDetail::setBusy(bool busy) {
  error_->hide();
  compare_->setBlocked(busy ? tr("The comparison is being started.") : QString());
}

void ModelDetail::setError(const ErrorWords& error) {
  error_->setText(
      (error.what + QLatin1Char(' ') + error.why + QLatin1Char(' ') + error.todo).simplified());
  error_->show();
}

}  // namespace telesoft::ui
