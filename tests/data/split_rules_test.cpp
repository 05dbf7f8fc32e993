#include "telesoft/data/split/split_rules.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using data::TestRule;
using protocol::SplitRequest;

class SplitRulesTest : public QObject {
  Q_OBJECT
 private slots:
  void moment_isADayOrANumber();
  void rule_placesSiteAndPeriod();
  void wishes_thatExcludeEachOtherAreRefused();
};

void SplitRulesTest::moment_isADayOrANumber() {
  QCOMPARE(data::momentOf("1970-01-02")->value, 1.0);
  QCOMPARE(data::momentOf("20140915")->value, data::momentOf("2014-09-15")->value);
  QVERIFY(data::momentOf("20140915")->isDate);
  QVERIFY(!data::momentOf("365.25")->isDate);
  QCOMPARE(data::momentOf("365.25")->value, 365.25);
  QVERIFY(!data::momentOf("").has_value());
  QVERIFY(!data::momentOf("soon").has_value());
}

void SplitRulesTest::rule_placesSiteAndPeriod() {
  data::Table table({"site", "day"});
  table.appendRow({"North", "2020-05-01"});
  table.appendRow({"North", "2019-05-01"});
  table.appendRow({"South", "2020-05-01"});
  table.appendRow({"South", "2019-05-01"});
  table.appendRow({"South", ""});
  SplitRequest request;
  request.timeColumn = "day";
  request.testFrom = "2020-01-01";
  const auto placed = [&] {
    QString out;
    const auto rule = TestRule::of(table, request);
    for (size_t row = 0; rule && row < table.rows(); ++row) {
      const auto place = rule->placeOf(table, row);
      out += QLatin1Char(place == TestRule::Place::Test     ? 't'
                         : place == TestRule::Place::Barred ? 'b'
                                                            : 'f');
    }
    return out;
  };
  QCOMPARE(placed(), QStringLiteral("tftfb"));
  request.testColumn = "site";
  request.testValue = "North";
  QCOMPARE(placed(), QStringLiteral("tbbfb"));
  request.timeColumn = request.testFrom = "";
  QCOMPARE(placed(), QStringLiteral("ttfff"));
  request.testColumn = "sites";
  QVERIFY(shown(TestRule::of(table, request).error().hint).contains(QLatin1String("site")));
}

void SplitRulesTest::wishes_thatExcludeEachOtherAreRefused() {
  SplitRequest request;
  QVERIFY(data::checkSplitRequest(request).has_value());
  request.folds = 1;
  QVERIFY(!data::checkSplitRequest(request));
  request.folds = 5;
  QVERIFY(data::checkSplitRequest(request).has_value());
  request.maxTrainRows = 100;
  QVERIFY(!data::checkSplitRequest(request));
  request.maxTrainRows = 0;
  request.timeColumn = "day";
  QVERIFY(!data::checkSplitRequest(request));
}

TELESOFT_TEST(SplitRulesTest)

}  // namespace

#include "split_rules_test.moc"
