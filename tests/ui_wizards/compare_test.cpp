#include <cmath>

#include <QDesktopServices>
#include <QFile>
#include <QScrollArea>
#include <QUrl>

#include "telesoft/ui/compare/verdict.h"
#include "telesoft/ui/widgets/charts/confusion_matrix.h"

#include "support/test_case.h"
#include "ui_wizards/desk.h"

namespace telesoft::tests {

using protocol::Evaluation;
using protocol::Verdict;

class CompareTest : public QObject {
  Q_OBJECT

 public slots:
  void takeUrl(const QUrl& url) { opened_ = url; }

 private slots:
  void models_startAComparisonOnTheTestPart();
  void models_sayWhyAComparisonDidNotStart();
  void compare_putsTheVerdictFirst();
  void compare_fillsByItselfWhenTheRunEnds();
  void compare_saysWhyItFailed();
  void compare_opensTheReportFromTheWorkspace();
  void forest_keepsNanAndNamesTheOther();

 private:
  QUrl opened_;
};

void CompareTest::models_startAComparisonOnTheTestPart() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("models"), QStringLiteral("mo_1"));
  QTRY_VERIFY(desk.says(QStringLiteral("Not compared with its base yet")));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("models-1-tuned"));
  auto started = sampleEvaluation(Verdict::TooLittleData);
  started.status = "queued";
  desk.server.gives("POST /v1/evaluations", started);
  desk.button(QStringLiteral("Compare with the base"))->click();
  QTRY_COMPARE(desk.wentTo, QStringLiteral("compare"));
  QCOMPARE(desk.wentWith, QStringLiteral("ev_1"));
  const auto& sent = desk.server.asked("POST /v1/evaluations").back();
  QCOMPARE(sent["modelId"], "mo_1");
  QCOMPARE(sent["testData"], "ds_test");
  QCOMPARE(sent["compareToBase"], true);
}

void CompareTest::models_sayWhyAComparisonDidNotStart() {
  Desk desk;
  desk.server.fails("POST /v1/evaluations", 400, "invalid_input",
                    "3 patients of the test part were trained on",
                    "use the test part of the same split");
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("models"), QStringLiteral("mo_1"));
  QTRY_VERIFY(desk.button(QStringLiteral("Compare with the base")) != nullptr);
  desk.button(QStringLiteral("Compare with the base"))->click();
  QTRY_VERIFY(desk.says(QStringLiteral("3 patients of the test part were trained on")));
  QVERIFY(desk.button(QStringLiteral("Compare with the base"))->isEnabled());
}

void CompareTest::compare_putsTheVerdictFirst() {
  Desk desk;
  const Evaluation evaluation = sampleEvaluation(Verdict::TunedIsBetter);
  desk.server.gives("GET /v1/evaluations", protocol::Items<Evaluation>{{evaluation}});
  desk.server.gives("GET /v1/evaluations/ev_1", evaluation);
  QVERIFY(desk.ready());
  ui::Panel& panel = desk.show(QStringLiteral("compare"), QStringLiteral("ev_1"));
  QTRY_VERIFY(desk.says(QStringLiteral("macro-F1 .891 against .612")));
  QVERIFY(desk.says(QStringLiteral("opened 1 time so far")));
  QVERIFY(desk.says(QStringLiteral("Discharge notes, LoRA r8 against its base")));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("compare-1-top"));
  auto* matrix = panel.findChild<ui::ConfusionMatrix*>();
  QVERIFY(matrix != nullptr);
  matrix->setFocus();
  for (auto* area : panel.findChildren<QScrollArea*>()) {
    area->ensureWidgetVisible(matrix);
  }
  desk.shoot(QStringLiteral("compare-2-bottom"));
}

void CompareTest::compare_fillsByItselfWhenTheRunEnds() {
  Desk desk;
  Evaluation evaluation = sampleEvaluation(Verdict::KeepBase);
  evaluation.status = "running";
  const auto give = [&] {
    desk.server.gives("GET /v1/evaluations", protocol::Items<Evaluation>{{evaluation}});
    desk.server.gives("GET /v1/evaluations/ev_1", evaluation);
  };
  give();
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("compare"), QStringLiteral("ev_1"));
  QTRY_VERIFY(desk.says(QStringLiteral("This page fills by itself")));
  QVERIFY(desk.button(QStringLiteral("Open the report")) == nullptr);
  desk.shoot(QStringLiteral("compare-0-running"));
  evaluation.status = "succeeded";
  give();
  desk.server.announce("evaluation");
  QTRY_VERIFY(desk.says(QStringLiteral("macro-F1 .891 against .612")));
  QVERIFY(desk.button(QStringLiteral("Open the report")) != nullptr);
}

void CompareTest::compare_saysWhyItFailed() {
  Desk desk;
  Evaluation evaluation = sampleEvaluation(Verdict::TooLittleData);
  evaluation.status = "failed";
  evaluation.message = "the engine ended by signal 9";
  desk.server.gives("GET /v1/evaluations/ev_1", evaluation);
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("compare"), QStringLiteral("ev_1"));
  QTRY_VERIFY(desk.says(QStringLiteral("the engine ended by signal 9")));
  desk.server.fails("GET /v1/evaluations/ev_2", 404, "not_found", "there is no evaluation \"ev_2\"",
                    "");
  desk.show(QStringLiteral("compare"), QStringLiteral("ev_2"));
  QTRY_VERIFY(desk.says(QStringLiteral("There is no evaluation")));
}

void CompareTest::compare_opensTheReportFromTheWorkspace() {
  Desk desk;
  const Evaluation evaluation = sampleEvaluation(Verdict::TunedIsBetter);
  desk.server.gives("GET /v1/evaluations/ev_1", evaluation);
  desk.server.on("GET /v1/evaluations/ev_1/report", [](const base::json&) {
    return Answer{200, "<html>the report</html>", "text/html"};
  });
  QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "takeUrl");
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("compare"), QStringLiteral("ev_1"));
  QTRY_VERIFY(desk.button(QStringLiteral("Open the report")) != nullptr);
  desk.key(Qt::Key_R, Qt::ControlModifier);
  QTRY_VERIFY(opened_.isLocalFile());
  QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
  QVERIFY(opened_.toLocalFile().startsWith(desk.server.workspace()));
  QFile file(opened_.toLocalFile());
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), QByteArray("<html>the report</html>"));
  const auto shared = QFile::ReadGroup | QFile::ReadOther;
  QVERIFY(!(file.permissions() & shared));
}

void CompareTest::forest_keepsNanAndNamesTheOther() {
  Evaluation evaluation = sampleEvaluation(Verdict::NoDifference);
  evaluation.comparisons[1].difference = protocol::Estimate();
  const auto rows = ui::forestRows(evaluation);
  QCOMPARE(rows.size(), size_t{6});  // two headings, four differences
  QVERIFY(rows[0].heading);
  QVERIFY(rows[0].label.contains(QStringLiteral("MiniLM, zero-shot")));
  QVERIFY(std::isnan(rows[2].value));
  QCOMPARE(rows[1].note, QStringLiteral("p < .001, bootstrap by patient"));
  QVERIFY(rows[3].label.contains(QStringLiteral("trained head")));
}

TELESOFT_TEST(CompareTest)

}  // namespace telesoft::tests

#include "compare_test.moc"
