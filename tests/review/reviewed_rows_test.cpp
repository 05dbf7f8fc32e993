#include "telesoft/review/reviewed_rows.h"

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::review;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

ColumnSchema column(const std::string& name,
                    ColumnType type,
                    ColumnRole role,
                    const std::string& unit = "") {
  ColumnSchema out;
  out.name = name;
  out.type = type;
  out.role = role;
  out.unit = unit;
  return out;
}

const std::vector<ColumnSchema> kNotes = {
    column("mrn", ColumnType::Identifier, ColumnRole::Patient),
    column("note", ColumnType::Text, ColumnRole::Note)};
const std::vector<ColumnSchema> kRisk = {
    column("age", ColumnType::Number, ColumnRole::Feature, "years"),
    column("grade", ColumnType::Category, ColumnRole::Feature),
    column("site", ColumnType::Category, ColumnRole::Subgroup)};

data::Table notes() {
  data::Table out({"mrn", "note"});
  out.appendRow({"P1", "cough"}, 11);
  out.appendRow({"P2", ""}, 12);
  out.appendRow({"P3", "pain"}, 13);
  return out;
}

data::Table risk() {
  data::Table out({"age", "grade", "site"});
  out.appendRow({"61", "II", "North"}, 1);
  out.appendRow({"", "III", "South"}, 2);
  out.appendRow({"", "", "South"}, 3);
  return out;
}

ReviewedModel textModel() {
  ReviewedModel out;
  out.classes = {{"a", ""}, {"b", ""}};
  return out;
}

ReviewedModel riskModel() {
  ReviewedModel out;
  out.task = protocol::Task::TabularRisk;
  out.features = {{"grade", "category"}, {"age", "number"}};
  protocol::InputField age;
  age.name = "age";
  age.unit = "years";
  age.minimum = 18;
  age.maximum = 90;
  out.inputs = {age};
  return out;
}

class ReviewedRowsTest : public QObject {
  Q_OBJECT
 private slots:
  void text_needsNoLabelAndLeavesOutTheEmpty();
  void values_standInTheModelsOrder();
  void unfit_isRefusedByItsColumn_data();
  void unfit_isRefusedByItsColumn();
  void otherTask_isRefused();
  void content_isTextOrFields();
  void content_ofNoSuchRowIsCorrupt();
};

void ReviewedRowsTest::text_needsNoLabelAndLeavesOutTheEmpty() {
  const ModelRows rows = must(modelRows(notes(), kNotes, textModel()));
  QCOMPARE(rows.rows, (std::vector<std::int64_t>{11, 13}));
  QCOMPARE(rows.inputs[1].text, std::string("pain"));
  QVERIFY(rows.inputs[1].values.empty());
}

void ReviewedRowsTest::values_standInTheModelsOrder() {
  const ModelRows rows = must(modelRows(risk(), kRisk, riskModel()));
  QCOMPARE(rows.rows, (std::vector<std::int64_t>{1, 2}));
  QCOMPARE(base::json(rows.inputs[0].values).dump(), std::string("[\"II\",61.0]"));
  QCOMPARE(base::json(rows.inputs[1].values).dump(), std::string("[\"III\",null]"));
}

void ReviewedRowsTest::unfit_isRefusedByItsColumn_data() {
  QTest::addColumn<QString>("change");
  QTest::newRow("missing") << "missing";
  QTest::newRow("kind") << "kind";
  QTest::newRow("unit") << "unit";
}

void ReviewedRowsTest::unfit_isRefusedByItsColumn() {
  QFETCH(QString, change);
  ReviewedModel model = riskModel();
  if (change == "missing") {
    model.features.push_back({"tumor_size", "number"});
  } else if (change == "kind") {
    model.features[0].kind = "number";
  } else {
    model.inputs[0].unit = "months";
  }
  const auto refused = modelRows(risk(), kRisk, model);
  QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
  const char* named = change == "missing" ? "tumor_size" : change == "kind" ? "grade" : "age";
  QVERIFY2(refused.error().message.find(named) != std::string::npos,
           refused.error().message.c_str());
}

void ReviewedRowsTest::otherTask_isRefused() {
  QCOMPARE(modelRows(notes(), kNotes, riskModel()).error().code, ErrorCode::InvalidInput);
  QCOMPARE(modelRows(risk(), kRisk, textModel()).error().code, ErrorCode::InvalidInput);
}

void ReviewedRowsTest::content_isTextOrFields() {
  const RowContents texts(notes(), kNotes, {}, {13});
  QCOMPARE(must(texts.of(13)).text, std::string("pain"));
  QVERIFY(must(texts.of(13)).fields.empty());
  const RowContents values(risk(), kRisk, riskModel().inputs, {1, 2});
  const Content content = must(values.of(2));
  QCOMPARE(content.text, std::string());
  QCOMPARE(content.fields.size(), size_t{2});
  QCOMPARE(content.fields[0].name, std::string("age"));
  QCOMPARE(content.fields[0].value, std::string());
  QCOMPARE(content.fields[0].unit, std::string("years"));
  QCOMPARE(content.fields[0].maximum, 90.0);
  QCOMPARE(content.fields[1].value, std::string("III"));
  QVERIFY(std::isnan(content.fields[1].minimum));
}

void ReviewedRowsTest::content_ofNoSuchRowIsCorrupt() {
  const RowContents texts(notes(), kNotes, {}, {13});
  QCOMPARE(texts.of(11).error().code, ErrorCode::Corrupt);
  QCOMPARE(texts.of(99).error().code, ErrorCode::Corrupt);
}

TELESOFT_TEST(ReviewedRowsTest)

}  // namespace

#include "reviewed_rows_test.moc"
