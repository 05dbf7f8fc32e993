// The sample check: texts with what was found in them, why, and what they become.
#pragma once

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/wizards/deid/deid_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

namespace telesoft::ui {

class Button;
class Card;
class DataTable;
class SpanText;
class TextLabel;

class CheckStep : public WizardStep {
  Q_OBJECT

 public:
  explicit CheckStep(DeidContext& context, QWidget* parent = nullptr);
  void showContext() override;
  [[nodiscard]] QWidget* firstField() override;

 private:
  struct Line {
    int index = 0;
    protocol::DeidSample sample;
  };
  [[nodiscard]] QWidget* makeText();
  void fillLines();
  void showSample(int row);
  void showSpan();
  void toggle(int span);
  DeidContext& context_;
  RecordModel<Line>* lines_;
  DataTable* table_;
  Card* before_;
  SpanText* text_;
  TextLabel* reason_;
  Button* mark_;
  TextLabel* after_;
  int sample_ = -1;
};

}  // namespace telesoft::ui
