// A main column and the one that explains the selection, side by side; where there is no room, one
// under the other.
#pragma once

#include <QPointer>
#include <QWidget>

class QBoxLayout;

namespace telesoft::ui {

class TwoColumns : public QWidget {
  Q_OBJECT

 public:
  /// `side` is kDetailWidth wide, or null. Both are owned.
  TwoColumns(QWidget* main, QWidget* side, QWidget* parent = nullptr);
  [[nodiscard]] bool isStacked() const { return stacked_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();
  QBoxLayout* columns_;
  QPointer<QWidget> side_;
  bool stacked_ = false;
};

}  // namespace telesoft::ui
