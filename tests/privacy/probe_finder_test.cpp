#include "telesoft/privacy/detect/probe_finder.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::privacy;

class ProbeFinderTest : public QObject {
  Q_OBJECT
 private slots:
  void names_tolerateTyposByLength_data();
  void names_tolerateTyposByLength();
  void codes_areFoundWhateverSeparatesThem();
};

std::vector<PhiSpan> search(const std::string& text, const Probe& probe) {
  return findProbes(text, wordsOf(text), {probe});
}

void ProbeFinderTest::names_tolerateTyposByLength_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("count");
  QTest::newRow("same, small") << "gonzalez came" << 1;
  QTest::newRow("one letter") << "Gonzales came" << 1;
  QTest::newRow("two letters exchanged") << "Gonzaelz came" << 1;
  QTest::newRow("two wrong in eight") << "Gonsales came" << 0;
  QTest::newRow("other first letter") << "Bonzalez came" << 0;
  QTest::newRow("part of a word") << "Gonzalezian art" << 0;
}

void ProbeFinderTest::names_tolerateTyposByLength() {
  QFETCH(QString, text);
  QFETCH(int, count);
  QCOMPARE(int(search(text.toStdString(), {"Gonzalez", "name", "last_name"}).size()), count);
}

void ProbeFinderTest::codes_areFoundWhateverSeparatesThem() {
  const Probe phone{"(617) 555-0123", "phone", "phone"};
  const auto spans = search("ring 617.555.0123 now", phone);
  QCOMPARE(spans.size(), size_t(1));
  QCOMPARE(spans[0].begin, std::int64_t(5));
  QCOMPARE(spans[0].end, std::int64_t(17));
  QVERIFY(spans[0].reason.find("phone") != std::string::npos);
  QVERIFY(search("ring 96175550123 now", phone).empty());  // part of a longer number
}

}  // namespace

TELESOFT_TEST(ProbeFinderTest)
#include "probe_finder_test.moc"
