#include "telesoft/base/json.h"

#include <limits>

#include "support/test_case.h"

namespace sample {

enum class Color { Red, Blue };
struct Inner {
  std::int64_t count = 0;
};
struct Outer {
  std::string name;
  double score = 1.5;
  std::vector<Inner> items;
  std::optional<std::string> note;
  Color color = Color::Red;
  std::map<std::string, double> values;
};
template <class V>
void describe(V& v, Inner& i) {
  v.required("count", i.count);
}
template <class V>
void describe(V& v, Outer& o) {
  v.required("name", o.name);
  v.optional("score", o.score);
  v.optional("items", o.items);
  v.optional("note", o.note);
  v.optional("color", o.color);
  v.optional("values", o.values);
}

}  // namespace sample

namespace telesoft::base {
template <>
struct EnumNames<sample::Color> {
  static constexpr std::pair<sample::Color, std::string_view> table[] = {
      {sample::Color::Red, "red"}, {sample::Color::Blue, "blue"}};
};
}  // namespace telesoft::base

namespace {

using namespace telesoft::base;
using sample::Outer;

class JsonTest : public QObject {
  Q_OBJECT
 private slots:
  void describe_goesBothWays();
  void describe_keepsDefaultsOfAbsentKeys();
  void nan_travelsAsNull();
  void fromJson_refuses_data();
  void fromJson_refuses();
  void lenient_ignoresUnknownKeys();
  void parseJson_saysWhereItBroke();
};

void JsonTest::describe_goesBothWays() {
  Outer outer;
  outer.name = "x";
  outer.items = {{1}, {2}};
  outer.note = "n";
  outer.color = sample::Color::Blue;
  outer.values = {{"a", 0.25}};
  const json written = toJson(outer);
  QCOMPARE(written["color"].get<std::string>(), std::string("blue"));
  const auto read = fromJson<Outer>(written, Keys::Strict);
  QVERIFY(read.has_value());
  QCOMPARE(toJson(*read).dump(), written.dump());
}

void JsonTest::describe_keepsDefaultsOfAbsentKeys() {
  const auto read = fromJson<Outer>(json{{"name", "x"}, {"note", nullptr}}, Keys::Strict);
  QVERIFY(read.has_value());
  QCOMPARE(read->score, 1.5);
  QVERIFY(!read->note.has_value());
}

void JsonTest::nan_travelsAsNull() {
  const json written = toJson(std::vector<double>{1.0, std::numeric_limits<double>::quiet_NaN()});
  QCOMPARE(written.dump(), std::string("[1.0,null]"));
  const auto read = fromJson<std::vector<double>>(written);
  QVERIFY(read.has_value());
  QVERIFY(std::isnan((*read)[1]));
}

void JsonTest::fromJson_refuses_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("message");
  QTest::addColumn<QByteArray>("hint");
  QTest::newRow("missing key") << QByteArray(R"({})") << QByteArray("the document lacks \"name\"")
                               << QByteArray();
  QTest::newRow("wrong type") << QByteArray(R"({"name":3})")
                              << QByteArray("\"name\" must be a text, not number") << QByteArray();
  QTest::newRow("wrong type deep")
      << QByteArray(R"({"name":"x","items":[{"count":1},{"count":"2"}]})")
      << QByteArray("\"items[1].count\" must be a whole number, not string") << QByteArray();
  QTest::newRow("unknown key") << QByteArray(R"({"name":"x","scor":1})")
                               << QByteArray("the document has the unknown key \"scor\"")
                               << QByteArray("did you mean \"score\"?");
  QTest::newRow("unknown name") << QByteArray(R"({"name":"x","color":"green"})")
                                << QByteArray("\"color\" must be one of: red, blue")
                                << QByteArray();
  QTest::newRow("not an object") << QByteArray(R"([1])")
                                 << QByteArray("the document must be an object, not array")
                                 << QByteArray();
}

void JsonTest::fromJson_refuses() {
  QFETCH(QByteArray, text);
  QFETCH(QByteArray, message);
  QFETCH(QByteArray, hint);
  const auto read = fromJson<Outer>(json::parse(text.toStdString()), Keys::Strict);
  QVERIFY(!read.has_value());
  QCOMPARE(read.error().code, ErrorCode::InvalidInput);
  QCOMPARE(QByteArray::fromStdString(read.error().message), message);
  QCOMPARE(QByteArray::fromStdString(read.error().hint), hint);
}

void JsonTest::lenient_ignoresUnknownKeys() {
  QVERIFY(fromJson<Outer>(json{{"name", "x"}, {"newer", 1}}).has_value());
}

void JsonTest::parseJson_saysWhereItBroke() {
  const auto parsed = parseJson("{\"a\": }");
  QVERIFY(!parsed.has_value());
  QCOMPARE(parsed.error().message, std::string("not valid JSON at byte 7"));
}

TELESOFT_TEST(JsonTest)

}  // namespace

#include "json_test.moc"
