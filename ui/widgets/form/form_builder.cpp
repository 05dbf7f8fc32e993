#include "telesoft/ui/widgets/form/form_builder.h"

#include <limits>

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

FormBuilder::FormBuilder(QWidget* parent) : QWidget(parent), layout_(new QVBoxLayout(this)) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(kSpace16);
}

void FormBuilder::addSection(const QString& title, const QString& sentence) {
  auto* words = new QVBoxLayout();
  words->setSpacing(2);
  words->addWidget(new TextLabel(title, TextStyle::Section));
  if (!sentence.isEmpty()) {
    auto* line = new TextLabel(sentence, TextStyle::Body, Ink::Secondary);
    line->setWordWrap(true);
    words->addWidget(line);
  }
  layout_->addLayout(words);
}

void FormBuilder::addField(const QString& key,
                           const QString& label,
                           QWidget* editor,
                           const QString& help) {
  Field field;
  field.row = new QWidget(this);
  field.editor = editor;
  field.help = new TextLabel(QString(), TextStyle::Small, Ink::Secondary);
  field.error = new TextLabel(QString(), TextStyle::Small, Ink::Danger);
  field.difference = new TextLabel(QString(), TextStyle::Small, Ink::Accent);
  auto* column = new QVBoxLayout(field.row);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace4);
  const bool labelled = qobject_cast<QCheckBox*>(editor) == nullptr;
  auto* head = new QHBoxLayout();
  if (labelled) {
    auto* name = new TextLabel(label, TextStyle::Body);
    name->setBuddy(editor);
    head->addWidget(name);
  }
  head->addStretch(1);
  head->addWidget(field.difference);
  column->addLayout(head);
  column->addWidget(editor);
  column->addWidget(field.error);
  column->addWidget(field.help);
  for (TextLabel* line : {field.help, field.error}) {
    line->setWordWrap(true);
    line->hide();
  }
  field.difference->hide();
  if (editor->accessibleName().isEmpty()) {
    editor->setAccessibleName(label);
  }
  layout_->addWidget(field.row);
  fields_[key] = field;
  setHelp(key, help);
}

QLineEdit* FormBuilder::addText(const QString& key, const QString& label, const QString& help) {
  auto* editor = new QLineEdit();
  addField(key, label, editor, help);
  return editor;
}

QSpinBox* FormBuilder::addInteger(const QString& key, const QString& label, const QString& help) {
  auto* editor = new QSpinBox();
  editor->setRange(0, std::numeric_limits<int>::max());
  editor->setGroupSeparatorShown(true);
  addField(key, label, editor, help);
  return editor;
}

QDoubleSpinBox* FormBuilder::addNumber(const QString& key,
                                       const QString& label,
                                       const QString& help) {
  auto* editor = new QDoubleSpinBox();
  addField(key, label, editor, help);
  return editor;
}

QCheckBox* FormBuilder::addCheck(const QString& key, const QString& label, const QString& help) {
  auto* editor = new QCheckBox(label);
  addField(key, label, editor, help);
  return editor;
}

QComboBox* FormBuilder::addChoice(const QString& key, const QString& label, const QString& help) {
  auto* editor = new QComboBox();
  addField(key, label, editor, help);
  return editor;
}

void FormBuilder::addWide(QWidget* widget) {
  layout_->addWidget(widget);
}

void FormBuilder::setError(const QString& key, const QString& text) {
  const auto found = fields_.find(key);
  if (found == fields_.end()) {
    return;
  }
  Field& field = found->second;
  field.error->setText(text);
  field.error->setVisible(!text.isEmpty());
  field.editor->setAccessibleDescription(text.isEmpty() ? field.help->text() : text);
}

void FormBuilder::clearErrors() {
  for (const auto& [key, unused] : fields_) {
    setError(key, QString());
  }
}

bool FormBuilder::hasErrors() const {
  for (const auto& [unused, field] : fields_) {
    if (!field.error->text().isEmpty()) {
      return true;
    }
  }
  return false;
}

void FormBuilder::setHelp(const QString& key, const QString& help) {
  const auto found = fields_.find(key);
  if (found != fields_.end()) {
    found->second.help->setText(help);
    found->second.help->setVisible(!help.isEmpty());
    found->second.editor->setAccessibleDescription(help);
  }
}

void FormBuilder::setDifference(const QString& key, const QString& note) {
  const auto found = fields_.find(key);
  if (found != fields_.end()) {
    found->second.difference->setText(note);
    found->second.difference->setVisible(!note.isEmpty());
  }
}

void FormBuilder::setFieldVisible(const QString& key, bool visible) {
  const auto found = fields_.find(key);
  if (found != fields_.end()) {
    found->second.row->setVisible(visible);
  }
}

QWidget* FormBuilder::editor(const QString& key) const {
  const auto found = fields_.find(key);
  return found == fields_.end() ? nullptr : found->second.editor;
}

}  // namespace telesoft::ui
