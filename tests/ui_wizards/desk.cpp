#include "ui_wizards/desk.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "telesoft/protocol/server.h"
#include "telesoft/ui/compare/panels.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"
#include "telesoft/ui/wizards/panels.h"

namespace telesoft::tests {

using protocol::DatasetState;

namespace {

template <class T>
Answer listOf(const std::vector<T>& items) {
  return {200, QByteArray::fromStdString(base::toJson(protocol::Items<T>{items}).dump())};
}

void installOnce() {
  static const bool done = [] {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    ui::installTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()),
                     ui::ThemeMode::Light);
    ui::installAccessibility();
    return true;
  }();
  Q_UNUSED(done)
}

}  // namespace

Desk::Desk()
    : datasets{sampleDataset("ds_raw", "imported", DatasetState::Ready),
               sampleDataset("ds_clean", "deidentified", DatasetState::Ready)} {
  installOnce();
  protocol::SplitRequest plan;
  plan.datasetId = "ds_clean";
  splits = {sampleSplit(plan)};
  server.on("GET /v1/datasets", [this](const base::json&) { return listOf(datasets); });
  server.on("GET /v1/splits", [this](const base::json&) { return listOf(splits); });
  server.gives("GET /v1/base-models", protocol::Items<protocol::BaseModel>{sampleBaseModels()});
  server.gives("GET /v1/models", protocol::Items<protocol::Model>{{sampleModel()}});
  server.gives("GET /v1/evaluations", protocol::Items<protocol::Evaluation>{});
  server.gives("GET /v1/fine-tuning/jobs", protocol::Items<protocol::Job>{});
  server.gives("POST /v1/datasets/preview", samplePreview());
  server.gives("POST /v1/datasets/ds_raw/deidentification/preview", sampleDeidReport());
  server.on("POST /v1/splits/preview", [](const base::json& body) {
    const auto asked = base::fromJson<protocol::SplitRequest>(body);
    return Answer{200, QByteArray::fromStdString(base::toJson(sampleSplit(*asked)).dump())};
  });
  server.gives("POST /v1/advice", sampleAdvice());
  workspace = std::make_unique<ui::Workspace>(server.workspace());
  workspace->connection().open();
}

bool Desk::ready() {
  const auto read = [](const ui::ListStoreBase& store) {
    return store.state() == ui::LoadState::Ready;
  };
  return QTest::qWaitFor([&] {
    return read(workspace->datasets()) && read(workspace->splits()) && read(workspace->models()) &&
           read(workspace->baseModels()) && read(workspace->evaluations());
  });
}

ui::Panel& Desk::show(const QString& panel, const QString& subject) {
  auto entries = ui::wizardPanels(*workspace);
  for (auto& entry : ui::comparePanels(*workspace)) {
    entries.push_back(std::move(entry));
  }
  window_ = std::make_unique<QWidget>();
  auto* all = new QVBoxLayout(window_.get());
  all->setContentsMargins(0, 0, 0, 0);
  for (const auto& entry : entries) {
    if (entry.id == panel) {
      panel_ = entry.create(window_.get());
      all->addWidget(panel_);
    }
  }
  QObject::connect(panel_, &ui::Panel::navigationRequested, window_.get(),
                   [this](const QString& to, const QString& with) {
                     wentTo = to;
                     wentWith = with;
                   });
  // What the shell leaves of 1280 x 800.
  window_->resize(1280 - ui::kRailWidth, 800 - ui::kTopBarHeight - ui::kStatusBarHeight);
  window_->show();
  QApplication::setActiveWindow(window_.get());
  panel_->open(subject);
  return *panel_;
}

QAbstractButton* Desk::button(const QString& text) const {
  for (auto* button : window_->findChildren<QAbstractButton*>()) {
    if (button->isVisible() && button->text().startsWith(text)) {
      return button;
    }
  }
  return nullptr;
}

QWidget* Desk::named(const QString& accessibleName) const {
  for (auto* widget : window_->findChildren<QWidget*>()) {
    if (widget->isVisible() && widget->accessibleName() == accessibleName &&
        (widget->focusPolicy() != Qt::NoFocus || widget->focusProxy() != nullptr)) {
      return widget;
    }
  }
  return nullptr;
}

bool Desk::says(const QString& text) const {
  for (auto* label : window_->findChildren<QLabel*>()) {
    if (label->isVisible() && label->text().contains(text)) {
      return true;
    }
  }
  return false;
}

void Desk::key(int key, Qt::KeyboardModifiers modifiers) {
  QWidget* const focus = window_->focusWidget();
  QTest::keyClick(focus != nullptr ? focus : window_.get(), static_cast<Qt::Key>(key), modifiers);
  if (modifiers != Qt::NoModifier) {
    QTest::qWait(150);  // a button pressed by its shortcut is let go after 100 ms
  }
}

void Desk::type(QWidget* into, const QString& text) {
  into->setFocus();
  QWidget* const field = into->focusProxy() != nullptr ? into->focusProxy() : into;
  QTest::keySequence(field, QKeySequence::SelectAll);
  QTest::keyClicks(field, text);
}

void Desk::shoot(const QString& name) {
  const QString folder = qEnvironmentVariable("TELESOFT_SCREENSHOTS");
  if (folder.isEmpty()) {
    return;
  }
  QDir().mkpath(folder);
  const QString scale = window_->devicePixelRatioF() > 1.5 ? QStringLiteral("@2x") : QString();
  QTest::qWait(250);  // skeletons and delayed answers
  for (const auto mode : {ui::ThemeMode::Dark, ui::ThemeMode::Light}) {
    ui::theme().setMode(mode);
    QTest::qWait(30);
    const QString theme =
        mode == ui::ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light");
    window_->grab().save(QStringLiteral("%1/%2-%3%4.png").arg(folder, name, theme, scale));
  }
}

QStringList Desk::nameless() const {
  QStringList out;
  for (auto* widget : window_->findChildren<QWidget*>()) {
    const bool inner = widget->objectName().startsWith(QLatin1String("qt_")) ||
                       qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr;
    const auto* button = qobject_cast<QAbstractButton*>(widget);
    const auto* label = qobject_cast<QLabel*>(widget);
    const auto* area = qobject_cast<QAbstractScrollArea*>(widget->parentWidget());
    const bool texted = (button != nullptr && !button->text().isEmpty()) ||
                        (label != nullptr && !label->text().isEmpty()) ||
                        (area != nullptr && area->viewport() == widget);
    if (widget->isVisible() && !inner && widget->focusPolicy() != Qt::NoFocus && !texted &&
        widget->accessibleName().isEmpty()) {
      out << QString::fromLatin1(widget->metaObject()->className()) + QLatin1String(" in ") +
                 QString::fromLatin1(widget->parentWidget()->metaObject()->className());
    }
  }
  return out;
}

}  // namespace telesoft::tests
