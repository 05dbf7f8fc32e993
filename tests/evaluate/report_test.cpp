#include "telesoft/evaluate/report.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

protocol::Evaluation example(size_t classes) {
  auto input = emptyCase({.rows = 300, .classes = classes, .rowsOfPatient = 2});
  addArm(input, "base", 0.8);
  addArm(input, "tuned", 3.0);
  input.subgroupColumns = {"sex"};
  auto result = evaluate::evaluate(input);
  result->id = "ev-1";
  result->testOpenings = 2;
  return *result;
}

bool has(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

class ReportTest : public QObject {
  Q_OBJECT
 private slots:
  void page_holdsTheVerdictAndEveryPart();
  void page_showsWhatWasPreserved();
  void page_fetchesNothing();
  void page_escapesWhatItIsGiven();
  void page_ofNanShowsIt();
  void page_ofNothingIsStillAPage();
};

void ReportTest::page_holdsTheVerdictAndEveryPart() {
  const auto evaluation = example(3);
  const std::string page = evaluate::renderHtmlReport(evaluation);
  QVERIFY(has(page, "The tuned model is better"));
  QVERIFY(has(page, evaluation.improvementSummary.substr(0, 40)));
  for (const char* title : {"Figures", "What tuning changed", "Calibration", "Every class",
                            "Which class is taken for which", "Groups of patients",
                            "Most confident errors", "How this was computed"}) {
    QVERIFY2(has(page, std::string("<h2>") + title), title);
  }
  QVERIFY(has(page, "bootstrap by patient, 500"));
  QVERIFY(has(page, "2 times"));
  QVERIFY(has(page, "</html>"));
}

void ReportTest::page_showsWhatWasPreserved() {
  auto evaluation = example(2);
  QVERIFY(!has(evaluate::renderHtmlReport(evaluation), "still can"));
  protocol::CapabilityMetrics one;
  one.name = "general_medical_knowledge";
  one.title = "Which of eight terms?";
  one.base = {0.8, 0.74, 0.85, 200, "Wilson"};
  one.tuned = {0.6, 0.53, 0.67, 200, "Wilson"};
  one.difference = {-0.2, -0.27, -0.13, 200, "bootstrap by item, 2,000"};
  one.state = "lost";
  evaluation.capabilities = {one};
  const std::string page = evaluate::renderHtmlReport(evaluation);
  QVERIFY(has(page, "still can") && has(page, "Which of eight terms?") && has(page, "<td>lost"));
  QVERIFY(has(page, ".800") && has(page, ".530"));
}

void ReportTest::page_fetchesNothing() {
  const std::string page = evaluate::renderHtmlReport(example(2));
  for (const char* sign : {"<script", "http:", "https:", "src=", "href=", "url(", "@import"}) {
    QVERIFY2(!has(page, sign), sign);
  }
}

void ReportTest::page_escapesWhatItIsGiven() {
  auto evaluation = example(2);
  const std::string bad = "<script>alert('x')</script>";
  evaluation.id = evaluation.modelId = evaluation.testData = evaluation.improvementSummary = bad;
  evaluation.createdAt = bad;
  for (auto& arm : evaluation.arms) {
    arm.title = bad;
    arm.classes[1].name = bad;
  }
  evaluation.subgroupPerformance[0].column = evaluation.subgroupPerformance[0].value = bad;
  evaluation.errorAnalysis[0].label = evaluation.errorAnalysis[0].predicted = bad;
  const std::string page = evaluate::renderHtmlReport(evaluation);
  QVERIFY(!has(page, "<script"));
  QVERIFY(has(page, "&lt;script&gt;"));
}

void ReportTest::page_ofNanShowsIt() {
  auto evaluation = example(2);
  evaluation.arms[1].macroF1 = {};
  evaluation.comparisons[0].difference = {};
  const std::string page = evaluate::renderHtmlReport(evaluation);
  QVERIFY(has(page, "not defined"));
  QVERIFY(!has(page, "nan"));
}

void ReportTest::page_ofNothingIsStillAPage() {
  const std::string page = evaluate::renderHtmlReport({});
  QVERIFY(has(page, "Too little data for a verdict"));
  QVERIFY(has(page, "</html>"));
}

TELESOFT_TEST(ReportTest)

}  // namespace

#include "report_test.moc"
