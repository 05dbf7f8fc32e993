#include "telesoft/data/derived_columns.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;
using protocol::DerivedColumn;

class DerivedColumnsTest : public QObject {
  Q_OBJECT
 private slots:
  void eventWithin_knowsWhatCensoringHides();
  void bins_includeTheirUpperEdge();
  void badRecipes_areRefused_data();
  void badRecipes_areRefused();
};

DerivedColumn eventWithin(double horizon) {
  DerivedColumn out;
  out.name = "event3y";
  out.kind = "event_within";
  out.from = "time";
  out.event = "status";
  out.horizon = horizon;
  out.role = ColumnRole::Label;
  return out;
}

DerivedColumn bins(std::vector<double> edges, std::vector<std::string> names) {
  DerivedColumn out;
  out.name = "band";
  out.kind = "bins";
  out.from = "time";
  out.edges = std::move(edges);
  out.names = std::move(names);
  out.role = ColumnRole::Subgroup;
  return out;
}

struct Made {
  data::Table table = tableOf({"time", "status"},
                              {{"1000", "1"},
                               {"1096", "1"},
                               {"1097", "1"},
                               {"1000", "0"},
                               {"1096", "0"},
                               {"2000", "0"},
                               {"", "1"},
                               {"500", "2"}});
  std::vector<protocol::ColumnSchema> columns = {columnOf("time", ColumnRole::Feature),
                                                 columnOf("status", ColumnRole::Label)};
  std::vector<std::string> warnings;
};

void DerivedColumnsTest::eventWithin_knowsWhatCensoringHides() {
  Made made;
  QVERIFY(data::addDerivedColumn(made.table, made.columns, eventWithin(1096), made.warnings)
              .has_value());
  QStringList cells;
  for (size_t row = 0; row < made.table.rows(); ++row) {
    cells << shown(made.table.cell(row, 2));
  }
  QCOMPARE(cells.join(QLatin1Char('|')), QStringLiteral("1|1|0||0|0||"));
  QVERIFY(made.columns[0].role == ColumnRole::Time);
  QVERIFY(made.columns[1].role == ColumnRole::Event);
  QVERIFY(made.columns[2].role == ColumnRole::Label);
  QCOMPARE(made.columns[2].missing, std::int64_t{3});
  QCOMPARE(made.columns[2].distinct, std::int64_t{2});
  QCOMPARE(made.warnings.size(), size_t{2});
}

void DerivedColumnsTest::bins_includeTheirUpperEdge() {
  Made made;
  QVERIFY(data::addDerivedColumn(made.table, made.columns, bins({500, 1096}, {"a", "b", "c"}),
                                 made.warnings)
              .has_value());
  QStringList cells;
  for (size_t row = 0; row < made.table.rows(); ++row) {
    cells << shown(made.table.cell(row, 2));
  }
  QCOMPARE(cells.join(QLatin1Char('|')), QStringLiteral("b|b|c|b|b|c||a"));
}

void DerivedColumnsTest::badRecipes_areRefused_data() {
  QTest::addColumn<int>("which");
  QTest::addColumn<QString>("part");
  QTest::newRow("unknown kind") << 0 << "unknown kind";
  QTest::newRow("unknown column") << 1 << "not in the file";
  QTest::newRow("edges fall") << 2 << "edges that rise";
  QTest::newRow("names too few") << 3 << "needs 3 names";
  QTest::newRow("no horizon") << 4 << "horizon above 0";
  QTest::newRow("name taken") << 5 << "name of its own";
}

void DerivedColumnsTest::badRecipes_areRefused() {
  QFETCH(int, which);
  QFETCH(QString, part);
  DerivedColumn unknownKind = bins({1}, {"a", "b"}), unknownColumn = bins({1}, {"a", "b"}),
                taken = bins({1}, {"a", "b"});
  unknownKind.kind = "median";
  unknownColumn.from = "tim";
  taken.name = "status";
  const DerivedColumn all[] = {
      unknownKind,    unknownColumn, bins({5, 1}, {"a", "b", "c"}), bins({1, 5}, {"a", "b"}),
      eventWithin(0), taken};
  Made made;
  const auto added = data::addDerivedColumn(made.table, made.columns, all[which], made.warnings);
  QVERIFY(!added);
  QCOMPARE(added.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(shown(added.error().message).contains(part), added.error().message.c_str());
  QCOMPARE(made.table.columns(), size_t{2});
}

TELESOFT_TEST(DerivedColumnsTest)

}  // namespace

#include "derived_columns_test.moc"
