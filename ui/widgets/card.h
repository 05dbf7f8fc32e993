// A bordered surface with an optional section title and a place for small things at its right.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace telesoft::ui {

class TextLabel;

class Card : public QFrame {
  Q_OBJECT

 public:
  explicit Card(const QString& title = {}, QWidget* parent = nullptr);
  void setTitle(const QString& title);
  [[nodiscard]] QString title() const;
  /// Beside the title, at the right.
  void addHeaderWidget(QWidget* widget);
  /// Where content goes: 16 px margins, 12 px between.
  [[nodiscard]] QVBoxLayout* content() { return content_; }
  void add(QWidget* widget, int stretch = 0);
  /// Marks the card as chosen (accent edge).
  void setSelected(bool selected);
  [[nodiscard]] bool isSelected() const { return selected_; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  TextLabel* title_ = nullptr;
  QHBoxLayout* header_;
  QVBoxLayout* content_;
  bool selected_ = false;
};

}  // namespace telesoft::ui
