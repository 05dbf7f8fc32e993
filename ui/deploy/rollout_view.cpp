#include "telesoft/ui/deploy/rollout_view.h"

#include <array>
#include <cmath>

#include <QBoxLayout>
#include <QDoubleSpinBox>

#include "telesoft/ui/deploy/release_words.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/charts/line_chart.h"
#include "telesoft/ui/widgets/layouts.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

using protocol::ArmStatistics;
using protocol::Deployment;
using protocol::DriftFinding;

namespace {

constexpr int kPollMs = 2000;
constexpr std::array<double, 4> kSteps = {1, 10, 50, 100};
constexpr size_t kHistoryLines = 8;
constexpr int kShareWidth = 96;

QString msText(double ms) {
  return std::isfinite(ms) ? RolloutView::tr("%1 ms").arg(ms, 0, 'f', 0) : QStringLiteral("–");
}

std::vector<Column<ArmStatistics>> armColumns() {
  return {{RolloutView::tr("Arm"),
           [](const ArmStatistics& a) {
             return a.arm == "candidate" ? RolloutView::tr("new version")
                                         : RolloutView::tr("version in use");
           }},
          {RolloutView::tr("Requests"),
           [](const ArmStatistics& a) { return countText(a.requests); },
           {},
           {},
           true},
          {RolloutView::tr("Errors"),
           [](const ArmStatistics& a) { return countText(a.errors); },
           {},
           [](const ArmStatistics& a) { return estimateText(a.errorRate); },
           true},
          {RolloutView::tr("p50"),
           [](const ArmStatistics& a) { return msText(a.p50Ms); },
           {},
           {},
           true},
          {RolloutView::tr("p99"),
           [](const ArmStatistics& a) { return msText(a.p99Ms); },
           {},
           {},
           true},
          {RolloutView::tr("Users agree"),
           [](const ArmStatistics& a) {
             return a.agreement.n == 0
                        ? RolloutView::tr("no feedback")
                        : RolloutView::tr("%1 of %2")
                              .arg(shareText(a.agreement.value, 2), countText(a.agreement.n));
           },
           {},
           [](const ArmStatistics& a) {
             return a.agreement.n == 0 ? QString() : estimateText(a.agreement);
           }}};
}

Tone driftTone(const DriftFinding& found) {
  return found.state == "drift"    ? Tone::Danger
         : found.state == "watch"  ? Tone::Caution
         : found.state == "steady" ? Tone::Good
                                   : Tone::Neutral;
}

std::vector<Column<DriftFinding>> driftColumns() {
  return {
      {RolloutView::tr("Field"), [](const DriftFinding& d) { return toQString(d.field); }},
      {RolloutView::tr("Values"),
       [](const DriftFinding& d) { return countText(d.n); },
       {},
       {},
       true},
      {RolloutView::tr("PSI"),
       [](const DriftFinding& d) { return shareText(d.psi); },
       {},
       {},
       true},
      {RolloutView::tr("KS"), [](const DriftFinding& d) { return shareText(d.ks); }, {}, {}, true},
      {RolloutView::tr("State"),
       [](const DriftFinding& d) {
         return d.state == "too_little_data" ? RolloutView::tr("too little data")
                                             : toQString(d.state);
       },
       {},
       {},
       false,
       [](const DriftFinding& d) { return static_cast<int>(driftTone(d)); }}};
}

TextLabel* line(const QString& text, TextStyle style = TextStyle::Body, Ink ink = Ink::Text) {
  auto* label = new TextLabel(text, style, ink);
  label->setWordWrap(true);
  return label;
}

}  // namespace

RolloutView::RolloutView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(kSpace12);
  all->addWidget(makeShare());
  all->addWidget(makeArms());
  all->addWidget(makeNews());
  all->addStretch(1);
  poll_.setInterval(kPollMs);
  connect(&poll_, &QTimer::timeout, this, &RolloutView::readLive);
  connect(&workspace.deployments(), &ListStoreBase::changed, this, &RolloutView::onChanged);
  connect(&workspace.alerts(), &ListStoreBase::changed, this, &RolloutView::showAlerts);
  connect(&workspace.me(), &MeStore::changed, this, &RolloutView::onChanged);
  onChanged();
}

QWidget* RolloutView::makeShare() {
  share_ = new Card(tr("Rollout"));
  status_ = new Badge();
  share_->addHeaderWidget(status_);
  sentence_ = line(QString(), TextStyle::Body, Ink::Secondary);
  share_->add(sentence_);
  steps_ = new QHBoxLayout();
  steps_->setSpacing(kSpace8);
  for (const double step : kSteps) {
    auto* button = new SecondaryButton(shareOf(step));
    button->setHelp(tr("So many of the patients get the new version"));
    steps_->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, [this, step] { setShare(step); });
  }
  other_ = new QDoubleSpinBox();
  other_->setRange(0, 100);
  other_->setDecimals(1);
  other_->setSuffix(QStringLiteral(" %"));
  other_->setAccessibleName(tr("Share of the patients"));
  other_->setMinimumWidth(kShareWidth);
  set_ = new SecondaryButton(tr("Set"));
  steps_->addWidget(other_);
  steps_->addWidget(set_);
  steps_->addStretch(1);
  connect(set_, &QAbstractButton::clicked, this, [this] { setShare(other_->value()); });
  share_->content()->addLayout(steps_);
  return share_;
}

QWidget* RolloutView::makeArms() {
  arms_ = new Card(tr("Live"));
  verdict_ = line(QString());
  arms_->add(verdict_);
  armModel_ = new RecordModel<ArmStatistics>(
      armColumns(), [](const ArmStatistics& a) { return toQString(a.arm); }, this);
  armTable_ = new DataTable(tr("Arms, since the rollout began"));
  armTable_->setSource(armModel_);
  armTable_->setCompact(true);
  armTable_->setFitsRows(true);
  armTable_->setColumnWidths({104, 68, 54, 66, 72, -1});
  arms_->add(armTable_);
  volume_ = new LineChart(tr("Requests a minute, the last hour"));
  volume_->setXTitle(tr("minutes ago"));
  volume_->setDecimals(0);
  volume_->setFixedHeight(150);
  arms_->add(volume_);
  driftModel_ = new RecordModel<DriftFinding>(
      driftColumns(), [](const DriftFinding& d) { return toQString(d.field); }, this);
  driftTable_ = new DataTable(tr("Input against the training data"));
  driftTable_->setSource(driftModel_);
  driftTable_->setCompact(true);
  driftTable_->setFitsRows(true);
  driftTable_->setColumnWidths({-1, 72, 64, 64, 130});
  arms_->add(driftTable_);
  return arms_;
}

QWidget* RolloutView::makeNews() {
  alerts_ = new Card(tr("Alerts and history"));
  alertRows_ = new QVBoxLayout();
  alertRows_->setSpacing(kSpace8);
  alerts_->content()->addLayout(alertRows_);
  history_ = line(QString(), TextStyle::Small, Ink::Secondary);
  alerts_->add(history_);
  return alerts_;
}

void RolloutView::setDeployment(const QString& id) {
  if (id_ != id) {
    id_ = id;
    armModel_->setRows({});
    driftModel_->setRows({});
    volume_->clear();
    verdict_->setText(QString());
  }
  onChanged();
  readLive();
}

void RolloutView::setShare(double percentage) {
  if (id_.isEmpty()) {
    return;
  }
  protocol::RolloutChange change;
  change.percentage = percentage;
  workspace_.deployments().rollout(
      id_, change, this, [this](const base::Result<Deployment>& answer) {
        workspace_.deployments().refresh();
        if (!answer) {
          const ErrorWords words = errorWords(answer.error(), tr("The share was not changed."));
          Q_EMIT failed(words.what + QLatin1Char(' ') + words.why + QLatin1Char(' ') + words.todo);
        }
      });
}

void RolloutView::onChanged() {
  const Deployment* const deployment = workspace_.deployments().find(id_);
  share_->setVisible(deployment != nullptr);
  arms_->setVisible(deployment != nullptr && isLive(*deployment));
  alerts_->setVisible(deployment != nullptr);
  if (deployment == nullptr) {
    return;
  }
  const bool production = deployment->environment == "production";
  share_->setTitle(production ? tr("Rollout in production") : tr("In staging"));
  status_->setText(statusText(*deployment));
  status_->setTone(statusTone(*deployment));
  QStringList sentences;
  if (isLive(*deployment)) {
    sentences << (production ? tr("%1 of the patients get this version.")
                                   .arg(shareOf(deployment->rolloutPercentage))
                             : tr("It answers requests to staging; no patient gets it."));
  }
  for (const std::string& waits : deployment->waitingFor) {
    sentences << tr("Waits for %1.").arg(toQString(waits));
  }
  if (!deployment->message.empty()) {
    sentences << toQString(deployment->message);
  }
  sentence_->setText(sentences.join(QLatin1Char(' ')));
  const QString blocked = workspace_.me().may("release.deploy")
                              ? QString()
                              : tr("It takes the permission release.deploy");
  for (int i = 0; i < steps_->count(); ++i) {
    if (auto* button = qobject_cast<Button*>(steps_->itemAt(i)->widget())) {
      button->setVisible(production && isCurrent(*deployment));
      button->setBlocked(blocked);
    }
  }
  other_->setVisible(production && isCurrent(*deployment));
  if (!other_->hasFocus()) {
    other_->setValue(deployment->rolloutPercentage);
  }
  showHistory(*deployment);
  showAlerts();
}

void RolloutView::readLive() {
  const Deployment* const deployment = workspace_.deployments().find(id_);
  if (deployment == nullptr || !isLive(*deployment)) {
    return;
  }
  workspace_.deployments().live(
      id_, this, [this, id = id_](const base::Result<protocol::DeploymentLive>& answer) {
        if (id == id_ && answer) {
          showLive(*answer);
        }
      });
}

void RolloutView::showLive(const protocol::DeploymentLive& live) {
  verdict_->setText(toQString(live.verdict));
  armModel_->setRows(live.total);
  driftModel_->setRows(live.drift);
  driftTable_->setVisible(!live.drift.empty());
  LineSeries stable, candidate;
  stable.id = QStringLiteral("stable");
  stable.label = tr("in use");
  stable.base = true;
  candidate.id = QStringLiteral("candidate");
  candidate.label = tr("new");
  const auto count = static_cast<double>(live.minutes.size());
  for (size_t i = 0; i < live.minutes.size(); ++i) {
    const double x = static_cast<double>(i) - count + 1;
    stable.points.emplace_back(x, static_cast<double>(live.minutes[i].stable));
    candidate.points.emplace_back(x, static_cast<double>(live.minutes[i].candidate));
  }
  volume_->setVisible(live.minutes.size() > 1);
  volume_->setSeries(std::move(stable));
  volume_->setSeries(std::move(candidate));
}

void RolloutView::showAlerts() {
  clearLayout(*alertRows_);
  for (const protocol::Alert& alert : workspace_.alerts().items()) {
    if (toQString(alert.deploymentId) != id_ || !alert.acknowledgedAt.empty()) {
      continue;
    }
    auto* row = new QWidget();
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* badge = new Badge(severityText(alert), severityTone(alert));
    badge->setIcon(QStringLiteral("warning"));
    layout->addWidget(badge);
    layout->addWidget(line(toQString(alert.message) + QStringLiteral(" · ") + ageText(alert.time)),
                      1);
    auto* seen = new LinkButton(tr("Acknowledge"));
    seen->setEnabled(workspace_.me().may("release.rollback"));
    layout->addWidget(seen);
    connect(seen, &QAbstractButton::clicked, this, [this, id = toQString(alert.id)] {
      workspace_.alerts().acknowledge(id, this, [this](const base::Result<protocol::Alert>&) {
        workspace_.alerts().refresh();
      });
    });
    alertRows_->addWidget(row);
  }
}

void RolloutView::showHistory(const Deployment& deployment) {
  QStringList lines;
  for (auto change = deployment.history.rbegin();
       change != deployment.history.rend() && lines.size() < static_cast<int>(kHistoryLines);
       ++change) {
    const QString why =
        change->reason.empty() ? QString() : QStringLiteral(": ") + toQString(change->reason);
    lines << tr("%1 · %2 → %3 · %4%5")
                 .arg(dateTimeText(change->time), shareOf(change->from), shareOf(change->to),
                      toQString(change->by), why);
  }
  history_->setText(lines.join(QLatin1Char('\n')));
}

void RolloutView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  poll_.start();
  readLive();
}

void RolloutView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  poll_.stop();
}

}  // namespace telesoft::ui
