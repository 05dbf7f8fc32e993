#include "telesoft/ui/shell/journey.h"

#include <algorithm>

#include <QCoreApplication>

#include "telesoft/ui/models/job_store.h"
#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Journey)
};

using protocol::Dataset;
using protocol::DatasetState;

std::int64_t readyOf(const std::vector<Dataset>& datasets, const char* kind) {
  return std::count_if(datasets.begin(), datasets.end(), [kind](const Dataset& d) {
    return d.kind == kind && d.state == DatasetState::Ready;
  });
}

QString nameOf(const std::string& name, const std::string& id) {
  return toQString(name.empty() ? id : name);
}

Step doneStep(const QString& title, const QString& note) {
  return {title, note, StepMark::Done};
}

/// Done where there are some, else open or blocked.
Step stepOf(const QString& title, const QString& done, bool isDone, const QString& blockedBy) {
  if (isDone) {
    return doneStep(title, done);
  }
  return blockedBy.isEmpty() ? Step{title, {}, StepMark::Open}
                             : Step{title, blockedBy, StepMark::Blocked};
}

Step trainingStep(const JourneyInput& input) {
  const auto running = std::count_if(input.jobs.begin(), input.jobs.end(),
                                     [](const auto& job) { return isActive(job.status); });
  if (running > 0) {
    return {Words::tr("Fine-tune"), Words::tr("%1 under way").arg(countText(running)),
            StepMark::Open};
  }
  const auto models = static_cast<std::int64_t>(input.models.size());
  return stepOf(Words::tr("Fine-tune"), countText(models, Words::tr("model"), Words::tr("models")),
                models > 0, input.splits.empty() ? Words::tr("needs a split") : QString());
}

bool isEvaluated(const JourneyInput& input, const std::string& model) {
  return std::any_of(input.evaluations.begin(), input.evaluations.end(), [&model](const auto& e) {
    return e.modelId == model && e.status != "failed";
  });
}

bool hasChild(const JourneyInput& input, const std::string& id) {
  return std::any_of(input.datasets.begin(), input.datasets.end(), [&id](const Dataset& d) {
    return d.parentId == id && d.kind == "deidentified" && d.state != DatasetState::Failed;
  });
}

bool isSplit(const JourneyInput& input, const std::string& id) {
  return std::any_of(input.splits.begin(), input.splits.end(),
                     [&id](const auto& split) { return split.datasetId == id; });
}

std::string partOf(const protocol::Split& split, const char* part) {
  for (const protocol::SplitPart& each : split.parts) {
    if (each.part == part) {
      return each.datasetId;
    }
  }
  return {};
}

void addData(const JourneyInput& input, std::vector<WaitingItem>& out) {
  for (const Dataset& d : input.datasets) {
    const QString name = nameOf(d.name, d.id);
    const QString id = toQString(d.id);
    if (d.state == DatasetState::Failed) {
      out.push_back({Tone::Danger,
                     QStringLiteral("error"),
                     Words::tr("%1 was not made").arg(name),
                     toQString(d.message).section(QLatin1Char('\n'), 0, 0),
                     Words::tr("See why"),
                     {QStringLiteral("data"), id},
                     QStringLiteral("data")});
    } else if (d.state == DatasetState::Ready && d.kind == "imported" && !hasChild(input, d.id)) {
      out.push_back({Tone::Caution,
                     QStringLiteral("deidentify"),
                     Words::tr("%1 has not been searched for identifiers").arg(name),
                     countText(d.rows, Words::tr("row"), Words::tr("rows")),
                     Words::tr("De-identify"),
                     {QStringLiteral("deidentify"), id},
                     QStringLiteral("data")});
    } else if (d.state == DatasetState::Ready && d.kind == "deidentified" &&
               !isSplit(input, d.id)) {
      out.push_back({Tone::Info,
                     QStringLiteral("split"),
                     Words::tr("%1 has no split").arg(name),
                     Words::tr("a test part must be set aside before training"),
                     Words::tr("Split"),
                     {QStringLiteral("split"), id},
                     QStringLiteral("data")});
    }
  }
}

void addJobs(const JourneyInput& input, std::vector<WaitingItem>& out) {
  for (const protocol::Job& job : input.jobs) {
    const QString name = nameOf(job.name, job.id);
    const Place place{QStringLiteral("jobs"), toQString(job.id)};
    if (job.status == protocol::JobState::Failed && &job == &input.jobs.front()) {
      out.push_back({Tone::Danger, QStringLiteral("error"), Words::tr("%1 failed").arg(name),
                     toQString(job.message).section(QLatin1Char('\n'), 0, 0), Words::tr("See why"),
                     place, QStringLiteral("jobs")});
    } else if (job.status == protocol::JobState::Paused) {
      out.push_back({Tone::Caution, QStringLiteral("pause"), Words::tr("%1 is paused").arg(name),
                     percentText(job.progress / 100), Words::tr("Open"), place,
                     QStringLiteral("jobs")});
    } else if (isActive(job.status)) {
      const QString left = durationText(secondsLeft(job));
      out.push_back({Tone::Accent, QStringLiteral("jobs"),
                     Words::tr("%1: %2").arg(name, titleOf(job.status).toLower()),
                     left.isEmpty()
                         ? percentText(job.progress / 100)
                         : Words::tr("%1, %2 left").arg(percentText(job.progress / 100), left),
                     Words::tr("Watch"), place, QStringLiteral("jobs")});
    }
  }
}

/// Cases for readers, and conflicts that two of them have left.
void addReviews(const JourneyInput& input, std::vector<WaitingItem>& out) {
  for (const protocol::Review& review : input.reviews) {
    const QString name = nameOf(review.name, review.id);
    const QString rail = QStringLiteral("review");
    if (review.state != "open") {
      continue;
    }
    if (review.conflicts > 0) {
      out.push_back({Tone::Caution,
                     rail,
                     Words::tr("%1: two readers differ").arg(name),
                     countText(review.conflicts, Words::tr("case"), Words::tr("cases")),
                     Words::tr("Settle"),
                     {rail, toQString(review.id) + QStringLiteral(":adjudication")},
                     rail});
    }
    if (review.waiting > 0) {
      out.push_back({Tone::Info,
                     rail,
                     Words::tr("%1 waits for a reader").arg(name),
                     countText(review.waiting, Words::tr("case"), Words::tr("cases")),
                     Words::tr("Read"),
                     {rail, toQString(review.id)},
                     rail});
    }
  }
}

/// Signatures that are wanted, and alerts that nobody has looked at.
void addReleases(const JourneyInput& input, std::vector<WaitingItem>& out) {
  const QString rail = QStringLiteral("deploy");
  for (const protocol::Alert& alert : input.alerts) {
    if (alert.acknowledgedAt.empty() && input.may("release.rollback")) {
      out.push_back({alert.severity == "watch" ? Tone::Caution : Tone::Danger,
                     QStringLiteral("warning"),
                     toQString(alert.message),
                     ageText(alert.time),
                     Words::tr("Look"),
                     {rail, toQString(alert.modelId)},
                     rail});
    }
  }
  for (const protocol::Deployment& deployment : input.deployments) {
    if (deployment.status == "waiting" && input.may("release.approve")) {
      out.push_back(
          {Tone::Info,
           QStringLiteral("lock"),
           Words::tr("A model waits for production"),
           deployment.waitingFor.empty() ? QString() : toQString(deployment.waitingFor.front()),
           Words::tr("See the gates"),
           {rail, toQString(deployment.modelId)},
           rail});
    }
  }
}

void addNextSteps(const JourneyInput& input, std::vector<WaitingItem>& out) {
  for (const protocol::Split& split : input.splits) {
    const std::string train = partOf(split, "train");
    const bool used = std::any_of(input.jobs.begin(), input.jobs.end(), [&train](const auto& job) {
      return job.request.trainingData == train;
    });
    if (!used) {
      out.push_back({Tone::Info,
                     QStringLiteral("jobs"),
                     Words::tr("No run has used %1").arg(nameOf(split.name, split.id)),
                     toQString(split.proof.statement),
                     Words::tr("Choose an approach"),
                     {QStringLiteral("approach"), toQString(train)},
                     QStringLiteral("data")});
    }
  }
  for (const protocol::Model& model : input.models) {
    if (!isEvaluated(input, model.id)) {
      out.push_back(
          {Tone::Info,
           QStringLiteral("compare"),
           Words::tr("%1 has not been compared with its base").arg(nameOf(model.name, model.id)),
           Words::tr("whether it is better is not known"),
           Words::tr("Compare"),
           {QStringLiteral("models"), toQString(model.id)},
           QStringLiteral("models")});
    }
  }
}

}  // namespace

std::vector<JourneyStep> journeyOf(const JourneyInput& input) {
  const std::int64_t imported = readyOf(input.datasets, "imported");
  const std::int64_t clean = readyOf(input.datasets, "deidentified");
  const auto splits = static_cast<std::int64_t>(input.splits.size());
  const auto compared = std::count_if(input.evaluations.begin(), input.evaluations.end(),
                                      [](const auto& e) { return e.status == "succeeded"; });
  const auto page = [](const char* panel) { return Place{QLatin1String(panel), {}}; };
  std::int64_t read = 0;
  for (const protocol::Review& review : input.reviews) {
    read += review.decided;
  }
  const auto live = std::count_if(
      input.deployments.begin(), input.deployments.end(), [](const protocol::Deployment& d) {
        return d.environment == "production" && (d.status == "active" || d.status == "held");
      });
  const QString needsModel = input.models.empty() ? Words::tr("needs a tuned model") : QString();
  return {
      {stepOf(Words::tr("Import"), countText(imported, Words::tr("dataset"), Words::tr("datasets")),
              imported > 0, {}),
       page("import")},
      {stepOf(Words::tr("De-identify"),
              countText(clean, Words::tr("dataset"), Words::tr("datasets")), clean > 0,
              imported == 0 ? Words::tr("needs an imported file") : QString()),
       page("deidentify")},
      {stepOf(Words::tr("Split by patient"),
              countText(splits, Words::tr("split"), Words::tr("splits")), splits > 0,
              clean == 0 ? Words::tr("needs a de-identified dataset") : QString()),
       page("split")},
      {trainingStep(input), page(input.jobs.empty() ? "approach" : "jobs")},
      {stepOf(Words::tr("Compare with the base"),
              countText(compared, Words::tr("comparison"), Words::tr("comparisons")), compared > 0,
              input.models.empty() ? Words::tr("needs a tuned model") : QString()),
       page("models")},
      {stepOf(Words::tr("Expert review"),
              Words::tr("%1 decided").arg(countText(read, Words::tr("case"), Words::tr("cases"))),
              read > 0, needsModel),
       page("review")},
      {stepOf(
           Words::tr("Staged deployment"),
           countText(live, Words::tr("version in production"), Words::tr("versions in production")),
           live > 0, needsModel),
       page("deploy")},
  };
}

std::vector<WaitingItem> waitingOf(const JourneyInput& input) {
  std::vector<WaitingItem> out;
  if (input.may("job.run")) {
    addJobs(input, out);
  }
  if (input.may("data.deidentify")) {
    addData(input, out);
  }
  if (input.may("review.decide")) {
    addReviews(input, out);
  }
  addReleases(input, out);
  if (input.may("job.run")) {
    addNextSteps(input, out);
  }
  std::stable_sort(out.begin(), out.end(), [](const WaitingItem& a, const WaitingItem& b) {
    const auto rank = [](const WaitingItem& item) {
      return item.tone == Tone::Danger ? 0 : item.tone == Tone::Accent ? 1 : 2;
    };
    return rank(a) < rank(b);
  });
  return out;
}

}  // namespace telesoft::ui
