// The scaffold of every page: a title, one sentence of state, one primary action, content in at
// most two columns; below 720 px of width one under the other.
#pragma once

#include <QWidget>

class QBoxLayout;
class QLabel;

namespace telesoft::ui {

class MessageBar;
class PrimaryButton;
class ProgressStrip;
class TextLabel;

class Page : public QWidget {
  Q_OBJECT

 public:
  explicit Page(QWidget* parent = nullptr);

  void setTitle(const QString& title);
  [[nodiscard]] QString title() const;
  /// One sentence: what is so now. With its age where it is not fresh.
  void setState(const QString& sentence);
  [[nodiscard]] QString state() const;
  /// "Data > ECG 2025-Q3"; empty hides it.
  void setBreadcrumb(const QString& text);

  /// The one primary action, rightmost; null takes it away. The page owns it.
  void setPrimaryAction(QWidget* button);
  /// A further action left of the primary one. The page owns it.
  void addAction(QWidget* button);

  /// The strip under the head; hidden until asked for.
  [[nodiscard]] ProgressStrip* progress();
  /// A line of news above the content; hidden until asked for.
  [[nodiscard]] MessageBar* messageBar();

  /// The content. `side` is 320 px wide, or null. The page owns both.
  void setContent(QWidget* main, QWidget* side = nullptr);
  /// The same, scrolling when it is higher than the window.
  void setScrollingContent(QWidget* main, QWidget* side = nullptr);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void placeColumns(QWidget* main, QWidget* side);
  void arrange();
  TextLabel* breadcrumb_;
  TextLabel* title_;
  TextLabel* state_;
  QBoxLayout* head_;
  QBoxLayout* actions_;
  QBoxLayout* primary_;
  QBoxLayout* body_;
  QBoxLayout* below_;
  ProgressStrip* progress_ = nullptr;
  MessageBar* messages_ = nullptr;
};

}  // namespace telesoft::ui
