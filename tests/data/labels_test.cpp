#include "data/check_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;

class LabelsTest : public QObject {
  Q_OBJECT
 private slots:
  void missingLabels_areErrors();
  void classCounts_areHeldAgainstWhatIsAdvised_data();
  void classCounts_areHeldAgainstWhatIsAdvised();
  void lopsidedClasses_areWarnedOf();
  void contradictions_areListed();
  void labelsInTexts_areFound();
};

const std::vector<protocol::ColumnSchema> kColumns = {columnOf("note", ColumnRole::Note),
                                                      columnOf("y", ColumnRole::Label)};

/// `counts` rows of each class, all notes different.
data::Table withClasses(const std::vector<int>& counts) {
  data::Table table({"note", "y"});
  for (size_t c = 0; c < counts.size(); ++c) {
    for (int i = 0; i < counts[c]; ++i) {
      table.appendRow({"note number " + std::to_string(table.rows()), "class" + std::to_string(c)});
    }
  }
  return table;
}

void LabelsTest::missingLabels_areErrors() {
  data::Table table = withClasses({30, 30});
  table.setCell(7, 1, "");
  table.setCell(9, 1, "");
  const auto finding = findingOf(table, kColumns, "missing_labels");
  QCOMPARE(shown(finding), QStringLiteral("error 2"));
  QCOMPARE(finding.rows, (std::vector<std::int64_t>{8, 10}));
  QCOMPARE(shown(finding.column), QStringLiteral("y"));
  const auto none = findingOf(table, {columnOf("note", ColumnRole::Note)}, "missing_labels");
  QCOMPARE(shown(none.message), QStringLiteral("No column is the label."));
}

void LabelsTest::classCounts_areHeldAgainstWhatIsAdvised_data() {
  QTest::addColumn<QList<int>>("counts");
  QTest::addColumn<QString>("check");
  QTest::addColumn<QString>("finding");
  QTest::newRow("enough") << QList<int>{300, 300} << "class_counts"
                          << " 0";
  QTest::newRow("one short") << QList<int>{300, 299} << "class_counts"
                             << "note 1";
  QTest::newRow("rare") << QList<int>{300, 299, 9} << "class_counts"
                        << "warning 2";
  QTest::newRow("one class") << QList<int>{300} << "too_little_data"
                             << "error 300";
  QTest::newRow("few rows") << QList<int>{15, 14} << "too_little_data"
                            << "error 29";
  QTest::newRow("just enough rows") << QList<int>{15, 15} << "too_little_data"
                                    << " 0";
}

void LabelsTest::classCounts_areHeldAgainstWhatIsAdvised() {
  QFETCH(QList<int>, counts);
  QFETCH(QString, check);
  QFETCH(QString, finding);
  QCOMPARE(
      shown(findingOf(withClasses({counts.begin(), counts.end()}), kColumns, check.toStdString())),
      finding);
}

void LabelsTest::lopsidedClasses_areWarnedOf() {
  QCOMPARE(shown(findingOf(withClasses({91, 9}), kColumns, "class_balance")),
           QStringLiteral("warning 91"));
  QCOMPARE(shown(findingOf(withClasses({90, 10}), kColumns, "class_balance")),
           QStringLiteral(" 0"));
}

void LabelsTest::contradictions_areListed() {
  data::Table table = withClasses({30, 30});
  table.setCell(40, 0, "  NOTE number 3");  // class1, as row 4 of class0
  table.setCell(5, 0, "note number 6");     // both class0: a copy, no contradiction
  const auto finding = findingOf(table, kColumns, "contradicting_labels");
  QCOMPARE(shown(finding), QStringLiteral("warning 2"));
  QCOMPARE(finding.rows, (std::vector<std::int64_t>{4, 41}));
  const data::Table measured =
      tableOf({"x", "y"}, {{"1", "a"}, {"1", "b"}, {"2", "a"}, {"2", "a"}, {"", "a"}, {"", "b"}});
  QCOMPARE(shown(findingOf(measured,
                           {columnOf("x", ColumnRole::Feature), columnOf("y", ColumnRole::Label)},
                           "contradicting_labels")),
           QStringLiteral("warning 2"));
}

void LabelsTest::labelsInTexts_areFound() {
  data::Table table = withClasses({30, 30});
  QCOMPARE(shown(findingOf(table, kColumns, "label_in_text")), QStringLiteral(" 0"));
  for (size_t row = 0; row < 40; ++row) {
    table.setCell(row, 0, "Final: " + table.cell(row, 1) + " in patient " + std::to_string(row));
  }
  QCOMPARE(shown(findingOf(table, kColumns, "label_in_text")), QStringLiteral("warning 40"));
}

TELESOFT_TEST(LabelsTest)

}  // namespace

#include "labels_test.moc"
