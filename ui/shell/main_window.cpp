#include "telesoft/ui/shell/main_window.h"

#include <algorithm>
#include <set>

#include <QBoxLayout>
#include <QCloseEvent>
#include <QLocale>
#include <QSettings>
#include <QShortcut>
#include <QStackedLayout>
#include <QStackedWidget>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/shell/home_panel.h"
#include "telesoft/ui/shell/panel_frame.h"
#include "telesoft/ui/shell/rail.h"
#include "telesoft/ui/shell/sign_in_view.h"
#include "telesoft/ui/shell/status_strip.h"
#include "telesoft/ui/shell/top_bar.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/message_bar.h"
#include "telesoft/ui/widgets/side_sheet.h"
#include "telesoft/ui/widgets/states.h"

namespace telesoft::ui {

namespace {

constexpr int kCompactBelow = 900;  // the rail shows icons only
constexpr int kAgeMs = 10000;

/// The journey in its order. A page that no panel offers is left out.
const char* const kRailPages[] = {"home",   "data",   "jobs",      "review",
                                  "models", "deploy", "knowledge", "admin"};

std::vector<RailItem> railItems(const std::vector<PanelEntry>& entries) {
  std::vector<RailItem> items;
  for (const char* const page : kRailPages) {
    const QString id = QLatin1String(page);
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&id](const PanelEntry& entry) { return entry.id == id; });
    if (found == entries.end()) {
      continue;
    }
    RailItem item{id, found->title, found->icon, {}};
    item.keys = QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + static_cast<int>(items.size())));
    item.gapBefore = id == QLatin1String("data") || id == QLatin1String("admin");
    items.push_back(item);
  }
  return items;
}

}  // namespace

MainWindow::MainWindow(Workspace& workspace,
                       std::vector<PanelEntry> panels,
                       QSettings& settings,
                       QWidget* parent)
    : QWidget(parent), workspace_(workspace), entries_(std::move(panels)), settings_(settings) {
  setWindowIcon(icon(QStringLiteral("app"), colors().accent));
  setAutoFillBackground(true);
  makeParts();
  layOut();
  connectParts();
  makeShortcuts();
  restore();
  navigate(QStringLiteral("home"));
  showConnection();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeParts() {
  topBar_ = new TopBar();
  topBar_->setWorkspace(workspace_.connection().workspaceName(),
                        workspace_.connection().workspace());
  topBar_->setUser(qEnvironmentVariable("USER", tr("local user")), tr("all roles"));
  rail_ = new Rail(railItems(entries_));
  status_ = new StatusStrip(workspace_);
  content_ = new QWidget();
  stack_ = new QStackedWidget();
  banner_ = new MessageBar();
  noServer_ = new ErrorState();
  noServer_->setObjectName(QStringLiteral("noServer"));
  noServer_->setRetry(tr("Try again"));
  signIn_ = new SignInView(workspace_.connection());
  help_ = new SideSheet(content_);
  palette_ = new CommandPalette(this);
}

void MainWindow::layOut() {
  auto* pages = new QWidget();
  auto* pagesColumn = new QVBoxLayout(pages);
  pagesColumn->setContentsMargins(0, 0, 0, 0);
  pagesColumn->setSpacing(0);
  bannerRoom_ = new QWidget();
  auto* bannerRow = new QHBoxLayout(bannerRoom_);
  bannerRow->setContentsMargins(kSpace24, kSpace12, kSpace24, 0);
  bannerRow->addWidget(banner_);
  bannerRoom_->hide();
  pagesColumn->addWidget(bannerRoom_);
  pagesColumn->addWidget(stack_, 1);
  layers_ = new QStackedLayout(content_);
  layers_->addWidget(pages);
  layers_->addWidget(noServer_);
  layers_->addWidget(signIn_);
  auto* middle = new QHBoxLayout();
  middle->setSpacing(0);
  middle->addWidget(rail_);
  middle->addWidget(content_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(topBar_);
  column->addLayout(middle, 1);
  column->addWidget(status_);
}

void MainWindow::connectParts() {
  connect(rail_, &Rail::pageRequested, this, [this](const QString& id) { navigate(id); });
  connect(topBar_, &TopBar::searchRequested, this, &MainWindow::openPalette);
  connect(topBar_, &TopBar::helpRequested, this, &MainWindow::toggleHelp);
  connect(topBar_, &TopBar::themeChosen, this, [this] {
    settings_.setValue(QStringLiteral("theme"), static_cast<int>(theme().mode()));
  });
  connect(status_, &StatusStrip::jobRequested, this,
          [this](const QString& id) { navigate(QStringLiteral("jobs"), id); });
  connect(status_, &StatusStrip::auditRequested, this,
          [this] { navigate(QStringLiteral("admin")); });
  connect(noServer_, &ErrorState::retryTriggered, &workspace_.connection(),
          &ServerConnection::retry);
  connect(banner_, &MessageBar::dismissed, bannerRoom_, &QWidget::hide);
  connect(banner_, &MessageBar::actionTriggered, &workspace_.connection(),
          &ServerConnection::retry);
  connect(&workspace_.connection(), &ServerConnection::stateChanged, this,
          &MainWindow::showConnection);
  age_.setInterval(kAgeMs);
  connect(&age_, &QTimer::timeout, this, &MainWindow::showConnection);
  for (const ListStoreBase* store : std::initializer_list<const ListStoreBase*>{
           &workspace_.datasets(), &workspace_.splits(), &workspace_.jobs(), &workspace_.models(),
           &workspace_.evaluations(), &workspace_.reviews(), &workspace_.deployments(),
           &workspace_.alerts()}) {
    connect(store, &ListStoreBase::changed, this, &MainWindow::refreshBadges);
    connect(store, &ListStoreBase::changed, this, &MainWindow::showTrail);
  }
  connect(&workspace_.me(), &MeStore::changed, this, &MainWindow::showPerson);
}

void MainWindow::restore() {
  resize(1280, 800);
  restoreGeometry(settings_.value(QStringLiteral("geometry")).toByteArray());
}

const PanelEntry* MainWindow::entry(const QString& id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&id](const PanelEntry& each) { return each.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

PanelFrame* MainWindow::frameOf(const PanelEntry& entry) {
  PanelFrame*& frame = frames_[entry.id];
  if (frame == nullptr) {
    frame = new PanelFrame(entry.title);
    Panel* panel = entry.create(nullptr);
    frame->setPanel(panel);
    stack_->addWidget(frame);
    connect(panel, &Panel::navigationRequested, this, &MainWindow::navigate);
    connect(panel, &Panel::closed, this, [this, id = entry.id] { leave(id); });
    connect(panel, &Panel::actionsChanged, this, [this, panel] {
      if (panel == currentPanel()) {
        bindActions(panel);
      }
    });
  }
  return frame;
}

void MainWindow::navigate(const QString& panel, const QString& subject) {
  if (entry(panel) == nullptr) {
    return;
  }
  if (!history_.empty()) {
    history_.resize(at_ + 1);  // what was ahead is given up
  }
  const Place now = current();
  if (history_.empty() || now.panel != panel || now.subject != subject) {
    history_.push_back({panel, subject});
    at_ = history_.size() - 1;
  }
  showPlace(history_[at_]);
}

void MainWindow::back() {
  if (at_ > 0) {
    --at_;
    showPlace(history_[at_]);
  }
}

void MainWindow::forward() {
  if (at_ + 1 < history_.size()) {
    ++at_;
    showPlace(history_[at_]);
  }
}

/// A wizard that is done or was closed goes back to what stood before it.
void MainWindow::leave(const QString& panel) {
  for (size_t i = at_ + 1; i-- > 0;) {
    if (history_[i].panel != panel) {
      at_ = i;
      history_.resize(at_ + 1);
      showPlace(history_[at_]);
      return;
    }
  }
  navigate(QStringLiteral("home"));
}

Place MainWindow::current() const {
  return history_.empty() ? Place{} : history_[at_];
}

Panel* MainWindow::currentPanel() const {
  const auto* frame = qobject_cast<PanelFrame*>(stack_->currentWidget());
  return frame == nullptr ? nullptr : frame->panel();
}

void MainWindow::showPlace(const Place& place) {
  const PanelEntry* const shown = entry(place.panel);
  PanelFrame* const frame = frameOf(*shown);
  help_->close();
  stack_->setCurrentWidget(frame);
  rail_->setCurrent(shown->railPage);
  frame->setFocus(Qt::OtherFocusReason);  // Tab goes on into the page
  frame->panel()->open(place.subject);    // which may want it elsewhere
  bindActions(frame->panel());
  showTrail();
}

QString MainWindow::subjectName(const Place& place) const {
  const auto nameIn = [&place](const auto& store) {
    const auto* found = store.find(place.subject);
    return found == nullptr ? QString() : toQString(found->name);
  };
  if (place.panel == QLatin1String("jobs")) {
    return nameIn(workspace_.jobs());
  }
  if (place.panel == QLatin1String("models")) {
    return nameIn(workspace_.models());
  }
  return nameIn(workspace_.datasets());
}

void MainWindow::showTrail() {
  const Place place = current();
  const PanelEntry* const shown = entry(place.panel);
  QStringList trail;
  if (const PanelEntry* page = entry(shown->railPage); page != nullptr && page != shown) {
    trail << page->title;
  }
  trail << shown->title;
  if (const QString name = subjectName(place); !name.isEmpty()) {
    trail << name;
  }
  topBar_->setTrail(trail.join(QStringLiteral("  /  ")));
  setWindowTitle(QStringList({trail.last(), workspace_.connection().workspaceName(),
                              QStringLiteral("Telesoft Workbench")})
                     .join(QStringLiteral(" \u2013 ")));
}

void MainWindow::refreshBadges() {
  if (!isJourneyKnown(workspace_)) {
    return;
  }
  std::map<QString, std::int64_t> counts;
  std::set<QString> alarms;
  for (const WaitingItem& item : waitingOf(journeyInput(workspace_))) {
    ++counts[item.rail];
    if (item.tone == Tone::Danger && item.rail != QLatin1String("data")) {
      alarms.insert(item.rail);
    }
  }
  counts[QStringLiteral("review")] =
      workspace_.me().may("review.decide") ? workspace_.reviews().waiting() : 0;
  for (const char* const page : {"data", "jobs", "review", "models", "deploy"}) {
    const QString id = QLatin1String(page);
    const std::int64_t count = counts[id];
    const bool alarm = alarms.contains(id);
    const QString meaning = id == QLatin1String("jobs") ? tr("a run failed") : tr("an alert");
    rail_->setBadge(id,
                    count == 0 ? QString()
                    : alarm    ? QStringLiteral("!")
                               : countText(count),
                    alarm ? meaning : countText(count, tr("thing waits"), tr("things wait")));
  }
}

void MainWindow::showPerson() {
  const protocol::Me& me = workspace_.me().me();
  if (!me.embedded) {
    QStringList roles;
    for (const std::string& role : me.roles) {
      roles << toQString(role).replace(QLatin1Char('_'), QLatin1Char(' '));
    }
    topBar_->setUser(toQString(me.displayName.empty() ? me.name : me.displayName),
                     roles.join(QStringLiteral(", ")));
  }
  refreshBadges();
}

void MainWindow::showConnection() {
  const ServerConnection& connection = workspace_.connection();
  const bool everThere = connection.lastSeen().isValid();
  const bool failed = connection.state() == ConnectionState::Failed;
  const bool lost = connection.state() == ConnectionState::Lost || (failed && everThere);
  if (failed && !everThere) {
    const ErrorWords words =
        errorWords(connection.error(), tr("The workspace could not be opened"));
    noServer_->setError({words.what, words.why, words.todo, words.details});
  }
  const bool signedOut = connection.state() == ConnectionState::SignIn;
  layers_->setCurrentIndex(signedOut ? 2 : failed && !everThere ? 1 : 0);
  if (signedOut) {
    topBar_->setWorkspace(connection.workspaceName(), connection.url().toString());
    signIn_->takeFocus();
  }
  const bool wasLost = age_.isActive();
  if (lost && !wasLost) {
    bannerRoom_->show();  // and not again once it was closed
  }
  if (lost) {
    banner_->showMessage(
        failed ? Tone::Danger : Tone::Caution,
        tr("No connection to the workspace server. What is shown is as of %1 (%2). Runs go on by "
           "themselves.")
            .arg(QLocale().toString(connection.lastSeen().toLocalTime().time(),
                                    QLocale::ShortFormat),
                 lastSeenText(connection)),
        failed ? tr("Try again") : QString());
    age_.start();
  } else {
    banner_->clear();
    bannerRoom_->hide();
    age_.stop();
  }
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  rail_->setCompact(width() < kCompactBelow);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  settings_.setValue(QStringLiteral("geometry"), saveGeometry());
  QWidget::closeEvent(event);
}

}  // namespace telesoft::ui
