#include "telesoft/ui/admin/audit_view.h"

#include <algorithm>

#include <QBoxLayout>
#include <QLineEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/widgets/two_columns.h"

namespace telesoft::ui {

namespace {

constexpr std::int64_t kShown = 500;  // the newest entries

using protocol::AuditEntry;

std::vector<Column<AuditEntry>> columns() {
  return {
      {AuditView::tr("No."),
       [](const AuditEntry& e) { return countText(e.seq); },
       [](const AuditEntry& e) { return QVariant::fromValue(static_cast<qlonglong>(e.seq)); },
       {},
       true},
      {AuditView::tr("Time"), [](const AuditEntry& e) { return dateTimeText(e.time); },
       [](const AuditEntry& e) { return QVariant(toQString(e.time)); }},
      {AuditView::tr("Who"), [](const AuditEntry& e) { return toQString(e.actor); }},
      {AuditView::tr("What"), [](const AuditEntry& e) { return toQString(e.action); }},
      {AuditView::tr("On"),
       [](const AuditEntry& e) { return toQString(e.subject); },
       {},
       [](const AuditEntry& e) { return toQString(e.detail); }},
  };
}

}  // namespace

AuditView::AuditView(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      model_(new RecordModel<AuditEntry>(
          columns(), [](const AuditEntry& e) { return QString::number(e.seq); }, this)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  QWidget* const trail = makeTrail();
  all->addWidget(new TwoColumns(trail, makeFacts()));
  connect(&workspace.connection(), &ServerConnection::healthChanged, this, &AuditView::showHealth);
  showHealth();
}

QWidget* AuditView::makeTrail() {
  table_ = new DataTable(tr("Audit trail"));
  table_->setCompact(true);
  table_->setSource(model_);
  table_->setColumnWidths({64, 160, 168, 152, -1});
  connect(table_, &DataTable::rowSelected, this, &AuditView::showEntry);
  stack_ = new StateStack(table_);
  stack_->setEmptyState(new EmptyState(QStringLiteral("chain"), tr("No entries yet"),
                                       tr("The first change to the workspace writes the first.")));
  stack_->errorState()->setRetry(tr("Try again"));
  connect(stack_, &StateStack::retryTriggered, this, &AuditView::read);
  search_ = new QLineEdit();
  search_->setAccessibleName(tr("Search the audit trail"));
  search_->setPlaceholderText(tr("A person, an action or an id"));
  search_->setClearButtonEnabled(true);
  connect(search_, &QLineEdit::textChanged, table_, &DataTable::setFilterText);
  auto* card = new Card(tr("Audit trail"));
  card->add(search_);
  card->add(stack_, 1);
  return card;
}

QWidget* AuditView::makeFacts() {
  auto* side = new QWidget();
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  auto* chain = new Card(tr("The chain"));
  verdict_ = new Badge();
  chain->content()->addWidget(verdict_, 0, Qt::AlignLeft);
  chain_ = new TextLabel(QString(), TextStyle::Body, Ink::Secondary);
  chain_->setWordWrap(true);
  chain->add(chain_);
  verify_ = new SecondaryButton(tr("Verify the trail"), QStringLiteral("chain"));
  verify_->setHelp(tr("Calculates the whole chain anew"));
  chain->content()->addWidget(verify_, 0, Qt::AlignLeft);
  connect(verify_, &QAbstractButton::clicked, this, &AuditView::verify);
  auto* server = new Card(tr("Server"));
  server_ = new TextLabel(QString(), TextStyle::Body, Ink::Secondary);
  server_->setWordWrap(true);
  server->add(server_);
  auto* entry = new Card(tr("Entry"));
  detail_ = new TextLabel(tr("Choose an entry."), TextStyle::Body, Ink::Secondary);
  detail_->setWordWrap(true);
  detail_->setAccessibleName(tr("Entry"));
  detail_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  detail_->setAccessibleName(tr("The chosen entry"));
  entry->add(detail_);
  for (Card* card : {chain, entry, server}) {
    column->addWidget(card);
  }
  column->addStretch(1);
  return side;
}

void AuditView::takeFocus() {
  search_->setFocus(Qt::ShortcutFocusReason);
}

void AuditView::showEntry(int row) {
  if (const AuditEntry* const entry = model_->row(row)) {
    detail_->setText(tr("%1 by %2\n%3 %4\n%5\nHash %6")
                         .arg(dateTimeText(entry->time), toQString(entry->actor),
                              toQString(entry->action), toQString(entry->subject),
                              toQString(entry->detail), toQString(entry->hash).left(24)));
  }
}

void AuditView::read() {
  if (model_->rowCount() == 0) {
    stack_->showLoading();
  }
  const auto got = [this](const base::Result<protocol::AuditPage>& page) {
    if (page) {
      readNewest(page->total);
      return;
    }
    const ErrorWords words = errorWords(page.error(), tr("The audit trail could not be read"));
    stack_->showError({words.what, words.why, words.todo, words.details});
  };
  workspace_.api().get<protocol::AuditPage>(QStringLiteral("/v1/audit?limit=1"), this, got);
}

void AuditView::readNewest(std::int64_t total) {
  const QString path = QStringLiteral("/v1/audit?after=%1&limit=%2")
                           .arg(std::max<std::int64_t>(0, total - kShown))
                           .arg(kShown);
  workspace_.api().get<protocol::AuditPage>(
      path, this, [this](base::Result<protocol::AuditPage> page) {
        if (page) {
          std::reverse(page->entries.begin(), page->entries.end());
          page->entries.empty() ? stack_->showEmpty() : stack_->showContent();
          model_->setRows(std::move(page->entries));
        }
      });
}

void AuditView::verify() {
  verify_->setBlocked(tr("The chain is being calculated"));
  workspace_.api().post<protocol::AuditVerification>(
      QStringLiteral("/v1/audit/verify"), this,
      [this](const base::Result<protocol::AuditVerification>& answer) { showVerified(answer); });
}

void AuditView::showVerified(const base::Result<protocol::AuditVerification>& answer) {
  verify_->setBlocked(QString());
  if (!answer) {
    const ErrorWords words = errorWords(answer.error(), tr("The trail could not be verified."));
    chain_->setText(words.what + QLatin1Char(' ') + words.why);
    return;
  }
  const QString entries = countText(answer->entries, tr("entry"), tr("entries"));
  if (answer->intact) {
    verdict_->setText(tr("whole"));
    verdict_->setTone(Tone::Good);
    verdict_->setIcon(QStringLiteral("check-circle"));
    chain_->setText(tr("%1, none changed or missing. Verified just now. Head %2.")
                        .arg(entries, toQString(answer->headHash).left(16)));
  } else {
    verdict_->setText(tr("broken"));
    verdict_->setTone(Tone::Danger);
    verdict_->setIcon(QStringLiteral("error"));
    chain_->setText(tr("Entry %1 of %2 does not follow from the one before it: it or an entry "
                       "before it was changed or removed. Keep a copy of the workspace as it is.")
                        .arg(countText(answer->firstBroken), entries));
  }
}

void AuditView::showHealth() {
  const protocol::Health& health = workspace_.connection().health();
  const bool known = workspace_.connection().lastSeen().isValid();
  if (verdict_->text().isEmpty() || verdict_->text() == tr("not verified yet")) {
    const bool verified = known && health.auditVerified;
    verdict_->setText(verified ? tr("whole") : tr("not verified yet"));
    verdict_->setTone(verified ? Tone::Good : Tone::Neutral);
    verdict_->setIcon(verified ? QStringLiteral("check-circle") : QStringLiteral("clock"));
    chain_->setText(verified ? tr("Verified when the server started.")
                             : tr("The server verifies it when it starts."));
  }
  server_->setText(
      known ? (health.embedded
                   ? tr("Version %1, on this computer only. Workspace folder: %2")
                         .arg(toQString(health.version), workspace_.connection().workspace())
                   : tr("Version %1, for a team, over TLS: %2")
                         .arg(toQString(health.version), workspace_.connection().url().toString()))
            : tr("No answer yet."));
}

}  // namespace telesoft::ui
