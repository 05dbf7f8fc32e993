#include "data/check_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;
using protocol::ColumnType;

class FeaturesTest : public QObject {
  Q_OBJECT
 private slots:
  void columns_areQuestioned_data();
  void columns_areQuestioned();
  void textTasks_readNoColumns();
};

using CellOf = std::function<std::string(int row)>;

/// 100 rows of one feature; the label is "b" in every third row.
protocol::QualityFinding findingFor(const std::string& name,
                                    ColumnType type,
                                    const CellOf& cellOf,
                                    const std::string& check,
                                    bool text = false) {
  data::Table table({name, "y", "note"});
  for (int i = 0; i < 100; ++i) {
    table.appendRow({cellOf(i), i % 3 == 0 ? "b" : "a", "note number " + std::to_string(i)});
  }
  return findingOf(table,
                   {columnOf(name, ColumnRole::Feature, type), columnOf("y", ColumnRole::Label),
                    columnOf("note", text ? ColumnRole::Note : ColumnRole::Ignore)},
                   check);
}

struct Case {
  const char* title;
  const char* column;
  ColumnType type;
  CellOf cellOf;
  const char* check;
  const char* finding;
};

const std::vector<Case>& cases() {
  const auto text = [](int i) { return std::to_string(i); };
  static const std::vector<Case> all = {
      {"one value", "c", ColumnType::Category, [](int) { return "same"; }, "constant_column",
       "warning 100"},
      {"empty", "c", ColumnType::Category, [](int) { return ""; }, "constant_column",
       "warning 100"},
      {"two values", "c", ColumnType::Category, [](int i) { return i == 5 ? "x" : "z"; },
       "constant_column", " 0"},
      {"a tenth missing", "x", ColumnType::Number, [=](int i) { return i % 10 ? text(i) : ""; },
       "missing_values", " 0"},
      {"a quarter missing", "x", ColumnType::Number, [=](int i) { return i % 4 ? text(i) : ""; },
       "missing_values", "note 25"},
      {"most missing", "x", ColumnType::Number, [=](int i) { return i % 4 ? "" : text(i); },
       "missing_values", "warning 75"},
      {"0 cholesterol", "chol", ColumnType::Integer,
       [=](int i) { return i % 20 ? text(200 + i) : "0"; }, "disguised_missing", "warning 5"},
      {"0 lymph nodes", "nodes", ColumnType::Integer,
       [=](int i) { return i % 20 ? text(i % 9) : "0"; }, "disguised_missing", " 0"},
      {"999", "age", ColumnType::Integer, [=](int i) { return i % 50 ? text(20 + i % 70) : "999"; },
       "disguised_missing", "warning 2"},
      {"words among numbers", "x", ColumnType::Number,
       [=](int i) { return i % 25 ? text(i) : "high"; }, "unread_numbers", "warning 4"},
      {"numbers", "x", ColumnType::Number, text, "unread_numbers", " 0"},
      {"another unit", "creatinine", ColumnType::Number,
       [=](int i) { return i == 7 ? "8840" : text(60 + i); }, "outliers", "note 1"},
      {"no outlier", "creatinine", ColumnType::Number, [=](int i) { return text(60 + i); },
       "outliers", " 0"},
      {"counter", "n", ColumnType::Integer, [=](int i) { return text(500 + i * 37 % 100); },
       "id_like_column", "warning 100"},
      {"codes", "n", ColumnType::Category, [=](int i) { return "K" + text(i * i); },
       "id_like_column", "warning 100"},
      {"measurements", "x", ColumnType::Number, [=](int i) { return text(i * i) + ".5"; },
       "id_like_column", " 0"},
      {"tells the label", "c", ColumnType::Category,
       [](int i) { return i % 3 ? "discharged" : "deceased"; }, "leaking_column", "warning 100"},
      {"tells it by size", "x", ColumnType::Number,
       [=](int i) { return text(i % 3 ? i : 1000 + i); }, "leaking_column", "warning 100"},
      {"tells it by smallness", "x", ColumnType::Number,
       [=](int i) { return text(i % 3 ? i : -1000 - i); }, "leaking_column", "warning 100"},
      {"helps", "x", ColumnType::Number, [=](int i) { return text(i % 3 ? i : 40 + i); },
       "leaking_column", " 0"},
      {"says nothing", "c", ColumnType::Category, [](int i) { return i % 2 ? "x" : "z"; },
       "leaking_column", " 0"}};
  return all;
}

void FeaturesTest::columns_areQuestioned_data() {
  QTest::addColumn<int>("index");
  for (size_t i = 0; i < cases().size(); ++i) {
    QTest::newRow((std::string(cases()[i].check) + ": " + cases()[i].title).c_str())
        << static_cast<int>(i);
  }
}

void FeaturesTest::columns_areQuestioned() {
  QFETCH(int, index);
  const Case& one = cases()[static_cast<size_t>(index)];
  const auto finding = findingFor(one.column, one.type, one.cellOf, one.check);
  QCOMPARE(shown(finding), QString::fromLatin1(one.finding));
  QCOMPARE(shown(finding.column),
           finding.severity.empty() ? QString() : QString::fromLatin1(one.column));
}

void FeaturesTest::textTasks_readNoColumns() {
  QCOMPARE(shown(findingFor(
               "c", ColumnType::Category, [](int) { return "same"; }, "constant_column", true)),
           QStringLiteral(" 0"));
}

TELESOFT_TEST(FeaturesTest)

}  // namespace

#include "features_test.moc"
