#include "telesoft/ui/widgets/states.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>
#include <QStackedLayout>

#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

/// An icon that follows the theme.
class IconMark : public QWidget {
 public:
  IconMark(QString name, Tone tone) : name_(std::move(name)), tone_(tone) {
    setFixedSize(kSpace32, kSpace32);
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.drawPixmap(
        0, 0, iconPixmap(name_, kSpace32, toneColor(colors(), tone_), devicePixelRatioF()));
  }

 private:
  QString name_;
  Tone tone_;
};

/// Centred, at most 440 px wide.
QVBoxLayout* centred(QWidget* owner) {
  auto* outer = new QHBoxLayout(owner);
  auto* column = new QWidget(owner);
  column->setMaximumWidth(440);
  outer->addStretch(1);
  outer->addWidget(column, 4);
  outer->addStretch(1);
  auto* inner = new QVBoxLayout(column);
  inner->setSpacing(kSpace8);
  inner->addStretch(2);
  return inner;
}

TextLabel* addLine(QVBoxLayout* to, const QString& text, TextStyle style, Ink ink) {
  auto* label = new TextLabel(text, style, ink);
  label->setWordWrap(true);
  label->setAlignment(Qt::AlignHCenter);
  to->addWidget(label);
  return label;
}

}  // namespace

EmptyState::EmptyState(const QString& iconName,
                       const QString& title,
                       const QString& sentence,
                       QWidget* parent)
    : QWidget(parent) {
  QVBoxLayout* column = centred(this);
  column->addWidget(new IconMark(iconName, Tone::Neutral), 0, Qt::AlignHCenter);
  column->addSpacing(kSpace4);
  addLine(column, title, TextStyle::Section, Ink::Text);
  addLine(column, sentence, TextStyle::Body, Ink::Secondary);
  action_ = new PrimaryButton(QString());
  sample_ = new LinkButton(QString());
  column->addSpacing(kSpace8);
  column->addWidget(action_, 0, Qt::AlignHCenter);
  column->addWidget(sample_, 0, Qt::AlignHCenter);
  column->addStretch(3);
  action_->hide();
  sample_->hide();
  connect(action_, &QAbstractButton::clicked, this, &EmptyState::actionTriggered);
  connect(sample_, &QAbstractButton::clicked, this, &EmptyState::sampleTriggered);
}

Button* EmptyState::setAction(const QString& text) {
  action_->setText(text);
  action_->show();
  return action_;
}

LinkButton* EmptyState::setSample(const QString& text) {
  sample_->setText(text);
  sample_->show();
  return sample_;
}

ErrorState::ErrorState(QWidget* parent) : QWidget(parent) {
  QVBoxLayout* column = centred(this);
  column->addWidget(new IconMark(QStringLiteral("error"), Tone::Danger), 0, Qt::AlignHCenter);
  column->addSpacing(kSpace4);
  what_ = addLine(column, QString(), TextStyle::Section, Ink::Text);
  why_ = addLine(column, QString(), TextStyle::Body, Ink::Secondary);
  todo_ = addLine(column, QString(), TextStyle::Body, Ink::Text);
  retry_ = new SecondaryButton(QString(), QStringLiteral("refresh"));
  copy_ = new SecondaryButton(tr("Copy details"), QStringLiteral("copy"));
  auto* row = new QHBoxLayout();
  row->setSpacing(kSpace12);
  row->addStretch(1);
  row->addWidget(retry_);
  row->addWidget(copy_);
  row->addStretch(1);
  column->addSpacing(kSpace8);
  column->addLayout(row);
  column->addStretch(3);
  retry_->hide();
  connect(retry_, &QAbstractButton::clicked, this, &ErrorState::retryTriggered);
  connect(copy_, &QAbstractButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(copyText(error_)); });
}

void ErrorState::setError(const ErrorText& error) {
  error_ = error;
  what_->setText(error.what);
  why_->setText(error.why);
  todo_->setText(error.todo);
  why_->setVisible(!error.why.isEmpty());
  todo_->setVisible(!error.todo.isEmpty());
  setAccessibleName(error.what);
  setAccessibleDescription(error.why + QLatin1Char(' ') + error.todo);
}

void ErrorState::setRetry(const QString& text) {
  retry_->setText(text);
  retry_->setVisible(!text.isEmpty());
}

QString ErrorState::copyText(const ErrorText& error) {
  QStringList lines;
  for (const QString& line : {error.what, error.why, error.todo, error.details}) {
    if (!line.isEmpty()) {
      lines << line;
    }
  }
  return lines.join(QLatin1Char('\n'));
}

SkeletonLoader::SkeletonLoader(int rows, QWidget* parent) : QWidget(parent), rows_(rows) {
  setAccessibleName(tr("Loading"));
  delay_.setSingleShot(true);
  delay_.setInterval(kSkeletonDelayMs);
  connect(&delay_, &QTimer::timeout, this, [this] {
    showing_ = true;
    update();
  });
}

void SkeletonLoader::start() {
  if (!showing_ && !delay_.isActive()) {
    delay_.start();
  }
}

void SkeletonLoader::stop() {
  delay_.stop();
  showing_ = false;
  update();
}

void SkeletonLoader::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!showing_) {
    return;
  }
  QPainter painter(this);
  const Palette& p = colors();
  for (int row = 0; row < rows_; ++row) {
    const int y = kSpace16 + row * kRowHeight;
    if (y + kSpace12 > height()) {
      break;
    }
    const double wide = row % 3 == 0 ? 0.55 : (row % 3 == 1 ? 0.8 : 0.68);
    drawBox(painter, QRectF(kSpace16, y, (width() - kSpace32) * wide, kSpace12), p.line, QColor(),
            1, 4);
  }
}

StateStack::StateStack(QWidget* content, QWidget* parent)
    : QWidget(parent),
      stack_(new QStackedLayout(this)),
      content_(content),
      loading_(new SkeletonLoader(8)),
      error_(new ErrorState()) {
  stack_->setContentsMargins(0, 0, 0, 0);
  for (QWidget* page : {content_, static_cast<QWidget*>(loading_), static_cast<QWidget*>(error_)}) {
    stack_->addWidget(page);
  }
  connect(error_, &ErrorState::retryTriggered, this, &StateStack::retryTriggered);
}

void StateStack::setEmptyState(EmptyState* state) {
  empty_ = state;
  stack_->addWidget(state);
}

void StateStack::showContent() {
  loading_->stop();
  stack_->setCurrentWidget(content_);
}

void StateStack::showEmpty() {
  loading_->stop();
  stack_->setCurrentWidget(empty_ != nullptr ? empty_ : content_);
}

void StateStack::showLoading() {
  loading_->start();
  stack_->setCurrentWidget(loading_);
}

void StateStack::showError(const ErrorText& error) {
  loading_->stop();
  error_->setError(error);
  stack_->setCurrentWidget(error_);
}

}  // namespace telesoft::ui
