// The height below which a page would cut something, at the width that it has now.
#pragma once

class QLayout;

namespace telesoft::ui {

/// What Qt's own minimum leaves out: text that wraps needs its height, while a chart or a table
/// beside it can still shrink. Of pages on a stack only the shown one counts. Lay out first.
[[nodiscard]] int leastHeight(const QLayout& layout);
/// The height at which nothing at all is squeezed, at this width: where there is scrolling anyway.
[[nodiscard]] int fullHeight(const QLayout& layout, int width);

}  // namespace telesoft::ui
