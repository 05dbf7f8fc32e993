// Signing in to a team's server: a name and a password.
#pragma once

#include <QWidget>

#include "telesoft/ui/client/server_connection.h"

class QLineEdit;

namespace telesoft::ui {

class Button;
class Card;
class TextLabel;

class SignInView : public QWidget {
  Q_OBJECT

 public:
  explicit SignInView(ServerConnection& connection, QWidget* parent = nullptr);
  void takeFocus();

 private:
  void signIn();
  void onFailed(const base::Error& error);
  ServerConnection& connection_;
  Card* card_;
  TextLabel* where_;
  QLineEdit* name_;
  QLineEdit* password_;
  TextLabel* error_;
  Button* enter_;
};

}  // namespace telesoft::ui
