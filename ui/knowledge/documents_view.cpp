#include "telesoft/ui/knowledge/documents_view.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDate>
#include <QFileInfo>
#include <QLineEdit>
#include <QStackedWidget>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/file_field.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/widgets/two_columns.h"

namespace telesoft::ui {

using protocol::KnowledgeDocument;

namespace {

bool isExpired(const KnowledgeDocument& document) {
  const QDate until = QDate::fromString(toQString(document.validUntil), Qt::ISODate);
  return until.isValid() && until < QDate::currentDate();
}

QString stateText(const KnowledgeDocument& document) {
  if (document.state == "ready") {
    return isExpired(document) ? DocumentsView::tr("no longer valid") : DocumentsView::tr("in use");
  }
  return document.state == "importing" ? DocumentsView::tr("being read")
         : document.state == "retired" ? DocumentsView::tr("retired")
                                       : DocumentsView::tr("not imported");
}

Tone stateTone(const KnowledgeDocument& document) {
  if (document.state == "ready") {
    return isExpired(document) ? Tone::Caution : Tone::Good;
  }
  return document.state == "importing" ? Tone::Accent
         : document.state == "failed"  ? Tone::Danger
                                       : Tone::Neutral;
}

QString kindText(const std::string& kind) {
  return kind == "formulary"      ? DocumentsView::tr("formulary")
         : kind == "interactions" ? DocumentsView::tr("interactions")
                                  : DocumentsView::tr("guideline");
}

std::vector<Column<KnowledgeDocument>> columns() {
  return {
      {DocumentsView::tr("Document"),
       [](const KnowledgeDocument& d) { return toQString(d.title); }},
      {DocumentsView::tr("Kind"), [](const KnowledgeDocument& d) { return kindText(d.kind); }},
      {DocumentsView::tr("Owner"), [](const KnowledgeDocument& d) { return toQString(d.owner); }},
      {DocumentsView::tr("Version"),
       [](const KnowledgeDocument& d) { return toQString(d.version); }},
      {DocumentsView::tr("Passages"),
       [](const KnowledgeDocument& d) { return countText(d.passages); },
       [](const KnowledgeDocument& d) {
         return QVariant::fromValue(static_cast<qlonglong>(d.passages));
       },
       {},
       true},
      {DocumentsView::tr("State"), stateText, {}, {}, false, [](const KnowledgeDocument& d) {
         return static_cast<int>(stateTone(d));
       }}};
}

QString factsOf(const KnowledgeDocument& document) {
  QStringList lines{
      DocumentsView::tr("%1, %2").arg(kindText(document.kind), toQString(document.format)),
      countText(document.passages, DocumentsView::tr("passage"), DocumentsView::tr("passages"))};
  if (!document.validFrom.empty() || !document.validUntil.empty()) {
    lines << DocumentsView::tr("Valid %1 – %2")
                 .arg(toQString(document.validFrom), toQString(document.validUntil));
  }
  lines << DocumentsView::tr("Added %1 by %2")
               .arg(dateTimeText(document.createdAt), toQString(document.createdBy));
  if (!document.message.empty()) {
    lines << toQString(document.message);
  }
  for (const std::string& warning : document.warnings) {
    lines << toQString(warning);
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

DocumentsView::DocumentsView(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      model_(new RecordModel<KnowledgeDocument>(
          columns(), [](const KnowledgeDocument& d) { return toQString(d.id); }, this)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  QWidget* const table = makeTable();
  side_ = new QStackedWidget();
  side_->addWidget(makeDetail());
  side_->addWidget(makeForm());
  all->addWidget(new TwoColumns(table, side_));
  connect(&workspace.knowledge(), &ListStoreBase::changed, this, &DocumentsView::onChanged);
  connect(&workspace.knowledge(), &ListStoreBase::stateChanged, this, &DocumentsView::onChanged);
  onChanged();
}

QWidget* DocumentsView::makeTable() {
  table_ = new DataTable(tr("Documents"));
  table_->setSource(model_);
  table_->setColumnWidths({-1, 84, 112, 68, 76, 136});
  connect(table_, &DataTable::rowSelected, this, &DocumentsView::onRow);
  auto* card = new Card(tr("Documents"));
  card->add(table_, 1);
  states_ = new StateStack(card);
  auto* empty = new EmptyState(QStringLiteral("knowledge"), tr("No document yet"),
                               tr("Guidelines as Markdown, HTML, PDF or text; the formulary and "
                                  "interactions as CSV. Each with its owner and validity."));
  empty->setAction(tr("Add a document"));
  states_->setEmptyState(empty);
  states_->errorState()->setRetry(tr("Try again"));
  connect(empty, &EmptyState::actionTriggered, this, &DocumentsView::startAdding);
  connect(states_, &StateStack::retryTriggered, this, [this] { workspace_.knowledge().refresh(); });
  return states_;
}

QWidget* DocumentsView::makeDetail() {
  detail_ = new Card(tr("Document"));
  facts_ = new TextLabel(tr("Choose a document to see its validity and what was read of it."),
                         TextStyle::Body, Ink::Secondary);
  facts_->setWordWrap(true);
  detail_->add(facts_);
  retire_ = new DangerButton(tr("Retire"));
  retire_->setHelp(tr("Takes it out of the search; what was answered with it stays"));
  retire_->hide();
  detail_->content()->addWidget(retire_, 0, Qt::AlignLeft);
  detail_->content()->addStretch(1);
  connect(retire_, &QAbstractButton::clicked, this, &DocumentsView::retire);
  return detail_;
}

QWidget* DocumentsView::makeForm() {
  auto* card = new Card(tr("New document"));
  form_ = new FormBuilder();
  file_ = new FileField(tr("File"), tr("Documents (*.md *.html *.htm *.pdf *.csv *.txt);;All (*)"));
  form_->addField(QStringLiteral("file"), tr("File"), file_);
  title_ = form_->addText(QStringLiteral("title"), tr("Title"));
  kind_ = form_->addChoice(QStringLiteral("kind"), tr("Kind"));
  for (const char* kind : {"guideline", "formulary", "interactions"}) {
    kind_->addItem(kindText(kind), QLatin1String(kind));
  }
  owner_ = form_->addText(QStringLiteral("owner"), tr("Owner"), tr("Who answers for its content"));
  version_ = form_->addText(QStringLiteral("version"), tr("Version"));
  until_ =
      form_->addText(QStringLiteral("until"), tr("Valid until"), tr("YYYY-MM-DD; empty: open"));
  replaces_ = form_->addChoice(QStringLiteral("replaces"), tr("Replaces"));
  card->add(form_);
  error_ = new TextLabel(QString(), TextStyle::Small, Ink::Danger);
  error_->setWordWrap(true);
  card->add(error_);
  auto* buttons = new QHBoxLayout();
  auto* add = new PrimaryButton(tr("Add"));
  auto* cancel = new SecondaryButton(tr("Cancel"));
  buttons->addWidget(cancel);
  buttons->addStretch(1);
  buttons->addWidget(add);
  card->content()->addLayout(buttons);
  card->content()->addStretch(1);
  connect(file_, &FileField::pathChosen, this, [this](const QString& path) {
    if (title_->text().isEmpty()) {
      title_->setText(
          QFileInfo(path).completeBaseName().replace(QLatin1Char('_'), QLatin1Char(' ')));
    }
  });
  connect(add, &QAbstractButton::clicked, this, &DocumentsView::add);
  connect(cancel, &QAbstractButton::clicked, this, [this] { side_->setCurrentIndex(0); });
  return card;
}

void DocumentsView::select(const QString& id) {
  wanted_ = id;
  onChanged();
}

void DocumentsView::startAdding() {
  states_->showContent();
  replaces_->clear();
  replaces_->addItem(tr("nothing"), QString());
  for (const KnowledgeDocument& document : workspace_.knowledge().items()) {
    if (document.state == "ready") {
      replaces_->addItem(toQString(document.title), toQString(document.id));
    }
  }
  error_->setText(QString());
  form_->clearErrors();
  side_->setCurrentIndex(1);
  file_->setFocus(Qt::OtherFocusReason);
}

void DocumentsView::onChanged() {
  const KnowledgeStore& store = workspace_.knowledge();
  model_->setRows(store.items());
  if (!store.items().empty() || side_->currentIndex() == 1) {
    states_->showContent();
  } else if (store.state() == LoadState::Ready) {
    states_->showEmpty();
  } else if (store.state() == LoadState::Failed) {
    const ErrorWords words = errorWords(store.error(), tr("The documents could not be read."));
    states_->showError({words.what, words.why, words.todo, words.details});
  } else {
    states_->showLoading();
  }
  if (const int row = model_->rowOf(wanted_); !wanted_.isEmpty() && row >= 0) {
    wanted_.clear();
    table_->selectSourceRow(row);
    onRow(row);
  }
  showDetail();
}

void DocumentsView::onRow(int row) {
  const KnowledgeDocument* const document = model_->row(row);
  shown_ = document == nullptr ? QString() : toQString(document->id);
  side_->setCurrentIndex(0);
  showDetail();
}

void DocumentsView::showDetail() {
  const KnowledgeDocument* const document = workspace_.knowledge().find(shown_);
  if (document == nullptr) {
    return;
  }
  detail_->setTitle(toQString(document->title));
  facts_->setText(factsOf(*document));
  retire_->setVisible(document->state == "ready");
  retire_->setBlocked(workspace_.me().may("knowledge.edit")
                          ? QString()
                          : tr("It takes the permission knowledge.edit"));
}

void DocumentsView::add() {
  form_->clearErrors();
  if (file_->path().isEmpty()) {
    form_->setError(QStringLiteral("file"), tr("Choose a file"));
  }
  const QString until = until_->text().trimmed();
  if (!until.isEmpty() && !QDate::fromString(until, Qt::ISODate).isValid()) {
    form_->setError(QStringLiteral("until"), tr("Write the date as YYYY-MM-DD"));
  }
  if (form_->hasErrors()) {
    return;
  }
  protocol::KnowledgeRequest request;
  request.path = toUtf8(QFileInfo(file_->path()).absoluteFilePath());
  request.title = toUtf8(title_->text().trimmed());
  request.kind = toUtf8(kind_->currentData().toString());
  request.owner = toUtf8(owner_->text().trimmed());
  request.version = toUtf8(version_->text().trimmed());
  request.validUntil = toUtf8(until);
  request.replaces = toUtf8(replaces_->currentData().toString());
  workspace_.knowledge().add(request, this, [this](const base::Result<KnowledgeDocument>& answer) {
    if (!answer) {
      const ErrorWords words = errorWords(answer.error(), tr("The document was not added."));
      error_->setText(words.why + QLatin1Char(' ') + words.todo);
      return;
    }
    workspace_.knowledge().refresh();
    side_->setCurrentIndex(0);
    select(toQString(answer->id));
  });
}

void DocumentsView::retire() {
  retire_->setBlocked(tr("Being retired"));
  workspace_.knowledge().retire(
      shown_, this, [this](const base::Result<KnowledgeDocument>& answer) {
        if (!answer) {
          facts_->setText(errorWords(answer.error(), tr("It was not retired.")).why);
        }
        workspace_.knowledge().refresh();
        showDetail();
      });
}

}  // namespace telesoft::ui
