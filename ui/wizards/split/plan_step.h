// How the parts are cut, and how they would look.
#pragma once

#include "telesoft/ui/wizards/split/split_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace telesoft::ui {

class BarPairs;
class Card;
class FormBuilder;
class ProgressStrip;
class SegmentedControl;
class TextLabel;

class PlanStep : public WizardStep {
  Q_OBJECT

 public:
  explicit PlanStep(SplitContext& context, QWidget* parent = nullptr);
  void showContext() override;
  void showProblems() override;
  [[nodiscard]] QWidget* firstField() override;
  /// Values of the test column, to choose from; others can be typed.
  void setTestValues(const QStringList& values);

 Q_SIGNALS:
  /// The preview no longer fits.
  void planChanged();
  void testColumnChosen(const QString& column);

 private:
  [[nodiscard]] QWidget* makeForm();
  [[nodiscard]] QWidget* makeParts();
  [[nodiscard]] QSpinBox* addShare(const QString& key, const QString& label);
  void connectFields();
  void onShares();
  void onEdited();
  void showFields();
  void showParts();
  SplitContext& context_;
  FormBuilder* form_;
  SegmentedControl* way_;
  QSpinBox* train_;
  QSpinBox* validation_;
  QSpinBox* test_;
  QComboBox* column_;
  QComboBox* value_;
  QLineEdit* name_;
  FormBuilder* more_;
  QSpinBox* seed_;
  QCheckBox* stratify_;
  QSpinBox* most_;
  ProgressStrip* working_;
  Card* parts_;
  BarPairs* bars_;
  TextLabel* counts_;
  TextLabel* proof_;
  TextLabel* warnings_;
};

}  // namespace telesoft::ui
