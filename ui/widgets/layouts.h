// Emptying a layout whose widgets are made anew, such as a list of what was found.
#pragma once

class QLayout;

namespace telesoft::ui {

/// Its widgets disappear at once, and are deleted when it is safe to.
void clearLayout(QLayout& layout);

}  // namespace telesoft::ui
