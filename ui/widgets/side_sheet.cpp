#include "telesoft/ui/widgets/side_sheet.h"

#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QTextBrowser>
#include <QToolButton>

#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

SideSheet::SideSheet(QWidget* parent)
    : QFrame(parent),
      title_(new TextLabel(QString(), TextStyle::Section)),
      text_(new QTextBrowser()) {
  setFrameShape(QFrame::NoFrame);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace24, kSpace16, kSpace12, kSpace16);
  column->setSpacing(kSpace12);
  auto* closer = new QToolButton();
  closer->setIcon(icon(QStringLiteral("close")));
  closer->setAutoRaise(true);
  closer->setToolTip(tr("Close (Esc)"));
  closer->setAccessibleName(tr("Close the help"));
  auto* head = new QHBoxLayout();
  head->addWidget(title_, 1);
  head->addWidget(closer);
  column->addLayout(head);
  text_->setFrameShape(QFrame::NoFrame);
  text_->viewport()->setAutoFillBackground(false);
  text_->setOpenExternalLinks(false);
  text_->setTabChangesFocus(true);
  text_->document()->setDocumentMargin(0);
  text_->setAccessibleName(tr("Help text"));
  column->addWidget(text_, 1);
  connect(closer, &QAbstractButton::clicked, this, &SideSheet::close);
  connect(&theme(), &Theme::changed, this, &SideSheet::restyle);
  if (parent != nullptr) {
    parent->installEventFilter(this);
  }
  hide();
}

void SideSheet::setContent(const QString& title, const QString& richText) {
  title_->setText(title);
  setAccessibleName(title);
  html_ = richText;
  restyle();
}

void SideSheet::restyle() {
  const Palette& p = colors();
  text_->document()->setDefaultStyleSheet(
      QStringLiteral("body,p,li{color:%1;line-height:140%} h3{font-size:13px;font-weight:600;"
                     "margin-top:14px;margin-bottom:2px} p{margin-top:4px} ul{margin-left:-22px}"
                     "code{color:%2} a{color:%3}")
          .arg(p.text.name(), p.secondary.name(), p.accent.name()));
  text_->setHtml(html_);
  update();
}

void SideSheet::open() {
  before_ = QApplication::focusWidget();
  place();
  show();
  raise();
  text_->setFocus(Qt::OtherFocusReason);
}

void SideSheet::close() {
  if (isVisible()) {
    hide();
    if (before_ != nullptr) {
      before_->setFocus(Qt::OtherFocusReason);
    }
    before_ = nullptr;
    Q_EMIT closed();
  }
}

void SideSheet::place() {
  const QWidget* parent = parentWidget();
  if (parent != nullptr) {
    const int width = qMin(kSideSheetWidth, parent->width());
    setGeometry(parent->width() - width, 0, width, parent->height());
  }
}

bool SideSheet::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize) {
    place();
  }
  return QFrame::eventFilter(watched, event);
}

void SideSheet::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    close();
    return;
  }
  QFrame::keyPressEvent(event);
}

void SideSheet::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  painter.fillRect(rect(), p.raised);
  painter.fillRect(QRect(0, 0, 1, height()), p.strongLine);
}

}  // namespace telesoft::ui
