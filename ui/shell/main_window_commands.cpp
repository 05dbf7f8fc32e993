// What the window can be told to do: its shortcuts, and what Ctrl+K finds.
#include <QAbstractButton>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/shell/main_window.h"
#include "telesoft/ui/shell/panel_frame.h"
#include "telesoft/ui/shell/rail.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/side_sheet.h"

namespace telesoft::ui {

namespace {

const QString kWizards[] = {QStringLiteral("import"), QStringLiteral("deidentify"),
                            QStringLiteral("split"), QStringLiteral("approach")};

/// A button of the page that has the keys already acts by itself.
bool hasButtonWith(const Panel& panel, const QKeySequence& keys) {
  for (const QAbstractButton* button : panel.findChildren<QAbstractButton*>()) {
    if (button->shortcut() == keys) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<PanelAction> MainWindow::commands() {
  const auto keys = [](QKeyCombination combination) { return QKeySequence(combination); };
  const auto goTo = [this](const char* panel) {
    return [this, panel] { navigate(QLatin1String(panel)); };
  };
  const auto has = [this](const char* panel, const char* permission) {
    return [this, panel, permission] {
      return entry(QLatin1String(panel)) != nullptr && workspace_.me().whyNot(permission).isEmpty();
    };
  };
  return {
      {QStringLiteral("import"), tr("Import a file"), QStringLiteral("import"),
       keys(Qt::CTRL | Qt::Key_I), goTo("import"), has("import", "data.import")},
      {QStringLiteral("job"), tr("New job"), QStringLiteral("plus"), keys(Qt::CTRL | Qt::Key_J),
       goTo("approach"), has("approach", "job.run")},
      {QStringLiteral("help"), tr("Explain this page"), QStringLiteral("help"),
       QKeySequence(Qt::Key_F1), [this] { toggleHelp(); }},
      {QStringLiteral("theme"), tr("Switch between light and dark"), QStringLiteral("moon"),
       keys(Qt::CTRL | Qt::SHIFT | Qt::Key_L), [this] { toggleTheme(); }},
      {QStringLiteral("refresh"), tr("Read everything again"), QStringLiteral("refresh"),
       QKeySequence(Qt::Key_F5),
       [this] {
         for (ListStoreBase* store : std::initializer_list<ListStoreBase*>{
                  &workspace_.datasets(), &workspace_.splits(), &workspace_.jobs(),
                  &workspace_.models(), &workspace_.baseModels(), &workspace_.evaluations(),
                  &workspace_.reviews(), &workspace_.knowledge(), &workspace_.deployments(),
                  &workspace_.alerts()}) {
           store->refresh();
         }
       }},
      {QStringLiteral("back"), tr("Back"), QStringLiteral("arrow-left"),
       keys(Qt::CTRL | Qt::Key_BracketLeft), [this] { back(); }, [this] { return at_ > 0; }},
      {QStringLiteral("forward"), tr("Forward"), QStringLiteral("arrow-right"),
       keys(Qt::CTRL | Qt::Key_BracketRight), [this] { forward(); },
       [this] { return at_ + 1 < history_.size(); }},
      {QStringLiteral("quit"), tr("Close the window"), QStringLiteral("close"),
       keys(Qt::CTRL | Qt::Key_Q), [this] { close(); }},
  };
}

void MainWindow::makeShortcuts() {
  for (const PanelAction& command : commands()) {
    connect(new QShortcut(command.shortcut, this), &QShortcut::activated, this,
            [command] { command.enabled() ? command.run() : void(); });
  }
  connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_K), this), &QShortcut::activated, this,
          &MainWindow::openPalette);
  connect(new QShortcut(QKeySequence(Qt::Key_F6), this), &QShortcut::activated, this,
          &MainWindow::switchRegion);
  for (const RailItem& item : rail_->items()) {
    connect(new QShortcut(item.keys, this), &QShortcut::activated, this,
            [this, id = item.id] { navigate(id); });
  }
}

void MainWindow::bindActions(Panel* panel) {
  for (QShortcut* old : panelShortcuts_) {
    old->setEnabled(false);
    old->deleteLater();  // it may be the one that led here
  }
  panelShortcuts_.clear();
  for (const PanelAction& action : panel->actions()) {
    if (action.shortcut.isEmpty() || hasButtonWith(*panel, action.shortcut)) {
      continue;
    }
    // A plain key is the page's own: not while the palette is open, not while something else of the
    // page takes it.
    const bool plain = action.shortcut[0].keyboardModifiers() == Qt::NoModifier;
    auto* shortcut = new QShortcut(action.shortcut, plain ? stack_->currentWidget() : this);
    shortcut->setContext(plain ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
    shortcut->setEnabled(!plain || action.enabled());
    panelShortcuts_.push_back(shortcut);
    connect(panelShortcuts_.back(), &QShortcut::activated, panel,
            [action] { action.enabled() ? action.run() : void(); });
  }
}

void MainWindow::switchRegion() {
  if (rail_->isAncestorOf(focusWidget())) {
    stack_->currentWidget()->setFocus(Qt::OtherFocusReason);
    focusNextChild();
  } else {
    rail_->takeFocus();
  }
}

void MainWindow::toggleTheme() {
  theme().setMode(colors().dark ? ThemeMode::Light : ThemeMode::Dark);
  settings_.setValue(QStringLiteral("theme"), static_cast<int>(theme().mode()));
}

void MainWindow::toggleHelp() {
  if (help_->isOpen()) {
    help_->close();
    return;
  }
  const PanelEntry* const shown = entry(current().panel);
  const QString text = currentPanel()->help();
  help_->setContent(shown->title,
                    text.isEmpty() ? tr("<p>There is no explanation of this page yet.</p>") : text);
  help_->open();
}

void MainWindow::openPalette() {
  if (palette_->isOpen()) {
    palette_->close();
    return;
  }
  palette_->open(paletteItems());
}

std::vector<PaletteItem> MainWindow::paletteItems() {
  std::vector<PaletteItem> items;
  for (const PanelAction& action : currentPanel()->actions()) {
    if (action.enabled()) {
      items.push_back(
          {action.title, tr("On this page"), action.icon, {}, action.shortcut, action.run});
    }
  }
  for (const RailItem& item : rail_->items()) {
    items.push_back(
        {item.title, tr("Page"), item.icon, {}, item.keys, [this, id = item.id] { navigate(id); }});
  }
  for (const PanelAction& command : commands()) {
    if (command.enabled()) {
      items.push_back(
          {command.title, tr("Command"), command.icon, {}, command.shortcut, command.run});
    }
  }
  for (const QString& id : kWizards) {
    const PanelEntry* const wizard = entry(id);
    if (wizard != nullptr && id != QLatin1String("import")) {
      items.push_back(
          {wizard->title, tr("Wizard"), wizard->icon, {}, {}, [this, id] { navigate(id); }});
    }
  }
  addObjects(items);
  return items;
}

void MainWindow::addObjects(std::vector<PaletteItem>& items) {
  const auto add = [this, &items](const std::string& name, const std::string& id,
                                  const QString& kind, const QString& iconName,
                                  const QString& detail, const char* panel) {
    if (entry(QLatin1String(panel)) != nullptr) {
      items.push_back(
          {toQString(name.empty() ? id : name), kind, iconName, detail, {}, [this, panel, id] {
             navigate(QLatin1String(panel), toQString(id));
           }});
    }
  };
  for (const protocol::Dataset& d : workspace_.datasets().items()) {
    add(d.name, d.id, tr("Dataset"), QStringLiteral("table"),
        datasetKindTitle(d.kind) + QStringLiteral(", ") + countText(d.rows, tr("row"), tr("rows")),
        "data");
  }
  for (const protocol::Job& job : workspace_.jobs().items()) {
    add(job.name, job.id, tr("Run"), QStringLiteral("jobs"), titleOf(job.status).toLower(), "jobs");
  }
  for (const protocol::Model& model : workspace_.models().items()) {
    add(model.name, model.id, tr("Model"), QStringLiteral("models"), titleOf(model.approach),
        "models");
  }
}

}  // namespace telesoft::ui
