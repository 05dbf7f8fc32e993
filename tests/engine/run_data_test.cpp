#include "telesoft/engine/run/run_data.h"

#include "telesoft/base/hash.h"

#include "bert_tiny.h"
#include "toy_rows.h"

namespace telesoft::engine {

using base::ErrorCode;
using tests::TempFolder;

class RunDataTest : public QObject {
  Q_OBJECT
 private slots:
  void manifest_mustBeOfTheSpecsTaskAndClasses() {
    const TempFolder folder;
    ToyRun run(folder.path());
    fillRiskRun(run);
    QVERIFY(readManifest({run.folder(), run.spec}).has_value());
    protocol::RunSpec turned = run.spec;
    turned.classes = {{"1", ""}, {"0", ""}};
    QCOMPARE(readManifest({run.folder(), turned}).error().code, ErrorCode::InvalidInput);
    protocol::RunSpec text = run.spec;
    text.task = protocol::Task::TextClassification;
    QCOMPARE(readManifest({run.folder(), text}).error().code, ErrorCode::InvalidInput);
    protocol::RunSpec elsewhere = run.spec;
    elsewhere.data.manifest = "data/none.json";
    QCOMPARE(readManifest({run.folder(), elsewhere}).error().code, ErrorCode::NotFound);
  }

  void part_mustHaveRowsWithLabelsThatAreClasses() {
    const TempFolder folder;
    ToyRun run(folder.path());
    auto rows = toyRows(5, 1);
    rows[3].label = 2;
    run.spec.task = protocol::Task::TabularRisk;
    run.spec.classes = {{"0", ""}, {"1", ""}};
    run.part("train", rows);
    run.part("validation", {});
    run.write();
    const RunInput input{run.folder(), run.spec};
    const auto manifest = readManifest(input);
    const auto got = readPart(input, *manifest, "train", {});
    QCOMPARE(got.error().code, ErrorCode::Corrupt);
    QVERIFY2(got.error().message.find("line 4") != std::string::npos, got.error().message.c_str());
    QCOMPARE(readPart(input, *manifest, "validation", {}).error().code, ErrorCode::InvalidInput);
    QCOMPARE(readPart(input, *manifest, "test", {}).error().code, ErrorCode::NotFound);
  }

  void tokenize_countsWhatIsCut() {
    const auto tokenizer = WordPiece::fromFolder(BertTiny::folder());
    QVERIFY(tokenizer.has_value());
    std::vector<data::PreparedRow> rows(2);
    rows[0].text = "a";
    rows[1].text = "a b c d e f g h";
    rows[1].row = 9;
    rows[1].label = 1;
    const auto part = tokenize(rows, *tokenizer, 5, {});
    QCOMPARE(part->truncated, 1);
    QCOMPARE(part->examples.tokens[0].size(), 3U);
    QCOMPARE(part->examples.tokens[1].size(), 5U);
    QCOMPARE(part->examples.row[1], 9);
    QCOMPARE(part->examples.label[1], 1);
  }

  void weights_areCheckedByTheirHash() {
    const TempFolder folder;
    const RunInput input{folder.path(), {}};
    const std::string path = BertTiny::folder().string();
    const auto hash = base::sha256HexOfFile(BertTiny::folder() / "model.safetensors");
    QVERIFY(checkWeights(input, {"tiny", path, *hash}));
    QVERIFY(checkWeights(input, {"tiny", path, ""}));
    QCOMPARE(checkWeights(input, {"tiny", path, std::string(64, '0')}).error().code,
             ErrorCode::Conflict);
    QCOMPARE(checkWeights(input, {"tiny", "none", ""}).error().code, ErrorCode::NotFound);
  }
};

TELESOFT_TEST(RunDataTest)

}  // namespace telesoft::engine

#include "run_data_test.moc"
