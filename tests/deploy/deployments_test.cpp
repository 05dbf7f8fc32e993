#include "telesoft/deploy/release/deployments.h"

#include <algorithm>
#include <map>

#include "telesoft/base/rng.h"
#include "telesoft/deploy/release/approvals.h"

#include "release_fixture.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using deploy::Act;
using deploy::DeploymentBook;
using protocol::Deployment;

const Act kAct{"ml", "2026-11-25T03:00:00.000Z", "a reason"};

Deployment asked(const std::string& id, const std::string& model, double percentage) {
  Deployment out;
  out.id = id;
  out.modelId = model;
  out.service = "telesoft-risk-v1";
  out.environment = "production";
  out.rolloutPercentage = percentage;
  return out;
}

std::string stateOf(const DeploymentBook& book) {
  std::string out;
  for (const Deployment& d : book.all()) {
    out += d.id + ":" + d.status + ":" + std::to_string(static_cast<int>(d.rolloutPercentage)) +
           ":" + d.stableModelId + " ";
  }
  return out;
}

class DeploymentsTest : public QObject {
  Q_OBJECT
 private slots:
  void unapproved_waitsAndIsNotServed();
  void approved_goesLiveByARolloutOnly();
  void hundredPercent_becomesStableAndReplaces();
  void newCandidate_replacesTheOneBefore();
  void rollback_bringsTheVersionBeforeBack();
  void rollback_skipsAVersionThatMayNotServeAnyMore();
  void rollbackOfTheStable_leavesTheCandidateBesideTheNewOne();
  void held_isNotRaised();
  void loweringTheStable_makesItACandidateAgain();
  void end_isOfAnyState();
  void refusals_sayWhatToDo();
  void settings_areChecked_data();
  void settings_areChecked();
  void history_tellsWhoWhenAndWhy();
  void random_sequencesKeepTheRules();
};

void DeploymentsTest::unapproved_waitsAndIsNotServed() {
  DeploymentBook book({}, [](const std::string&) { return false; });
  QVERIFY(book.request(asked("dp_1", "md_1", 25), kAct).has_value());
  QCOMPARE(stateOf(book), std::string("dp_1:waiting:25: "));
  QVERIFY(book.candidate() == nullptr);
  QVERIFY(book.stable() == nullptr);
  QCOMPARE(book.rollout("dp_1", 25, kAct).error().code, ErrorCode::Conflict);
  QCOMPARE(book.rollback("dp_1", kAct).error().code, ErrorCode::Conflict);
}

void DeploymentsTest::approved_goesLiveByARolloutOnly() {
  bool approved = false;
  DeploymentBook book({}, [&](const std::string&) { return approved; });
  QVERIFY(book.request(asked("dp_1", "md_1", 25), kAct).has_value());
  approved = true;
  QCOMPARE(stateOf(book), std::string("dp_1:waiting:25: "));
  QVERIFY(book.rollout("dp_1", 10, kAct).has_value());
  QCOMPARE(stateOf(book), std::string("dp_1:active:10: "));
}

void DeploymentsTest::hundredPercent_becomesStableAndReplaces() {
  DeploymentBook book({}, [](const std::string&) { return true; });
  QVERIFY(book.request(asked("dp_1", "md_1", 100), kAct).has_value());
  QCOMPARE(book.stable()->id, std::string("dp_1"));
  QVERIFY(book.request(asked("dp_2", "md_2", 10), kAct).has_value());
  QCOMPARE(stateOf(book), std::string("dp_1:active:100: dp_2:active:10:md_1 "));
  QVERIFY(book.rollout("dp_2", 50, kAct).has_value());
  QVERIFY(book.rollout("dp_2", 100, kAct).has_value());
  QCOMPARE(stateOf(book), std::string("dp_1:replaced:100: dp_2:active:100:md_1 "));
}

void DeploymentsTest::newCandidate_replacesTheOneBefore() {
  DeploymentBook book({}, [](const std::string&) { return true; });
  QVERIFY(book.request(asked("dp_1", "md_1", 10), kAct).has_value());
  QVERIFY(book.request(asked("dp_2", "md_2", 5), kAct).has_value());
  QCOMPARE(stateOf(book), std::string("dp_1:replaced:10: dp_2:active:5: "));
  QVERIFY(book.rollback("dp_2", kAct).has_value());  // to the base: dp_1 was never stable
  QCOMPARE(stateOf(book), std::string("dp_1:replaced:10: dp_2:rolled_back:0: "));
}

void DeploymentsTest::rollback_bringsTheVersionBeforeBack() {
  DeploymentBook book({}, [](const std::string&) { return true; });
  for (const char* n : {"1", "2", "3"}) {
    QVERIFY(
        book.request(asked(std::string("dp_") + n, std::string("md_") + n, 100), kAct).has_value());
  }
  QVERIFY(book.rollback("dp_3", kAct).has_value());
  QCOMPARE(book.stable()->modelId, std::string("md_2"));
  QCOMPARE(book.find("dp_3")->stableModelId, std::string("md_2"));
  QVERIFY(book.rollback("dp_2", kAct).has_value());
  QCOMPARE(book.stable()->modelId, std::string("md_1"));
  QVERIFY(book.rollback("dp_1", kAct).has_value());
  QVERIFY(book.stable() == nullptr);
}

void DeploymentsTest::rollback_skipsAVersionThatMayNotServeAnyMore() {
  std::string withdrawn;
  DeploymentBook book({}, [&](const std::string& model) { return model != withdrawn; });
  for (const char* n : {"1", "2", "3"}) {
    QVERIFY(
        book.request(asked(std::string("dp_") + n, std::string("md_") + n, 100), kAct).has_value());
  }
  withdrawn = "md_2";
  QVERIFY(book.rollback("dp_3", kAct).has_value());
  QCOMPARE(stateOf(book),
           std::string("dp_1:active:100: dp_2:replaced:100:md_1 dp_3:rolled_back:0:md_1 "));
}

void DeploymentsTest::rollbackOfTheStable_leavesTheCandidateBesideTheNewOne() {
  DeploymentBook book({}, [](const std::string&) { return true; });
  QVERIFY(book.request(asked("dp_1", "md_1", 100), kAct).has_value());
  QVERIFY(book.request(asked("dp_2", "md_2", 100), kAct).has_value());
  QVERIFY(book.request(asked("dp_3", "md_3", 20), kAct).has_value());
  QVERIFY(book.rollback("dp_2", kAct).has_value());
  QCOMPARE(stateOf(book),
           std::string("dp_1:active:100: dp_2:rolled_back:0:md_1 dp_3:active:20:md_1 "));
}

void DeploymentsTest::held_isNotRaised() {
  DeploymentBook book({}, [](const std::string&) { return true; });
  QVERIFY(book.request(asked("dp_1", "md_1", 20), kAct).has_value());
  QVERIFY(book.hold("dp_1", kAct).has_value());
  QCOMPARE(book.rollout("dp_1", 30, kAct).error().code, ErrorCode::Conflict);
  QCOMPARE(stateOf(book), std::string("dp_1:held:20: "));
  QVERIFY(book.rollout("dp_1", 20, kAct).has_value());  // a person has decided
  QVERIFY(book.rollout("dp_1", 30, kAct).has_value());
  QVERIFY(book.hold("dp_1", kAct).has_value());
  QVERIFY(book.rollback("dp_1", kAct).has_value());
}

void DeploymentsTest::loweringTheStable_makesItACandidateAgain() {
  DeploymentBook book({}, [](const std::string&) { return true; });
  QVERIFY(book.request(asked("dp_1", "md_1", 100), kAct).has_value());
  QVERIFY(book.request(asked("dp_2", "md_2", 100), kAct).has_value());
  QVERIFY(book.rollout("dp_2", 40, kAct).has_value());
  QCOMPARE(stateOf(book), std::string("dp_1:active:100: dp_2:active:40:md_1 "));
  QCOMPARE(book.rollout("dp_1", 40, kAct).error().code, ErrorCode::Conflict);
  QVERIFY(book.rollout("dp_1", 100, kAct).has_value());  // as it is: the candidate stays
  QCOMPARE(stateOf(book), std::string("dp_1:active:100: dp_2:active:40:md_1 "));
}

void DeploymentsTest::end_isOfAnyState() {
  bool approved = false;
  DeploymentBook book({}, [&](const std::string&) { return approved; });
  QVERIFY(book.request(asked("dp_1", "md_1", 100), kAct).has_value());
  QVERIFY(book.end("dp_1", kAct).has_value());
  approved = true;
  QVERIFY(book.request(asked("dp_2", "md_1", 100), kAct).has_value());
  QVERIFY(book.end("dp_2", kAct).has_value());
  QCOMPARE(stateOf(book), std::string("dp_1:ended:0: dp_2:ended:0: "));
  QCOMPARE(book.end("dp_2", kAct).error().code, ErrorCode::Conflict);
}

void DeploymentsTest::refusals_sayWhatToDo() {
  DeploymentBook book({}, [](const std::string&) { return true; });
  QCOMPARE(book.request(asked("dp_1", "md_1", -1), kAct).error().code, ErrorCode::InvalidInput);
  QCOMPARE(book.request(asked("dp_1", "md_1", 100.5), kAct).error().code, ErrorCode::InvalidInput);
  QCOMPARE(book.request(asked("dp_1", "md_1", std::nan("")), kAct).error().code,
           ErrorCode::InvalidInput);
  QVERIFY(book.all().empty());
  QVERIFY(book.request(asked("dp_1", "md_1", 10), kAct).has_value());
  const auto twice = book.request(asked("dp_2", "md_1", 20), kAct);
  QCOMPARE(twice.error().code, ErrorCode::Conflict);
  QVERIFY(twice.error().message.find("dp_1") != std::string::npos);
  QVERIFY(!twice.error().hint.empty());
  QCOMPARE(book.rollout("dp_1", 1000, kAct).error().code, ErrorCode::InvalidInput);
  QCOMPARE(book.rollback("dp_none", kAct).error().code, ErrorCode::NotFound);
  QVERIFY(book.rollback("dp_1", kAct).has_value());
  QCOMPARE(book.rollback("dp_1", kAct).error().code, ErrorCode::Conflict);
  QCOMPARE(book.rollout("dp_1", 10, kAct).error().code, ErrorCode::Conflict);
}

void DeploymentsTest::settings_areChecked_data() {
  QTest::addColumn<QString>("change");
  QTest::addColumn<bool>("good");
  QTest::newRow("defaults") << "{}" << true;
  QTest::newRow("error rate 0") << R"({"alertThresholds": {"errorRate": 0}})" << false;
  QTest::newRow("error rate 5") << R"({"alertThresholds": {"errorRate": 5}})" << false;
  QTest::newRow("latency -1") << R"({"alertThresholds": {"latency": -1}})" << false;
  QTest::newRow("drift 0") << R"({"alertThresholds": {"drift": 0}})" << false;
  QTest::newRow("outcome 2") << R"({"alertThresholds": {"outcome": 2}})" << false;
  QTest::newRow("window of a second") << R"({"windowSeconds": 1})" << false;
  QTest::newRow("no requests") << R"({"minimumRequests": 0})" << false;
  QTest::newRow("others") << R"({"windowSeconds": 30, "minimumRequests": 20})" << true;
}

void DeploymentsTest::settings_areChecked() {
  QFETCH(QString, change);
  QFETCH(bool, good);
  const auto settings =
      base::fromJson<protocol::MonitoringSettings>(*base::parseJson(change.toStdString()));
  const auto checked = deploy::validate(*settings);
  QCOMPARE(checked.has_value(), good);
  QVERIFY(good || checked.error().message.find("monitoringSettings.") == 0);
}

void DeploymentsTest::history_tellsWhoWhenAndWhy() {
  DeploymentBook book({}, [](const std::string&) { return true; });
  QVERIFY(book.request(asked("dp_1", "md_1", 10), {"ml", "t1", "try it"}).has_value());
  QVERIFY(book.rollout("dp_1", 50, {"lead", "t2", "looks good"}).has_value());
  QVERIFY(book.rollback("dp_1", {"chief", "t3", "complaints"}).has_value());
  const auto& history = book.find("dp_1")->history;
  QCOMPARE(history.size(), size_t{3});
  QCOMPARE(history[1].by + history[1].time + history[1].reason + history[1].status,
           std::string("leadt2looks goodactive"));
  QCOMPARE(history[1].from, 10.0);
  QCOMPARE(history[1].to, 50.0);
  QCOMPARE(history[2].to, 0.0);
  QCOMPARE(history[2].status, std::string("rolled_back"));
  QCOMPARE(book.find("dp_1")->changedAt, std::string("t3"));
  QCOMPARE(book.find("dp_1")->createdAt, std::string("t1"));
}

/// What the book has to be, told differently: a pile of versions that reached everybody, and one
/// candidate beside.
struct Reference {
  std::vector<std::string> pile;  // models, the stable one last
  std::string candidate;
  int share = 0;
  bool candidateHeld = false, stableHeld = false;
  std::set<std::string> waiting, approved;

  [[nodiscard]] bool isThere(const std::string& m) const {
    return candidate == m || waiting.contains(m) || (!pile.empty() && pile.back() == m);
  }
  void goLive(const std::string& m, int percentage) {
    waiting.erase(m);
    candidate = percentage < 100 ? m : "";
    candidateHeld = false;
    share = percentage;
    if (percentage >= 100) {
      pile.push_back(m);
      stableHeld = false;
    }
  }
  bool request(const std::string& m, int percentage) {
    if (isThere(m)) {
      return false;
    }
    approved.contains(m) ? goLive(m, percentage) : void(waiting.insert(m));
    return true;
  }
  bool rollout(const std::string& m, int percentage) {
    if (waiting.contains(m)) {
      if (approved.contains(m)) {
        goLive(m, percentage);
        return true;
      }
      return false;
    }
    if (candidate == m) {
      if (percentage > share && (candidateHeld || !approved.contains(m))) {
        return false;
      }
      goLive(m, percentage);
      return true;
    }
    if (pile.empty() || pile.back() != m) {
      return false;
    }
    if (percentage >= 100) {
      stableHeld = false;
      return true;
    }
    if (!candidate.empty()) {
      return false;
    }
    takeTop();
    goLive(m, percentage);
    return true;
  }
  /// The next below that may serve; one that is the same as what leaves, or the ground, is the
  /// base.
  void takeTop() {
    std::set<std::string> seen = {pile.back()};
    pile.pop_back();
    stableHeld = false;
    while (!pile.empty() && !approved.contains(pile.back())) {
      if (!seen.insert(pile.back()).second) {
        pile.clear();
        return;
      }
      pile.pop_back();
    }
    if (!pile.empty() && seen.contains(pile.back())) {
      pile.clear();
    }
  }
  bool leave(const std::string& m) {
    if (candidate == m) {
      candidate.clear();
      candidateHeld = false;
      return true;
    }
    if (!pile.empty() && pile.back() == m) {
      takeTop();
      return true;
    }
    return false;
  }
  bool hold(const std::string& m) {
    if (candidate == m) {
      candidateHeld = true;
      return true;
    }
    if (!pile.empty() && pile.back() == m) {
      stableHeld = true;
      return true;
    }
    return false;
  }
};

/// One random sequence beside its reference; "" where they agree at every step.
class Sequence {
 public:
  explicit Sequence(std::uint64_t seed)
      : rng_(seed, "deployments"),
        book_({}, [this](const std::string& m) { return reference_.approved.contains(m); }) {}

  std::string run() {
    const auto steps = 1 + rng_.below(16);
    for (std::uint64_t i = 0; i < steps; ++i) {
      step();
      if (const std::string wrong = compare(); !wrong.empty()) {
        return log_ + "-> " + wrong + " | " + stateOf(book_);
      }
    }
    return rollbackFromHere();
  }

 private:
  void step() {
    const std::string model(1, static_cast<char>('a' + rng_.below(4)));
    static const std::vector<int> kShares = {0, 1, 10, 50, 100, 100};
    const int share = kShares[rng_.below(kShares.size())];
    switch (rng_.below(8)) {
      case 0:
      case 1:
        note("approve", model, 0);
        approve(model);
        break;
      case 2:
        note("withdraw", model, 0);
        withdraw(model);
        break;
      case 3:
      case 4:
        note("request", model, share);
        same(book_.request(asked("dp_" + std::to_string(++last_), model, share), kAct),
             reference_.request(model, share));
        break;
      case 5:
        note("rollout", model, share);
        same(book_.rollout(newest(model), share, kAct), reference_.rollout(model, share));
        break;
      case 6:
        note("rollback", model, 0);
        same(book_.rollback(newest(model), kAct), reference_.leave(model));
        break;
      default:
        note("hold", model, 0);
        same(book_.hold(newest(model), kAct), reference_.hold(model));
    }
  }
  /// By one of two people, of whom each has trained two of the models.
  void approve(const std::string& model) {
    deploy::GateInput input = goodInput_;
    input.model.createdBy = model < "c" ? "anna" : "ben";
    const std::string signer = rng_.below(2) == 0 ? "anna" : "ben";
    const auto may = deploy::mayApprove(request_, input.model, report_, {signer, signer, false});
    if (may.has_value() == (signer == input.model.createdBy)) {
      wrong_ = "self-approval";
    }
    if (may) {
      reference_.approved.insert(model);
    }
  }
  /// As the service does it: what is live and may not serve any more is rolled back.
  void withdraw(const std::string& model) {
    reference_.approved.erase(model);
    if (reference_.leave(model)) {
      same(book_.rollback(newest(model), kAct), true);
    }
  }
  [[nodiscard]] std::string newest(const std::string& model) const {
    std::string out = "dp_none";
    for (const Deployment& d : book_.all()) {
      const bool open = deploy::isLive(d) || d.status == "waiting";
      out = d.modelId == model && open ? d.id : out;
    }
    return out;
  }
  void note(const std::string& what, const std::string& model, int share) {
    log_ += what + " " + model + " " + std::to_string(share) + ", ";
  }
  void same(const base::Status& done, bool wanted) {
    if (done.has_value() != wanted) {
      wrong_ = wanted ? "refused: " + done.error().text() : "was not refused";
    }
  }
  std::string compare() {
    std::set<std::string> waiting;
    int candidates = 0, stables = 0;
    for (const Deployment& d : book_.all()) {
      if (d.status == "waiting") {
        waiting.insert(d.modelId);
      }
      if (deploy::isLive(d)) {
        (d.rolloutPercentage < 100 ? candidates : stables) += 1;
        if (!reference_.approved.contains(d.modelId)) {
          return "serves without an approval";
        }
      }
    }
    const Deployment* c = book_.candidate();
    const Deployment* s = book_.stable();
    const std::string stable = reference_.pile.empty() ? "" : reference_.pile.back();
    if (!wrong_.empty()) {
      return wrong_;
    }
    if (candidates > 1 || stables > 1) {
      return "two of a kind";
    }
    if ((c == nullptr ? "" : c->modelId) != reference_.candidate ||
        (c != nullptr && (static_cast<int>(c->rolloutPercentage) != reference_.share ||
                          (c->status == "held") != reference_.candidateHeld))) {
      return "another candidate";
    }
    if ((s == nullptr ? "" : s->modelId) != stable ||
        (s != nullptr && (s->status == "held") != reference_.stableHeld)) {
      return "another stable version than " + stable;
    }
    if (c != nullptr && c->stableModelId != stable) {
      return "the candidate names another stable version";
    }
    return waiting == reference_.waiting ? "" : "others wait";
  }
  /// Whatever is live is out after one action, and its patients are with the version it names.
  std::string rollbackFromHere() {
    for (const Deployment* d : {book_.candidate(), book_.stable()}) {
      if (d == nullptr) {
        continue;
      }
      const std::string id = d->id;
      DeploymentBook after = book_;
      if (!after.rollback(id, kAct) || deploy::isLive(*after.find(id)) ||
          (after.stable() == nullptr ? "" : after.stable()->modelId) !=
              after.find(id)->stableModelId) {
        return log_ + "-> no way back from " + id;
      }
    }
    return "";
  }

  base::Rng rng_;
  Reference reference_;
  DeploymentBook book_;
  std::string log_, wrong_;
  int last_ = 0;
  static inline const deploy::GateInput goodInput_ = goodInput();
  static inline const protocol::ReleaseReport report_ = [] {
    protocol::ReleaseReport out;
    out.bytesSha256 = goodInput_.bytesNow;
    out.gates = deploy::gatesOf(goodInput_);
    return out;
  }();
  static inline const protocol::ApprovalRequest request_ = {
      "md_1", goodInput_.bytesNow, "approved for production", "seen and found good", ""};
};

void DeploymentsTest::random_sequencesKeepTheRules() {
  for (std::uint64_t seed = 0; seed < 100000; ++seed) {
    const std::string wrong = Sequence(seed).run();
    QVERIFY2(wrong.empty(), (std::to_string(seed) + ": " + wrong).c_str());
  }
}

TELESOFT_TEST(DeploymentsTest)

}  // namespace

#include "deployments_test.moc"
