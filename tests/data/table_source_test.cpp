#include "telesoft/data/table_source.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class TableSourceTest : public QObject {
  Q_OBJECT
 private slots:
  void pieces_holdAllRowsInOrder();
  void aPiece_holdsNoMoreTextThanItMay();
  void columns_areThoseAskedForInThatOrder();
  void stop_endsTheReading();
};

data::Table numbered(std::int64_t rows, size_t width = 1) {
  data::Table table({"n", "text"});
  for (std::int64_t i = 0; i < rows; ++i) {
    table.appendRow({std::to_string(i), std::string(width, 'x')}, 2 * i + 1);
  }
  return table;
}

void TableSourceTest::pieces_holdAllRowsInOrder() {
  const data::Table table = numbered(data::TableSource::kPieceRows + 3);
  std::vector<std::int64_t> firsts;
  std::int64_t next = 0;
  const auto done = data::MemorySource(table).forEachPiece(
      {},
      [&](const data::Table& piece, std::int64_t firstRow) -> base::Status {
        firsts.push_back(firstRow);
        for (size_t row = 0; row < piece.rows(); ++row, ++next) {
          if (piece.cell(row, 0) != std::to_string(next) || piece.fileRow(row) != 2 * next + 1) {
            return base::fail(base::ErrorCode::Corrupt, "row " + std::to_string(next));
          }
        }
        return {};
      },
      {});
  QVERIFY2(done, done ? "" : done.error().message.c_str());
  QCOMPARE(next, data::TableSource::kPieceRows + 3);
  QCOMPARE(firsts, (std::vector<std::int64_t>{0, data::TableSource::kPieceRows}));
}

void TableSourceTest::aPiece_holdsNoMoreTextThanItMay() {
  const data::Table table = numbered(40, 1U << 20U);
  std::vector<size_t> sizes;
  const auto done = data::MemorySource(table).forEachPiece(
      {},
      [&](const data::Table& piece, std::int64_t) -> base::Status {
        sizes.push_back(piece.rows());
        return {};
      },
      {});
  QVERIFY(done);
  QCOMPARE(sizes, (std::vector<size_t>{15, 15, 10}));
}

void TableSourceTest::columns_areThoseAskedForInThatOrder() {
  const data::Table table = tableOf({"a", "b", "c"}, {{"1", "2", "3"}});
  const data::MemorySource source(table);
  QCOMPARE(source.columnIndex("c"), std::optional<size_t>(2));
  QCOMPARE(source.columnIndex("d"), std::optional<size_t>());
  const auto two = source.inMemory({2, 0});
  QVERIFY(two);
  QCOMPARE(shown(two->row(0)), QStringLiteral("3|1"));
}

void TableSourceTest::stop_endsTheReading() {
  std::stop_source stopper;
  stopper.request_stop();
  const data::Table table = numbered(1);
  const auto done = data::MemorySource(table).inMemory({}, base::Stop(stopper.get_token()));
  QVERIFY(!done);
  QCOMPARE(done.error().code, base::ErrorCode::Cancelled);
}

TELESOFT_TEST(TableSourceTest)

}  // namespace

#include "table_source_test.moc"
