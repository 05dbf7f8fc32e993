#include "telesoft/ui/compare/compare_panel.h"

#include <limits>

#include <QBoxLayout>
#include <QDesktopServices>
#include <QUrl>

#include "telesoft/base/os/files.h"
#include "telesoft/ui/compare/compare_view.h"
#include "telesoft/ui/compare/verdict.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/models/task.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/message_bar.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/progress_strip.h"
#include "telesoft/ui/widgets/states.h"

namespace telesoft::ui {

using protocol::Evaluation;

namespace {

/// Inside the workspace, where patients' data may lie; readable by its owner alone.
base::Result<std::string> saveReport(const std::filesystem::path& workspace,
                                     const std::string& id,
                                     const QByteArray& html) {
  const std::filesystem::path folder = workspace / "tmp";
  TELESOFT_CHECK(base::makePrivateFolder(folder).in("saving the report"));
  const std::filesystem::path file = folder / ("report-" + id + ".html");
  TELESOFT_CHECK(base::writeFileWhole(file, html.toStdString()).in("saving the report"));
  return file.string();
}

}  // namespace

ComparePanel::ComparePanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      workspace_(workspace),
      page_(new Page()),
      view_(new CompareView()),
      report_(new PrimaryButton(tr("Open the report"), QStringLiteral("export"))) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Comparison with the base"));
  page_->setPrimaryAction(report_);
  report_->setHelp(tr("The whole comparison as a page to read, print and file"));
  report_->setKeys(QKeySequence(Qt::CTRL | Qt::Key_R));
  report_->hide();
  states_ = new StateStack(view_);
  auto* empty =
      new EmptyState(QStringLiteral("compare"), tr("Nothing has been compared yet"),
                     tr("A comparison runs base and tuned model on the same untouched test "
                        "rows. Start one from a tuned model."));
  empty->setAction(tr("Go to the models"));
  states_->setEmptyState(empty);
  states_->errorState()->setRetry(tr("Try again"));
  page_->setContent(states_);
  connect(report_, &QAbstractButton::clicked, this, &ComparePanel::openReport);
  connect(empty, &EmptyState::actionTriggered, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("models"), QString()); });
  connect(states_, &StateStack::retryTriggered, this, &ComparePanel::read);
  connect(&workspace_.evaluations(), &ListStoreBase::changed, this, &ComparePanel::onListChanged);
  connect(&workspace_.models(), &ListStoreBase::changed, this,
          [this] { page_->setTitle(titleText()); });
}

QString ComparePanel::help() const {
  return tr(
      "<p>Base and tuned model answer the same test rows, which neither has learned from. The "
      "verdict rests on the interval of the difference, not on the figure alone: where the "
      "interval "
      "holds zero, no difference is shown.</p><p>Beside the base stands the frozen base with a "
      "head "
      "trained on the same data, so that what adapting the weights adds is seen apart.</p>"
      "<p><b>Keys</b>: Ctrl+R opens the report.</p>");
}

std::vector<PanelAction> ComparePanel::actions() {
  return {{QStringLiteral("compare.report"),
           tr("Open the report"),
           QStringLiteral("export"),
           {},
           [this] { openReport(); },
           [this] { return evaluation_ && evaluation_->status == "succeeded"; }}};
}

QString ComparePanel::titleText() const {
  const protocol::Model* const model =
      evaluation_ ? workspace_.models().find(evaluation_->modelId) : nullptr;
  return model == nullptr || model->name.empty()
             ? tr("Comparison with the base")
             : tr("%1 against its base").arg(toQString(model->name));
}

void ComparePanel::open(const QString& subject) {
  workspace_.evaluations().refresh();
  workspace_.models().refresh();
  if (!subject.isEmpty() && subject != id_) {
    id_ = subject;
    evaluation_.reset();
    shownStatus_.clear();
  }
  if (!id_.isEmpty()) {
    read();
  } else {
    onListChanged();
  }
}

void ComparePanel::onListChanged() {
  const auto& store = workspace_.evaluations();
  if (id_.isEmpty() && !store.items().empty()) {
    id_ = toQString(store.items().front().id);
  }
  if (id_.isEmpty()) {
    if (store.state() == LoadState::Ready) {
      states_->showEmpty();
    }
    return;
  }
  const Evaluation* const listed = store.find(id_);
  if (!evaluation_ || (listed != nullptr && toQString(listed->status) != shownStatus_)) {
    read();
  }
}

void ComparePanel::read() {
  if (id_.isEmpty()) {
    workspace_.evaluations().refresh();
    return;
  }
  if (!evaluation_) {
    states_->showLoading();
  }
  workspace_.evaluations().evaluation(
      id_, this, [this, asked = id_](base::Result<Evaluation> answer) {
        if (asked != id_) {
          return;
        }
        if (!answer) {
          report_->hide();
          const ErrorWords words =
              errorWords(answer.error(), tr("The comparison could not be read."));
          states_->showError({words.what, words.why, words.todo, words.details});
          return;
        }
        evaluation_ = *std::move(answer);
        showEvaluation();
      });
}

void ComparePanel::showUnfinished() {
  page_->progress()->setVisible(isUnderWay(*evaluation_));
  if (isUnderWay(*evaluation_)) {
    page_->progress()->setTask(tr("Comparing"));
    page_->progress()->setFraction(std::numeric_limits<double>::quiet_NaN());
    page_->setState(
        tr("Base and tuned model are answering the test rows. This page fills by itself."));
    states_->showLoading();
    return;
  }
  page_->setState(tr("The comparison has failed."));
  states_->showError({tr("The comparison failed; no figures were made."),
                      toQString(evaluation_->message),
                      tr("Start it again from the model's page."),
                      {}});
}

void ComparePanel::showEvaluation() {
  shownStatus_ = toQString(evaluation_->status);
  page_->setTitle(titleText());
  const bool done = evaluation_->status == "succeeded";
  report_->setVisible(done);
  if (!done) {
    showUnfinished();
    return;
  }
  page_->progress()->hide();
  page_->setState(tr("%1 of %2 on the untouched test part, opened %3 so far.")
                      .arg(countText(evaluation_->rows, tr("row"), tr("rows")),
                           countText(evaluation_->patients, tr("patient"), tr("patients")),
                           countText(evaluation_->testOpenings, tr("time"), tr("times"))));
  view_->setEvaluation(*evaluation_);
  states_->showContent();
}

void ComparePanel::openReport() {
  workspace_.evaluations().report(id_, this, [this](base::Result<QByteArray> html) {
    if (!html) {
      const ErrorWords words = errorWords(html.error(), tr("The report could not be read."));
      page_->messageBar()->showMessage(Tone::Danger,
                                       (words.what + QLatin1Char(' ') + words.why).trimmed());
      return;
    }
    const std::filesystem::path folder = toUtf8(workspace_.connection().workspace());
    runTask<base::Result<std::string>>(
        this, [folder, id = toUtf8(id_), text = *html] { return saveReport(folder, id, text); },
        [this](const base::Result<std::string>& file) {
          if (!file) {
            page_->messageBar()->showMessage(Tone::Danger, errorWords(file.error(), {}).what);
            return;
          }
          QDesktopServices::openUrl(QUrl::fromLocalFile(toQString(*file)));
          page_->messageBar()->showMessage(
              Tone::Info,
              tr("The report was opened in the browser. It lies in the workspace's folder tmp."));
        });
  });
}

}  // namespace telesoft::ui
