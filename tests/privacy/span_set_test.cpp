#include "telesoft/privacy/detect/span_set.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using protocol::PhiSpan;

class SpanSetTest : public QObject {
  Q_OBJECT
 private slots:
  void longer_standsAndTheRestStaysCovered();
  void surer_standsAtEqualLength();
  void blanks_areNoSpan();
};

void SpanSetTest::longer_standsAndTheRestStaysCovered() {
  const auto spans =
      privacy::settled({{0, 6, "name", "a", .9}, {4, 12, "address", "b", .6}}, "abcdefghijklmn");
  QCOMPARE(spans.size(), size_t(2));
  QCOMPARE(spans[0].kind, std::string("name"));
  QCOMPARE(spans[0].end, std::int64_t(4));
  QCOMPARE(spans[1].begin, std::int64_t(4));
  QCOMPARE(spans[1].end, std::int64_t(12));
}

void SpanSetTest::surer_standsAtEqualLength() {
  const auto spans =
      privacy::settled({{2, 8, "id", "a", .6}, {2, 8, "mrn", "b", .95}}, "abcdefghij");
  QCOMPARE(spans.size(), size_t(1));
  QCOMPARE(spans[0].kind, std::string("mrn"));
}

void SpanSetTest::blanks_areNoSpan() {
  const auto spans = privacy::settled({{0, 4, "name", "a", .9}, {3, 5, "id", "b", .6}}, "abcd, f");
  QCOMPARE(spans.size(), size_t(1));
  QVERIFY(privacy::settled({{4, 6, "id", "b", .6}}, "abcd, f").empty());
}

}  // namespace

TELESOFT_TEST(SpanSetTest)
#include "span_set_test.moc"
