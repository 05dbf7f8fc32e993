#include "telesoft/ui/admin/backup_view.h"

#include <QBoxLayout>
#include <QDate>
#include <QDir>
#include <QLineEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr int kShortestPassphrase = 12;

}  // namespace

BackupView::BackupView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  auto* card = new Card(tr("Back the workspace up"));
  form_ = new FormBuilder();
  folder_ = form_->addText(QStringLiteral("folder"), tr("Folder"),
                           tr("A new folder, on the server's machine"));
  folder_->setText(QDir::homePath() + QStringLiteral("/telesoft-backup-") +
                   QDate::currentDate().toString(Qt::ISODate));
  passphrase_ = form_->addText(QStringLiteral("passphrase"), tr("Passphrase"),
                               tr("Seals the workspace's key in the backup. Without it nothing can "
                                  "be restored: keep it apart from the backup"));
  passphrase_->setEchoMode(QLineEdit::Password);
  again_ = form_->addText(QStringLiteral("again"), tr("Passphrase again"));
  again_->setEchoMode(QLineEdit::Password);
  card->add(form_);
  start_ = new PrimaryButton(tr("Back up"), QStringLiteral("export"));
  card->content()->addWidget(start_, 0, Qt::AlignLeft);
  result_ = new TextLabel(
      tr("Work goes on meanwhile. A backup holds the database, sealed data, models and "
         "evaluations."),
      TextStyle::Body, Ink::Secondary);
  result_->setWordWrap(true);
  result_->setAccessibleName(tr("What a backup holds, and how the last one went"));
  result_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  card->add(result_);
  auto* row = new QHBoxLayout();
  row->addWidget(card, 2);
  row->addStretch(1);
  column->addLayout(row);
  column->addStretch(1);
  connect(start_, &QAbstractButton::clicked, this, &BackupView::backUp);
}

void BackupView::backUp() {
  form_->clearErrors();
  if (passphrase_->text().size() < kShortestPassphrase) {
    form_->setError(QStringLiteral("passphrase"),
                    tr("%1 characters at least").arg(kShortestPassphrase));
  } else if (passphrase_->text() != again_->text()) {
    form_->setError(QStringLiteral("again"), tr("The two differ"));
  }
  if (form_->hasErrors()) {
    return;
  }
  protocol::BackupRequest request;
  request.path = toUtf8(folder_->text().trimmed());
  request.passphrase = toUtf8(passphrase_->text());
  start_->setBlocked(tr("Being backed up"));
  result_->setInk(Ink::Secondary);
  result_->setText(tr("Copying."));
  workspace_.api().post<protocol::Backup>(
      QStringLiteral("/v1/backups"), request, this,
      [this](const base::Result<protocol::Backup>& answer) { onDone(answer); });
}

void BackupView::onDone(const base::Result<protocol::Backup>& answer) {
  start_->setBlocked(QString());
  passphrase_->clear();
  again_->clear();
  if (!answer) {
    const ErrorWords words = errorWords(answer.error(), tr("The workspace was not backed up."));
    result_->setInk(Ink::Danger);
    result_->setText(words.what + QLatin1Char(' ') + words.why + QLatin1Char(' ') + words.todo);
    return;
  }
  result_->setInk(Ink::Good);
  result_->setText(tr("%1, %2, with %3 of the audit trail.\nRestore it, verified, with: telesoft "
                      "restore %4 --workspace NEW_FOLDER")
                       .arg(countText(answer->files, tr("file"), tr("files")),
                            bytesText(static_cast<double>(answer->bytes)),
                            countText(answer->auditEntries, tr("entry"), tr("entries")),
                            folder_->text().trimmed()));
}

}  // namespace telesoft::ui
