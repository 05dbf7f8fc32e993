// A form in the one way this product shows them: label, field, help, and the error at the field.
#pragma once

#include <map>

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace telesoft::ui {

class TextLabel;

class FormBuilder : public QWidget {
  Q_OBJECT

 public:
  explicit FormBuilder(QWidget* parent = nullptr);

  void addSection(const QString& title, const QString& sentence = {});
  /// Any editor; it gets `label` as accessible name and `help` as description. Owned.
  void addField(const QString& key,
                const QString& label,
                QWidget* editor,
                const QString& help = {});
  QLineEdit* addText(const QString& key, const QString& label, const QString& help = {});
  QSpinBox* addInteger(const QString& key, const QString& label, const QString& help = {});
  QDoubleSpinBox* addNumber(const QString& key, const QString& label, const QString& help = {});
  QCheckBox* addCheck(const QString& key, const QString& label, const QString& help = {});
  QComboBox* addChoice(const QString& key, const QString& label, const QString& help = {});
  /// Content of the whole width, without a label.
  void addWide(QWidget* widget);

  /// Shows it under the field in words; "" takes it away.
  void setError(const QString& key, const QString& text);
  void clearErrors();
  [[nodiscard]] bool hasErrors() const;
  void setHelp(const QString& key, const QString& help);
  /// Marks the field as differing from the preset ("preset 2e-4"); "" takes the mark away.
  void setDifference(const QString& key, const QString& note);
  void setFieldVisible(const QString& key, bool visible);
  [[nodiscard]] QWidget* editor(const QString& key) const;

 private:
  struct Field {
    QWidget* row = nullptr;
    QWidget* editor = nullptr;
    TextLabel* help = nullptr;
    TextLabel* error = nullptr;
    TextLabel* difference = nullptr;
  };
  std::map<QString, Field> fields_;
  QVBoxLayout* layout_;
};

}  // namespace telesoft::ui
