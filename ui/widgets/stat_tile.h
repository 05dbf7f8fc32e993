// A label over a value, as the monitor's small figures are.
#pragma once

#include "telesoft/ui/widgets/card.h"

namespace telesoft::ui {

class StatTile : public QFrame {
  Q_OBJECT

 public:
  explicit StatTile(const QString& label, QWidget* parent = nullptr);
  /// "" shows an en dash: not known.
  void setValue(const QString& value);
  [[nodiscard]] QString value() const;
  /// A second, smaller line: the interval, n, or the base's value.
  void setNote(const QString& note);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void updateAccessible();
  TextLabel* label_;
  TextLabel* value_;
  TextLabel* note_;
};

}  // namespace telesoft::ui
