#include "telesoft/ui/admin/admin_panel.h"

#include <QBoxLayout>
#include <QStackedWidget>

#include "telesoft/ui/admin/audit_view.h"
#include "telesoft/ui/admin/backup_view.h"
#include "telesoft/ui/admin/people_view.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/form/segmented_control.h"
#include "telesoft/ui/widgets/page.h"

namespace telesoft::ui {

namespace {

enum View { kAudit, kPeople, kBackup };

}  // namespace

AdminPanel::AdminPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent), workspace_(workspace), page_(new Page()) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Admin"));
  page_->setState(tr("Every change to this workspace, each entry chained to the one before it."));
  auto* content = new QWidget();
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  views_ =
      new SegmentedControl(tr("What is shown"), {tr("Audit trail"), tr("People"), tr("Backup")});
  column->addWidget(views_, 0, Qt::AlignLeft);
  audit_ = new AuditView(workspace);
  people_ = new PeopleView(workspace);
  backup_ = new BackupView(workspace);
  stack_ = new QStackedWidget();
  for (QWidget* view : {static_cast<QWidget*>(audit_), static_cast<QWidget*>(people_),
                        static_cast<QWidget*>(backup_)}) {
    stack_->addWidget(view);
  }
  column->addWidget(stack_, 1);
  page_->setContent(content);
  connect(views_, &SegmentedControl::currentChanged, this, &AdminPanel::show);
  connect(&workspace.me(), &MeStore::changed, this, &AdminPanel::showRights);
  showRights();
}

void AdminPanel::showRights() {
  const MeStore& me = workspace_.me();
  views_->setOptionEnabled(kPeople, me.may("users.manage"),
                           tr("It takes the permission users.manage"));
  views_->setOptionEnabled(kBackup, me.may("backup.make"),
                           tr("It takes the permission backup.make"));
}

void AdminPanel::show(int view) {
  views_->setCurrent(view);
  stack_->setCurrentIndex(view);
  if (view == kPeople) {
    workspace_.users().refresh();
    workspace_.tokens().refresh();
  }
}

void AdminPanel::open(const QString& subject) {
  if (subject == QLatin1String("people")) {
    show(kPeople);
  } else if (subject == QLatin1String("backup")) {
    show(kBackup);
  }
  audit_->read();
}

std::vector<PanelAction> AdminPanel::actions() {
  return {{QStringLiteral("admin.verify"), tr("Verify the audit trail"), QStringLiteral("chain"),
           QKeySequence(Qt::CTRL | Qt::Key_E),
           [this] {
             show(kAudit);
             audit_->verify();
           }},
          {QStringLiteral("admin.search"), tr("Search the audit trail"), QStringLiteral("search"),
           QKeySequence(Qt::CTRL | Qt::Key_F),
           [this] {
             show(kAudit);
             audit_->takeFocus();
           }},
          {QStringLiteral("admin.people"),
           tr("People and their rights"),
           QStringLiteral("user"),
           {},
           [this] {
             show(kPeople);
             people_->startNew();
           },
           [this] { return workspace_.me().may("users.manage"); }},
          {QStringLiteral("admin.backup"),
           tr("Back the workspace up"),
           QStringLiteral("export"),
           {},
           [this] { show(kBackup); },
           [this] { return workspace_.me().may("backup.make"); }}};
}

QString AdminPanel::help() const {
  return tr(
      "<p>Who changed what, and when; who may do what; and backups.</p><h3>The chain</h3><p>Each "
      "entry carries a fingerprint of the entry before it. An entry that was changed or removed "
      "afterwards breaks the chain at that place, and verifying finds it.</p><h3>What it does not "
      "hold</h3><p>No patient data: entries name datasets and runs by their ids.</p><h3>People</h3>"
      "<p>A role gives permissions. Whoever trains a model cannot sign "
      "it.</p><h3>Backup</h3><p>The "
      "whole workspace with its key sealed under a passphrase; restoring verifies every file and "
      "the chain.</p>");
}

}  // namespace telesoft::ui
