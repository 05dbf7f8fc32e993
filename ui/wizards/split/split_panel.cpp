#include "telesoft/ui/wizards/split/split_panel.h"

#include <limits>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/wizards/dataset_step.h"
#include "telesoft/ui/wizards/decision_step.h"
#include "telesoft/ui/wizards/split/plan_step.h"
#include "telesoft/ui/wizards/wizard_frame.h"

namespace telesoft::ui {

namespace {

constexpr int kPlanDelayMs = 250;
constexpr std::int64_t kRowsForValues = 1000;
constexpr int kMostValues = 50;

/// Different values of a column in a page of rows, sorted; too many are no groups.
QStringList valuesOf(const protocol::RowPage& page, const QString& column) {
  const auto at = std::find(page.columns.begin(), page.columns.end(), toUtf8(column));
  if (at == page.columns.end()) {
    return {};
  }
  const auto index = static_cast<size_t>(at - page.columns.begin());
  QStringList values;
  for (const auto& row : page.rows) {
    const QString value = index < row.size() ? toQString(row[index]) : QString();
    if (!value.isEmpty() && !values.contains(value)) {
      values << value;
      if (values.size() > kMostValues) {
        return {};
      }
    }
  }
  values.sort();
  return values;
}

DatasetStep* makeDatasetStep(Workspace& workspace, SplitContext& context) {
  return new DatasetStep(
      workspace.datasets(),
      {SplitPanel::tr(
           "De-identified data is recommended: parts are trained on and shown in reports."),
       SplitPanel::tr("There is no whole dataset yet. Import a file first.")},
      [](const protocol::Dataset& d) { return d.kind == "imported" || d.kind == "deidentified"; },
      [&context] { return context.dataset() ? context.dataset()->id : std::string(); });
}

}  // namespace

SplitPanel::SplitPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      workspace_(workspace),
      dataset_(makeDatasetStep(workspace, context_)),
      plan_(new PlanStep(context_)),
      decision_(new DecisionStep(context_)),
      frame_(new WizardFrame(
          context_,
          {tr("Split a dataset"),
           tr("Into training, validation and an untouched test part, patient by patient."),
           tr("Split")},
          {dataset_, plan_, decision_})) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(frame_);
  needs(workspace_.me(), "data.split", frame_->nextButton());
  soon_.setSingleShot(true);
  soon_.setInterval(kPlanDelayMs);
  connectSteps();
}

void SplitPanel::connectSteps() {
  connect(&soon_, &QTimer::timeout, this, &SplitPanel::planNow);
  connect(dataset_, &DatasetStep::datasetChosen, this, &SplitPanel::choose);
  connect(dataset_, &DatasetStep::importRequested, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("import"), QString()); });
  connect(plan_, &PlanStep::planChanged, &soon_, qOverload<>(&QTimer::start));
  connect(plan_, &PlanStep::testColumnChosen, this, &SplitPanel::readValues);
  connect(frame_, &WizardFrame::startRequested, this, &SplitPanel::start);
  connect(frame_, &WizardFrame::startAnewRequested, this, &SplitPanel::startAnew);
  connect(frame_, &WizardFrame::closeRequested, this, &Panel::closed);
  connect(decision_, &DecisionStep::nextRequested, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("approach"), train_); });
  connect(decision_, &DecisionStep::moreRequested, this, &SplitPanel::startAnew);
  connect(&workspace_.datasets(), &ListStoreBase::changed, this, &SplitPanel::onDatasetsChanged);
}

QString SplitPanel::help() const {
  return tr(
      "<p>A split keeps three parts apart: a model learns from <i>training</i>, settings are "
      "chosen on <i>validation</i>, and <i>test</i> is looked at only at the end.</p><p>Patients "
      "are drawn, not rows, so that no patient stands in two parts; the split proves it and "
      "stores the proof.</p><p><b>Keys</b>: Ctrl+Enter goes on, Alt+Left goes back.</p>");
}

void SplitPanel::open(const QString& subject) {
  if (!train_.isEmpty()) {
    startAnew();
  }
  workspace_.datasets().refresh();
  if (!subject.isEmpty()) {
    wanted_ = subject;
    onDatasetsChanged();
  }
}

void SplitPanel::choose(const QString& id) {
  const protocol::Dataset* const dataset = workspace_.datasets().find(id);
  if (dataset == nullptr) {
    return;
  }
  context_.setDataset(*dataset);
  plan_->setTestValues({});
  planNow();
  frame_->refresh();
}

void SplitPanel::readValues(const QString& column) {
  workspace_.datasets().rows(toQString(context_.plan().datasetId), 0, kRowsForValues, this,
                             [this, column](base::Result<protocol::RowPage> page) {
                               if (page && toUtf8(column) == context_.plan().testColumn) {
                                 plan_->setTestValues(valuesOf(*page, column));
                               }
                             });
}

void SplitPanel::planNow() {
  const int asked = ++asked_;
  if (!context_.isPlanRight()) {
    return;
  }
  workspace_.splits().preview(
      context_.request(), this, [this, asked](base::Result<protocol::Split> answer) {
        if (asked != asked_) {
          return;
        }
        if (answer) {
          context_.setPreview(*std::move(answer));
        } else {
          const ErrorWords words = errorWords(answer.error(), tr("This split cannot be made."));
          context_.setPreviewFailed(
              (words.what + QLatin1Char(' ') + words.why + QLatin1Char(' ') + words.todo)
                  .simplified());
        }
        frame_->refresh();
      });
}

void SplitPanel::start() {
  frame_->setRunning(true);
  decision_->showRun(tr("Splitting"), std::numeric_limits<double>::quiet_NaN(), false);
  workspace_.splits().create(
      context_.request(), this, [this](base::Result<protocol::Split> answer) {
        if (!answer) {
          frame_->setRunning(false);
          decision_->showFailed(errorWords(answer.error(), tr("The split was not made.")));
          return;
        }
        for (const protocol::SplitPart& part : answer->parts) {
          train_ = part.part == "train" ? toQString(part.datasetId) : train_;
        }
        decision_->showDone(tr("Split. %1.").arg(toQString(answer->proof.statement)),
                            tr("Choose an approach"), tr("Split another dataset"));
        workspace_.splits().refresh();
        workspace_.datasets().refresh();
      });
}

void SplitPanel::startAnew() {
  ++asked_;
  train_.clear();
  context_.clear();
  decision_->clearRun();
  frame_->setRunning(false);
  frame_->goTo(SplitContext::kDataset);
}

void SplitPanel::onDatasetsChanged() {
  const protocol::Dataset* const wanted = workspace_.datasets().find(wanted_);
  if (wanted != nullptr && wanted->state == protocol::DatasetState::Ready) {
    const QString id = wanted_;
    wanted_.clear();
    choose(id);
    frame_->goTo(SplitContext::kPlan);
  }
}

}  // namespace telesoft::ui
