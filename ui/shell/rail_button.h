// One page in the rail: icon, name, and what waits there.
#pragma once

#include <QAbstractButton>

#include "telesoft/ui/shell/rail.h"

namespace telesoft::ui {

class RailButton : public QAbstractButton {
  Q_OBJECT

 public:
  explicit RailButton(RailItem item, QWidget* parent = nullptr);
  [[nodiscard]] const QString& id() const { return item_.id; }
  void setBadge(const QString& text, const QString& meaning);
  [[nodiscard]] const QString& badge() const { return badge_; }
  void setCompact(bool compact);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void drawBadge(QPainter& painter, const QRect& row) const;
  void updateWords();
  RailItem item_;
  QString badge_, meaning_;
  bool compact_ = false;
};

}  // namespace telesoft::ui
