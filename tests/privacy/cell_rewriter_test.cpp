#include "telesoft/privacy/transform/cell_rewriter.h"

#include "privacy/privacy_support.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

class CellRewriterTest : public QObject {
  Q_OBJECT
 private slots:
  void actions_doWhatTheySay();
};

void CellRewriterTest::actions_doWhatTheySay() {
  const KeyedHash hash("key");
  const Surrogates surrogates(hash, tests::detector().lexicon());
  const auto cell = [&](ColumnAction action, const char* kind, const std::string& text,
                        bool number = false) {
    return rewrittenCell(text, {action, kind, number, 10, data::DayMonth::MonthFirst}, surrogates,
                         hash);
  };
  QCOMPARE(cell(ColumnAction::Keep, "name", "Smith"), std::string("Smith"));
  QCOMPARE(cell(ColumnAction::Surrogate, "name", "Smith"), surrogates.name("Smith"));
  QCOMPARE(cell(ColumnAction::Hash, "mrn", "12345").size(), size_t(16));
  QCOMPARE(cell(ColumnAction::Shift, "date", "2024-03-14"), std::string("2024-03-24"));
  QCOMPARE(cell(ColumnAction::Shift, "date", "soon"), std::string());
  QCOMPARE(cell(ColumnAction::Generalise, "zip", "02139"), std::string("021"));
  QCOMPARE(cell(ColumnAction::Generalise, "age", "95", true), std::string("90"));
  QCOMPARE(cell(ColumnAction::Generalise, "date", "2024-03-14"), std::string("2024"));
  QCOMPARE(cell(ColumnAction::Generalise, "date", "20240314"), std::string("2024"));
  QCOMPARE(cell(ColumnAction::Surrogate, "mrn", ""), std::string());
}

}  // namespace

TELESOFT_TEST(CellRewriterTest)
#include "cell_rewriter_test.moc"
