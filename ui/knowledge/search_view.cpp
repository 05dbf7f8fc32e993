#include "telesoft/ui/knowledge/search_view.h"

#include <algorithm>

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollArea>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/layouts.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

QString ranksText(const protocol::SearchHit& hit) {
  QStringList ranks;
  if (hit.textRank > 0) {
    ranks << SearchView::tr("by words no. %1").arg(hit.textRank);
  }
  if (hit.vectorRank > 0) {
    ranks << SearchView::tr("by meaning no. %1").arg(hit.vectorRank);
  }
  return ranks.join(QStringLiteral(", "));
}

/// One passage; reached by Tab or the arrow keys.
Card* hitCard(const protocol::SearchHit& hit, int number, QWidget* keys) {
  auto* card = new Card(QStringLiteral("%1. %2").arg(number).arg(toQString(hit.citation.title)));
  card->setFocusPolicy(Qt::StrongFocus);
  card->installEventFilter(keys);
  if (hit.citation.expired) {
    card->addHeaderWidget(new Badge(SearchView::tr("no longer valid"), Tone::Caution));
  }
  if (!hit.citation.heading.empty()) {
    card->add(new TextLabel(toQString(hit.citation.heading), TextStyle::BodyStrong));
  }
  auto* text = new TextLabel();
  text->setTextFormat(Qt::RichText);
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text->setText(markedText(hit));
  card->add(text);
  auto* source = new TextLabel(sourceText(hit.citation) + QStringLiteral(" · ") + ranksText(hit),
                               TextStyle::Small, Ink::Secondary);
  source->setWordWrap(true);
  card->add(source);
  card->setAccessibleName(toQString(hit.citation.title) + QStringLiteral(", ") +
                          toQString(hit.citation.heading));
  card->setAccessibleDescription(toQString(hit.passage.text));
  return card;
}

}  // namespace

QString markedText(const protocol::SearchHit& hit) {
  const std::string& text = hit.passage.text;
  auto matches = hit.matches;
  std::sort(matches.begin(), matches.end(),
            [](const auto& a, const auto& b) { return a.start < b.start; });
  QString out;
  size_t at = 0;
  for (const protocol::Contribution& match : matches) {
    const auto start = static_cast<size_t>(std::max<std::int64_t>(0, match.start));
    const auto end = static_cast<size_t>(std::max<std::int64_t>(0, match.end));
    if (start < at || end <= start || end > text.size()) {
      continue;
    }
    out += toQString(std::string_view(text).substr(at, start - at)).toHtmlEscaped();
    out += QStringLiteral("<b>") +
           toQString(std::string_view(text).substr(start, end - start)).toHtmlEscaped() +
           QStringLiteral("</b>");
    at = end;
  }
  out += toQString(std::string_view(text).substr(at)).toHtmlEscaped();
  return out.replace(QLatin1Char('\n'), QStringLiteral("<br>"));
}

QString sourceText(const protocol::Citation& citation) {
  QStringList parts;
  if (!citation.owner.empty()) {
    parts << toQString(citation.owner);
  }
  if (!citation.version.empty()) {
    parts << SearchView::tr("version %1").arg(toQString(citation.version));
  }
  if (citation.page > 0) {
    parts << SearchView::tr("page %1").arg(citation.page);
  }
  return parts.join(QStringLiteral(", "));
}

SearchView::SearchView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(kSpace12);
  all->addWidget(makeQuestion());
  auto* list = new QWidget();
  hits_ = new QVBoxLayout(list);
  hits_->setContentsMargins(0, 0, 0, 0);
  hits_->setSpacing(kSpace12);
  auto* scroll = new QScrollArea();
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(list);
  states_ = new StateStack(scroll);
  states_->setEmptyState(new EmptyState(
      QStringLiteral("search"), tr("Ask in your own words"),
      tr("Such as \"apixaban before surgery\". What is found names its document and place.")));
  connect(states_, &StateStack::retryTriggered, this, &SearchView::search);
  states_->showEmpty();
  all->addWidget(states_, 1);
  connect(&workspace.models(), &ListStoreBase::changed, this, &SearchView::fillIndexes);
  fillIndexes();
}

QWidget* SearchView::makeQuestion() {
  auto* card = new Card();
  auto* row = new QHBoxLayout();
  row->setSpacing(kSpace8);
  query_ = new QLineEdit();
  query_->setAccessibleName(tr("Question"));
  query_->setPlaceholderText(tr("A question or words"));
  query_->installEventFilter(this);
  index_ = new QComboBox();
  index_->setAccessibleName(tr("Where to search"));
  auto* go = new PrimaryButton(tr("Search"), QStringLiteral("search"));
  row->addWidget(query_, 1);
  row->addWidget(index_);
  row->addWidget(go);
  card->content()->addLayout(row);
  auto* below = new QHBoxLayout();
  expired_ = new QCheckBox(tr("Also what is no longer valid"));
  note_ = new TextLabel(QString(), TextStyle::Small, Ink::Secondary);
  below->addWidget(expired_);
  below->addStretch(1);
  below->addWidget(note_);
  card->content()->addLayout(below);
  connect(query_, &QLineEdit::returnPressed, this, &SearchView::search);
  connect(go, &QAbstractButton::clicked, this, &SearchView::search);
  return card;
}

void SearchView::takeFocus() {
  query_->setFocus(Qt::ShortcutFocusReason);
  query_->selectAll();
}

void SearchView::fillIndexes() {
  const QString kept = index_->currentData().toString();
  index_->clear();
  index_->addItem(tr("What is valid now"), QString());
  for (const protocol::Model& model : workspace_.models().items()) {
    if (model.approach == protocol::Approach::KnowledgeBase) {
      index_->addItem(toQString(model.name.empty() ? model.id : model.name), toQString(model.id));
    }
  }
  index_->setCurrentIndex(std::max(0, index_->findData(kept)));
  index_->setVisible(index_->count() > 1);
}

void SearchView::search() {
  if (query_->text().trimmed().isEmpty()) {
    states_->showEmpty();
    note_->setText(QString());
    return;
  }
  protocol::SearchRequest request;
  request.query = toUtf8(query_->text());
  request.modelId = toUtf8(index_->currentData().toString());
  request.includeExpired = expired_->isChecked();
  states_->showLoading();
  workspace_.knowledge().search(
      request, this, [this, number = ++asked_](const base::Result<protocol::SearchAnswer>& answer) {
        if (number != asked_) {
          return;
        }
        if (answer) {
          showAnswer(*answer);
        } else {
          const ErrorWords words = errorWords(answer.error(), tr("The search did not succeed."));
          states_->showError({words.what, words.why, words.todo, words.details});
        }
      });
}

void SearchView::showAnswer(const protocol::SearchAnswer& answer) {
  clearLayout(*hits_);
  int number = 0;
  for (const protocol::SearchHit& hit : answer.hits) {
    hits_->addWidget(hitCard(hit, ++number, this));
  }
  if (answer.hits.empty()) {
    auto* none = new TextLabel(tr("Nothing was found. Try other words, or look at the documents."),
                               TextStyle::Body, Ink::Secondary);
    none->setWordWrap(true);
    hits_->addWidget(none);
  }
  hits_->addStretch(1);
  QStringList notes{
      tr("%1, by %2")
          .arg(countText(number, tr("passage"), tr("passages")), toQString(answer.mode))};
  if (!answer.note.empty()) {
    notes << toQString(answer.note);
  }
  note_->setText(notes.join(QStringLiteral(". ")));
  states_->showContent();
}

bool SearchView::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int at = watched == query_ ? -1 : hits_->indexOf(qobject_cast<QWidget*>(watched));
    if (key == Qt::Key_Down || (key == Qt::Key_Up && watched != query_)) {
      const int to = key == Qt::Key_Down ? at + 1 : at - 1;
      QWidget* const next =
          to < 0 ? query_ : (to < hits_->count() ? hits_->itemAt(to)->widget() : nullptr);
      if (next != nullptr && next->focusPolicy() != Qt::NoFocus) {
        next->setFocus(Qt::OtherFocusReason);
      }
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace telesoft::ui
