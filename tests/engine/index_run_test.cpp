// An index of passages with the tiny base, in this process.
#include "telesoft/engine/run/index_run.h"

#include <cmath>

#include "telesoft/base/hash.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/run/engine_run.h"
#include "telesoft/engine/run/model_folder.h"

#include "toy_texts.h"

namespace telesoft::engine {

using base::ErrorCode;
using protocol::Approach;
using protocol::RunKind;
using tests::TempFolder;

namespace {

void fillIndexRun(ToyRun& run, const std::vector<data::PreparedRow>& passages) {
  std::string lines;
  for (const data::PreparedRow& passage : passages) {
    lines +=
        base::json{{"id", "ps_" + std::to_string(passage.row)}, {"text", passage.text}}.dump() +
        "\n";
  }
  run.put("data/passages.jsonl", lines);
  run.put("data/manifest.json", base::json{{"format", "telesoft.passages"},
                                           {"version", 1},
                                           {"rows", passages.size()},
                                           {"sha256", base::sha256Hex(lines)}}
                                    .dump());
  run.spec.kind = RunKind::Index;
  run.spec.approach = Approach::KnowledgeBase;
  run.spec.task = protocol::Task::TextClassification;
  run.spec.baseModel = {"tiny", BertTiny::folder().string(), ""};
  run.spec.classes = {{"first", ""}, {"second", ""}};
  run.spec.hyperparameters.maxLength = 16;
  run.spec.hyperparameters.precision = protocol::Precision::Float32;
  run.spec.data = {"data/manifest.json", "data/passages.jsonl", "", ""};
  run.putSpec(base::toJson(run.spec));
  run.ask("none");
}

std::vector<float> vectorsOf(const base::Path& model, std::vector<std::int64_t>& shape) {
  const auto file = SafetensorsFile::open(model / "vectors.safetensors");
  const TensorView& view = file->tensors().at("vectors");
  shape = view.shape;
  const auto* data = reinterpret_cast<const float*>(view.data);
  return {data, data + view.bytes / sizeof(float)};
}

}  // namespace

class IndexRunTest : public QObject {
  Q_OBJECT
 private slots:
  void index_holdsTheBasesEmbeddingsInOrder() {
    const TempFolder folder;
    ToyRun run(folder.path());
    const auto passages = toyTexts(150, 3);  // more than one part
    fillIndexRun(run, passages);
    const auto done = runEngine(run.folder(), base::SystemClock());
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    const base::Path model = run.folder() / "model";
    std::vector<std::int64_t> shape;
    const auto vectors = vectorsOf(model, shape);
    QCOMPARE(shape[0], 150);
    Parameters none;
    NetworkPlan plan;
    plan.precision = protocol::Precision::Float32;
    const auto network = loadTextNetwork(BertTiny::folder(), plan, none);
    const auto tokenizer = WordPiece::fromFolder(BertTiny::folder());
    Buffer<float> expected;
    QVERIFY(embedAll(**network, tokenize(passages, *tokenizer, 16, {})->examples, {}, expected));
    QCOMPARE(static_cast<std::int64_t>(vectors.size()), expected.size());
    for (std::int64_t i = 0; i < expected.size(); ++i) {
      QVERIFY(std::abs(vectors[static_cast<size_t>(i)] - expected.data()[i]) < 1e-5F);
    }
    const auto result = run.read("result.json");
    QCOMPARE(result["modelKind"].get<std::string>(), std::string("index"));
    QCOMPARE(result["modelSha256"].get<std::string>(),
             base::sha256HexOfFile(model / "index.json").value());
    const auto index = run.read("model/index.json");
    QCOMPARE(index["vectorsSha256"].get<std::string>(),
             base::sha256HexOfFile(model / "vectors.safetensors").value());
    QCOMPARE(base::readFile(model / "passages.jsonl").value(),
             base::readFile(run.folder() / "data/passages.jsonl").value());
    const auto description = readModelDescription(model);
    QCOMPARE((*description)->kind, std::string("index"));
    QCOMPARE((*description)->classes.size(), 2U);
    QVERIFY(checkWeights({run.folder(), run.spec},
                         {"kb", "model", result["modelSha256"].get<std::string>()}));
    QCOMPARE(run.events().back()["kind"].get<std::string>(), std::string("finished"));
  }

  void equalPassages_giveEqualBytes() {
    const TempFolder folder;
    std::vector<std::string> hashes;
    for (const char* name : {"a", "b"}) {
      ToyRun run(folder / name);
      fillIndexRun(run, toyTexts(20, 3));
      QVERIFY(runEngine(run.folder(), base::SystemClock()));
      hashes.push_back(run.read("result.json")["modelSha256"]);
    }
    QCOMPARE(hashes[0], hashes[1]);
  }

  void changedOrMissingPassages_areRefused() {
    const TempFolder folder;
    ToyRun changed(folder / "changed");
    fillIndexRun(changed, toyTexts(3, 3));
    changed.put("data/passages.jsonl", "{\"id\":\"ps_1\",\"text\":\"other\"}\n");
    QCOMPARE(runEngine(changed.folder(), base::SystemClock()).error().code, ErrorCode::Corrupt);
    ToyRun none(folder / "none");
    fillIndexRun(none, {});
    QCOMPARE(runEngine(none.folder(), base::SystemClock()).error().code, ErrorCode::InvalidInput);
    QVERIFY(!std::filesystem::exists(none.folder() / "model"));
  }

  void cancel_leavesNoIndex() {
    const TempFolder folder;
    ToyRun run(folder.path());
    fillIndexRun(run, toyTexts(3000, 3));
    run.ask("cancel");
    QVERIFY(runEngine(run.folder(), base::SystemClock()));
    QCOMPARE(run.read("status.json")["state"].get<std::string>(), std::string("cancelled"));
    QVERIFY(!std::filesystem::exists(run.folder() / "model"));
  }
};

TELESOFT_TEST(IndexRunTest)

}  // namespace telesoft::engine

#include "index_run_test.moc"
