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
