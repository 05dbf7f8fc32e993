#include "telesoft/privacy/column_plan.h"

#include "telesoft/privacy/deidentify.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;
using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

class ColumnPlanTest : public QObject {
  Q_OBJECT
 private slots:
  void defaults_followRoleTypeAndName_data();
  void defaults_followRoleTypeAndName();
  void badRequests_areRefused_data();
  void badRequests_areRefused();
};

ColumnSchema column(const char* name, ColumnType type, ColumnRole role) {
  ColumnSchema out;
  out.name = name;
  out.type = type;
  out.role = role;
  return out;
}

void ColumnPlanTest::defaults_followRoleTypeAndName_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("type");
  QTest::addColumn<int>("role");
  QTest::addColumn<QString>("action");
  const auto row = [](const char* name, ColumnType type, ColumnRole role, const char* action) {
    QTest::newRow(name) << name << int(type) << int(role) << action;
  };
  row("patient_id", ColumnType::Identifier, ColumnRole::Patient, "surrogate");
  row("patient_name", ColumnType::Text, ColumnRole::Identifier, "surrogate");
  row("note", ColumnType::Text, ColumnRole::Note, "text");
  row("remarks", ColumnType::Text, ColumnRole::Feature, "text");
  row("visit_date", ColumnType::Date, ColumnRole::Date, "shift");
  row("zip", ColumnType::Category, ColumnRole::Feature, "generalise");
  row("age", ColumnType::Integer, ColumnRole::Feature, "generalise");
  row("creatinine", ColumnType::Number, ColumnRole::Feature, "keep");
  row("diagnosis", ColumnType::Category, ColumnRole::Label, "keep");
  row("photo", ColumnType::Text, ColumnRole::Identifier, "drop");
}

void ColumnPlanTest::defaults_followRoleTypeAndName() {
  QFETCH(QString, name);
  QFETCH(int, type);
  QFETCH(int, role);
  QFETCH(QString, action);
  const auto schema = column(qPrintable(name), ColumnType(type), ColumnRole(role));
  QCOMPARE(QString::fromStdString(defaultColumnAction(schema, {})), action);
}

void ColumnPlanTest::badRequests_areRefused_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("action");
  QTest::newRow("unknown column") << "nmae"
                                  << "drop";
  QTest::newRow("unknown action") << "name"
                                  << "shred";
  QTest::newRow("label dropped") << "label"
                                 << "drop";
  QTest::newRow("number as text") << "size"
                                  << "text";
  QTest::newRow("name shifted") << "name"
                                << "shift";
  QTest::newRow("name generalised") << "name"
                                    << "generalise";
}

void ColumnPlanTest::badRequests_areRefused() {
  QFETCH(QString, name);
  QFETCH(QString, action);
  protocol::DeidRequest request;
  request.columns[name.toStdString()] = action.toStdString();
  const auto plan = planColumns({column("name", ColumnType::Text, ColumnRole::Identifier),
                                 column("label", ColumnType::Category, ColumnRole::Label),
                                 column("size", ColumnType::Number, ColumnRole::Feature)},
                                request);
  QVERIFY(!plan);
  QCOMPARE(int(plan.error().code), int(base::ErrorCode::InvalidInput));
  QVERIFY(!plan.error().hint.empty());
}

}  // namespace

TELESOFT_TEST(ColumnPlanTest)
#include "column_plan_test.moc"
