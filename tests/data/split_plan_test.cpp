#include "telesoft/data/split/split_plan.h"

#include <cmath>
#include <set>

#include "telesoft/base/hash.h"
#include "telesoft/base/rng.h"
#include "telesoft/data/import.h"
#include "telesoft/data/split/row_groups.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using data::SplitResult;
using protocol::ColumnRole;
using protocol::SplitRequest;

class SplitPlanTest : public QObject {
  Q_OBJECT
 private slots:
  void anySplit_sharesNoPatientAndNoRow();
  void equalRequests_giveEqualBytes();
  void learningCurve_keepsTestAndNestsTraining();
  void pool_keepsWhatTheLimitLeavesOver();
  void pool_takesPatientsWithoutALabel();
  void fixedTest_isExactlyTheRowsAskedFor();
  void badRequests_areRefused_data();
  void badRequests_areRefused();
  void manifest_canBeCountedAgain();
  void givenParts_areProvenOrRefused();
  void warnings_sayWhatIsOff();
  void gbsg_isParted_data();
  void gbsg_isParted();
  void definitions_arePartedBySite();
};

const std::vector<protocol::ColumnSchema> kColumns = {
    columnOf("patient", ColumnRole::Patient), columnOf("note", ColumnRole::Note),
    columnOf("site", ColumnRole::Subgroup), columnOf("label", ColumnRole::Label)};

/// Patients with one to five notes; one note in twelve is a copy of an earlier one.
data::Table clinic(std::uint64_t seed, int patients) {
  base::Rng rng(seed, "clinic");
  data::Table table({"patient", "note", "site", "label"});
  for (int p = 0; p < patients; ++p) {
    for (std::uint64_t n = 1 + rng.below(5); n > 0; --n) {
      const size_t row = table.rows();
      const bool copy = row > 0 && rng.below(12) == 0;
      const std::string note =
          copy ? "  " + table.cell(rng.below(row), 1) : "Note number " + std::to_string(row);
      const std::string label = rng.below(10) == 0 ? "rare" : rng.below(2) == 0 ? "a" : "b";
      table.appendRow({rng.below(40) == 0 ? "" : "p" + std::to_string(p), note,
                       rng.below(4) == 0 ? "North" : "South", label});
    }
  }
  return table;
}

/// Counted here anew, without the module's own groups.
void compareParts(const data::Table& table, const SplitResult& split) {
  std::map<std::string, std::set<std::string>> partsOfPatient, partsOfNote;
  std::set<std::int64_t> rows;
  for (const auto& [part, indices] : split.rowsOfPart) {
    for (const std::int64_t row : indices) {
      QVERIFY(rows.insert(row).second);
      const auto at = static_cast<size_t>(row);
      if (!table.cell(at, 0).empty()) {
        partsOfPatient[table.cell(at, 0)].insert(part);
      }
      partsOfNote[shown(table.cell(at, 1)).simplified().toLower().toStdString()].insert(part);
    }
  }
  for (const auto& counted : {partsOfPatient, partsOfNote}) {
    for (const auto& [unused, parts] : counted) {
      QCOMPARE(parts.size(), size_t{1});
    }
  }
}

std::int64_t rowsIn(const SplitResult& split, const std::string& part) {
  const auto found = split.rowsOfPart.find(part);
  return found == split.rowsOfPart.end() ? 0 : static_cast<std::int64_t>(found->second.size());
}

void SplitPlanTest::anySplit_sharesNoPatientAndNoRow() {
  for (std::int64_t seed = 0; seed < 60; ++seed) {
    const data::Table table = clinic(static_cast<std::uint64_t>(seed), 300);
    SplitRequest request;
    request.seed = seed;
    const auto split = data::planSplit(table, kColumns, request);
    QVERIFY2(split.has_value(), split ? "" : split.error().message.c_str());
    compareParts(table, *split);
    const auto rows = static_cast<double>(table.rows());
    QCOMPARE(rowsIn(*split, "train") + rowsIn(*split, "validation") + rowsIn(*split, "test"),
             static_cast<std::int64_t>(table.rows()));
    QVERIFY(std::abs(static_cast<double>(rowsIn(*split, "test")) / rows - 0.15) < 0.02);
    QVERIFY(std::abs(static_cast<double>(rowsIn(*split, "validation")) / rows - 0.15) < 0.02);
    QCOMPARE(split->split.proof.sharedPatients, std::int64_t{0});
    QCOMPARE(split->split.proof.sharedRows, std::int64_t{0});
    QCOMPARE(split->split.proof.rows, static_cast<std::int64_t>(table.rows()));
    for (const protocol::SplitPart& part : split->split.parts) {
      std::int64_t labels = 0;
      for (const auto& [unused, count] : part.labelCounts) {
        labels += count;
      }
      QCOMPARE(labels, part.rows);
      QCOMPARE(part.rows, rowsIn(*split, part.part));
    }
  }
}

void SplitPlanTest::equalRequests_giveEqualBytes() {
  const data::Table table = clinic(1, 200);
  SplitRequest request;
  const auto a = data::planSplit(table, kColumns, request),
             b = data::planSplit(table, kColumns, request);
  QVERIFY(a->manifest == b->manifest);
  QVERIFY(a->rowsOfPart == b->rowsOfPart);
  QVERIFY(base::toJson(a->split) == base::toJson(b->split));
  request.seed = 43;
  QVERIFY(a->rowsOfPart != data::planSplit(table, kColumns, request)->rowsOfPart);
}

void SplitPlanTest::learningCurve_keepsTestAndNestsTraining() {
  const data::Table table = clinic(2, 400);
  SplitRequest request;
  const auto whole = data::planSplit(table, kColumns, request);
  std::vector<std::int64_t> larger = whole->rowsOfPart.at("train");
  for (const std::int64_t limit : {500, 150, 60, 30}) {
    request.maxTrainRows = limit;
    const auto part = data::planSplit(table, kColumns, request);
    QVERIFY2(part.has_value(), part ? "" : part.error().message.c_str());
    QVERIFY(part->rowsOfPart.at("test") == whole->rowsOfPart.at("test"));
    QVERIFY(part->rowsOfPart.at("validation") == whole->rowsOfPart.at("validation"));
    const auto& train = part->rowsOfPart.at("train");
    QVERIFY(static_cast<std::int64_t>(train.size()) <= limit && !train.empty());
    QVERIFY(std::includes(larger.begin(), larger.end(), train.begin(), train.end()));
    compareParts(table, *part);
    larger = train;
  }
}

void SplitPlanTest::pool_keepsWhatTheLimitLeavesOver() {
  const data::Table table = clinic(5, 400);
  SplitRequest request;
  const auto whole = data::planSplit(table, kColumns, request);
  QVERIFY(!whole->rowsOfPart.contains("pool"));
  request.maxTrainRows = 100;
  const auto split = data::planSplit(table, kColumns, request);
  std::vector<std::int64_t> both = split->rowsOfPart.at("train");
  const auto& pool = split->rowsOfPart.at("pool");
  both.insert(both.end(), pool.begin(), pool.end());
  std::sort(both.begin(), both.end());
  QVERIFY(both == whole->rowsOfPart.at("train"));
  QCOMPARE(split->split.parts.back().part, std::string("pool"));
  QCOMPARE(split->split.parts.back().rows, static_cast<std::int64_t>(pool.size()));
  QCOMPARE(split->split.proof.rows, static_cast<std::int64_t>(table.rows()));
  QCOMPARE(split->split.proof.sharedPatients, std::int64_t{0});
  request.maxTrainRows = 1'000'000;
  QVERIFY(!data::planSplit(table, kColumns, request)->rowsOfPart.contains("pool"));
}

void SplitPlanTest::pool_takesPatientsWithoutALabel() {
  data::Table table({"patient", "note", "site", "label"});
  for (int i = 0; i < 200; ++i) {  // two notes each; every fifth patient has no label, one has half
    const int patient = i / 2;
    const bool none = patient % 5 == 0 || i == 3;
    table.appendRow({"p" + std::to_string(patient), "n" + std::to_string(i),
                     patient % 10 == 0 ? "North" : "South",
                     none    ? ""
                     : i % 3 ? "a"
                             : "b"});
  }
  const auto split = data::planSplit(table, kColumns, {});
  QVERIFY2(split.has_value(), split ? "" : split.error().message.c_str());
  compareParts(table, *split);
  QCOMPARE(rowsIn(*split, "pool"), std::int64_t{40});
  QCOMPARE(split->split.proof.rows, std::int64_t{199});
  for (const auto& [part, rows] : split->rowsOfPart) {
    for (const std::int64_t row : rows) {
      QCOMPARE(table.cell(static_cast<size_t>(row), 3).empty(), part == "pool");
    }
  }
  QVERIFY(split->split.parts.back().labelCounts.empty());
  SplitRequest fixed;
  fixed.testColumn = "site";
  fixed.testValue = "North";
  QVERIFY(!data::planSplit(table, kColumns, fixed).has_value());  // no labelled row stands there
  table.setCell(0, 3, "a");
  const auto north = data::planSplit(table, kColumns, fixed);
  QVERIFY2(north.has_value(), north ? "" : north.error().message.c_str());
  QCOMPARE(rowsIn(*north, "test"), std::int64_t{1});
  QCOMPARE(rowsIn(*north, "pool"), std::int64_t{20});  // those of the other site
}

void SplitPlanTest::fixedTest_isExactlyTheRowsAskedFor() {
  for (std::int64_t seed = 0; seed < 20; ++seed) {
    const data::Table table = clinic(static_cast<std::uint64_t>(seed), 400);
    SplitRequest request;
    request.seed = seed;
    request.testColumn = "site";
    request.testValue = "North";
    request.trainFraction = 0.85;
    request.validationFraction = 0.15;
    request.testFraction = 0.9;  // ignored
    const auto split = data::planSplit(table, kColumns, request);
    QVERIFY2(split.has_value(), split ? "" : split.error().message.c_str());
    compareParts(table, *split);
    std::vector<std::int64_t> north;
    for (size_t row = 0; row < table.rows(); ++row) {
      if (table.cell(row, 2) == "North") {
        north.push_back(static_cast<std::int64_t>(row));
      }
    }
    QVERIFY(split->rowsOfPart.at("test") == north);
    const auto validation = static_cast<double>(rowsIn(*split, "validation"));
    QVERIFY(std::abs(validation / (validation + static_cast<double>(rowsIn(*split, "train"))) -
                     0.15) < 0.02);
    QVERIFY(shown(Rows{split->split.warnings})
                .contains(QLatin1String("rows were left out: their patient or an equal row")));
  }
}

void SplitPlanTest::badRequests_areRefused_data() {
  QTest::addColumn<double>("train");
  QTest::addColumn<double>("validation");
  QTest::addColumn<double>("test");
  QTest::addColumn<QString>("column");
  QTest::addColumn<QString>("value");
  QTest::addColumn<int>("maxTrainRows");
  QTest::addColumn<QString>("part");
  QTest::newRow("negative") << -0.1 << 0.5 << 0.5 << ""
                            << "" << 0 << "not between 0 and 1";
  QTest::newRow("not a number") << std::nan("") << 0.5 << 0.5 << ""
                                << "" << 0 << "not between 0 and 1";
  QTest::newRow("above one") << 0.7 << 0.2 << 0.2 << ""
                             << "" << 0 << "add up to 1.100";
  QTest::newRow("no training") << 0.0 << 0.5 << 0.5 << ""
                               << "" << 0 << "needs a training part";
  QTest::newRow("training only") << 1.0 << 0.0 << 0.0 << ""
                                 << "" << 0 << "needs a training part";
  QTest::newRow("negative limit") << 0.7 << 0.1 << 0.2 << ""
                                  << "" << -1 << "negative";
  QTest::newRow("unknown column") << 0.7 << 0.1 << 0.2 << "sit"
                                  << "North" << 0 << "no column \"sit\"";
  QTest::newRow("unknown value") << 0.7 << 0.1 << 0.2 << "site"
                                 << "north" << 0 << "no row of column \"site\"";
  QTest::newRow("limit below a patient") << 0.7 << 0.1 << 0.2 << ""
                                         << "" << 1 << "one class only";
}

void SplitPlanTest::badRequests_areRefused() {
  QFETCH(double, train);
  QFETCH(double, validation);
  QFETCH(double, test);
  QFETCH(QString, column);
  QFETCH(QString, value);
  QFETCH(int, maxTrainRows);
  QFETCH(QString, part);
  SplitRequest request;
  request.trainFraction = train;
  request.validationFraction = validation;
  request.testFraction = test;
  request.testColumn = column.toStdString();
  request.testValue = value.toStdString();
  request.maxTrainRows = maxTrainRows;
  data::Table table({"patient", "note", "site", "label"});
  for (int i = 0; i < 40; ++i) {
    table.appendRow({"p" + std::to_string(i), "n" + std::to_string(i), i % 2 ? "North" : "South",
                     i % 3 ? "a" : "b"});
  }
  const auto split = data::planSplit(table, kColumns, request);
  QVERIFY(!split);
  QCOMPARE(split.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(shown(split.error().message).contains(part), split.error().message.c_str());
  QVERIFY(!shown(split.error().message).contains(QLatin1String("north")));  // never a value
  QVERIFY(!split.error().hint.empty());
}

void SplitPlanTest::manifest_canBeCountedAgain() {
  const data::Table table = clinic(3, 100);
  const auto split = data::planSplit(table, kColumns, {});
  QCOMPARE(shown(split->split.proof.manifestSha256), shown(base::sha256Hex(split->manifest)));
  const auto manifest = base::parseJson(split->manifest);
  QVERIFY(manifest.has_value());
  QCOMPARE(shown((*manifest)["format"].get<std::string>()),
           QStringLiteral("telesoft.split-manifest"));
  std::map<std::string, int> rows, patients;
  for (const protocol::SplitPart& part : split->split.parts) {
    const auto& entry = (*manifest)["parts"][part.part];
    QCOMPARE(static_cast<std::int64_t>(entry["rowHashes"].size()), part.rows);
    QCOMPARE(static_cast<std::int64_t>(entry["patientHashes"].size()), part.patients);
    std::string all;
    std::set<std::string> distinct;
    for (const auto& hash : entry["rowHashes"]) {
      all += hash.get<std::string>();
      distinct.insert(hash.get<std::string>());
    }
    QCOMPARE(shown(base::sha256Hex(all)), shown(part.sha256));
    for (const std::string& hash : distinct) {
      QCOMPARE(++rows[hash], 1);
    }
    for (const auto& hash : entry["patientHashes"]) {
      QCOMPARE(++patients[hash.get<std::string>()], 1);
    }
  }
  QVERIFY(!shown(split->manifest).contains(QLatin1String("Note number")));
  QVERIFY(!shown(split->manifest).contains(QLatin1String("\"p1\"")));
  QVERIFY2(shown(split->split.proof.statement).startsWith(QLatin1String("0 of ")),
           split->split.proof.statement.c_str());
  QVERIFY(shown(split->split.proof.statement)
              .endsWith(QLatin1String("texts stand in more than one part")));
  QCOMPARE(shown(split->split.proof.patientColumn), QStringLiteral("patient"));
}

void SplitPlanTest::givenParts_areProvenOrRefused() {
  const data::Table table = clinic(4, 100);
  const auto planned = data::planSplit(table, kColumns, {});
  const auto given = data::provenSplit(table, kColumns, {}, planned->rowsOfPart);
  QVERIFY2(given.has_value(), given ? "" : given.error().text().c_str());
  QCOMPARE(given->split.proof.manifestSha256, planned->split.proof.manifestSha256);
  auto leaking = planned->rowsOfPart;
  leaking["train"].push_back(leaking["test"].front());
  const auto refused = data::provenSplit(table, kColumns, {}, leaking);
  QCOMPARE(refused.error().code, base::ErrorCode::InvalidInput);
  QVERIFY(shown(refused.error().message).contains(QLatin1String("1 of ")));
}

void SplitPlanTest::warnings_sayWhatIsOff() {
  data::Table table({"patient", "note", "site", "label"});
  for (int i = 0; i < 100; ++i) {  // one patient has most of the rows; the class "odd" has one row
    table.appendRow({i < 60 ? "big" : "p" + std::to_string(i), "n" + std::to_string(i), "North",
                     i == 99 ? "odd"
                     : i % 2 ? "a"
                             : "b"});
  }
  SplitRequest request;
  request.trainFraction = 0.4;
  request.validationFraction = 0.3;
  request.testFraction = 0.3;
  const auto split = data::planSplit(table, kColumns, request);
  QVERIFY2(split.has_value(), split ? "" : split.error().message.c_str());
  const QString warnings = shown(Rows{split->split.warnings});
  QVERIFY2(warnings.contains(QLatin1String("% were asked for")), qPrintable(warnings));
  QVERIFY2(warnings.contains(QLatin1String("1 of 3 classes have no row in the")),
           qPrintable(warnings));
  auto columns = kColumns;
  columns[0].role = ColumnRole::Ignore;
  const auto without = data::planSplit(table, columns, {});
  QVERIFY(shown(Rows{without->split.warnings})
              .contains(QLatin1String("every row was taken as a patient of its own")));
  columns[3].role = ColumnRole::Ignore;
  QVERIFY(shown(data::planSplit(table, columns, {}).error().message)
              .contains(QLatin1String("no column is the label")));
  for (size_t row = 0; row < table.rows(); ++row) {
    table.setCell(row, 3, "");
  }
  QCOMPARE(shown(data::planSplit(table, kColumns, {}).error().message),
           QStringLiteral("no row has a label"));
  data::Table lonely({"patient", "note", "site", "label"});
  for (int i = 0; i < 40; ++i) {
    lonely.appendRow(
        {"p" + std::to_string(i % 2), "n" + std::to_string(i), "North", i % 2 ? "a" : "b"});
  }
  const auto none = data::planSplit(lonely, kColumns, {});
  QVERIFY(!none);
  QVERIFY2(shown(none.error().message).contains(QLatin1String("would be empty")),
           none.error().message.c_str());
}

/// The risk demonstration's ladder: half for the test, 30 to 222 rows for training.
void SplitPlanTest::gbsg_isParted_data() {
  QTest::addColumn<int>("rows");
  for (const int rows : {30, 60, 150, 222}) {
    QTest::newRow(qPrintable(QString::number(rows))) << rows;
  }
}

void SplitPlanTest::gbsg_isParted() {
  QFETCH(int, rows);
  const auto imported = importDemo("risk/gbsg.csv", "risk/gbsg.recipe.json");
  QVERIFY(imported.has_value());
  SplitRequest request;
  request.trainFraction = 0.4;
  request.validationFraction = 0.1;
  request.testFraction = 0.5;
  request.maxTrainRows = rows;
  const auto split = data::planSplit(imported->table, imported->columns, request);
  QVERIFY2(split.has_value(), split ? "" : split.error().message.c_str());
  QCOMPARE(rowsIn(*split, "train"), std::int64_t{rows});
  const auto all = static_cast<double>(imported->table.rows());
  const double events = static_cast<double>(imported->labelCounts.at("1")) / all;
  for (const protocol::SplitPart& part : split->split.parts) {
    const double share =
        static_cast<double>(part.labelCounts.at("1")) / static_cast<double>(part.rows);
    QVERIFY(std::abs(share - events) * static_cast<double>(part.rows) <=
            2.0);  // within two patients
  }
  QVERIFY(std::abs(static_cast<double>(rowsIn(*split, "test")) - all / 2) <= 1);
}

/// The text demonstration's split: one site is the test, 3,000 rows of the others are learnt.
void SplitPlanTest::definitions_arePartedBySite() {
  const auto imported = importDemo("text/medical_definitions.csv", "text/recipe.json");
  QVERIFY2(imported.has_value(), imported ? "" : imported.error().message.c_str());
  SplitRequest request;
  request.testColumn = "site";
  request.testValue = "North";
  request.trainFraction = 0.85;
  request.validationFraction = 0.15;
  request.testFraction = 0;
  request.maxTrainRows = 3000;
  const auto split = data::planSplit(imported->table, imported->columns, request);
  QVERIFY2(split.has_value(), split ? "" : split.error().message.c_str());
  QCOMPARE(rowsIn(*split, "test"), std::int64_t{898});
  QVERIFY(rowsIn(*split, "train") > 2900 && rowsIn(*split, "train") <= 3000);
  QVERIFY(rowsIn(*split, "validation") > 400);
  for (const protocol::SplitPart& part : split->split.parts) {
    QVERIFY(part.part == "pool" || part.labelCounts.size() == 7);
  }
}

TELESOFT_TEST(SplitPlanTest)

}  // namespace

#include "split_plan_test.moc"
