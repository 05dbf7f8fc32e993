#include "telesoft/ui/shell/sign_in_view.h"

#include <QBoxLayout>
#include <QLineEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

SignInView::SignInView(ServerConnection& connection, QWidget* parent)
    : QWidget(parent), connection_(connection) {
  auto* column = new QVBoxLayout(this);
  card_ = new Card(tr("Sign in"));
  card_->setFixedWidth(360);
  where_ = new TextLabel(QString(), TextStyle::Body, Ink::Secondary);
  where_->setWordWrap(true);
  card_->add(where_);
  auto* form = new FormBuilder();
  name_ = form->addText(QStringLiteral("name"), tr("Name"));
  password_ = form->addText(QStringLiteral("password"), tr("Password"));
  password_->setEchoMode(QLineEdit::Password);
  card_->add(form);
  error_ = new TextLabel(QString(), TextStyle::Small, Ink::Danger);
  error_->setWordWrap(true);
  card_->add(error_);
  enter_ = new PrimaryButton(tr("Sign in"));
  card_->content()->addWidget(enter_, 0, Qt::AlignRight);
  column->addStretch(1);
  column->addWidget(card_, 0, Qt::AlignHCenter);
  column->addStretch(2);
  connect(enter_, &QAbstractButton::clicked, this, &SignInView::signIn);
  connect(password_, &QLineEdit::returnPressed, this, &SignInView::signIn);
  connect(name_, &QLineEdit::returnPressed, this,
          [this] { password_->setFocus(Qt::OtherFocusReason); });
  connect(&connection, &ServerConnection::signInFailed, this, &SignInView::onFailed);
}

void SignInView::takeFocus() {
  where_->setText(tr("%1 at %2").arg(connection_.workspaceName(), connection_.url().toString()));
  enter_->setBlocked(QString());
  (name_->text().isEmpty() ? name_ : password_)->setFocus(Qt::OtherFocusReason);
}

void SignInView::signIn() {
  if (name_->text().trimmed().isEmpty() || password_->text().isEmpty()) {
    error_->setText(tr("Give your name and your password."));
    return;
  }
  error_->setText(QString());
  enter_->setBlocked(tr("Signing in"));
  connection_.signIn(name_->text().trimmed(), password_->text());
  password_->clear();
}

void SignInView::onFailed(const base::Error& error) {
  enter_->setBlocked(QString());
  const ErrorWords words = errorWords(error, tr("You are not signed in."));
  error_->setText(words.why + QLatin1Char(' ') + words.todo);
  password_->setFocus(Qt::OtherFocusReason);
}

}  // namespace telesoft::ui
