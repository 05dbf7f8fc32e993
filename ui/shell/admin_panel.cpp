#include "telesoft/ui/shell/admin_panel.h"

#include <algorithm>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/message_bar.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr std::int64_t kShown = 500;  // the newest entries
const QKeySequence kVerifyKeys(Qt::CTRL | Qt::Key_E);

using protocol::AuditEntry;

std::vector<Column<AuditEntry>> columns() {
  return {
      {AdminPanel::tr("No."),
       [](const AuditEntry& e) { return countText(e.seq); },
       [](const AuditEntry& e) { return QVariant::fromValue(static_cast<qlonglong>(e.seq)); },
       {},
       true},
      {AdminPanel::tr("Time"), [](const AuditEntry& e) { return dateTimeText(e.time); },
       [](const AuditEntry& e) { return QVariant(toQString(e.time)); }},
      {AdminPanel::tr("Who"), [](const AuditEntry& e) { return toQString(e.actor); }},
      {AdminPanel::tr("What"), [](const AuditEntry& e) { return toQString(e.action); }},
      {AdminPanel::tr("On"),
       [](const AuditEntry& e) { return toQString(e.subject); },
       {},
       [](const AuditEntry& e) { return toQString(e.detail); }},
  };
}

}  // namespace

AdminPanel::AdminPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      workspace_(workspace),
      page_(new Page()),
      model_(new RecordModel<AuditEntry>(
          columns(), [](const AuditEntry& e) { return QString::number(e.seq); }, this)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Admin"));
  page_->setState(tr("Every change to this workspace, each entry chained to the one before it."));
  verify_ = new PrimaryButton(tr("Verify the trail"), QStringLiteral("chain"));
  verify_->setHelp(tr("Calculates the whole chain anew"));
  verify_->setKeys(kVerifyKeys);
  page_->setPrimaryAction(verify_);
  page_->setContent(makeTrail(), makeFacts());
  connect(verify_, &QAbstractButton::clicked, this, &AdminPanel::verify);
  connect(&workspace.connection(), &ServerConnection::healthChanged, this, &AdminPanel::showHealth);
  showHealth();
}

QWidget* AdminPanel::makeTrail() {
  auto* table = new DataTable(tr("Audit trail"));
  table->setCompact(true);
  table->setSource(model_);
  table->setColumnWidths({64, 160, 168, 152, -1});
  stack_ = new StateStack(table);
  stack_->setEmptyState(new EmptyState(QStringLiteral("chain"), tr("No entries yet"),
                                       tr("The first change to the workspace writes the first.")));
  stack_->errorState()->setRetry(tr("Try again"));
  connect(stack_, &StateStack::retryTriggered, this, &AdminPanel::read);
  auto* card = new Card(tr("Audit trail"));
  card->add(stack_, 1);
  return card;
}

QWidget* AdminPanel::makeFacts() {
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
  auto* server = new Card(tr("Server"));
  server_ = new TextLabel(QString(), TextStyle::Body, Ink::Secondary);
  server_->setWordWrap(true);
  server->add(server_);
  auto* later = new Card(tr("Comes later"));
  auto* words = new TextLabel(tr("People and their rights, sign-in, backups, and the approvals of "
                                 "deployments. Until then this computer's user has all roles."),
                              TextStyle::Body, Ink::Secondary);
  words->setWordWrap(true);
  later->add(words);
  for (Card* card : {chain, server, later}) {
    column->addWidget(card);
  }
  column->addStretch(1);
  return side;
}

void AdminPanel::open(const QString& subject) {
  Q_UNUSED(subject)
  read();
}

void AdminPanel::read() {
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

void AdminPanel::readNewest(std::int64_t total) {
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

void AdminPanel::verify() {
  verify_->setBlocked(tr("The chain is being calculated"));
  workspace_.api().post<protocol::AuditVerification>(
      QStringLiteral("/v1/audit/verify"), this,
      [this](const base::Result<protocol::AuditVerification>& answer) { showVerified(answer); });
}

void AdminPanel::showVerified(const base::Result<protocol::AuditVerification>& answer) {
  verify_->setBlocked(QString());
  if (!answer) {
    const ErrorWords words = errorWords(answer.error(), tr("The trail could not be verified."));
    page_->messageBar()->showMessage(Tone::Danger, words.what + QLatin1Char(' ') + words.why);
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

void AdminPanel::showHealth() {
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
  server_->setText(known ? tr("Version %1, on this computer only. Workspace folder: %2")
                               .arg(toQString(health.version), workspace_.connection().workspace())
                         : tr("No answer yet."));
}

std::vector<PanelAction> AdminPanel::actions() {
  return {{QStringLiteral("admin.verify"), tr("Verify the audit trail"), QStringLiteral("chain"),
           kVerifyKeys, [this] { verify(); }, [this] { return verify_->isEnabled(); }}};
}

QString AdminPanel::help() const {
  return tr(
      "<p>Who changed what, and when.</p><h3>The chain</h3><p>Each entry carries a "
      "fingerprint of the entry before it. An entry that was changed or removed afterwards "
      "breaks the chain at that place, and verifying finds it.</p><h3>What it does not "
      "hold</h3><p>No patient data: entries name datasets and runs by their ids.</p>");
}

}  // namespace telesoft::ui
