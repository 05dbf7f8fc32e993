// The right column of the models page: a tuned model, its validation, and its comparison.
#pragma once

#include <optional>

#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/widgets/card.h"

namespace telesoft::ui {

class Badge;
class Button;
class MeStore;
class PrimaryButton;

class ModelDetail : public Card {
  Q_OBJECT

 public:
  explicit ModelDetail(MeStore& me, QWidget* parent = nullptr);
  /// `blocked` says why it cannot be compared; "" where it can.
  void setModel(const protocol::Model& model,
                const protocol::Evaluation* newest,
                const QString& blocked);
  void setBusy(bool busy);
  void setError(const ErrorWords& error);

 Q_SIGNALS:
  void compareRequested();
  void openRequested(const QString& evaluation);
  void jobRequested(const QString& job);

 private:
  TextLabel* facts_;
  TextLabel* validation_;
  Badge* verdict_;
  TextLabel* summary_;
  Button* open_;
  Button* compare_;
  Button* job_;
  TextLabel* error_;
  QString shown_, evaluation_, jobId_;
};

}  // namespace telesoft::ui
