// A file to choose: a path that can be typed, dropped, or picked.
#pragma once

#include <QWidget>

class QLineEdit;

namespace telesoft::ui {

class FileField : public QWidget {
  Q_OBJECT

 public:
  /// `filter` as QFileDialog takes it.
  FileField(const QString& accessibleName, const QString& filter, QWidget* parent = nullptr);
  [[nodiscard]] QString path() const;
  void setPath(const QString& path);
  void setPlaceholder(const QString& text);
  void choose();

 Q_SIGNALS:
  /// Typed and confirmed, dropped or picked.
  void pathChosen(const QString& path);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QLineEdit* edit_;
  QString filter_;
  QString last_;
};

}  // namespace telesoft::ui
