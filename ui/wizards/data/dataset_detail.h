// The right column of the data page: the chosen dataset, what can be done with it, and what a check
// found.
#pragma once

#include <optional>
#include <string>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/widgets/card.h"

namespace telesoft::ui {

class Badge;
class BarPairs;
class Button;
class MeStore;
class PrimaryButton;
class ProgressStrip;

class DatasetDetail : public Card {
  Q_OBJECT

 public:
  explicit DatasetDetail(MeStore& me, QWidget* parent = nullptr);
  void setDataset(const protocol::Dataset& dataset);
  void setChecking();
  void setFindings(const protocol::QualityReport& report);
  void setCheckFailed(const ErrorWords& error);

 Q_SIGNALS:
  void deidentifyRequested();
  void splitRequested();
  void checkRequested();
  void cancelRequested();

 private:
  void addButtons();
  void showFindings(QWidget* findings);
  std::string id_;
  Badge* state_;
  TextLabel* facts_;
  TextLabel* message_;
  ProgressStrip* progress_;
  TextLabel* labelsTitle_;
  BarPairs* labels_;
  Button* deidentify_;
  Button* split_;
  Button* check_;
  Button* cancel_;
  QWidget* findings_ = nullptr;
};

}  // namespace telesoft::ui
