#include "telesoft/ui/widgets/form/file_field.h"

#include <QBoxLayout>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"

namespace telesoft::ui {

FileField::FileField(const QString& accessibleName, const QString& filter, QWidget* parent)
    : QWidget(parent), edit_(new QLineEdit()), filter_(filter) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace8);
  auto* pick = new SecondaryButton(tr("Choose..."), QStringLiteral("folder"));
  pick->setHelp(tr("Choose a file"));
  edit_->setAccessibleName(accessibleName);
  edit_->setPlaceholderText(tr("Type a path, or drop a file here"));
  row->addWidget(edit_, 1);
  row->addWidget(pick);
  setAcceptDrops(true);
  edit_->setAcceptDrops(false);  // a dropped file is a choice, not text
  setFocusProxy(edit_);
  connect(pick, &QAbstractButton::clicked, this, &FileField::choose);
  connect(edit_, &QLineEdit::editingFinished, this, [this] {
    if (edit_->text() != last_) {
      last_ = edit_->text();
      Q_EMIT pathChosen(last_);
    }
  });
}

QString FileField::path() const {
  return edit_->text();
}

void FileField::setPath(const QString& path) {
  last_ = path;
  edit_->setText(path);
}

void FileField::setPlaceholder(const QString& text) {
  edit_->setPlaceholderText(text);
}

void FileField::choose() {
  auto* dialog = new QFileDialog(window(), tr("Choose a file"), edit_->text(), filter_);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    setPath(path);
    Q_EMIT pathChosen(path);
  });
  dialog->open();
}

void FileField::dragEnterEvent(QDragEnterEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  if (urls.size() == 1 && urls.first().isLocalFile()) {
    event->acceptProposedAction();
  }
}

void FileField::dropEvent(QDropEvent* event) {
  setPath(event->mimeData()->urls().first().toLocalFile());
  Q_EMIT pathChosen(last_);
}

}  // namespace telesoft::ui
