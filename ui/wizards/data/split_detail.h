// The right column of the data page for a split: its parts, the balance of labels, and the proof.
#pragma once

#include "telesoft/protocol/split.h"
#include "telesoft/ui/widgets/card.h"

namespace telesoft::ui {

class BarPairs;
class MeStore;

class SplitDetail : public Card {
  Q_OBJECT

 public:
  explicit SplitDetail(MeStore& me, QWidget* parent = nullptr);
  void setSplit(const protocol::Split& split);

 Q_SIGNALS:
  void approachRequested();

 private:
  TextLabel* parts_;
  TextLabel* proof_;
  BarPairs* labels_;
  TextLabel* warnings_;
};

}  // namespace telesoft::ui
