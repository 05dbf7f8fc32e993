// The journey at the window's left edge: its pages in their order, each with what waits there.
#pragma once

#include <vector>

#include <QKeySequence>
#include <QString>
#include <QWidget>

class QVBoxLayout;

namespace telesoft::ui {

class RailButton;

struct RailItem {
  QString id, title, icon;
  QKeySequence keys;       // named in the tooltip
  bool gapBefore = false;  // a group of its own
};

/// One stop of the Tab key; Up and Down move, Enter or Space opens.
class Rail : public QWidget {
  Q_OBJECT

 public:
  explicit Rail(std::vector<RailItem> items, QWidget* parent = nullptr);
  [[nodiscard]] const std::vector<RailItem>& items() const { return items_; }
  void setCurrent(const QString& id);
  [[nodiscard]] QString current() const { return current_; }
  /// What waits there for this person: "3", "!"; "" for nothing. `meaning` is what it counts.
  void setBadge(const QString& id, const QString& text, const QString& meaning);
  [[nodiscard]] QString badge(const QString& id) const;
  /// Icons only.
  void setCompact(bool compact);
  void takeFocus();

 Q_SIGNALS:
  void pageRequested(const QString& id);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] RailButton* button(const QString& id) const;
  const std::vector<RailItem> items_;
  std::vector<RailButton*> buttons_;
  QVBoxLayout* column_;
  QString current_;
};

}  // namespace telesoft::ui
