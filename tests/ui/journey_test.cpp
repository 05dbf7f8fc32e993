// Where a workspace stands, and what the palette finds: rules without a window.
#include "telesoft/ui/shell/journey.h"

#include <algorithm>

#include "telesoft/ui/shell/match_score.h"

#include "sample_release.h"
#include "sample_workspace.h"
#include "support/test_case.h"

namespace telesoft::tests {

namespace {

struct Holdings {
  std::vector<protocol::Dataset> datasets;
  std::vector<protocol::Split> splits;
  std::vector<protocol::Job> jobs;
  std::vector<protocol::Model> models;
  std::vector<protocol::Evaluation> evaluations;
  std::vector<protocol::Review> reviews;
  std::vector<protocol::Deployment> deployments;
  std::vector<protocol::Alert> alerts;
  protocol::Me me = embeddedPerson();
  [[nodiscard]] ui::JourneyInput input() const {
    return {datasets,
            splits,
            jobs,
            models,
            evaluations,
            reviews,
            deployments,
            alerts,
            [this](const char* permission) {
              return std::find(me.permissions.begin(), me.permissions.end(), permission) !=
                     me.permissions.end();
            }};
  }
  [[nodiscard]] ui::Step step(size_t at) const { return ui::journeyOf(input())[at].step; }
  [[nodiscard]] QStringList waiting() const {
    QStringList titles;
    for (const ui::WaitingItem& item : ui::waitingOf(input())) {
      titles << item.title;
    }
    return titles;
  }
};

protocol::Dataset dataset(const char* id, const char* kind, const char* parent = "") {
  protocol::Dataset out;
  out.id = id;
  out.name = id;
  out.kind = kind;
  out.parentId = parent;
  out.state = protocol::DatasetState::Ready;
  return out;
}

}  // namespace

class JourneyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void journey_ofAnEmptyWorkspaceBeginsWithTheImport() {
    const Holdings none;
    QCOMPARE(none.step(0).mark, ui::StepMark::Open);
    for (size_t i = 1; i < 7; ++i) {
      QCOMPARE(none.step(i).mark, ui::StepMark::Blocked);
      QVERIFY(!none.step(i).note.isEmpty());
    }
    QVERIFY(none.waiting().isEmpty());
  }

  void journey_opensTheNextStepWhenOneIsDone() {
    Holdings held;
    held.datasets = {dataset("raw", "imported")};
    QCOMPARE(held.step(0).mark, ui::StepMark::Done);
    QCOMPARE(held.step(1).mark, ui::StepMark::Open);
    QCOMPARE(held.step(2).mark, ui::StepMark::Blocked);
    held.datasets.push_back(dataset("clean", "deidentified", "raw"));
    QCOMPARE(held.step(1).mark, ui::StepMark::Done);
    QCOMPARE(held.step(2).mark, ui::StepMark::Open);
  }

  void journey_doesNotCountWhatIsNotReady() {
    Holdings held;
    held.datasets = {dataset("raw", "imported")};
    held.datasets[0].state = protocol::DatasetState::Failed;
    QCOMPARE(held.step(0).mark, ui::StepMark::Open);
    QCOMPARE(held.waiting(), QStringList{QStringLiteral("raw was not made")});
  }

  void journey_showsARunAsOpenAndNotAsDone() {
    Holdings held;
    held.jobs = {runningJob()};
    held.models.resize(1);
    QCOMPARE(held.step(3).mark, ui::StepMark::Open);
    held.jobs = {finishedJob()};
    QCOMPARE(held.step(3).mark, ui::StepMark::Done);
  }

  void waiting_followsEachThingToItsNextStep() {
    Holdings held;
    held.datasets = {dataset("raw", "imported")};
    QCOMPARE(held.waiting(),
             QStringList{QStringLiteral("raw has not been searched for identifiers")});
    held.datasets.push_back(dataset("clean", "deidentified", "raw"));
    QCOMPARE(held.waiting(), QStringList{QStringLiteral("clean has no split")});
    protocol::Split split;
    split.name = "by patient";
    split.datasetId = "clean";
    protocol::SplitPart train;
    train.part = "train";
    train.datasetId = "part";
    split.parts = {train};
    held.splits = {split};
    QCOMPARE(held.waiting(), QStringList{QStringLiteral("No run has used by patient")});
    QCOMPARE(ui::waitingOf(held.input())[0].place.subject, QStringLiteral("part"));
    held.jobs = {finishedJob()};
    held.jobs[0].request.trainingData = "part";
    QVERIFY(held.waiting().isEmpty());
    held.models.resize(1);
    held.models[0].name = "LoRA";
    QCOMPARE(held.waiting(),
             QStringList{QStringLiteral("LoRA has not been compared with its base")});
    held.evaluations.resize(1);
    QVERIFY(held.waiting().isEmpty());  // its model has the same (empty) id
  }

  void waiting_putsFailuresFirst() {
    Holdings held;
    held.datasets = {dataset("raw", "imported")};
    held.jobs = {failedJob(), runningJob()};
    const QStringList titles = held.waiting();
    QCOMPARE(titles.size(), 3);
    QVERIFY(titles[0].endsWith(QStringLiteral("failed")));
    QVERIFY(titles[1].contains(QStringLiteral("training")));
    held.jobs = {runningJob(), failedJob()};  // an old failure, a newer run: nothing to do about it
    QCOMPARE(held.waiting().size(), 2);
  }

  void reviewsAndReleases_areStepsOfTheJourney() {
    Holdings held;
    held.models.resize(1);
    QCOMPARE(held.step(5).mark, ui::StepMark::Open);
    QCOMPARE(held.step(6).mark, ui::StepMark::Open);
    held.reviews = {textReview()};
    held.deployments = {staging()};
    QCOMPARE(held.step(5).mark, ui::StepMark::Done);
    QCOMPARE(held.step(6).mark, ui::StepMark::Open);  // staging serves no patient
    held.deployments = {production()};
    QCOMPARE(held.step(6).mark, ui::StepMark::Done);
  }

  void waiting_isForWhoMayDoIt() {
    Holdings held;
    held.datasets = {dataset("raw", "imported")};
    held.reviews = {textReview()};
    held.deployments = {production()};
    held.deployments[0].status = "waiting";
    held.alerts.resize(1);
    held.alerts[0].message = "Latency is above its limit";
    QCOMPARE(held.waiting().size(), 5);  // alert, data, conflict, cases, signature
    held.me = person({"clinician"});
    QCOMPARE(held.waiting(),
             (QStringList{QStringLiteral("Discharge notes, arrhythmia: two readers differ"),
                          QStringLiteral("Discharge notes, arrhythmia waits for a reader")}));
    QCOMPARE(ui::waitingOf(held.input())[0].place.subject, QStringLiteral("rv_text:adjudication"));
    held.me = person({"admin"});
    QCOMPARE(held.waiting(), (QStringList{QStringLiteral("Latency is above its limit"),
                                          QStringLiteral("A model waits for production")}));
    held.me = person({"auditor"});
    QVERIFY(held.waiting().isEmpty());
    held.me = embeddedPerson();
    held.alerts[0].acknowledgedAt = momentAt(-1);
    held.reviews[0].state = "closed";
    held.deployments[0].status = "active";
    QCOMPARE(held.waiting(),
             QStringList{QStringLiteral("raw has not been searched for identifiers")});
  }

  void matchScore_ordersHits() {
    const auto score = [](const char* query, const char* title) {
      return ui::matchScore(QString::fromUtf8(query), QString::fromUtf8(title));
    };
    QVERIFY(score("im", "Import a file") > score("im", "Compare images"));
    QVERIFY(score("file imp", "Import a file") > score("por", "Import a file"));
    QVERIFY(score("por", "Import a file") > score("ipf", "Import a file"));
    QVERIFY(score("ipf", "Import a file") > 0);
    QCOMPARE(score("zebra", "Import a file"), 0);
    QVERIFY(score("", "Import a file") > 0);
    QVERIFY(score("jurgen", "Jürgen") > 0);
    QVERIFY(score("DATA", "data") > score("data", "database of models"));
  }
};

TELESOFT_TEST(JourneyTest)

}  // namespace telesoft::tests

#include "journey_test.moc"
