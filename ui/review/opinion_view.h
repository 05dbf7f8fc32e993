// What can be said of a case: the classes under their keys, with the model's opinion unless it is
// hidden, and what other readers said where there is a conflict to settle.
#pragma once

#include <vector>

#include <QWidget>

#include "telesoft/protocol/review.h"

namespace telesoft::ui {

/// One row a class: key, name, bar and probability. Up and Down move, Enter decides.
class OpinionView : public QWidget {
  Q_OBJECT

 public:
  explicit OpinionView(QWidget* parent = nullptr);
  void setClasses(const std::vector<protocol::ClassSpec>& classes);
  void setCase(const protocol::ReviewCase& shown);
  /// Without the model's opinion.
  void setBlind(bool blind);
  [[nodiscard]] bool isBlind() const { return blind_; }
  /// The class under key 1 to 9; "" for none.
  [[nodiscard]] QString labelOf(int number) const;
  /// The model's first finding; "" where there is none or it is hidden.
  [[nodiscard]] QString first() const;
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void labelChosen(const QString& label);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Row {
    QString label;
    double probability = -1;  // negative: not known
    QString said;             // by whom, in a conflict
  };
  void arrange();
  void paintRow(QPainter& painter, int index);
  [[nodiscard]] QRect rectOf(int index) const;
  [[nodiscard]] int rowHeight() const;
  std::vector<protocol::ClassSpec> classes_;
  protocol::ReviewCase shown_;
  std::vector<Row> rows_;
  bool blind_ = false;
  int current_ = 0;
};

}  // namespace telesoft::ui
