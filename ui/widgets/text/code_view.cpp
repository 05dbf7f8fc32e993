#include "telesoft/ui/widgets/text/code_view.h"

#include "telesoft/ui/theme/fonts.h"

namespace telesoft::ui {

CodeView::CodeView(const QString& text, QWidget* parent) : QPlainTextEdit(text, parent) {
  setReadOnly(true);
  setFont(textFont(TextStyle::Mono));
  setLineWrapMode(QPlainTextEdit::NoWrap);
  setTabChangesFocus(true);
  setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  setAccessibleName(tr("Text"));
}

}  // namespace telesoft::ui
