#include "telesoft/jobs/advisor.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using protocol::Advice;
using protocol::Approach;
using protocol::ApproachAdvice;
using protocol::BaseModel;
using protocol::Task;

BaseModel base(const std::string& id, Task task, std::int64_t parameters, bool available = true) {
  BaseModel out;
  out.id = id;
  out.task = task;
  out.parameters = parameters;
  out.available = available;
  return out;
}

AdviceInput notes(std::int64_t rows) {
  AdviceInput input;
  input.rows = rows;
  input.labelCounts = {{"a", rows / 2}, {"b", rows - rows / 2}};
  input.averageTextBytes = 420;  // 102 tokens
  input.baseModels = {base("text", Task::TextClassification, 22713216),
                      base("risk", Task::TabularRisk, 5000)};
  input.cores = 2;
  return input;
}

AdviceInput patients(std::int64_t rows) {
  AdviceInput input = notes(rows);
  input.task = Task::TabularRisk;
  input.features = 10;
  return input;
}

ApproachAdvice on(Approach approach, const AdviceInput& input) {
  for (const ApproachAdvice& one : advise(input).approaches) {
    if (one.approach == approach) {
      return one;
    }
  }
  return {};
}

class AdvisorTest : public QObject {
  Q_OBJECT
 private slots:
  void fit_followsTheProductsRules_data();
  void fit_followsTheProductsRules();
  void cost_isTheFormulas();
  void cost_ofLongTextsIsCutAtMaxLength();
  void cost_ofAdaptersIsLessThanOfFull();
  void trainable_isLoraPlusHead();
  void tooFewRows_areNotAdvised();
  void oneClass_isNotAdvised();
  void rareClass_isSaid();
  void littleMemory_isSaid();
  void baseModels_areThoseOfTheTaskWithThoseHereFirst();
  void wrongBaseModel_givesNoAdvice();
  void unlabelledRows_pointToExperts();
  void summary_namesTheBestAndItsTime();
  void every_reasonIsASentence();
};

void AdvisorTest::fit_followsTheProductsRules_data() {
  QTest::addColumn<bool>("text");
  QTest::addColumn<int>("rows");
  QTest::addColumn<QString>("approach");
  QTest::addColumn<QString>("fit");
  const auto row = [](bool text, int rows, const char* approach, const char* fit) {
    QTest::newRow((std::string(text ? "text " : "risk ") + std::to_string(rows) + approach).c_str())
        << text << rows << QString::fromLatin1(approach) << QString::fromLatin1(fit);
  };
  row(true, 300, "peft", "possible");
  row(true, 1000, "peft", "recommended");
  row(true, 5000, "peft", "recommended");
  row(true, 10000, "peft", "possible");
  row(true, 300, "full", "not_advised");
  row(true, 5000, "full", "possible");
  row(true, 10000, "full", "recommended");
  row(true, 300, "head_only", "recommended");
  row(true, 5000, "head_only", "possible");
  row(true, 5000, "scratch", "not_advised");
  row(false, 277, "full", "recommended");
  row(false, 60, "full", "possible");
  row(false, 277, "peft", "not_available");
  row(false, 277, "scratch", "possible");
  row(true, 5000, "expert_feedback", "not_available");
  row(true, 5000, "knowledge_base", "not_available");
}

void AdvisorTest::fit_followsTheProductsRules() {
  QFETCH(bool, text);
  QFETCH(int, rows);
  QFETCH(QString, approach);
  QFETCH(QString, fit);
  const auto asked = telesoft::base::enumOf<Approach>(approach.toStdString());
  QVERIFY(asked.has_value());
  QCOMPARE(QString::fromStdString(on(*asked, text ? notes(rows) : patients(rows)).fit), fit);
}

void AdvisorTest::cost_isTheFormulas() {
  AdviceInput input = notes(3000);
  input.hyperparameters.epochs = 3;
  // 3 epochs * 3000 rows * 102 tokens * 12 * 6 * 384^2 weights * 2 passes / (2 cores * 25e9) / 60 s
  QVERIFY(std::abs(on(Approach::Peft, input).minutes - 6.497501184) < 1e-4);
  QVERIFY(std::abs(on(Approach::Full, input).minutes - 1.5 * 6.497501184) < 1e-4);
  input.bfloat16 = true;
  QVERIFY(std::abs(on(Approach::Peft, input).minutes - 6.497501184 * 25 / 60) < 1e-4);
  input.bfloat16 = false;
  input.hyperparameters.epochs = 0;  // a head: the encoder sees each row once
  QVERIFY(std::abs(on(Approach::HeadOnly, input).minutes - 6.497501184 / 6) < 1e-4);
}

void AdvisorTest::cost_ofLongTextsIsCutAtMaxLength() {
  AdviceInput input = notes(3000);
  input.averageTextBytes = 1e6;
  const double at256 = on(Approach::Peft, input).minutes;
  input.hyperparameters.maxLength = 128;
  QVERIFY(std::abs(on(Approach::Peft, input).minutes - at256 / 2) < 1e-9);
}

void AdvisorTest::cost_ofAdaptersIsLessThanOfFull() {
  AdviceInput input = notes(3000);
  input.hyperparameters.epochs = 3;
  const ApproachAdvice adapter = on(Approach::Peft, input);
  const ApproachAdvice full = on(Approach::Full, input);
  QVERIFY(adapter.minutes < full.minutes);
  QVERIFY(adapter.memoryMb < full.memoryMb);
  QVERIFY(adapter.trainableParameters < full.trainableParameters / 10);
  QVERIFY(on(Approach::HeadOnly, input).memoryMb < adapter.memoryMb);
}

void AdvisorTest::trainable_isLoraPlusHead() {
  AdviceInput input = notes(3000);
  // 6 layers of 384: 4 square matrices and 2 of 384 by 1,536, each with rank 8 on both sides.
  QCOMPARE(on(Approach::Peft, input).trainableParameters, std::int64_t{18 * 384 * 6 * 8 + 385 * 2});
  input.hyperparameters.targetModules = {"query", "value"};
  QCOMPARE(on(Approach::Peft, input).trainableParameters, std::int64_t{4 * 384 * 6 * 8 + 385 * 2});
}

void AdvisorTest::tooFewRows_areNotAdvised() {
  for (const ApproachAdvice& one : advise(notes(29)).approaches) {
    QVERIFY2(one.fit == "not_advised" || one.fit == "not_available", one.fit.c_str());
  }
  QVERIFY(on(Approach::HeadOnly, notes(30)).fit == "recommended");
}

void AdvisorTest::oneClass_isNotAdvised() {
  AdviceInput input = notes(3000);
  input.labelCounts = {{"a", 3000}};
  QCOMPARE(on(Approach::Peft, input).fit, std::string("not_advised"));
  QVERIFY(advise(input).summary.find("no approach is advised") != std::string::npos);
}

void AdvisorTest::rareClass_isSaid() {
  AdviceInput input = notes(3000);
  input.labelCounts = {{"a", 2991}, {"b", 9}};
  const ApproachAdvice advice = on(Approach::Peft, input);
  QCOMPARE(advice.fit, std::string("recommended"));
  QCOMPARE(advice.reasons.back(),
           std::string("The rarest label has only 9 rows: its figures will be uncertain."));
}

void AdvisorTest::littleMemory_isSaid() {
  AdviceInput input = notes(3000);
  input.memoryMb = 400;
  const ApproachAdvice full = on(Approach::Full, input);
  QCOMPARE(full.fit, std::string("not_advised"));
  QVERIFY(full.reasons.back().find("this machine has 400 MB") != std::string::npos);
  input.memoryMb = 0;  // not known
  QCOMPARE(on(Approach::Full, input).fit, std::string("possible"));
}

void AdvisorTest::baseModels_areThoseOfTheTaskWithThoseHereFirst() {
  AdviceInput input = notes(3000);
  input.baseModels = {base("far", Task::TextClassification, 1, false),
                      base("risk", Task::TabularRisk, 1),
                      base("here", Task::TextClassification, 1)};
  QVERIFY(advise(input).baseModels == (std::vector<std::string>{"here", "far"}));
}

void AdvisorTest::wrongBaseModel_givesNoAdvice() {
  AdviceInput input = notes(3000);
  input.baseModel = "risk";
  const Advice advice = advise(input);
  QCOMPARE(advice.summary, std::string("The base model asked about does not fit this data."));
  for (const ApproachAdvice& one : advice.approaches) {
    QCOMPARE(one.fit, std::string("not_available"));
  }
  input.baseModels.clear();
  QCOMPARE(advise(input).summary, std::string("No base model of the catalogue fits this data."));
}

void AdvisorTest::unlabelledRows_pointToExperts() {
  AdviceInput input = notes(300);
  QCOMPARE(on(Approach::ExpertFeedback, input).reasons.size(), size_t{1});
  input.rows = 2300;
  input.unlabelledRows = 2000;
  QVERIFY(on(Approach::ExpertFeedback, input).reasons.back().starts_with("2,000 rows"));
}

void AdvisorTest::summary_namesTheBestAndItsTime() {
  AdviceInput input = notes(3000);
  input.hyperparameters.epochs = 3;
  QCOMPARE(advise(input).summary,
           std::string("For 3,000 labelled notes of 2 classes, parameter-efficient tuning fits "
                       "best: about 6 minutes on this machine."));
  QCOMPARE(advise(patients(277)).summary,
           std::string("For 277 labelled rows of 2 classes, full fine-tuning fits best: less than "
                       "a minute on this machine."));
}

void AdvisorTest::every_reasonIsASentence() {
  for (const std::int64_t rows : {0, 29, 300, 3000, 30000}) {
    for (const AdviceInput& input : {notes(rows), patients(rows)}) {
      const Advice advice = advise(input);
      QCOMPARE(advice.approaches.size(), size_t{6});
      for (const ApproachAdvice& one : advice.approaches) {
        QVERIFY(!one.reasons.empty());
        for (const std::string& reason : one.reasons) {
          QVERIFY2(reason.ends_with('.') && reason[0] >= 'A' && reason[0] <= 'Z', reason.c_str());
        }
        QVERIFY(one.minutes >= 0 && one.memoryMb >= 0);
      }
    }
  }
}

TELESOFT_TEST(AdvisorTest)

}  // namespace

#include "advisor_test.moc"
