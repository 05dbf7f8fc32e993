// A page that is not built yet: what it will be for, and nothing to press.
#pragma once

#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

struct LaterWords {
  QString title, icon;
  QString sentence;    // what it will be for
  QStringList points;  // what one will do there
  QString until;       // what to do until then
};

class LaterPanel : public Panel {
  Q_OBJECT

 public:
  explicit LaterPanel(const LaterWords& words, QWidget* parent = nullptr);
  [[nodiscard]] QString help() const override { return help_; }

 private:
  QString help_;
};

}  // namespace telesoft::ui
