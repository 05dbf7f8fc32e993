#include "telesoft/ui/widgets/accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QVariant>

namespace telesoft::ui {

namespace {

constexpr char kValue[] = "telesoftAccessibleValue";

class PaintedWidget : public QAccessibleWidget {
 public:
  PaintedWidget(QWidget* widget, QAccessible::Role role) : QAccessibleWidget(widget, role) {}
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    return kind == QAccessible::Value ? accessibleValue(widget()) : QAccessibleWidget::text(kind);
  }
};

const QHash<QString, QAccessible::Role>& roles() {
  static const QHash<QString, QAccessible::Role> table = {
      {QStringLiteral("telesoft::ui::LineChart"), QAccessible::Chart},
      {QStringLiteral("telesoft::ui::BarPairs"), QAccessible::Chart},
      {QStringLiteral("telesoft::ui::StackedBars"), QAccessible::Chart},
      {QStringLiteral("telesoft::ui::ForestPlot"), QAccessible::Chart},
      {QStringLiteral("telesoft::ui::ConfusionMatrix"), QAccessible::Chart},
      {QStringLiteral("telesoft::ui::ProgressStrip"), QAccessible::ProgressBar},
      {QStringLiteral("telesoft::ui::StepList"), QAccessible::List},
      {QStringLiteral("telesoft::ui::SpanText"), QAccessible::StaticText},
      {QStringLiteral("telesoft::ui::Badge"), QAccessible::StaticText},
      {QStringLiteral("telesoft::ui::KeyHint"), QAccessible::StaticText},
      {QStringLiteral("telesoft::ui::StatTile"), QAccessible::StaticText},
      {QStringLiteral("telesoft::ui::Card"), QAccessible::Grouping},
      {QStringLiteral("telesoft::ui::Page"), QAccessible::Pane},
      {QStringLiteral("telesoft::ui::MessageBar"), QAccessible::AlertMessage},
      {QStringLiteral("telesoft::ui::SideSheet"), QAccessible::HelpBalloon},
      {QStringLiteral("telesoft::ui::SegmentedControl"), QAccessible::Grouping},
      {QStringLiteral("telesoft::ui::SkeletonLoader"), QAccessible::Indicator},
  };
  return table;
}

QAccessibleInterface* make(const QString& className, QObject* object) {
  auto* widget = qobject_cast<QWidget*>(object);
  const auto found = roles().constFind(className);
  return widget != nullptr && found != roles().constEnd() ? new PaintedWidget(widget, *found)
                                                          : nullptr;
}

}  // namespace

void installAccessibility() {
  static const bool once = [] {
    QAccessible::installFactory(&make);
    return true;
  }();
  Q_UNUSED(once)
}

void setAccessibleValue(QWidget* widget, const QString& value) {
  if (accessibleValue(widget) == value) {
    return;
  }
  widget->setProperty(kValue, value);
  if (QAccessible::isActive()) {
    QAccessibleEvent event(widget, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
  }
}

QString accessibleValue(const QWidget* widget) {
  return widget->property(kValue).toString();
}

}  // namespace telesoft::ui
