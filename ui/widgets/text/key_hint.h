// Keys, drawn as keys: "Ctrl" "K".
#pragma once

#include <QKeySequence>
#include <QStringList>
#include <QWidget>

namespace telesoft::ui {

class KeyHint : public QWidget {
  Q_OBJECT

 public:
  explicit KeyHint(const QKeySequence& keys, QWidget* parent = nullptr);
  void setKeys(const QKeySequence& keys);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QStringList keys_;
};

}  // namespace telesoft::ui
