// Text with spans marked by kind, each reachable by key: what the identifier check is done on.
#pragma once

#include <vector>

#include <QColor>
#include <QString>
#include <QWidget>

namespace telesoft::ui {

struct TextSpan {
  int begin = 0, end = 0;  // QChar positions, half-open
  QString kind;            // "name"; drawn as a label after the span
  QString reason;          // tooltip and screen reader
  bool kept = false;       // the user keeps it: outlined, not filled
};

/// Left and Right (or Tab inside) move between spans, Enter or Space asks to switch keep and
/// remove.
class SpanText : public QWidget {
  Q_OBJECT

 public:
  explicit SpanText(QWidget* parent = nullptr);
  void setText(const QString& text, std::vector<TextSpan> spans);
  [[nodiscard]] const std::vector<TextSpan>& spans() const { return spans_; }
  void setKept(int index, bool kept);
  void setCurrent(int index);
  [[nodiscard]] int current() const { return current_; }
  /// Each kind keeps its colour; the word stands beside it.
  [[nodiscard]] static QColor kindColor(const QString& kind);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

 Q_SIGNALS:
  void currentChanged(int index);
  /// Enter, Space or a double click on a span.
  void toggleRequested(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Piece;  // a run of text or a kind label, laid out on a line
  [[nodiscard]] std::vector<Piece> layOut(int width) const;
  [[nodiscard]] int spanAt(const QPoint& point) const;
  void updateAccessible();
  QString text_;
  std::vector<TextSpan> spans_;
  int current_ = -1;
};

}  // namespace telesoft::ui
