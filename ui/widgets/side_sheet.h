// The sheet at the window's right edge that explains the page (F1).
#pragma once

#include <QFrame>
#include <QPointer>

class QTextBrowser;

namespace telesoft::ui {

class TextLabel;

class SideSheet : public QFrame {
  Q_OBJECT

 public:
  explicit SideSheet(QWidget* parent = nullptr);
  void setContent(const QString& title, const QString& richText);
  /// Opens at the right edge of its parent and takes the focus; Escape closes it and gives it back.
  void open();
  void close();
  [[nodiscard]] bool isOpen() const { return isVisible(); }

 Q_SIGNALS:
  void closed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void place();
  void restyle();
  TextLabel* title_;
  QTextBrowser* text_;
  QPointer<QWidget> before_;
  QString html_;
};

}  // namespace telesoft::ui
