// Mono, read-only text of any length, such as JSON or a log.
#pragma once

#include <QPlainTextEdit>

namespace telesoft::ui {

class CodeView : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit CodeView(const QString& text = {}, QWidget* parent = nullptr);
};

}  // namespace telesoft::ui
