#include "telesoft/ui/shell/top_bar.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include "telesoft/ui/shell/search_button.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr int kRoomForUser = 860;  // below this width the user's name gives way

QToolButton* toolOf(const QString& iconName, const QString& name, const QString& tip) {
  auto* button = new QToolButton();
  button->setIcon(icon(iconName));
  button->setIconSize({kIconLarge, kIconLarge});
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::TabFocus);
  button->setFixedSize(kFieldHeight, kFieldHeight);
  button->setAccessibleName(name);
  button->setToolTip(tip);
  return button;
}

}  // namespace

TopBar::TopBar(QWidget* parent)
    : QWidget(parent),
      workspace_(new TextLabel(QString(), TextStyle::BodyStrong)),
      trail_(new TextLabel(QString(), TextStyle::Body, Ink::Secondary)),
      search_(new SearchButton()),
      user_(new TextLabel(QString(), TextStyle::BodyStrong)),
      role_(new TextLabel(QString(), TextStyle::Body, Ink::Secondary)) {
  setFixedHeight(kTopBarHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kSpace16, 0, kSpace12, 1);
  row->setSpacing(kSpace8);
  trail_->setElided(true);
  auto* where = new QHBoxLayout();
  where->setSpacing(kSpace8);
  where->addWidget(workspace_);
  where->addWidget(trail_, 1);
  row->addLayout(where, 3);
  row->addWidget(search_, 3);
  auto* who = new QHBoxLayout();
  who->setSpacing(kSpace8);
  theme_ = toolOf(QStringLiteral("sun"), tr("Theme"),
                  tr("Light, dark, or as the system  (Ctrl+Shift+L)"));
  auto* help =
      toolOf(QStringLiteral("help"), tr("Explain this page"), tr("Explain this page  (F1)"));
  who->addStretch(1);
  who->addWidget(theme_);
  who->addWidget(help);
  who->addWidget(user_);
  who->addWidget(role_);
  row->addLayout(who, 3);
  fillThemeMenu();
  connect(search_, &QAbstractButton::clicked, this, &TopBar::searchRequested);
  connect(help, &QAbstractButton::clicked, this, &TopBar::helpRequested);
}

void TopBar::fillThemeMenu() {
  auto* menu = new QMenu(theme_);
  menu->setAccessibleName(tr("Theme"));
  auto* group = new QActionGroup(menu);
  const std::pair<QString, ThemeMode> modes[] = {{tr("Light"), ThemeMode::Light},
                                                 {tr("Dark"), ThemeMode::Dark},
                                                 {tr("As the system"), ThemeMode::System}};
  for (const auto& [title, mode] : modes) {
    QAction* action = menu->addAction(title);
    action->setCheckable(true);
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, mode = mode] {
      theme().setMode(mode);
      Q_EMIT themeChosen();
    });
    connect(menu, &QMenu::aboutToShow, action,
            [action, mode = mode] { action->setChecked(theme().mode() == mode); });
  }
  connect(theme_, &QAbstractButton::clicked, menu, [this, menu] {
    menu->popup(theme_->mapToGlobal(QPoint(0, theme_->height() + kSpace4)));
  });
  const auto showIcon = [this] {
    theme_->setIcon(icon(colors().dark ? QStringLiteral("moon") : QStringLiteral("sun")));
  };
  connect(&theme(), &Theme::changed, theme_, showIcon);
  showIcon();
}

void TopBar::setWorkspace(const QString& name, const QString& folder) {
  workspace_->setText(name);
  workspace_->setToolTip(tr("The workspace in %1").arg(folder));
}

void TopBar::setTrail(const QString& trail) {
  trail_->setText(QStringLiteral("/  ") + trail);
  trail_->setAccessibleName(trail);
}

QString TopBar::trail() const {
  return trail_->accessibleName();
}

void TopBar::setUser(const QString& name, const QString& role) {
  user_->setText(name);
  role_->setText(role);
}

QSize TopBar::sizeHint() const {
  return {640, kTopBarHeight};
}

void TopBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  user_->setVisible(width() >= kRoomForUser);
  role_->setVisible(width() >= kRoomForUser);
}

void TopBar::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.fillRect(rect(), colors().surface);
  painter.fillRect(QRect(0, height() - 1, width(), 1), colors().line);
}

}  // namespace telesoft::ui
