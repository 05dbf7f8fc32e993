// A question, and the passages that answer it, each with its source.
#pragma once

#include <QWidget>

#include "telesoft/ui/models/workspace.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QVBoxLayout;

namespace telesoft::ui {

class StateStack;
class TextLabel;

class SearchView : public QWidget {
  Q_OBJECT

 public:
  explicit SearchView(Workspace& workspace, QWidget* parent = nullptr);
  void takeFocus();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* makeQuestion();
  void fillIndexes();
  void search();
  void showAnswer(const protocol::SearchAnswer& answer);
  Workspace& workspace_;
  QLineEdit* query_;
  QComboBox* index_;
  QCheckBox* expired_;
  TextLabel* note_;
  StateStack* states_;
  QVBoxLayout* hits_;
  int asked_ = 0;  // only the newest question's answer is shown
};

/// The passage with the words that were found in bold, as rich text.
[[nodiscard]] QString markedText(const protocol::SearchHit& hit);
/// "Cardiology, version 3, page 12; valid until 2027-01-01".
[[nodiscard]] QString sourceText(const protocol::Citation& citation);

}  // namespace telesoft::ui
