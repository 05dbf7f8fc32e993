// The dialog of a signature: what is being signed in a sentence, the reason, the password.
#pragma once

#include <QDialog>

#include "telesoft/protocol/release.h"

class QLineEdit;
class QPlainTextEdit;

namespace telesoft::ui {

class Button;
class TextLabel;

class SignDialog : public QDialog {
  Q_OBJECT

 public:
  /// Without a password for the single-person mode, which has none.
  SignDialog(const protocol::ReleaseReport& report, bool asksPassword, QWidget* parent);
  [[nodiscard]] protocol::ApprovalRequest request() const;
  void setBusy(bool busy);
  void setError(const QString& text);

 Q_SIGNALS:
  void signRequested();

 private:
  void check();
  protocol::ReleaseReport report_;
  bool asksPassword_;
  QPlainTextEdit* reason_;
  QLineEdit* password_;
  TextLabel* error_;
  Button* sign_;
};

}  // namespace telesoft::ui
