// A backup of the whole workspace, and how it is restored.
#pragma once

#include <QWidget>

#include "telesoft/protocol/backup.h"
#include "telesoft/ui/models/workspace.h"

class QLineEdit;

namespace telesoft::ui {

class Button;
class FormBuilder;
class TextLabel;

class BackupView : public QWidget {
  Q_OBJECT

 public:
  explicit BackupView(Workspace& workspace, QWidget* parent = nullptr);

 private:
  void backUp();
  void onDone(const base::Result<protocol::Backup>& answer);
  Workspace& workspace_;
  FormBuilder* form_;
  QLineEdit *folder_, *passphrase_, *again_;
  Button* start_;
  TextLabel* result_;
};

}  // namespace telesoft::ui
