#include "telesoft/engine/io/bert_unicode.h"

#include <numeric>

#include "support/test_case.h"

namespace telesoft::engine {

namespace {

std::size_t countOf(std::span<const CodeRange> ranges) {
  return std::accumulate(
      ranges.begin(), ranges.end(), std::size_t{0},
      [](std::size_t n, const CodeRange& r) { return n + r.last - r.first + 1; });
}

bool inOrder(std::span<const CodeRange> ranges) {
  char32_t next = 0;
  for (const CodeRange& range : ranges) {
    if (range.first < next || range.last < range.first) {
      return false;
    }
    next = range.last + 1;
  }
  return true;
}

}  // namespace

class BertUnicodeTest : public QObject {
  Q_OBJECT
 private slots:
  void tables_haveTheOraclesCounts();
  void tables_areInOrder();
};

/// Counted by tests/oracles/tokenizer_oracle.py with tokenizers 0.23.3.
void BertUnicodeTest::tables_haveTheOraclesCounts() {
  const BertUnicode& all = bertUnicode();
  QCOMPARE(countOf(all.removed), std::size_t{137681});
  QCOMPARE(countOf(all.isolated), std::size_t{81264});
  QCOMPARE(countOf(all.white), std::size_t{25});
  QCOMPARE(countOf(all.punctuation), std::size_t{726});
  QCOMPARE(countOf(all.passingMarks) + countOf(all.blockingMarks), std::size_t{1567});
  QCOMPARE(countOf(all.blockingMarks), std::size_t{833});
  QCOMPARE(countOf(all.strippedBlocks), all.stripped.size());
  QCOMPARE(all.stripped.size() + all.strippedLong.size() + 1567, std::size_t{14781 - 11172});
  std::size_t lowered = all.lowerLong.size();
  for (const LowerRun& run : all.lower) {
    lowered += (run.last - run.first) / run.stride + 1;
  }
  QCOMPARE(lowered, std::size_t{1488});
}

void BertUnicodeTest::tables_areInOrder() {
  const BertUnicode& all = bertUnicode();
  for (const auto ranges : {all.removed, all.isolated, all.white, all.punctuation, all.passingMarks,
                            all.blockingMarks, all.strippedBlocks}) {
    QVERIFY(inOrder(ranges));
  }
}

}  // namespace telesoft::engine

using telesoft::engine::BertUnicodeTest;
TELESOFT_TEST(BertUnicodeTest)
#include "bert_unicode_test.moc"
