#include "telesoft/ui/shell/status_strip.h"

#include <QBoxLayout>
#include <QPainter>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/progress_strip.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr int kAgeMs = 5000;
constexpr int kNameRoom = 200;    // of a run's name
constexpr int kRoomForBar = 800;  // below this width the bar gives way to its words

}  // namespace

/// A full disc where all is well, a ring where it is not: not by colour alone.
class StateDot : public QWidget {
 public:
  explicit StateDot(QWidget* parent = nullptr) : QWidget(parent) {
    setFixedSize(kSpace12, kSpace12);
  }
  void setTone(Tone tone, bool full) {
    tone_ = tone;
    full_ = full;
    update();
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = toneColor(colors(), tone_);
    painter.setPen(QPen(ink, 1.5));
    painter.setBrush(full_ ? QBrush(ink) : QBrush(Qt::NoBrush));
    painter.drawEllipse(QPointF(6, 6), 4, 4);
  }

 private:
  Tone tone_ = Tone::Neutral;
  bool full_ = false;
};

QString lastSeenText(const ServerConnection& connection) {
  return connection.lastSeen().isValid()
             ? ageText(toUtf8(connection.lastSeen().toString(Qt::ISODateWithMs)))
             : QString();
}

StatusStrip::StatusStrip(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      dot_(new StateDot()),
      server_(new TextLabel(QString(), TextStyle::Small)),
      job_(new LinkButton(QString())),
      progress_(new ProgressStrip()),
      audit_(new LinkButton(QString())) {
  setFixedHeight(kStatusBarHeight);
  setAccessibleName(tr("Status"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kSpace16, 1, kSpace12, 0);
  row->setSpacing(kSpace8);
  row->addWidget(dot_);
  row->addWidget(server_);
  row->addSpacing(kSpace8);
  row->addWidget(job_);
  progress_->setFixedWidth(140);
  progress_->setThickness(4);
  row->addWidget(progress_);
  row->addStretch(1);
  row->addWidget(audit_);
  for (LinkButton* link : {job_, audit_}) {
    link->setFont(textFont(TextStyle::Small));
  }
  job_->setHelp(tr("Opens the monitor of this run"));
  audit_->setHelp(tr("Opens the audit trail"));
  age_.setInterval(kAgeMs);
  connect(&age_, &QTimer::timeout, this, &StatusStrip::showServer);
  connect(&age_, &QTimer::timeout, this, &StatusStrip::showJob);
  connect(&workspace.connection(), &ServerConnection::stateChanged, this, &StatusStrip::showServer);
  connect(&workspace.connection(), &ServerConnection::healthChanged, this,
          &StatusStrip::showServer);
  connect(&workspace.jobs(), &JobStore::changed, this, &StatusStrip::showJob);
  connect(job_, &QAbstractButton::clicked, this, [this] { Q_EMIT jobRequested(jobId_); });
  connect(audit_, &QAbstractButton::clicked, this, &StatusStrip::auditRequested);
  showServer();
  showJob();
  age_.start();
}

QString StatusStrip::serverText() const {
  return server_->text();
}

QString StatusStrip::jobText() const {
  return job_->isHidden() ? QString() : job_->text();
}

void StatusStrip::showServer() {
  const ServerConnection& connection = workspace_.connection();
  const auto say = [this](Tone tone, bool full, const QString& text) {
    dot_->setTone(tone, full);
    server_->setText(text);
    server_->setInk(inkOf(tone));
  };
  switch (connection.state()) {
    case ConnectionState::Idle:
    case ConnectionState::Connecting:
      say(Tone::Neutral, false, tr("starting the server"));
      break;
    case ConnectionState::Connected:
      say(Tone::Good, true,
          connection.isRemote() ? tr("server of the team") : tr("server on this computer"));
      break;
    case ConnectionState::Lost:
      say(Tone::Caution, false,
          tr("connection lost, last answer %1").arg(lastSeenText(connection)));
      break;
    case ConnectionState::SignIn:
      dot_->setTone(Tone::Info, false);
      server_->setText(tr("signed out"));
      break;
    case ConnectionState::Failed:
      say(Tone::Danger, false, tr("no server"));
      break;
  }
  const bool known = connection.lastSeen().isValid();
  audit_->setVisible(known);
  audit_->setText(connection.health().auditVerified ? tr("audit verified")
                                                    : tr("audit not verified"));
}

void StatusStrip::showJob() {
  const protocol::Job* job = workspace_.jobs().active();
  job_->setVisible(job != nullptr);
  progress_->setVisible(job != nullptr && width() >= kRoomForBar);
  if (job == nullptr) {
    return;
  }
  jobId_ = toQString(job->id);
  const QString name = toQString(job->name.empty() ? job->id : job->name);
  QStringList words = {fontMetrics().elidedText(name, Qt::ElideRight, kNameRoom),
                       titleOf(job->status).toLower(), percentText(job->progress / 100)};
  if (const QString left = durationText(secondsLeft(*job)); !left.isEmpty()) {
    words << tr("%1 left").arg(left);
  }
  job_->setText(words.join(QStringLiteral("  ")));
  progress_->setTask(name);
  progress_->setFraction(job->progress / 100);
}

void StatusStrip::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showJob();
}

void StatusStrip::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.fillRect(rect(), colors().surface);
  painter.fillRect(QRect(0, 0, width(), 1), colors().line);
}

}  // namespace telesoft::ui
