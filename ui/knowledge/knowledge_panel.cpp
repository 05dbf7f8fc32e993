#include "telesoft/ui/knowledge/knowledge_panel.h"

#include <algorithm>

#include <QBoxLayout>
#include <QStackedWidget>

#include "telesoft/ui/knowledge/documents_view.h"
#include "telesoft/ui/knowledge/formulary_view.h"
#include "telesoft/ui/knowledge/search_view.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/form/segmented_control.h"
#include "telesoft/ui/widgets/message_bar.h"
#include "telesoft/ui/widgets/page.h"

namespace telesoft::ui {

namespace {

enum View { kSearch, kFormulary, kDocuments };

}  // namespace

KnowledgePanel::KnowledgePanel(Workspace& workspace, QWidget* parent)
    : Panel(parent), workspace_(workspace), page_(new Page()) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Knowledge"));
  add_ = new PrimaryButton(tr("Add a document"), QStringLiteral("plus"));
  add_->setHelp(tr("Markdown, HTML, PDF, text, or a table of drugs"));
  page_->setPrimaryAction(add_);
  index_ = new SecondaryButton(tr("Make an index"), QStringLiteral("knowledge"));
  index_->setHelp(
      tr("A version of the knowledge base that is searched by meaning, and deployed like "
         "any model"));
  page_->addAction(index_);
  auto* content = new QWidget();
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  views_ =
      new SegmentedControl(tr("What is shown"), {tr("Search"), tr("Formulary"), tr("Documents")});
  column->addWidget(views_, 0, Qt::AlignLeft);
  search_ = new SearchView(workspace);
  formulary_ = new FormularyView(workspace);
  documents_ = new DocumentsView(workspace);
  stack_ = new QStackedWidget();
  for (QWidget* view : {static_cast<QWidget*>(search_), static_cast<QWidget*>(formulary_),
                        static_cast<QWidget*>(documents_)}) {
    stack_->addWidget(view);
  }
  column->addWidget(stack_, 1);
  page_->setContent(content);
  connect(views_, &SegmentedControl::currentChanged, stack_, &QStackedWidget::setCurrentIndex);
  connect(add_, &QAbstractButton::clicked, this, [this] {
    show(kDocuments);
    documents_->startAdding();
  });
  connect(index_, &QAbstractButton::clicked, this, &KnowledgePanel::index);
  connect(&workspace.knowledge(), &ListStoreBase::changed, this, &KnowledgePanel::onChanged);
  connect(&workspace.knowledge(), &ListStoreBase::stateChanged, this, &KnowledgePanel::onChanged);
  connect(&workspace.me(), &MeStore::changed, this, &KnowledgePanel::onChanged);
  onChanged();
}

void KnowledgePanel::show(int view) {
  views_->setCurrent(view);
  stack_->setCurrentIndex(view);
}

void KnowledgePanel::open(const QString& subject) {
  workspace_.knowledge().refresh();
  if (!subject.isEmpty()) {
    show(kDocuments);
    documents_->select(subject);
  } else if (stack_->currentIndex() == kSearch) {
    search_->takeFocus();
  }
}

void KnowledgePanel::onChanged() {
  const auto& documents = workspace_.knowledge().items();
  const auto ready = std::count_if(documents.begin(), documents.end(),
                                   [](const auto& document) { return document.state == "ready"; });
  std::int64_t passages = 0;
  for (const protocol::KnowledgeDocument& document : documents) {
    passages += document.state == "ready" ? document.passages : 0;
  }
  page_->setState(ready == 0 ? tr("No document yet. Guidelines and the formulary go in here.")
                             : tr("%1 in %2. Every answer names its source.")
                                   .arg(countText(passages, tr("passage"), tr("passages")),
                                        countText(ready, tr("document"), tr("documents"))));
  index_->setBlocked(ready == 0 ? tr("Add a document first")
                     : workspace_.me().may("job.run")
                         ? QString()
                         : tr("ML staff make it: it takes the permission job.run"));
  add_->setBlocked(workspace_.me().may("knowledge.edit")
                       ? QString()
                       : tr("ML staff add documents: it takes the permission knowledge.edit"));
}

void KnowledgePanel::index() {
  protocol::JobRequest request;
  request.name = toUtf8(tr("Knowledge base"));
  request.approach = protocol::Approach::KnowledgeBase;
  for (const protocol::BaseModel& base : workspace_.baseModels().items()) {
    if (base.available && base.task == protocol::Task::TextClassification) {
      request.baseModel = base.id;
      break;
    }
  }
  workspace_.jobs().create(request, this, [this](const base::Result<protocol::Job>& answer) {
    if (answer) {
      Q_EMIT navigationRequested(QStringLiteral("jobs"), toQString(answer->id));
      return;
    }
    const ErrorWords words = errorWords(answer.error(), tr("The index was not begun."));
    page_->messageBar()->showMessage(
        Tone::Danger, words.what + QLatin1Char(' ') + words.why + QLatin1Char(' ') + words.todo);
  });
}

std::vector<PanelAction> KnowledgePanel::actions() {
  return {{QStringLiteral("knowledge.search"), tr("Search the knowledge base"),
           QStringLiteral("search"), QKeySequence(Qt::CTRL | Qt::Key_F),
           [this] {
             show(kSearch);
             search_->takeFocus();
           }},
          {QStringLiteral("knowledge.check"), tr("Check a drug against the formulary"),
           QStringLiteral("check-circle"), QKeySequence(Qt::CTRL | Qt::Key_D),
           [this] {
             show(kFormulary);
             formulary_->takeFocus();
           }},
          {QStringLiteral("knowledge.add"), tr("Add a document"), QStringLiteral("plus"),
           QKeySequence(Qt::CTRL | Qt::Key_N), [this] { add_->click(); },
           [this] { return add_->isEnabled(); }}};
}

QString KnowledgePanel::help() const {
  return tr(
      "<p>The hospital's own guidelines and formulary, searched by words and by meaning.</p>"
      "<h3>Search</h3><p>Each passage found names its document, version, owner and place. A "
      "document past its validity is left out unless asked for, and then marked.</p>"
      "<h3>Formulary</h3><p>Whether a drug is on the formulary, under which restriction, what is "
      "there instead, and whether it goes with what the patient takes.</p>"
      "<h3>Keys</h3><p>Ctrl+F searches, Ctrl+D checks a drug, Ctrl+N adds a document, Up and Down "
      "go "
      "through what was found.</p>");
}

}  // namespace telesoft::ui
