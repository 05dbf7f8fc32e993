#include "telesoft/deploy/gateway/input_check.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;
using base::json;
using protocol::InputField;

class InputCheckTest : public QObject {
  Q_OBJECT
 private slots:
  void check_takesWhatFits();
  void check_refusesEachRule_data();
  void check_refusesEachRule();
  void check_warns_data();
  void check_warns();
  void check_namesEveryBadField();
  void check_readsTextsInOrder();
  void check_ignoresWhatIsNoField();
  void check_needsAnObject();
  void subject_isNamedOrInTheData();
};

InputField number(const std::string& name, double low, double high, const std::string& unit = "") {
  InputField out;
  out.name = name;
  out.minimum = low;
  out.maximum = high;
  out.unit = unit;
  return out;
}
InputField category(const std::string& name, std::vector<std::string> categories) {
  InputField out;
  out.name = name;
  out.kind = "category";
  out.categories = std::move(categories);
  return out;
}
InputField text(const std::string& name) {
  InputField out;
  out.name = name;
  out.kind = "text";
  return out;
}

std::vector<InputField> fields() {
  InputField rare = number("crp", 1, 5);
  rare.required = false;
  return {number("age", 20, 80, "years"), number("tumor_size", 5, 45, "mm"),
          category("grade", {"1", "2", "3"}), number("change", -2, 2), rare};
}
const json kGood = {{"age", 61}, {"tumor_size", 22}, {"grade", "2"}, {"change", 0}, {"crp", 2.5}};

CheckedInput checked(const json& changes) {
  json data = kGood;
  data.update(changes);
  for (const auto& [key, value] : changes.items()) {
    if (value == "absent") {
      data.erase(key);
    }
  }
  return *checkInput(fields(), data, 0);
}

void InputCheckTest::check_takesWhatFits() {
  const CheckedInput out =
      checked({{"tumor_size", {{"value", 2.2}, {"unit", "cm"}}}, {"grade", 3}});
  QVERIFY(out.problems.empty());
  QVERIFY(out.warnings.empty());
  QVERIFY(out.row.values == (std::vector<json>{61.0, 22.0, "3", 0.0, 2.5}));
  QCOMPARE(out.seen.size(), size_t{5});
  QVERIFY(out.seen[1] == (std::pair<std::string, json>{"tumor_size", 22.0}));
}

void InputCheckTest::check_refusesEachRule_data() {
  QTest::addColumn<QByteArray>("change");
  QTest::addColumn<QString>("rule");
  QTest::newRow("absent") << QByteArray(R"({"age": "absent"})") << "missing";
  QTest::newRow("null") << QByteArray(R"({"age": null})") << "missing";
  QTest::newRow("number as text") << QByteArray(R"({"age": "61"})") << "type";
  QTest::newRow("list") << QByteArray(R"({"age": [61]})") << "type";
  QTest::newRow("object without value") << QByteArray(R"({"age": {"unit": "years"}})") << "type";
  QTest::newRow("true as category") << QByteArray(R"({"grade": true})") << "type";
  QTest::newRow("unit of another kind")
      << QByteArray(R"({"tumor_size": {"value": 2, "unit": "mg"}})") << "unit";
  QTest::newRow("unit of none") << QByteArray(R"({"change": {"value": 2, "unit": "mg"}})")
                                << "unit";
  QTest::newRow("no unit word") << QByteArray(R"({"tumor_size": {"value": 2}})") << "unit";
  QTest::newRow("far above") << QByteArray(R"({"age": 141})") << "range";
  QTest::newRow("below zero where none was") << QByteArray(R"({"age": -1})") << "range";
  QTest::newRow("far in another unit")
      << QByteArray(R"({"tumor_size": {"value": 22, "unit": "cm"}})") << "range";
  QTest::newRow("unknown category") << QByteArray(R"({"grade": "4"})") << "category";
}

void InputCheckTest::check_refusesEachRule() {
  QFETCH(QByteArray, change);
  QFETCH(QString, rule);
  const CheckedInput out = checked(json::parse(change.toStdString()));
  QCOMPARE(out.problems.size(), size_t{1});
  QCOMPARE(out.problems[0].rule, rule.toStdString());
  QVERIFY(out.problems[0].message.find(out.problems[0].field) == 0);
}

void InputCheckTest::check_warns_data() {
  QTest::addColumn<QByteArray>("change");
  QTest::newRow("a little above") << QByteArray(R"({"age": 95})");
  QTest::newRow("at the hard limit") << QByteArray(R"({"age": 140})");
  QTest::newRow("negative where it may be") << QByteArray(R"({"change": -4})");
  QTest::newRow("missing as in training") << QByteArray(R"({"crp": "absent"})");
}

void InputCheckTest::check_warns() {
  QFETCH(QByteArray, change);
  const CheckedInput out = checked(json::parse(change.toStdString()));
  QVERIFY(out.problems.empty());
  QCOMPARE(out.warnings.size(), size_t{1});
}

void InputCheckTest::check_namesEveryBadField() {
  const CheckedInput out =
      checked({{"age", "old, 73412"}, {"grade", "planted-73412"}, {"tumor_size", 73412}});
  QCOMPARE(out.problems.size(), size_t{3});
  for (const auto& problem : out.problems) {
    QVERIFY2(problem.message.find("73412") == std::string::npos, problem.message.c_str());
  }
}

void InputCheckTest::check_readsTextsInOrder() {
  const std::vector<InputField> notes = {text("history"), text("finding")};
  const auto out =
      *checkInput(notes, {{"finding", "a fracture of the wrist"}, {"history", "a fall"}}, 4);
  QCOMPARE(out.row.text, std::string("a fall\na fracture of the wrist"));
  QVERIFY(out.seen[1].second == 5);          // words
  QCOMPARE(out.warnings.size(), size_t{1});  // longer than 4
  QCOMPARE(checkInput(notes, {{"finding", " \n"}, {"history", "a"}}, 0)->problems[0].rule,
           std::string("empty"));
  QCOMPARE(checkInput(notes, {{"finding", 7}, {"history", "a"}}, 0)->problems[0].rule,
           std::string("type"));
}

void InputCheckTest::check_ignoresWhatIsNoField() {
  const CheckedInput out = checked({{"patientId", "P1"}, {"subject", "P1"}, {"label", "yes"}});
  QVERIFY(out.ignoredFields == std::vector<std::string>{"label"});
}

void InputCheckTest::check_needsAnObject() {
  for (const json& bad : {json::array(), json("text"), json(nullptr), json(3)}) {
    QCOMPARE(checkInput(fields(), bad, 0).error().code, base::ErrorCode::InvalidInput);
  }
}

void InputCheckTest::subject_isNamedOrInTheData() {
  protocol::AnalyzeRequest request;
  QCOMPARE(subjectIn(request), std::string());
  request.patientData = {{"patientId", 17}};
  QCOMPARE(subjectIn(request), std::string("17"));
  request.subject = "named";
  QCOMPARE(subjectIn(request), std::string("named"));
}

TELESOFT_TEST(InputCheckTest)

}  // namespace

#include "input_check_test.moc"
