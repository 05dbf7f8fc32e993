#include "telesoft/data/input_fields.h"

#include <cmath>

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;
using protocol::ColumnType;

class InputFieldsTest : public QObject {
  Q_OBJECT
 private slots:
  void features_haveUnitRangeAndCategories();
  void notes_areTheFieldsOfATextModel();
};

protocol::ColumnSchema feature(const char* name, ColumnType type, const char* unit = "") {
  protocol::ColumnSchema out = columnOf(name, ColumnRole::Feature);
  out.type = type;
  out.unit = unit;
  return out;
}

void InputFieldsTest::features_haveUnitRangeAndCategories() {
  const data::Table table = tableOf({"id", "age", "size", "stage", "smoker", "label"},
                                    {{"1", "61", "22.5", "late", "yes", "0"},
                                     {"2", "47", "", "early", "no", "1"},
                                     {"3", "80", "-3", "", "no", "1"}});
  const auto fields = data::inputFieldsOf(
      table, {columnOf("id", ColumnRole::Patient), feature("age", ColumnType::Integer, "years"),
              feature("size", ColumnType::Number, "mm"), feature("stage", ColumnType::Category),
              feature("smoker", ColumnType::Boolean), columnOf("label", ColumnRole::Label)});
  QVERIFY2(fields.has_value(), fields ? "" : fields.error().text().c_str());
  QCOMPARE(fields->size(), size_t{4});
  const auto& [age, size, stage, smoker] =
      std::tie((*fields)[0], (*fields)[1], (*fields)[2], (*fields)[3]);
  QCOMPARE(age.name + age.unit + age.kind, std::string("ageyearsnumber"));
  QCOMPARE(age.minimum, 47.0);
  QCOMPARE(age.maximum, 80.0);
  QVERIFY(age.required && age.categories.empty());
  QCOMPARE(size.minimum, -3.0);
  QVERIFY(!size.required);
  QCOMPARE(stage.kind, std::string("category"));
  QVERIFY((stage.categories == std::vector<std::string>{"early", "late"}));
  QVERIFY(!stage.required && std::isnan(stage.minimum));
  QCOMPARE(smoker.maximum, 1.0);
}

void InputFieldsTest::notes_areTheFieldsOfATextModel() {
  const data::Table table = tableOf({"history", "finding", "age", "label"},
                                    {{"a", "b", "61", "x"}, {"c", " ", "4", "y"}});
  const auto fields = data::inputFieldsOf(
      table, {columnOf("history", ColumnRole::Note), columnOf("finding", ColumnRole::Note),
              feature("age", ColumnType::Integer), columnOf("label", ColumnRole::Label)});
  QCOMPARE(fields->size(), size_t{2});
  QCOMPARE((*fields)[0].name, std::string("history"));
  QCOMPARE((*fields)[0].kind, std::string("text"));
  QVERIFY((*fields)[0].required);
  QVERIFY(!(*fields)[1].required);
}

TELESOFT_TEST(InputFieldsTest)

}  // namespace

#include "input_fields_test.moc"
