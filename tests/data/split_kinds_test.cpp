// Splits of every kind: near-duplicates, sites, periods, folds, stable parts, and the recount.
#include <cmath>
#include <set>

#include "telesoft/base/os/files.h"
#include "telesoft/base/rng.h"
#include "telesoft/data/import.h"
#include "telesoft/data/split/split_plan.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using data::SplitHints;
using data::SplitResult;
using protocol::ColumnRole;
using protocol::SplitRequest;

class SplitKindsTest : public QObject {
  Q_OBJECT
 private slots:
  void clustersAndFamilies_stayWhole();
  void period_isLaterThanEveryOtherRow();
  void folds_areDisjointAndBalanced();
  void stable_newPatientsMoveNobody();
  void previous_keepsEveryPatientsPart();
  void strata_areAlikeInEveryPart();
  void recount_findsFlippedRowsAndMovedPatients();
  void traps_arePartedByPatient_data();
  void traps_arePartedByPatient();
};

const std::vector<protocol::ColumnSchema> kColumns = {
    columnOf("patient", ColumnRole::Patient), columnOf("note", ColumnRole::Note),
    columnOf("sex", ColumnRole::Subgroup),    columnOf("family", ColumnRole::Ignore),
    columnOf("day", ColumnRole::Ignore),      columnOf("label", ColumnRole::Label)};

void addPatients(data::Table& table, base::Rng& rng, int first, int count) {
  for (int p = first; p < first + count; ++p) {
    for (std::uint64_t n = 1 + rng.below(4); n > 0; --n) {
      table.appendRow({"p" + std::to_string(p), "note " + std::to_string(table.rows()),
                       p % 3 == 0 ? "F" : "M", "f" + std::to_string(p / 3),
                       "20" + std::to_string(10 + rng.below(10)) + "-0" +
                           std::to_string(1 + rng.below(9)) + "-15",
                       rng.below(5) == 0 ? "ill" : "well"});
    }
  }
}

data::Table cohort(std::uint64_t seed, int patients) {
  base::Rng rng(seed, "cohort");
  data::Table table({"patient", "note", "sex", "family", "day", "label"});
  addPatients(table, rng, 0, patients);
  return table;
}

/// Values of a column that stand in two parts.
int shared(const data::Table& table, const SplitResult& split, size_t column) {
  std::map<std::string, std::set<std::string>> partsOf;
  for (const auto& [part, rows] : split.rowsOfPart) {
    for (const std::int64_t row : rows) {
      partsOf[table.cell(static_cast<size_t>(row), column)].insert(part);
    }
  }
  return static_cast<int>(std::count_if(partsOf.begin(), partsOf.end(),
                                        [](const auto& one) { return one.second.size() > 1; }));
}

std::map<std::string, std::string> partOfPatient(const data::Table& table,
                                                 const SplitResult& split) {
  std::map<std::string, std::string> out;
  for (const auto& [part, rows] : split.rowsOfPart) {
    for (const std::int64_t row : rows) {
      out[table.cell(static_cast<size_t>(row), 0)] = part;
    }
  }
  return out;
}

void SplitKindsTest::clustersAndFamilies_stayWhole() {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const data::Table table = cohort(seed, 240);
    base::Rng rng(seed, "clusters");
    std::vector<std::int64_t> clusters(table.rows(), -1);
    for (std::int64_t cluster = 0; cluster < 30; ++cluster) {
      for (int member = 0; member < 2; ++member) {
        clusters[rng.below(table.rows())] = cluster;
      }
    }
    SplitHints hints;
    hints.clusters = &clusters;
    SplitRequest request;
    request.keepNearDuplicates = true;
    request.seed = static_cast<std::int64_t>(seed);
    const auto near = data::planSplit(data::MemorySource(table), kColumns, request, hints);
    QVERIFY2(near.has_value(), near ? "" : near.error().text().c_str());
    std::map<std::int64_t, std::set<std::string>> partsOf;
    for (const auto& [part, rows] : near->rowsOfPart) {
      for (const std::int64_t row : rows) {
        partsOf[clusters[static_cast<size_t>(row)]].insert(part);
      }
    }
    partsOf.erase(-1);
    for (const auto& [unused, parts] : partsOf) {
      QCOMPARE(parts.size(), size_t{1});
    }
    QVERIFY(near->split.proof.clusters > 0);
    QCOMPARE(near->split.proof.sharedClusters, std::int64_t{0});
    QVERIFY(shown(near->split.proof.statement).contains(QLatin1String("near-duplicates")));
    request.keepTogether = {"family"};
    const auto families = data::planSplit(data::MemorySource(table), kColumns, request);
    QVERIFY2(families.has_value(), families ? "" : families.error().text().c_str());
    QCOMPARE(shared(table, *families, 3), 0);
    QCOMPARE(shared(table, *families, 0), 0);
    QVERIFY(shared(table, *near, 3) > 0);  // without being asked, families are parted
  }
}

void SplitKindsTest::period_isLaterThanEveryOtherRow() {
  const data::Table table = cohort(3, 400);
  SplitRequest request;
  request.timeColumn = "day";
  request.testFrom = "2017-01-01";
  request.trainFraction = 0.8;
  request.validationFraction = 0.2;
  const auto split = data::planSplit(table, kColumns, request);
  QVERIFY2(split.has_value(), split ? "" : split.error().text().c_str());
  std::string latest, earliest = "9";
  for (const auto& [part, rows] : split->rowsOfPart) {
    for (const std::int64_t row : rows) {
      const std::string& day = table.cell(static_cast<size_t>(row), 4);
      part == "test" ? earliest = std::min(earliest, day) : latest = std::max(latest, day);
    }
  }
  QVERIFY2(latest < earliest && !latest.empty(), (latest + " " + earliest).c_str());
  QCOMPARE(shared(table, *split, 0), 0);
  QCOMPARE(split->split.proof.sharedTimes, std::int64_t{0});
  QCOMPARE(shown(split->split.proof.timeColumn), QStringLiteral("day"));
  QVERIFY(!split->rowsOfPart.at("test").empty());
  request.testFrom = "2031-01-01";
  QVERIFY(!data::planSplit(table, kColumns, request));
}

void SplitKindsTest::folds_areDisjointAndBalanced() {
  for (std::int64_t folds : {2, 5, 10}) {
    const data::Table table = cohort(static_cast<std::uint64_t>(folds), 500);
    SplitRequest request;
    request.folds = folds;
    request.testFraction = 0.2;
    const auto split = data::planSplit(table, kColumns, request);
    QVERIFY2(split.has_value(), split ? "" : split.error().text().c_str());
    QCOMPARE(static_cast<std::int64_t>(split->split.parts.size()), folds + 1);
    QCOMPARE(shared(table, *split, 0), 0);
    const double each = 0.8 * static_cast<double>(table.rows()) / static_cast<double>(folds);
    std::int64_t all = 0;
    for (const protocol::SplitPart& part : split->split.parts) {
      all += part.rows;
      QVERIFY(part.part == "test" || std::abs(static_cast<double>(part.rows) - each) <= 8);
      QVERIFY(part.labelCounts.size() == 2);
    }
    QCOMPARE(all, static_cast<std::int64_t>(table.rows()));
  }
}

void SplitKindsTest::stable_newPatientsMoveNobody() {
  base::Rng rng(9, "cohort");
  data::Table table({"patient", "note", "sex", "family", "day", "label"});
  addPatients(table, rng, 0, 1000);
  SplitRequest request;
  request.stable = true;
  const auto before = data::planSplit(table, kColumns, request);
  QVERIFY2(before.has_value(), before ? "" : before.error().text().c_str());
  const auto old = partOfPatient(table, *before);
  QVERIFY(std::abs(static_cast<double>(before->rowsOfPart.at("test").size()) /
                       static_cast<double>(table.rows()) -
                   0.15) < 0.04);
  addPatients(table, rng, 1000, 200);
  const auto after = data::planSplit(table, kColumns, request);
  const auto now = partOfPatient(table, *after);
  QCOMPARE(now.size(), size_t{1200});
  int moved = 0, newInTest = 0;
  for (const auto& [patient, part] : now) {
    const auto had = old.find(patient);
    moved += had != old.end() && had->second != part ? 1 : 0;
    newInTest += had == old.end() && part == "test" ? 1 : 0;
  }
  QCOMPARE(moved, 0);
  QVERIFY(newInTest > 10 && newInTest < 55);
  request.seed = 43;
  QVERIFY(partOfPatient(table, *data::planSplit(table, kColumns, request)) != now);
}

void SplitKindsTest::previous_keepsEveryPatientsPart() {
  base::Rng rng(11, "cohort");
  data::Table table({"patient", "note", "sex", "family", "day", "label"});
  addPatients(table, rng, 0, 500);
  const SplitRequest request;
  const auto before = data::planSplit(table, kColumns, request);
  SplitHints hints;
  hints.previousParts = partOfPatient(table, *before);
  addPatients(table, rng, 500, 100);
  const auto after = data::planSplit(data::MemorySource(table), kColumns, request, hints);
  QVERIFY2(after.has_value(), after ? "" : after.error().text().c_str());
  const auto now = partOfPatient(table, *after);
  QCOMPARE(now.size(), size_t{600});
  for (const auto& [patient, part] : hints.previousParts) {
    QCOMPARE(shown(now.at(patient)), shown(part));
  }
  for (const auto& [part, share] : {std::pair("test", 0.15), std::pair("validation", 0.15)}) {
    QVERIFY(std::abs(static_cast<double>(after->rowsOfPart.at(part).size()) /
                         static_cast<double>(table.rows()) -
                     share) < 0.01);
  }
}

void SplitKindsTest::strata_areAlikeInEveryPart() {
  const data::Table table = cohort(5, 900);
  SplitRequest request;
  request.stratifyBy = {"sex"};
  const auto split = data::planSplit(table, kColumns, request);
  QVERIFY2(split.has_value(), split ? "" : split.error().text().c_str());
  double women = 0;
  for (size_t row = 0; row < table.rows(); ++row) {
    women += table.cell(row, 2) == "F" ? 1 : 0;
  }
  women /= static_cast<double>(table.rows());
  for (const protocol::SplitPart& part : split->split.parts) {
    const auto& sexes = part.subgroupCounts.at("sex");
    QCOMPARE(sexes.at("F") + sexes.at("M"), part.rows);
    QVERIFY(std::abs(static_cast<double>(sexes.at("F")) / static_cast<double>(part.rows) - women) <
            0.03);
  }
  request.stratifyBy = {"sexes"};
  QVERIFY(shown(data::planSplit(table, kColumns, request).error().message)
              .contains(QLatin1String("no column \"sexes\"")));
}

void SplitKindsTest::recount_findsFlippedRowsAndMovedPatients() {
  data::Table table = cohort(6, 200);
  const auto split = data::planSplit(table, kColumns, {});
  const auto recount = [&](const decltype(split->rowsOfPart)& parts) {
    return data::recountManifest(data::MemorySource(table), kColumns, parts, split->manifest);
  };
  QVERIFY(recount(split->rowsOfPart).has_value());
  auto moved = split->rowsOfPart;
  moved["train"].push_back(moved["test"].back());
  moved["test"].pop_back();
  QCOMPARE(recount(moved).error().code, base::ErrorCode::Corrupt);
  table.setCell(7, 5, table.cell(7, 5) == "ill" ? "well" : "ill");
  QCOMPARE(recount(split->rowsOfPart).error().code, base::ErrorCode::Corrupt);
}

void SplitKindsTest::traps_arePartedByPatient_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("patient");
  QTest::addColumn<QString>("label");
  QTest::newRow("two eyes a patient") << "retinopathy.csv"
                                      << "id"
                                      << "status";
  QTest::newRow("visits") << "pbcseq.csv"
                          << "id"
                          << "status";
  QTest::newRow("two rows a patient") << "colon.csv"
                                      << "id"
                                      << "status";
}

void SplitKindsTest::traps_arePartedByPatient() {
  QFETCH(QString, file);
  QFETCH(QString, patient);
  QFETCH(QString, label);
  const base::Path found = realData("pkg/tabular/survival_" + file.toStdString());
  if (found.empty()) {
    QSKIP("the table of the trap is not on this machine");
  }
  protocol::Recipe recipe;
  recipe.columns = {columnOf(patient.toStdString(), ColumnRole::Patient),
                    columnOf(label.toStdString(), ColumnRole::Label)};
  const auto imported = data::importFile(found, recipe);
  QVERIFY2(imported.has_value(), imported ? "" : imported.error().text().c_str());
  const auto split = data::planSplit(imported->table, imported->columns, {});
  QVERIFY2(split.has_value(), split ? "" : split.error().text().c_str());
  const size_t column = *imported->table.columnIndex(patient.toStdString());
  QCOMPARE(shared(imported->table, *split, column), 0);
  QVERIFY(split->split.proof.patients < split->split.proof.rows);
}

TELESOFT_TEST(SplitKindsTest)

}  // namespace

#include "split_kinds_test.moc"
