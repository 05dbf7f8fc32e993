#include "telesoft/evaluate/report/figures.h"

#include <cmath>

#include <QXmlStreamReader>

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;

/// Elements of a well-formed picture, by name or class; fails the caller when it is none.
int countOf(const std::string& svg, const QString& element, const QString& style = {}) {
  QXmlStreamReader reader(QString::fromStdString(svg));
  int count = 0;
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isStartElement() && reader.name() == element) {
      const QStringList styles = reader.attributes().value("class").toString().split(' ');
      count += style.isEmpty() || styles.contains(style) ? 1 : 0;
    }
  }
  return reader.hasError() ? -1 : count;
}

class FiguresTest : public QObject {
  Q_OBJECT
 private slots:
  void forest_drawsEveryFigureInsideItsScale();
  void forest_writesNan();
  void forest_ofNothingIsEmpty();
  void reliability_leavesOutEmptyBins();
  void confusion_hasACellForEveryPair();
  void words_areEscaped();
};

void FiguresTest::forest_drawsEveryFigureInsideItsScale() {
  const std::string svg = forestPlot({{"accuracy", {{"tuned", {0.31, 0.28, 0.34, 9, ""}}}, "+.31"},
                                      {"Brier", {{"base", {-0.2, -0.25, -0.15, 9, ""}}}, "-.20"}},
                                     0.0);
  QCOMPARE(countOf(svg, "circle"), 2);
  QCOMPARE(countOf(svg, "line", "range"), 2);
  QCOMPARE(countOf(svg, "line", "zero"), 1);
  QXmlStreamReader reader(QString::fromStdString(svg));
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isStartElement() && reader.name() == QStringLiteral("circle")) {
      const double x = reader.attributes().value("cx").toDouble();
      QVERIFY2(x > 250 && x < 560, qPrintable(QString::number(x)));
    }
  }
}

void FiguresTest::forest_writesNan() {
  const std::string svg = forestPlot({{"accuracy", {{"tuned", {}}}, ""}}, std::nullopt);
  QCOMPARE(countOf(svg, "circle"), 0);
  QVERIFY(svg.find("not defined") != std::string::npos);
  QVERIFY(svg.find("nan") == std::string::npos);
}

void FiguresTest::forest_ofNothingIsEmpty() {
  QVERIFY(countOf(forestPlot({}, std::nullopt), "line") >= 1);
}

void FiguresTest::reliability_leavesOutEmptyBins() {
  protocol::ArmMetrics arm;
  arm.arm = "tuned";
  arm.calibration = {{0.1, 0.2, 5}, {std::nan(""), std::nan(""), 0}, {0.9, 0.8, 7}};
  const std::string svg = reliabilityDiagram({arm});
  QCOMPARE(countOf(svg, "circle"), 2);
  QVERIFY(svg.find("nan") == std::string::npos);
}

void FiguresTest::confusion_hasACellForEveryPair() {
  protocol::ArmMetrics arm;
  arm.classes.resize(3);
  arm.confusion = {{5, 0, 1}, {0, 0, 0}, {2, 3, 4}};
  QCOMPARE(countOf(confusionMatrix(arm), "rect", "cell"), 9);
}

void FiguresTest::words_areEscaped() {
  protocol::ArmMetrics arm;
  arm.arm = "\"><script>";
  arm.classes.resize(1);
  arm.classes[0].name = "<a&b>";
  arm.confusion = {{1}};
  arm.calibration = {{0.5, 0.5, 1}};
  for (const std::string& svg :
       {confusionMatrix(arm), reliabilityDiagram({arm}),
        forestPlot({{"<x>", {{arm.arm, {0.5, 0.4, 0.6, 1, ""}}}, "<y>"}}, {})}) {
    QVERIFY(countOf(svg, "svg") == 1);
    QVERIFY(svg.find("<script") == std::string::npos);
  }
}

TELESOFT_TEST(FiguresTest)

}  // namespace

#include "figures_test.moc"
