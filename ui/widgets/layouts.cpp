#include "telesoft/ui/widgets/layouts.h"

#include <QLayout>
#include <QWidget>

namespace telesoft::ui {

void clearLayout(QLayout& layout) {
  while (QLayoutItem* item = layout.takeAt(0)) {
    if (item->widget() != nullptr) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
}

}  // namespace telesoft::ui
