// Equal columns, as many as fit: what stands side by side on a wide page stands below on a narrow
// one.
#pragma once

#include <vector>

#include <QWidget>

class QGridLayout;

namespace telesoft::ui {

class FlowGrid : public QWidget {
  Q_OBJECT

 public:
  /// At most `mostColumns`, none narrower than `leastWidth`.
  FlowGrid(int leastWidth, int mostColumns, QWidget* parent = nullptr);
  /// Owned.
  void add(QWidget* widget);
  [[nodiscard]] int columns() const { return columns_; }
  /// The width of one column: it can always become as narrow as that.
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void place();
  QGridLayout* grid_;
  std::vector<QWidget*> widgets_;
  int leastWidth_;
  int mostColumns_;
  int columns_;
};

}  // namespace telesoft::ui
