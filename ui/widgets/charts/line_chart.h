// A metric over steps: the raw line faint behind its smoothed one, the base as a dashed grey line,
// the interval as a band, NaN as red ticks on the axis, and the values under the cursor.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QColor>
#include <QPointF>
#include <QString>
#include <QWidget>

namespace telesoft::ui {

struct LineSeries {
  QString id;                   // replaces the series of the same id
  QString label;                // written at the line's end
  std::vector<QPointF> points;  // y may be NaN
  std::vector<double> low;      // of the interval, one a point; empty: none
  std::vector<double> high;
  bool base = false;  // grey and dashed
  int color = -1;     // -1: accent; else the place in the Okabe-Ito order
};

class LineChart : public QWidget {
  Q_OBJECT

 public:
  explicit LineChart(const QString& accessibleName, QWidget* parent = nullptr);
  ~LineChart() override;

  void setSeries(LineSeries series);
  void removeSeries(const QString& id);
  void clear();
  /// A level over the whole width, such as the base's score.
  void setBaseLevel(std::optional<double> value, const QString& label = {});
  /// TensorBoard's smoothing: exponential with the start's bias taken out; 0..0.99.
  void setSmoothing(double weight);
  [[nodiscard]] double smoothing() const;
  /// Puts a slider for the smoothing above the plot.
  void setSmoothingSlider(bool on);
  /// nullopt: as the data says.
  void setXRange(std::optional<double> from, std::optional<double> to);
  void setYRange(std::optional<double> from, std::optional<double> to);
  void setXTitle(const QString& title);
  /// Decimals of values shown; -1 chooses by size.
  void setDecimals(int decimals);
  /// Small multiples: no labels at lines' ends, fewer ticks.
  void setSparse(bool sparse);

  /// Where the shared cursor stands; NaN hides it. Also moved by Left and Right when focused.
  void setCursor(double x);
  [[nodiscard]] double cursor() const;
  /// Of all series: x positions where a value was NaN or infinite.
  [[nodiscard]] std::vector<double> nanPositions() const;
  /// What the cursor shows, as a sentence (also for screen readers).
  [[nodiscard]] QString cursorText() const;

  [[nodiscard]] static std::vector<double> smooth(const std::vector<double>& values, double weight);
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void cursorMoved(double x);
  void smoothingChanged(double weight);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace telesoft::ui
