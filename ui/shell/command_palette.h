// Ctrl+K: one field that finds pages, datasets, runs and models, and runs any command.
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QKeySequence>
#include <QPointer>
#include <QString>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace telesoft::ui {

struct PaletteItem {
  QString title;
  QString kind;    // "Page", "Dataset": written at the right
  QString icon;    // of resources/icons
  QString detail;  // beside the title: "3,512 rows"
  QKeySequence keys;
  std::function<void()> run;
};

/// Takes the focus while it is open and gives it back. Up and Down choose, Enter runs, Escape
/// closes.
class CommandPalette : public QFrame {
  Q_OBJECT

 public:
  explicit CommandPalette(QWidget* parent);
  void open(std::vector<PaletteItem> items);
  void close();
  [[nodiscard]] bool isOpen() const { return isVisible(); }
  /// As shown, the best first.
  [[nodiscard]] QStringList shownTitles() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void place();
  void filter();
  void runCurrent();
  void move(int step);
  QLineEdit* field_;
  QListView* list_;
  QStandardItemModel* model_;
  std::vector<PaletteItem> items_;
  QPointer<QWidget> before_;
};

}  // namespace telesoft::ui
