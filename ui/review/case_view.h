// The case itself: its text with the evidence marked, or its measurements with units, ranges and
// what they contribute.
#pragma once

#include <QWidget>

#include "telesoft/protocol/review.h"

class QStackedWidget;
class QTextBrowser;

namespace telesoft::ui {

class FieldTable;
class TextLabel;

class CaseView : public QWidget {
  Q_OBJECT

 public:
  explicit CaseView(QWidget* parent = nullptr);
  void setCase(const protocol::ReviewCase& shown);
  /// The marks of the evidence.
  void setMarks(bool on);
  [[nodiscard]] bool marks() const { return marks_; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void render();
  protocol::ReviewCase shown_;
  bool marks_ = true;
  QStackedWidget* kinds_;
  QTextBrowser* text_;
  FieldTable* fields_;
  TextLabel* legend_;
};

/// The text as HTML, each word of the evidence on a ground as deep as its weight.
[[nodiscard]] QString evidenceHtml(const protocol::ReviewCase& shown, bool marks);

}  // namespace telesoft::ui
