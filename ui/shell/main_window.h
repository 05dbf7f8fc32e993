// The workbench's window: composes the panels of all modules, and knows none of them but by
// PanelEntry.
#pragma once

#include <map>
#include <vector>

#include <QWidget>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/shell/command_palette.h"
#include "telesoft/ui/shell/journey.h"
#include "telesoft/ui/widgets/panel.h"

class QSettings;
class QShortcut;
class QStackedLayout;
class QStackedWidget;

namespace telesoft::ui {

class ErrorState;
class MessageBar;
class PanelFrame;
class Rail;
class SideSheet;
class SignInView;
class StatusStrip;
class TopBar;

/// A panel is made when it is first shown, and stays. Nothing here waits for the server: the window
/// is there before it.
class MainWindow : public QWidget {
  Q_OBJECT

 public:
  /// `settings` holds what the window remembers: its geometry and the theme.
  MainWindow(Workspace& workspace,
             std::vector<PanelEntry> panels,
             QSettings& settings,
             QWidget* parent = nullptr);
  ~MainWindow() override;

  void navigate(const QString& panel, const QString& subject = {});
  void back();
  void forward();
  [[nodiscard]] Place current() const;
  [[nodiscard]] Panel* currentPanel() const;
  void openPalette();
  void toggleHelp();

  [[nodiscard]] Rail& rail() { return *rail_; }
  [[nodiscard]] StatusStrip& status() { return *status_; }
  [[nodiscard]] CommandPalette& commandPalette() { return *palette_; }
  [[nodiscard]] SideSheet& help() { return *help_; }
  [[nodiscard]] MessageBar& banner() { return *banner_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  void makeParts();
  void layOut();
  void connectParts();
  void makeShortcuts();
  void restore();
  void showPlace(const Place& place);
  void leave(const QString& panel);
  [[nodiscard]] PanelFrame* frameOf(const PanelEntry& entry);
  [[nodiscard]] const PanelEntry* entry(const QString& id) const;
  void bindActions(Panel* panel);
  void showTrail();
  [[nodiscard]] QString subjectName(const Place& place) const;
  void refreshBadges();
  void showPerson();
  void showConnection();
  void toggleTheme();
  void switchRegion();
  [[nodiscard]] std::vector<PanelAction> commands();
  [[nodiscard]] std::vector<PaletteItem> paletteItems();
  void addObjects(std::vector<PaletteItem>& items);

  Workspace& workspace_;
  const std::vector<PanelEntry> entries_;
  QSettings& settings_;
  TopBar* topBar_ = nullptr;
  Rail* rail_ = nullptr;
  StatusStrip* status_ = nullptr;
  QWidget* content_ = nullptr;
  QStackedLayout* layers_ = nullptr;  // the pages, or why there are none
  QStackedWidget* stack_ = nullptr;
  QWidget* bannerRoom_ = nullptr;
  MessageBar* banner_ = nullptr;
  ErrorState* noServer_ = nullptr;
  SignInView* signIn_ = nullptr;
  SideSheet* help_ = nullptr;
  CommandPalette* palette_ = nullptr;
  std::map<QString, PanelFrame*> frames_;  // of the panels shown so far
  std::vector<QShortcut*> panelShortcuts_;
  std::vector<Place> history_;
  size_t at_ = 0;
  QTimer age_;  // the banner's words grow older
};

}  // namespace telesoft::ui
