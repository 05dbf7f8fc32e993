// One line of news at its place: a receipt with undo, a warning with what to do.
#pragma once

#include <QFrame>

#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

class LinkButton;
class TextLabel;

class MessageBar : public QFrame {
  Q_OBJECT

 public:
  explicit MessageBar(QWidget* parent = nullptr);
  /// Shows it. `action` names a link at its right; emits actionTriggered().
  void showMessage(Tone tone, const QString& text, const QString& action = {});
  void clear();
  [[nodiscard]] QString text() const;
  [[nodiscard]] Tone tone() const { return tone_; }

 Q_SIGNALS:
  void actionTriggered();
  void dismissed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Tone tone_ = Tone::Info;
  TextLabel* text_;
  LinkButton* action_;
  QWidget* close_;
};

}  // namespace telesoft::ui
