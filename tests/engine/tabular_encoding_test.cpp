#include "telesoft/engine/models/tabular_encoding.h"

#include "support/test_case.h"

namespace telesoft::engine {

using base::ErrorCode;
using data::PreparedFeature;
using data::PreparedRow;
using data::PreparedValue;

namespace {

PreparedRow rowOf(std::vector<PreparedValue> values, std::int64_t number = 1) {
  PreparedRow row;
  row.row = number;
  row.values = std::move(values);
  return row;
}

const std::vector<PreparedFeature> kFeatures = {
    {"age", "number", "years"}, {"nodes", "number", ""}, {"size", "category", ""}};

std::vector<PreparedRow> someRows() {
  std::vector<PreparedRow> out;
  for (int i = 0; i < 20; ++i) {
    const double nodes = i == 19 ? 40.0 : i % 3;
    out.push_back(rowOf({PreparedValue(40.0 + i % 2 * 20.0), PreparedValue(nodes),
                         PreparedValue(std::string(i % 2 == 0 ? "<=20" : ">50"))}));
  }
  return out;
}

}  // namespace

class TabularEncodingTest : public QObject {
  Q_OBJECT
 private slots:
  void fit_standardisesAndTakesLogarithmsOfLongTails() {
    const auto encoding = TabularEncoding::fit(kFeatures, someRows());
    const auto& f = encoding.features();
    QCOMPARE(f[0].mean, 50.0);
    QCOMPARE(f[0].sd, 10.0);
    QVERIFY(!f[0].logarithm && f[1].logarithm);
    QVERIFY((f[2].categories == std::vector<std::string>{"<=20", ">50"}));
    QCOMPARE(encoding.width(), 2 + 2 + 3);
  }

  void encode_clipsMarksWhatIsMissingAndOneInputACategory() {
    const auto encoding = TabularEncoding::fit(kFeatures, someRows());
    const auto got = encoding.encode(
        kFeatures,
        {rowOf({PreparedValue(60.0), PreparedValue(), PreparedValue(std::string(">50"))}),
         rowOf({PreparedValue(9000.0), PreparedValue(), PreparedValue(std::string("new"))})});
    QVERIFY(got.has_value());
    QVERIFY((std::vector<float>(got->features.begin(), got->features.begin() + 7) ==
             std::vector<float>{1, 0, 0, 1, 0, 1, 0}));
    QVERIFY((std::vector<float>(got->features.begin() + 7, got->features.end()) ==
             std::vector<float>{4, 0, 0, 1, 0, 0, 1}));
  }

  void encode_findsColumnsByNameInAnyOrder() {
    const auto encoding = TabularEncoding::fit(kFeatures, someRows());
    const std::vector<PreparedFeature> turned = {{"size", "category", ""},
                                                 {"extra", "number", ""},
                                                 {"nodes", "number", ""},
                                                 {"age", "number", ""}};
    const auto got =
        encoding.encode(turned, {rowOf({PreparedValue(std::string("<=20")), PreparedValue(1.0),
                                        PreparedValue(0.0), PreparedValue(60.0)})});
    QVERIFY(got.has_value());
    QCOMPARE(got->features[0], 1.0F);
    QCOMPARE(got->features[4], 1.0F);
  }

  void encode_refuses_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<std::string>("unit");
    QTest::addColumn<std::string>("word");
    QTest::newRow("a missing column") << std::string("ages") << std::string("number")
                                      << std::string("years") << std::string("no column \"age\"");
    QTest::newRow("another kind") << std::string("age") << std::string("category")
                                  << std::string("years") << std::string("as a number");
    QTest::newRow("another unit") << std::string("age") << std::string("number")
                                  << std::string("months") << std::string("in years");
  }
  void encode_refuses() {
    QFETCH(std::string, name);
    QFETCH(std::string, kind);
    QFETCH(std::string, unit);
    QFETCH(std::string, word);
    const auto encoding = TabularEncoding::fit({kFeatures[0]}, someRows());
    const auto got = encoding.encode({{name, kind, unit}}, {});
    QVERIFY(!got.has_value());
    QCOMPARE(got.error().code, ErrorCode::InvalidInput);
    QVERIFY2(got.error().message.find(word) != std::string::npos, got.error().message.c_str());
  }

  void encode_namesTheRowOfAValueOfTheWrongKindAndNotTheValue() {
    const auto encoding = TabularEncoding::fit({kFeatures[0]}, someRows());
    const auto text =
        encoding.encode({kFeatures[0]}, {rowOf({PreparedValue(std::string("secret"))}, 17)});
    QCOMPARE(text.error().code, ErrorCode::Corrupt);
    QVERIFY(text.error().message.find("row 17") != std::string::npos);
    QVERIFY(text.error().text().find("secret") == std::string::npos);
    const auto shortRow = encoding.encode({kFeatures[0]}, {rowOf({}, 18)});
    QCOMPARE(shortRow.error().code, ErrorCode::Corrupt);
  }
};

TELESOFT_TEST(TabularEncodingTest)

}  // namespace telesoft::engine

#include "tabular_encoding_test.moc"
