// The measurements of a case: value, unit, the range that the model knows, and what each
// contributes.
#pragma once

#include <vector>

#include <QWidget>

#include "telesoft/protocol/review.h"

namespace telesoft::ui {

/// Painted in one go, so that the next case is there at once.
class FieldTable : public QWidget {
  Q_OBJECT

 public:
  explicit FieldTable(QWidget* parent = nullptr);
  void setFields(const std::vector<protocol::ReviewField>& fields, bool contributions);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paintRow(QPainter& painter, const protocol::ReviewField& field, const QRect& row);
  void paintBar(QPainter& painter, double contribution, const QRect& room);
  std::vector<protocol::ReviewField> fields_;
  bool contributions_ = true;
  double largest_ = 0;
};

/// "21 to 80"; "" where there is none.
[[nodiscard]] QString rangeText(const protocol::ReviewField& field);
/// Outside of what the model was trained on.
[[nodiscard]] bool isOutside(const protocol::ReviewField& field);

}  // namespace telesoft::ui
