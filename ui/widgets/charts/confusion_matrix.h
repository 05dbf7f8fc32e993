// What was true against what the model said: counts, with the share of the row as the depth of
// colour.
#pragma once

#include <cstdint>
#include <vector>

#include <QStringList>
#include <QWidget>

namespace telesoft::ui {

class ConfusionMatrix : public QWidget {
  Q_OBJECT

 public:
  explicit ConfusionMatrix(const QString& accessibleName, QWidget* parent = nullptr);
  /// counts[true][predicted].
  void setData(const QStringList& classes, std::vector<std::vector<std::int64_t>> counts);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void cellActivated(int trueClass, int predictedClass);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Geometry;
  [[nodiscard]] Geometry geometryOf() const;
  [[nodiscard]] QString sentence(int row, int column) const;
  void updateAccessible();
  QStringList classes_;
  std::vector<std::vector<std::int64_t>> counts_;
  int row_ = 0, column_ = 0;
};

}  // namespace telesoft::ui
