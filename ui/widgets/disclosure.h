// Details folded under one line: the JSON behind a decision, settings beyond the basic ones.
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace telesoft::ui {

class LinkButton;

class Disclosure : public QWidget {
  Q_OBJECT

 public:
  explicit Disclosure(const QString& title, QWidget* parent = nullptr);
  void setTitle(const QString& title);
  /// The folded content; owned.
  void setContent(QWidget* content);
  void setOpen(bool open);
  [[nodiscard]] bool isOpen() const { return open_; }

 Q_SIGNALS:
  void toggled(bool open);

 private:
  void updateButton();
  LinkButton* button_;
  QVBoxLayout* layout_;
  QWidget* content_ = nullptr;
  bool open_ = false;
};

}  // namespace telesoft::ui
