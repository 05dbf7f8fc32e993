// The steps of a wizard at its left: number, name, tick or warning.
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

namespace telesoft::ui {

enum class StepMark { Open, Current, Done, Warning, Blocked };

struct Step {
  QString title;
  QString note;  // one short line under the title: "3,512 rows", or why it is blocked
  StepMark mark = StepMark::Open;
};

/// One focusable list: Up and Down move, Enter asks for the step. Blocked steps take no click.
class StepList : public QWidget {
  Q_OBJECT

 public:
  explicit StepList(QWidget* parent = nullptr);
  void setSteps(std::vector<Step> steps);
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  void setMark(int index, StepMark mark, const QString& note = {});
  /// -1: none, where all that can be done is done.
  void setCurrent(int index);
  [[nodiscard]] int current() const { return current_; }
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void stepRequested(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] QRect rowRect(int index) const;
  [[nodiscard]] int rowAt(const QPoint& point) const;
  [[nodiscard]] QString spoken(int index) const;
  void moveFocus(int delta);
  void request(int index);
  void updateAccessible();
  std::vector<Step> steps_;
  int current_ = 0;
  int focused_ = 0;
};

}  // namespace telesoft::ui
