// One of a few, side by side: a radio group in the shape of a bar. Arrow keys move.
#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace telesoft::ui {

class SegmentedControl : public QWidget {
  Q_OBJECT

 public:
  SegmentedControl(const QString& accessibleName,
                   const QStringList& options,
                   QWidget* parent = nullptr);
  [[nodiscard]] int current() const;
  void setCurrent(int index);
  void setOptionEnabled(int index, bool enabled, const QString& reason = {});

 Q_SIGNALS:
  void currentChanged(int index);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QButtonGroup* group_;
};

}  // namespace telesoft::ui
