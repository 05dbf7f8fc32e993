// What looks like a search field and opens the palette.
#pragma once

#include <QAbstractButton>

namespace telesoft::ui {

class SearchButton : public QAbstractButton {
  Q_OBJECT

 public:
  explicit SearchButton(QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace telesoft::ui
