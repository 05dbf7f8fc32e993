#include "telesoft/deploy/release/gates.h"

#include <functional>

#include "release_fixture.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using deploy::GateInput;
using protocol::Approach;
using protocol::Verdict;

struct Case {
  const char* name;
  std::function<void(GateInput&)> spoil;
  const char* gate;
  const char* state;
  const char* words;  // that the statement has
};

const std::vector<Case>& cases() {
  static const std::vector<Case> list = {
      {"proof as it was", [](GateInput&) {}, "split_proof", "holds", "0 of 1,204 patients"},
      {"no split", [](GateInput& i) { i.split.reset(); }, "split_proof", "missing", "no part"},
      {"two splits", [](GateInput& i) { i.validationSplit = "sp_2"; }, "split_proof", "fails",
       "two splits"},
      {"shared patients", [](GateInput& i) { i.split->proof.sharedPatients = 2; }, "split_proof",
       "fails", "2 patients and 0 rows"},
      {"shared rows", [](GateInput& i) { i.split->proof.sharedRows = 7; }, "split_proof", "fails",
       "7 rows"},
      {"manifest gone", [](GateInput& i) { i.manifestNow.clear(); }, "split_proof", "missing",
       "not there"},
      {"manifest altered", [](GateInput& i) { i.manifestNow[0] = 'c'; }, "split_proof", "fails",
       "not the one"},
      {"knowledge base without training",
       [](GateInput& i) {
         i.model.approach = Approach::KnowledgeBase;
         i.model.trainingData.clear();
         i.split.reset();
       },
       "split_proof", "holds", "no weights"},

      {"above the minimum", [](GateInput&) {}, "evaluation", "holds",
       "AUROC .912 (95 % CI .897-.926, n = 1,204) >= .850; better than the base: +.310"},
      {"below the minimum", [](GateInput& i) { i.job->request.targetMetrics.minimum = 0.92; },
       "evaluation", "fails", "< .920"},
      {"exactly the minimum", [](GateInput& i) { i.job->request.targetMetrics.minimum = 0.912; },
       "evaluation", "holds", ">= .912"},
      {"the asked metric, not the evaluation's",
       [](GateInput& i) {
         i.job->request.targetMetrics = {"accuracy", 0.86};
       },
       "evaluation", "fails", "accuracy .850"},
      {"a metric that tests do not have",
       [](GateInput& i) {
         i.job->request.targetMetrics = {"loss", 0};
       },
       "evaluation", "holds", "AUROC .912"},
      {"not evaluated", [](GateInput& i) { i.evaluations.clear(); }, "evaluation", "missing",
       "not evaluated"},
      {"still evaluating", [](GateInput& i) { i.evaluations[0].status = "running"; }, "evaluation",
       "missing", "not evaluated"},
      {"keep the base", [](GateInput& i) { i.evaluations[0].verdict = Verdict::KeepBase; },
       "evaluation", "fails", "to be kept"},
      {"too little data", [](GateInput& i) { i.evaluations[0].verdict = Verdict::TooLittleData; },
       "evaluation", "fails", "too little data"},
      {"no difference", [](GateInput& i) { i.evaluations[0].verdict = Verdict::NoDifference; },
       "evaluation", "holds", "no difference"},
      {"a newer, worse one counts",
       [](GateInput& i) {
         protocol::Evaluation worse = goodEvaluation();
         worse.verdict = Verdict::KeepBase;
         i.evaluations.insert(i.evaluations.begin(), worse);
       },
       "evaluation", "fails", "to be kept"},
      {"a figure that is no number",
       [](GateInput& i) { i.evaluations[0].arms[0].macroAuroc.value = std::nan(""); }, "evaluation",
       "fails", "AUROC"},
      {"opened again", [](GateInput& i) { i.evaluations[0].testOpenings = 3; }, "evaluation",
       "holds", "opened 3 times"},
      {"no job and so no minimum", [](GateInput& i) { i.job.reset(); }, "evaluation", "holds",
       "no minimum"},
      {"knowledge base without a minimum",
       [](GateInput& i) {
         i.model.approach = Approach::KnowledgeBase;
         i.evaluations.clear();
         i.job->request.targetMetrics.minimum = 0;
       },
       "evaluation", "holds", "base's own"},

      {"a gap within the limit", [](GateInput&) {}, "subgroup_gap", "holds",
       ".040 (site: North against South"},
      {"small groups do not count",
       [](GateInput& i) { i.evaluations[0].subgroupPerformance[2].primary.n = 29; }, "subgroup_gap",
       "holds", ".040"},
      {"a large gap",
       [](GateInput& i) {
         i.evaluations[0].subgroupPerformance[1].primary = estimate(0.7, 0.68, 0.72, 800);
       },
       "subgroup_gap", "fails", ".220"},
      {"a large gap that may be chance",
       [](GateInput& i) {
         i.evaluations[0].subgroupPerformance[1].primary = estimate(0.8, 0.7, 0.9, 40);
       },
       "subgroup_gap", "holds", "not shown"},
      {"not analysed", [](GateInput& i) { i.evaluations[0].subgroupPerformance.clear(); },
       "subgroup_gap", "missing", "site"},
      {"no group is large enough",
       [](GateInput& i) {
         for (auto& group : i.evaluations[0].subgroupPerformance) {
           group.primary.n = 20;
         }
       },
       "subgroup_gap", "missing", "two groups of 30"},
      {"no subgroup column",
       [](GateInput& i) {
         i.columns.clear();
         i.evaluations[0].subgroupPerformance.clear();
       },
       "subgroup_gap", "holds", "no subgroup column"},
      {"the column that the test rows were set aside by",
       [](GateInput& i) { i.split->plan.testColumn = i.columns[0].name; }, "subgroup_gap", "holds",
       "set aside"},
      {"a column with one value", [](GateInput& i) { i.columns[0].distinct = 1; }, "subgroup_gap",
       "holds", "no subgroup column"},

      {"kept", [](GateInput&) {}, "capabilities", "holds", "general_medical_knowledge kept"},
      {"lost", [](GateInput& i) { i.evaluations[0].capabilities[0].state = "lost"; },
       "capabilities", "fails", "lost"},
      {"uncertain", [](GateInput& i) { i.evaluations[0].capabilities[0].state = "uncertain"; },
       "capabilities", "holds", "uncertain"},
      {"asked, not measured", [](GateInput& i) { i.evaluations[0].capabilities.clear(); },
       "capabilities", "missing", "general_medical_knowledge"},
      {"one of two measured",
       [](GateInput& i) {
         i.job->request.preserveCapabilities.emplace_back("regulatory_compliance");
       },
       "capabilities", "missing", "not measured: regulatory_compliance"},
      {"none asked",
       [](GateInput& i) {
         i.job->request.preserveCapabilities.clear();
         i.evaluations[0].capabilities.clear();
       },
       "capabilities", "holds", "no capability"},

      {"the same bytes", [](GateInput&) {}, "integrity", "holds", "aaaaaaaaaaaa"},
      {"other bytes", [](GateInput& i) { i.bytesNow = std::string(64, 'd'); }, "integrity", "fails",
       "dddddddddddd"},
      {"no bytes", [](GateInput& i) { i.bytesNow.clear(); }, "integrity", "fails",
       "cannot be read"},
      {"never hashed", [](GateInput& i) { i.model.bytesSha256.clear(); }, "integrity", "missing",
       "registered"},
  };
  return list;
}

class GatesTest : public QObject {
  Q_OBJECT
 private slots:
  void gates_followTheRecords_data();
  void gates_followTheRecords();
  void allHold_needsEveryGate();
  void gates_nameTheirEvidence();
};

void GatesTest::gates_followTheRecords_data() {
  QTest::addColumn<int>("row");
  for (size_t i = 0; i < cases().size(); ++i) {
    QTest::newRow((std::string(cases()[i].gate) + ": " + cases()[i].name).c_str())
        << static_cast<int>(i);
  }
}

void GatesTest::gates_followTheRecords() {
  QFETCH(int, row);
  const Case& one = cases()[static_cast<size_t>(row)];
  GateInput input = goodInput();
  one.spoil(input);
  const auto gates = deploy::gatesOf(input);
  const protocol::Gate& gate = gateOf(gates, one.gate);
  QCOMPARE(gate.state, std::string(one.state));
  QVERIFY2(gate.statement.find(one.words) != std::string::npos, gate.statement.c_str());
}

void GatesTest::allHold_needsEveryGate() {
  QVERIFY(!deploy::allHold({}));
  auto gates = deploy::gatesOf(goodInput());
  QCOMPARE(gates.size(), size_t{5});
  QVERIFY(deploy::allHold(gates));
  for (auto& gate : gates) {
    gate.state = "missing";
    QVERIFY(!deploy::allHold(gates));
    gate.state = "holds";
  }
}

void GatesTest::gates_nameTheirEvidence() {
  const auto gates = deploy::gatesOf(goodInput());
  QCOMPARE(gateOf(gates, "split_proof").evidenceId, std::string("sp_1"));
  QCOMPARE(gateOf(gates, "evaluation").evidenceId, std::string("ev_1"));
  QCOMPARE(gateOf(gates, "evaluation").evidenceKind, std::string("evaluation"));
  QCOMPARE(gateOf(gates, "integrity").evidenceId, std::string("md_1"));
}

TELESOFT_TEST(GatesTest)

}  // namespace

#include "gates_test.moc"
