// One thing that waits: what, why, and the one thing to do about it.
#pragma once

#include <QWidget>

#include "telesoft/ui/shell/journey.h"

namespace telesoft::ui {

class WaitingRow : public QWidget {
  Q_OBJECT

 public:
  explicit WaitingRow(const WaitingItem& item, bool last, QWidget* parent = nullptr);

 Q_SIGNALS:
  void activated();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString icon_;
  Tone tone_;
  bool last_;
};

}  // namespace telesoft::ui
