#include "data/check_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;

class ContentTest : public QObject {
  Q_OBJECT
 private slots:
  void duplicates_areListed();
  void notesWithNothingToRead_areListed();
  void patients_areAskedFor();
  void realDuplicates_areAsManyAsKnown();
};

const std::vector<protocol::ColumnSchema> kNotes = {columnOf("p", ColumnRole::Patient),
                                                    columnOf("note", ColumnRole::Note),
                                                    columnOf("y", ColumnRole::Label)};

void ContentTest::duplicates_areListed() {
  const data::Table notes = tableOf({"p", "note", "y"}, {{"a", "the same words", "x"},
                                                         {"b", "other words here", "x"},
                                                         {"c", "The same  words", "z"},
                                                         {"d", "the same words ", "x"}});
  const auto finding = findingOf(notes, kNotes, "duplicate_rows");
  QCOMPARE(shown(finding), QStringLiteral("warning 3"));
  QCOMPARE(finding.rows, (std::vector<std::int64_t>{1, 3, 4}));
  QVERIFY(shown(finding.message).contains(QLatin1String("2 different texts in 4 rows")));
  // Equal measurements with another outcome are no copies.
  const data::Table measured =
      tableOf({"x", "y"}, {{"1", "a"}, {"1", "b"}, {"2", "a"}, {"2", "a"}});
  QCOMPARE(shown(findingOf(measured,
                           {columnOf("x", ColumnRole::Feature), columnOf("y", ColumnRole::Label)},
                           "duplicate_rows")),
           QStringLiteral("warning 2"));
  data::Table many({"p", "note", "y"});
  for (int i = 0; i < 100; ++i) {
    many.appendRow({"p", "the same words", "x"});
  }
  const auto all = findingOf(many, kNotes, "duplicate_rows");
  QCOMPARE(all.count, std::int64_t{100});
  QCOMPARE(all.rows.size(), size_t{20});
}

void ContentTest::notesWithNothingToRead_areListed() {
  const data::Table notes = tableOf(
      {"p", "note", "y"}, {{"a", "", "x"}, {"b", "ok", "x"}, {"c", "a whole sentence", "x"}});
  const auto finding = findingOf(notes, kNotes, "empty_notes");
  QCOMPARE(shown(finding), QStringLiteral("warning 2"));
  QCOMPARE(finding.rows, (std::vector<std::int64_t>{1, 2}));
  const data::Table measured = tableOf({"x", "y"}, {{"1", "a"}});
  QCOMPARE(shown(findingOf(measured,
                           {columnOf("x", ColumnRole::Feature), columnOf("y", ColumnRole::Label)},
                           "empty_notes")),
           QStringLiteral(" 0"));
}

void ContentTest::patients_areAskedFor() {
  const data::Table notes =
      tableOf({"p", "note", "y"}, {{"a", "a whole sentence", "x"}, {"", "another sentence", "x"}});
  QCOMPARE(shown(findingOf(notes, kNotes, "missing_patients")), QStringLiteral("warning 1"));
  QCOMPARE(shown(findingOf(notes, kNotes, "no_patient")), QStringLiteral(" 0"));
  QCOMPARE(shown(findingOf(notes, {kNotes[1], kNotes[2]}, "no_patient")), QStringLiteral("note 0"));
}

/// 1,200 texts with 47 duplicates, as the data's own README counts them.
void ContentTest::realDuplicates_areAsManyAsKnown() {
  const base::Path file = realData("public/text/symptom2disease.csv");
  if (file.empty()) {
    QSKIP("the real data is not beside the source tree");
  }
  const auto read = readAll(file);
  QVERIFY(read.has_value());
  const auto finding = findingOf(
      tableOf(read->columns, read->rows),
      {columnOf("text", ColumnRole::Note), columnOf("label", ColumnRole::Label)}, "duplicate_rows");
  QVERIFY2(shown(finding.message).contains(QLatin1String("1,153 different texts in 1,200 rows")),
           finding.message.c_str());
}

TELESOFT_TEST(ContentTest)

}  // namespace

#include "content_test.moc"
