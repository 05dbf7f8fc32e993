// The place of a panel in the window: as large as the window gives, and scrolling where that is
// less than the panel needs, so that nothing is cut at 200 % or in a small window.
#pragma once

#include <QScrollArea>

namespace telesoft::ui {

class Panel;

class PanelFrame : public QScrollArea {
  Q_OBJECT

 public:
  explicit PanelFrame(const QString& title, QWidget* parent = nullptr);
  void setPanel(ui::Panel* panel);
  [[nodiscard]] ui::Panel* panel() const { return panel_; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, 120}; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit();
  bool fitting_ = false;
  ui::Panel* panel_ = nullptr;  // not QFrame::Panel
};

}  // namespace telesoft::ui
