#include "telesoft/ui/deploy/sign_dialog.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr int kLeastReason = 10;  // characters

TextLabel* line(const QString& text, TextStyle style = TextStyle::Body, Ink ink = Ink::Text) {
  auto* label = new TextLabel(text, style, ink);
  label->setWordWrap(true);
  return label;
}

}  // namespace

SignDialog::SignDialog(const protocol::ReleaseReport& report, bool asksPassword, QWidget* parent)
    : QDialog(parent), report_(report), asksPassword_(asksPassword) {
  setWindowTitle(tr("Sign for production"));
  setMinimumWidth(520);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace24, kSpace24, kSpace24, kSpace24);
  column->setSpacing(kSpace12);
  column->addWidget(line(tr("You sign this sentence:"), TextStyle::Body, Ink::Secondary));
  column->addWidget(line(toQString(report.statement), TextStyle::BodyStrong));
  column->addWidget(line(tr("Bytes %1").arg(toQString(report.bytesSha256).left(16)),
                         TextStyle::Mono, Ink::Secondary));
  column->addWidget(line(tr("Why it may go into use")));
  reason_ = new QPlainTextEdit();
  reason_->setAccessibleName(tr("Reason"));
  reason_->setTabChangesFocus(true);
  reason_->setFixedHeight(64);
  column->addWidget(reason_);
  password_ = new QLineEdit();
  password_->setEchoMode(QLineEdit::Password);
  password_->setAccessibleName(tr("Your password"));
  auto* label = line(asksPassword ? tr("Your password")
                                  : tr("This workspace is of one person, who has no password: the "
                                       "record will say that the same person trained and signed."));
  column->addWidget(label);
  column->addWidget(password_);
  password_->setVisible(asksPassword);
  error_ = line(QString(), TextStyle::Small, Ink::Danger);
  column->addWidget(error_);
  auto* buttons = new QHBoxLayout();
  auto* cancel = new SecondaryButton(tr("Cancel"));
  sign_ = new PrimaryButton(tr("Sign"), QStringLiteral("lock"));
  cancel->setAutoDefault(false);  // Enter signs
  sign_->setDefault(true);
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(sign_);
  column->addLayout(buttons);
  connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
  connect(sign_, &QAbstractButton::clicked, this, &SignDialog::signRequested);
  connect(reason_, &QPlainTextEdit::textChanged, this, &SignDialog::check);
  connect(password_, &QLineEdit::textChanged, this, &SignDialog::check);
  check();
}

void SignDialog::check() {
  const bool reasoned = reason_->toPlainText().trimmed().size() >= kLeastReason;
  sign_->setBlocked(!reasoned ? tr("Give a reason of at least %1 characters").arg(kLeastReason)
                    : asksPassword_ && password_->text().isEmpty() ? tr("Give your password")
                                                                   : QString());
}

protocol::ApprovalRequest SignDialog::request() const {
  protocol::ApprovalRequest out;
  out.modelId = report_.modelId;
  out.bytesSha256 = report_.bytesSha256;
  out.reason = toUtf8(reason_->toPlainText().trimmed());
  out.password = toUtf8(password_->text());
  return out;
}

void SignDialog::setBusy(bool busy) {
  sign_->setBlocked(busy ? tr("Being signed") : QString());
}

void SignDialog::setError(const QString& text) {
  error_->setText(text);
  password_->clear();
  check();
  if (asksPassword_) {
    password_->setFocus(Qt::OtherFocusReason);
  }
}

}  // namespace telesoft::ui
