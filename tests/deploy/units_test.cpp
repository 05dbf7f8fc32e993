#include "telesoft/deploy/gateway/units.h"

#include "support/test_case.h"

namespace {

using telesoft::deploy::converted;

class UnitsTest : public QObject {
  Q_OBJECT
 private slots:
  void converted_isExact_data();
  void converted_isExact();
  void converted_refusesWhatItCannotKnow_data();
  void converted_refusesWhatItCannotKnow();
};

void UnitsTest::converted_isExact_data() {
  QTest::addColumn<double>("value");
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::addColumn<double>("expected");
  QTest::newRow("same") << 7.3 << "IU/L"
                        << "IU/L" << 7.3;
  QTest::newRow("cm to mm") << 2.2 << "cm"
                            << "mm" << 22.0;
  QTest::newRow("years to months") << 3.0 << "years"
                                   << "months" << 36.0;
  QTest::newRow("months to years") << 30.0 << "months"
                                   << "years" << 2.5;
  QTest::newRow("g/dL to g/L") << 13.5 << "g/dL"
                               << "g/L" << 135.0;
  QTest::newRow("case") << 13.5 << "G/DL"
                        << "g/l" << 135.0;
  QTest::newRow("micro sign") << 5.0 << "\u00B5mol/L"
                              << "mmol/L" << .005;
  QTest::newRow("greek mu") << 5.0 << "\u03BCg"
                            << "mg" << .005;
}

void UnitsTest::converted_isExact() {
  QFETCH(double, value);
  QFETCH(QString, from);
  QFETCH(QString, to);
  QFETCH(double, expected);
  const auto out = converted(value, from.toStdString(), to.toStdString());
  QVERIFY(out.has_value());
  QCOMPARE(*out, expected);
}

void UnitsTest::converted_refusesWhatItCannotKnow_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::newRow("by substance") << "mg/dL"
                                << "umol/L";
  QTest::newRow("unknown") << "stone"
                           << "kg";
  QTest::newRow("another kind") << "mm"
                                << "mg";
  QTest::newRow("days in a month") << "days"
                                   << "months";
  QTest::newRow("none") << "mm"
                        << "";
}

void UnitsTest::converted_refusesWhatItCannotKnow() {
  QFETCH(QString, from);
  QFETCH(QString, to);
  QVERIFY(!converted(1, from.toStdString(), to.toStdString()).has_value());
}

TELESOFT_TEST(UnitsTest)

}  // namespace

#include "units_test.moc"
