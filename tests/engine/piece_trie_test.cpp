#include "telesoft/engine/io/piece_trie.h"

#include <map>

#include "telesoft/base/rng.h"

#include "support/test_case.h"

namespace telesoft::engine {

class PieceTrieTest : public QObject {
  Q_OBJECT
 private slots:
  void trie_findsWhatItHoldsAndNothingElse();
  void trie_ofNothingLeadsNowhere();
  void trie_takesEveryByteButZero();
};

void PieceTrieTest::trie_findsWhatItHoldsAndNothingElse() {
  base::Rng rng(7, "pieces");
  const auto word = [&](std::size_t longest, std::uint64_t letters) {
    std::string out(1 + rng.below(longest), ' ');
    for (char& c : out) {
      c = static_cast<char>('a' + static_cast<int>(rng.below(letters)));
    }
    return out;
  };
  std::map<std::string, std::int32_t> pieces;
  while (pieces.size() < 5000) {
    pieces.emplace(word(9, 6), static_cast<std::int32_t>(pieces.size()));
  }
  const auto trie = PieceTrie::build({pieces.begin(), pieces.end()});
  QVERIFY(trie.has_value());
  for (const auto& [text, id] : pieces) {
    QCOMPARE(trie->idAt(trie->walk(text)), id);
  }
  for (int i = 0; i < 20000; ++i) {
    const std::string text = word(11, 8);
    const auto known = pieces.find(text);
    QCOMPARE(trie->idAt(trie->walk(text)), known == pieces.end() ? -1 : known->second);
  }
}

void PieceTrieTest::trie_ofNothingLeadsNowhere() {
  const PieceTrie none;
  QCOMPARE(none.walk("a"), PieceTrie::kNowhere);
  const auto empty = PieceTrie::build({});
  QVERIFY(empty.has_value());
  QCOMPARE(empty->walk("a"), PieceTrie::kNowhere);
  for (int byte = 1; byte < 256; ++byte) {
    QCOMPARE(empty->next(PieceTrie::kNowhere, static_cast<unsigned char>(byte)),
             PieceTrie::kNowhere);
  }
}

void PieceTrieTest::trie_takesEveryByteButZero() {
  std::vector<std::pair<std::string, std::int32_t>> pieces;
  for (int a = 1; a < 256; ++a) {
    pieces.emplace_back(std::string(1, static_cast<char>(a)), a);
    pieces.emplace_back(std::string{static_cast<char>(a), static_cast<char>(256 - a)}, 1000 + a);
  }
  const auto trie = PieceTrie::build(pieces);
  QVERIFY(trie.has_value());
  for (const auto& [text, id] : pieces) {
    QCOMPARE(trie->idAt(trie->walk(text)), id);
    QCOMPARE(trie->walk(text + "x!"), PieceTrie::kNowhere);
  }
}

}  // namespace telesoft::engine

using telesoft::engine::PieceTrieTest;
TELESOFT_TEST(PieceTrieTest)
#include "piece_trie_test.moc"
