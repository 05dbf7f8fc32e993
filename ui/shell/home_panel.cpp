#include "telesoft/ui/shell/home_panel.h"

#include <algorithm>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/shell/waiting_row.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/layouts.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr size_t kMostRows = 7;

Tone toneOf(protocol::Verdict verdict) {
  switch (verdict) {
    case protocol::Verdict::TunedIsBetter:
      return Tone::Good;
    case protocol::Verdict::KeepBase:
      return Tone::Info;
    default:
      return Tone::Caution;
  }
}

}  // namespace

JourneyInput journeyInput(Workspace& workspace) {
  return {workspace.datasets().items(),
          workspace.splits().items(),
          workspace.jobs().items(),
          workspace.models().items(),
          workspace.evaluations().items(),
          workspace.reviews().items(),
          workspace.deployments().items(),
          workspace.alerts().items(),
          [&workspace](const char* permission) { return workspace.me().may(permission); }};
}

bool isJourneyKnown(Workspace& workspace) {
  const auto isReady = [](const ListStoreBase& store) { return store.readAt().isValid(); };
  return isReady(workspace.datasets()) && isReady(workspace.splits()) &&
         isReady(workspace.jobs()) && isReady(workspace.models()) &&
         isReady(workspace.evaluations());
}

HomePanel::HomePanel(Workspace& workspace, QWidget* parent)
    : Panel(parent), workspace_(workspace), page_(new Page()) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Home"));
  auto* main = new QWidget();
  auto* column = new QVBoxLayout(main);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  column->addWidget(makeWaiting());
  column->addWidget(makeResult());
  column->addStretch(1);
  stack_ = new StateStack(main);
  auto* empty = new EmptyState(
      QStringLiteral("import"), tr("Start with a file"),
      tr("A table or notes of your patients, as CSV or JSON Lines. Nothing leaves this computer: "
         "the file is read, searched for identifiers, and split by patient before any training."));
  empty->setAction(tr("Import a file"));
  stack_->setEmptyState(empty);
  connect(empty, &EmptyState::actionTriggered, this, [this] {
    go({QStringLiteral("import"), {}});
  });
  page_->setContent(stack_, makeJourney());
  for (const ListStoreBase* store : std::initializer_list<const ListStoreBase*>{
           &workspace.datasets(), &workspace.splits(), &workspace.jobs(), &workspace.models(),
           &workspace.evaluations(), &workspace.reviews(), &workspace.deployments(),
           &workspace.alerts()}) {
    connect(store, &ListStoreBase::changed, this, &HomePanel::refresh);
  }
  connect(&workspace.me(), &MeStore::changed, this, &HomePanel::refresh);
  refresh();
}

QWidget* HomePanel::makeWaiting() {
  waiting_ = new Card(tr("Waiting and under way"));
  rows_ = waiting_->content();
  rows_->setSpacing(0);
  return waiting_;
}

QWidget* HomePanel::makeResult() {
  result_ = new Card(tr("Newest result"));
  verdict_ = new Badge();
  result_->addHeaderWidget(verdict_);
  summary_ = new TextLabel();
  summary_->setWordWrap(true);
  result_->add(summary_);
  openResult_ = new LinkButton(tr("See the comparison"));
  result_->content()->addWidget(openResult_, 0, Qt::AlignLeft);
  connect(openResult_, &QAbstractButton::clicked, this, [this] {
    go({QStringLiteral("compare"), evaluation_});
  });
  return result_;
}

QWidget* HomePanel::makeJourney() {
  auto* card = new Card(tr("The journey"));
  journey_ = new StepList();
  journey_->setAccessibleName(tr("The journey"));
  card->add(journey_);
  card->content()->addStretch(1);
  connect(journey_, &StepList::stepRequested, this,
          [this](int index) { go(steps_[static_cast<size_t>(index)].place); });
  return card;
}

void HomePanel::go(const Place& place) {
  Q_EMIT navigationRequested(place.panel, place.subject);
}

void HomePanel::refresh() {
  showJourney();
  if (!isJourneyKnown(workspace_)) {
    stack_->showLoading();
    page_->setState(tr("Reading the workspace."));
    return;
  }
  if (workspace_.datasets().items().empty() && workspace_.me().may("data.import")) {
    stack_->showEmpty();
    page_->setState(tr("This workspace is empty."));
    return;
  }
  stack_->showContent();
  showWaiting();
  showResult();
}

void HomePanel::showWaiting() {
  const std::vector<WaitingItem> items = waitingOf(journeyInput(workspace_));
  const auto running = static_cast<std::int64_t>(std::count_if(
      items.begin(), items.end(), [](const WaitingItem& i) { return i.tone == Tone::Accent; }));
  const auto waiting = static_cast<std::int64_t>(items.size()) - running;
  QStringList sentences = {
      waiting == 0
          ? tr("Nothing waits for you.")
          : tr("%1 for you.").arg(countText(waiting, tr("thing waits"), tr("things wait")))};
  if (running > 0) {
    sentences << tr("%1 under way.").arg(countText(running, tr("run is"), tr("runs are")));
  }
  page_->setState(sentences.join(QLatin1Char(' ')));
  QString said;
  for (const WaitingItem& item : items) {
    said += item.title + item.detail + item.action + QLatin1Char('\n');
  }
  if (said == shown_) {
    return;
  }
  shown_ = said;
  clearLayout(*rows_);
  const size_t count = std::min(items.size(), kMostRows);
  for (size_t i = 0; i < count; ++i) {
    auto* row = new WaitingRow(items[i], i + 1 == count);
    rows_->addWidget(row);
    connect(row, &WaitingRow::activated, this, [this, place = items[i].place] { go(place); });
  }
  if (items.size() > count || items.empty()) {
    rows_->addWidget(new TextLabel(
        items.empty() ? tr("All steps that are open to this workspace are done.")
                      : tr("and %1 more, on their own pages")
                            .arg(countText(static_cast<std::int64_t>(items.size() - count))),
        TextStyle::Body, Ink::Secondary));
  }
}

void HomePanel::showResult() {
  const protocol::Evaluation* newest = nullptr;
  for (const protocol::Evaluation& evaluation : workspace_.evaluations().items()) {
    if (evaluation.status == "succeeded") {
      newest = &evaluation;
      break;
    }
  }
  result_->setVisible(newest != nullptr);
  if (newest != nullptr) {
    evaluation_ = toQString(newest->id);
    verdict_->setText(titleOf(newest->verdict));
    verdict_->setTone(toneOf(newest->verdict));
    summary_->setText(toQString(newest->improvementSummary));
  }
}

void HomePanel::showJourney() {
  steps_ = journeyOf(journeyInput(workspace_));
  std::vector<Step> steps;
  int current = static_cast<int>(steps_.size());
  for (size_t i = 0; i < steps_.size(); ++i) {
    steps.push_back(steps_[i].step);
    if (steps_[i].step.mark == StepMark::Open) {
      current = std::min(current, static_cast<int>(i));
    }
  }
  journey_->setSteps(std::move(steps));
  journey_->setCurrent(current < static_cast<int>(steps_.size()) ? current : -1);
}

QString HomePanel::help() const {
  return tr(
      "<p>What waits for you, the newest result, and how far this workspace is.</p>"
      "<h3>The journey</h3><p>From a file to a model that is proven better than its base: "
      "import, de-identify, split by patient, fine-tune, compare, review, deploy. A step that is "
      "blocked "
      "says what it needs.</p>"
      "<h3>Keys</h3><p>Ctrl+K finds pages, datasets, runs and models and runs every command. "
      "Ctrl+1 to Ctrl+8 open the pages. F6 goes between the pages at the left and the "
      "content.</p>");
}

}  // namespace telesoft::ui
