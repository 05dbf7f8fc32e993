#include "telesoft/ui/deploy/release_words.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(ReleaseWords)
};

Stage productionStage(const protocol::Deployment& deployment) {
  const double share = deployment.rolloutPercentage;
  return share < 5     ? Stage::One
         : share < 30  ? Stage::Ten
         : share < 100 ? Stage::Fifty
                       : Stage::Everybody;
}

}  // namespace

QString titleOf(Stage stage) {
  static const char* const titles[kStages] = {
      QT_TRANSLATE_NOOP("ReleaseWords", "Registered"), QT_TRANSLATE_NOOP("ReleaseWords", "Staging"),
      QT_TRANSLATE_NOOP("ReleaseWords", "Waiting"),    QT_TRANSLATE_NOOP("ReleaseWords", "1 %"),
      QT_TRANSLATE_NOOP("ReleaseWords", "10 %"),       QT_TRANSLATE_NOOP("ReleaseWords", "50 %"),
      QT_TRANSLATE_NOOP("ReleaseWords", "100 %")};
  return Words::tr(titles[static_cast<int>(stage)]);
}

bool isLive(const protocol::Deployment& deployment) {
  return deployment.status == "active" || deployment.status == "held";
}

bool isCurrent(const protocol::Deployment& deployment) {
  return isLive(deployment) || deployment.status == "waiting";
}

Stage stageOf(const std::vector<const protocol::Deployment*>& ofModel) {
  Stage best = Stage::Registered;
  for (const protocol::Deployment* deployment : ofModel) {
    if (!isCurrent(*deployment)) {
      continue;
    }
    const Stage stage = deployment->environment != "production" ? Stage::Staging
                        : deployment->status == "waiting"       ? Stage::Waiting
                                                                : productionStage(*deployment);
    best = std::max(best, stage);
  }
  return best;
}

QString statusText(const protocol::Deployment& deployment) {
  const std::string& status = deployment.status;
  return status == "active"        ? Words::tr("in use")
         : status == "held"        ? Words::tr("held")
         : status == "waiting"     ? Words::tr("waiting")
         : status == "rolled_back" ? Words::tr("rolled back")
         : status == "replaced"    ? Words::tr("replaced")
                                   : Words::tr("ended");
}

Tone statusTone(const protocol::Deployment& deployment) {
  return deployment.status == "active"        ? Tone::Good
         : deployment.status == "held"        ? Tone::Caution
         : deployment.status == "waiting"     ? Tone::Info
         : deployment.status == "rolled_back" ? Tone::Danger
                                              : Tone::Neutral;
}

QString gateStateText(const protocol::Gate& gate) {
  return gate.state == "holds"   ? Words::tr("holds")
         : gate.state == "fails" ? Words::tr("fails")
                                 : Words::tr("missing");
}

Tone gateTone(const protocol::Gate& gate) {
  return gate.state == "holds" ? Tone::Good : gate.state == "fails" ? Tone::Danger : Tone::Caution;
}

QString gateIcon(const protocol::Gate& gate) {
  return gate.state == "holds"   ? QStringLiteral("check-circle")
         : gate.state == "fails" ? QStringLiteral("error")
                                 : QStringLiteral("warning");
}

QString severityText(const protocol::Alert& alert) {
  return alert.severity == "rollback" ? Words::tr("rolled back")
         : alert.severity == "hold"   ? Words::tr("held")
                                      : Words::tr("watch");
}

Tone severityTone(const protocol::Alert& alert) {
  return alert.severity == "rollback" ? Tone::Danger
         : alert.severity == "hold"   ? Tone::Caution
                                      : Tone::Info;
}

QString nameOf(const protocol::Model& model) {
  return toQString(model.name.empty() ? model.id : model.name);
}

QString shareOf(double percentage) {
  return QLocale().toString(percentage, 'g', 4) + QStringLiteral(" %");
}

}  // namespace telesoft::ui
