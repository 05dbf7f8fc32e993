#include "telesoft/ui/review/review_panel.h"

#include <QBoxLayout>
#include <QStackedWidget>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/review/reading_view.h"
#include "telesoft/ui/review/review_list.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/message_bar.h"
#include "telesoft/ui/widgets/page.h"

namespace telesoft::ui {

ReviewPanel::ReviewPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent), workspace_(workspace), page_(new Page()) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Review"));
  make_ = new PrimaryButton(tr("Start a review"), QStringLiteral("plus"));
  leave_ = new SecondaryButton(tr("All reviews"), QStringLiteral("arrow-left"));
  page_->addAction(leave_);
  page_->setPrimaryAction(make_);
  list_ = new ReviewList(workspace);
  reading_ = new ReadingView(workspace);
  stack_ = new QStackedWidget();
  stack_->addWidget(list_);
  stack_->addWidget(reading_);
  page_->setContent(stack_);
  connect(make_, &QAbstractButton::clicked, list_, &ReviewList::startMaking);
  connect(leave_, &QAbstractButton::clicked, this, &ReviewPanel::showList);
  connect(list_, &ReviewList::readingRequested, this, &ReviewPanel::read);
  connect(list_, &ReviewList::retrainRequested, this, &ReviewPanel::retrain);
  connect(reading_, &ReadingView::headlineChanged, this, &ReviewPanel::updateState);
  connect(&workspace.reviews(), &ListStoreBase::changed, this, [this] {
    if (!wanted_.isEmpty()) {
      open(wanted_);
    }
    updateState();
  });
  connect(&workspace.me(), &MeStore::changed, this, &ReviewPanel::updateState);
  showList();
}

void ReviewPanel::open(const QString& subject) {
  wanted_.clear();
  if (subject.isEmpty()) {
    workspace_.reviews().refresh();
    return;
  }
  const QString id = subject.section(QLatin1Char(':'), 0, 0);
  const QString reading = subject.section(QLatin1Char(':'), 1, 1);
  if (workspace_.reviews().find(id) == nullptr) {
    wanted_ = subject;  // until the list has been read
    workspace_.reviews().refresh();
    return;
  }
  read(id, reading.isEmpty() ? QStringLiteral("first") : reading);
}

void ReviewPanel::read(const QString& review, const QString& reading) {
  if (const protocol::Review* const found = workspace_.reviews().find(review)) {
    stack_->setCurrentWidget(reading_);
    reading_->start(*found, reading);
    updateState();
  }
}

/// From where the reviewed model stands, on its own rows and what the readers have settled.
void ReviewPanel::retrain(const QString& review) {
  const protocol::Review* const found = workspace_.reviews().find(review);
  const protocol::Model* const model =
      found == nullptr ? nullptr : workspace_.models().find(found->modelId);
  if (model == nullptr) {
    page_->messageBar()->showMessage(Tone::Caution, tr("The model of this review is not tuned."));
    return;
  }
  protocol::JobRequest request;
  request.name = toUtf8(tr("%1, corrected by review").arg(toQString(model->name)));
  request.baseModel = model->baseModel;
  request.approach = protocol::Approach::ExpertFeedback;
  request.warmStart = model->id;
  request.reviews = {found->id};
  workspace_.jobs().create(request, this, [this](const base::Result<protocol::Job>& answer) {
    if (answer) {
      Q_EMIT navigationRequested(QStringLiteral("jobs"), toQString(answer->id));
      return;
    }
    const ErrorWords words = errorWords(answer.error(), tr("The training did not start."));
    page_->messageBar()->showMessage(
        Tone::Danger, words.what + QLatin1Char(' ') + words.why + QLatin1Char(' ') + words.todo);
  });
}

void ReviewPanel::showList() {
  reading_->stop();
  workspace_.reviews().refresh();
  stack_->setCurrentWidget(list_);
  updateState();
}

void ReviewPanel::updateState() {
  const bool isReading = stack_->currentWidget() == reading_;
  if (wasReading_ != isReading) {
    wasReading_ = isReading;
    Q_EMIT actionsChanged();
  }
  leave_->setVisible(isReading);
  make_->setVisible(!isReading);
  make_->setBlocked(workspace_.me().may("review.manage")
                        ? QString()
                        : tr("ML staff start reviews: it takes the permission review.manage"));
  if (isReading) {
    page_->setState(reading_->headline());
    return;
  }
  const std::int64_t waiting = workspace_.reviews().waiting();
  page_->setState(
      waiting == 0
          ? tr("No case waits for a reader.")
          : tr("%1 for a reader.").arg(countText(waiting, tr("case waits"), tr("cases wait"))));
}

PanelAction ReviewPanel::readingAction(const QString& id,
                                       const QString& title,
                                       const QKeySequence& keys,
                                       std::function<void()> run) {
  return {QStringLiteral("review.") + id,
          title,
          QStringLiteral("review"),
          keys,
          std::move(run),
          [this] { return stack_->currentWidget() == reading_; }};
}

std::vector<PanelAction> ReviewPanel::actions() {
  std::vector<PanelAction> all = {
      readingAction(QStringLiteral("confirm"), tr("Confirm the model's first finding"),
                    QKeySequence(Qt::Key_Return), [this] { reading_->confirm(); }),
      readingAction(QStringLiteral("confirm.enter"), tr("Confirm (keypad)"),
                    QKeySequence(Qt::Key_Enter), [this] { reading_->confirm(); }),
      readingAction(QStringLiteral("unsure"), tr("Unsure"), QKeySequence(Qt::Key_U),
                    [this] { reading_->unsure(); }),
      readingAction(QStringLiteral("skip"), tr("Skip the case"), QKeySequence(Qt::Key_S),
                    [this] { reading_->skip(); }),
      readingAction(QStringLiteral("undo"), tr("Take the last decision back"),
                    QKeySequence(Qt::CTRL | Qt::Key_Z), [this] { reading_->undo(); }),
      readingAction(QStringLiteral("undo.z"), tr("Take back (Z)"), QKeySequence(Qt::Key_Z),
                    [this] { reading_->undo(); }),
      readingAction(QStringLiteral("comment"), tr("Write a comment"), QKeySequence(Qt::Key_C),
                    [this] { reading_->comment(); }),
      readingAction(QStringLiteral("marks"), tr("Show or hide the evidence"),
                    QKeySequence(Qt::Key_H), [this] { reading_->toggleMarks(); }),
      readingAction(QStringLiteral("blind"), tr("Show or hide the model's opinion"),
                    QKeySequence(Qt::Key_B), [this] { reading_->toggleBlind(); }),
      readingAction(QStringLiteral("list"), tr("All reviews"), QKeySequence(Qt::Key_Escape),
                    [this] { showList(); }),
  };
  for (int i = 1; i <= 9; ++i) {
    all.push_back(readingAction(QStringLiteral("choose%1").arg(i), tr("Decide: class %1").arg(i),
                                QKeySequence(Qt::Key_0 + i), [this, i] { reading_->choose(i); }));
  }
  return all;
}

QString ReviewPanel::help() const {
  return tr(
      "<p>Cases are read one after the other; those that the model is least sure of come first, "
      "and "
      "some are drawn at random, so that how good the model is can be told fairly.</p>"
      "<h3>Keys</h3><p><b>Enter</b> confirms the model's first finding. <b>1</b> to <b>9</b> "
      "decide "
      "for the class under that key. <b>U</b> unsure, <b>S</b> skip. <b>Ctrl+Z</b> or <b>Z</b> "
      "takes the last decision back, as often as you like. <b>C</b> writes a comment (Enter leaves "
      "it). <b>H</b> hides the marks, <b>B</b> hides the model's opinion. <b>Esc</b> goes back to "
      "the list.</p><h3>Two readers</h3><p>The second does not see what the first has said. Where "
      "they differ, a third settles it.</p>");
}

}  // namespace telesoft::ui
