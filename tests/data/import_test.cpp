#include "telesoft/data/import.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;
using protocol::ColumnType;

class ImportTest : public QObject {
  Q_OBJECT
 private slots:
  void goodFile_isCleanedAndCounted();
  void recipe_replacesTheProposal();
  void recipe_withAnUnknownColumnIsRefused();
  void badFiles_areRefused_data();
  void badFiles_areRefused();
  void unlabelledRows_areLeftOutWithAWarning();
  void limits_areHeldBeforeMemoryRunsOut_data();
  void limits_areHeldBeforeMemoryRunsOut();
  void cancelling_endsIt();
  void gbsg_givesTheKnownThreeYearOutcome();
};

protocol::Recipe labelled(const std::string& name) {
  protocol::Recipe recipe;
  recipe.columns = {columnOf(name, ColumnRole::Label), columnOf("text", ColumnRole::Note)};
  return recipe;
}

std::string fortyRows() {
  std::string rows = "id,text,label\n";
  for (int i = 0; i < 40; ++i) {
    rows += std::to_string(i) + ",a note of some words number " + std::to_string(i) + "," +
            (i % 2 ? "yes" : "no") + "\n";
  }
  return rows;
}

base::Result<data::Imported> importOf(std::string_view bytes,
                                      const protocol::Recipe& recipe,
                                      const data::ImportLimits& limits = {}) {
  const TempFolder folder;
  return data::importFile(writeBytes(folder, bytes), recipe, {}, limits);
}

void ImportTest::goodFile_isCleanedAndCounted() {
  std::string text = "patient_id;age;crp;outcome\n";
  for (int i = 0; i < 40; ++i) {
    text += "P" + std::to_string(i / 2) + ";" +
            (i == 7   ? "999"
             : i == 8 ? "999"
                      : std::to_string(20 + i)) +
            ";" + (i == 9 ? "NA" : std::to_string(i) + ",5") + "; " + (i % 2 ? "dead" : "alive") +
            "\n";
  }
  const auto imported = importOf(text, {});
  QVERIFY2(imported.has_value(), imported ? "" : imported.error().message.c_str());
  QCOMPARE(imported->patients, std::int64_t{20});
  QCOMPARE(imported->labelCounts.at("dead"), std::int64_t{20});  // without the space before it
  QCOMPARE(shown(imported->table.cell(7, 1)), QString());        // 999 years mean "not known"
  QCOMPARE(shown(imported->table.cell(9, 2)), QString());
  QCOMPARE(shown(imported->table.cell(3, 2)), QStringLiteral("3.5"));
  QCOMPARE(imported->columns[1].missing, std::int64_t{2});
  QCOMPARE(imported->columns[1].maximum, 59.0);
  QVERIFY(imported->columns[3].role == ColumnRole::Label);
  QCOMPARE(imported->warnings.size(), size_t{1});
}

void ImportTest::recipe_replacesTheProposal() {
  protocol::Recipe recipe = labelled("label");
  protocol::ColumnSchema id = columnOf("id", ColumnRole::Feature, ColumnType::Number);
  id.unit = "kg";
  id.missingCodes = {"3"};
  recipe.columns.push_back(id);
  const auto imported = importOf(fortyRows(), recipe);
  QVERIFY(imported.has_value());
  QVERIFY(imported->columns[0].role == ColumnRole::Feature &&
          imported->columns[0].type == ColumnType::Number);
  QCOMPARE(shown(imported->columns[0].unit), QStringLiteral("kg"));
  QCOMPARE(shown(imported->table.cell(3, 0)), QString());
  QVERIFY(imported->columns[1].role == ColumnRole::Note &&
          imported->columns[1].type == ColumnType::Text);
  QVERIFY(imported->columns[2].type == ColumnType::Boolean);  // proposed: the recipe states none
}

void ImportTest::recipe_withAnUnknownColumnIsRefused() {
  const auto imported = importOf(fortyRows(), labelled("lable"));
  QVERIFY(!imported);
  QCOMPARE(imported.error().code, base::ErrorCode::InvalidInput);
  QCOMPARE(shown(imported.error().hint), QStringLiteral("Did you mean \"label\"?"));
}

void ImportTest::badFiles_areRefused_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("part");
  const std::string rows = fortyRows();
  const auto bytes = [](const std::string& text) { return QByteArray::fromStdString(text); };
  QTest::newRow("broken quote") << bytes(rows + "41,\"never closed,yes\n") << "line 42: the quote";
  QTest::newRow("header only") << bytes("id,text,label\n") << "no rows";
  QTest::newRow("empty") << QByteArray() << "empty";
  QTest::newRow("few rows") << bytes(rows.substr(0, rows.find("\n10,") + 1))
                            << "10 of 10 rows have a label; at least 30";
  QByteArray one = bytes(rows);
  QTest::newRow("one class") << one.replace(",yes\n", ",no\n")
                             << "all 40 labelled rows are of one class";
  QTest::newRow("ragged") << bytes(rows + "41,too few\n")
                          << "line 42 has 2 fields where 3 are expected";
  QByteArray none = bytes(rows);
  QTest::newRow("no label at all")
      << none.replace(",yes\n", ",\n").replace(",no\n", ",\n") << "0 of 40 rows have a label";
  QTest::newRow("mixed encodings")
      << bytes(rows + "41,M\xC3\xBCller \xC3\xA4,no\n42,M\xFCller,yes\n")
      << "line 43 is not valid UTF-8";
  std::string many = "id,text,label\n";
  for (int i = 0; i < 300; ++i) {
    many += std::to_string(i) + ",words,c" + std::to_string(i) + "\n";
  }
  QTest::newRow("a label a row") << bytes(many) << "300 classes";
}

void ImportTest::badFiles_areRefused() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, part);
  const auto imported = importOf(viewOf(bytes), labelled("label"));
  QVERIFY(!imported);
  QCOMPARE(imported.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(shown(imported.error().message).contains(part), imported.error().message.c_str());
  QVERIFY(!imported.error().hint.empty());
}

void ImportTest::unlabelledRows_areLeftOutWithAWarning() {
  const auto imported =
      importOf(fortyRows() + "40,no label here,\n41,nor here,NA\n", labelled("label"));
  QVERIFY(imported.has_value());
  QCOMPARE(imported->table.rows(), size_t{40});
  QCOMPARE(shown(imported->warnings.back()),
           QStringLiteral("2 of 42 rows have no label and were left out."));
  const auto without = importOf("a,b\nx,1.5\ny,2.5\n", {});
  QVERIFY(
      shown(without.error().message).contains(QLatin1String("none of the 2 columns is the label")));
}

void ImportTest::limits_areHeldBeforeMemoryRunsOut_data() {
  QTest::addColumn<quint64>("cells");
  QTest::addColumn<quint64>("memory");
  QTest::addColumn<QString>("part");
  QTest::newRow("cells") << quint64{60} << (quint64{1} << 30)
                         << "at row 21 the file needs more than 60 cells";
  QTest::newRow("memory") << quint64{1000} << quint64{3000} << "0 MB of memory";
}

void ImportTest::limits_areHeldBeforeMemoryRunsOut() {
  QFETCH(quint64, cells);
  QFETCH(quint64, memory);
  QFETCH(QString, part);
  data::ImportLimits limits;
  limits.cells = cells;
  limits.memoryBytes = memory;
  const auto imported = importOf(fortyRows(), labelled("label"), limits);
  QVERIFY(!imported);
  QCOMPARE(imported.error().code, base::ErrorCode::OutOfResources);
  QVERIFY2(shown(imported.error().message).contains(part), imported.error().message.c_str());
}

void ImportTest::cancelling_endsIt() {
  const TempFolder folder;
  std::stop_source source;
  source.request_stop();
  const auto imported = data::importFile(writeBytes(folder, fortyRows()), labelled("label"),
                                         base::Stop(source.get_token()));
  QVERIFY(!imported);
  QCOMPARE(imported.error().code, base::ErrorCode::Cancelled);
}

/// Oracle: Python's csv module over the same file: days > 1094.5 -> 0, else an event -> 1, else not
/// known.
void ImportTest::gbsg_givesTheKnownThreeYearOutcome() {
  const auto imported = importDemo("risk/gbsg.csv", "risk/gbsg.recipe.json");
  QVERIFY2(imported.has_value(), imported ? "" : imported.error().message.c_str());
  QCOMPARE(imported->table.rows(), size_t{557});
  QCOMPARE(imported->patients, std::int64_t{557});
  QCOMPARE(imported->labelCounts.at("1"), std::int64_t{224});
  QCOMPARE(imported->labelCounts.at("0"), std::int64_t{333});
}

TELESOFT_TEST(ImportTest)

}  // namespace

#include "import_test.moc"
