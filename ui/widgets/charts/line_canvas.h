// The plot of a LineChart: Qt Charts draws lines and grid, this adds what Qt Charts cannot.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include "telesoft/ui/widgets/charts/line_chart.h"

namespace telesoft::ui {

/// The lines of one series on the chart.
struct DrawnSeries {
  LineSeries data;
  QLineSeries* raw = nullptr;
  QLineSeries* smooth = nullptr;
  QAreaSeries* band = nullptr;
};

class LineCanvas : public QChartView {
  Q_OBJECT

 public:
  explicit LineCanvas(QWidget* parent);

  void put(LineSeries series);
  void remove(const QString& id);
  void clear();
  /// Lines, ranges and colours after any change.
  void refresh();
  [[nodiscard]] std::vector<double> nanPositions() const;
  /// The nearest step of any series; NaN where there is none.
  [[nodiscard]] double nearestStep(double x) const;
  /// The next step in a direction, from the cursor or from the end.
  [[nodiscard]] double nextStep(double x, int direction) const;
  [[nodiscard]] double stepAt(const QPointF& position) const;
  [[nodiscard]] QString words(double x) const;

  double smoothing = 0;
  double cursor = std::numeric_limits<double>::quiet_NaN();
  std::optional<double> baseLevel, xFrom, xTo, yFrom, yTo;
  QString baseLabel, xTitle;
  int decimals = -1;
  bool sparse = false;

 protected:
  void drawForeground(QPainter* painter, const QRectF& rect) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Label {
    QPointF at;
    QString text;
    QColor color;
  };
  void makeLines(DrawnSeries& drawn);
  void fillLines(DrawnSeries& drawn);
  void fillBand(DrawnSeries& drawn, const QColor& color);
  void fillBase();
  void setRanges();
  void styleAxes();
  [[nodiscard]] QColor colorOf(const LineSeries& series) const;
  [[nodiscard]] std::vector<double> shownValues(const LineSeries& series) const;
  [[nodiscard]] QPointF position(double x, double y) const;
  [[nodiscard]] std::vector<Label> endLabels() const;
  void drawEndLabels(QPainter& painter) const;
  void drawScaleEnds(QPainter& painter) const;
  void drawNanTicks(QPainter& painter) const;
  void drawCursor(QPainter& painter) const;
  void drawCursorBox(QPainter& painter, double x) const;
  std::map<QString, DrawnSeries> series_;
  QLineSeries* base_;
  QValueAxis* x_;
  QValueAxis* y_;
};

}  // namespace telesoft::ui
