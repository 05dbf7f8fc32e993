#include "telesoft/engine/run/index_run.h"

#include <chrono>
#include <limits>
#include <thread>

#include "telesoft/base/hash.h"
#include "telesoft/engine/io/hf_folder.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/run/model_folder.h"
#include "telesoft/engine/run/run_outcome.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::json;
using base::Path;
using base::Result;
using base::Status;
using protocol::RunState;

namespace {

constexpr std::uint64_t kMostBytes = 1U << 30U;
constexpr std::int64_t kPassagesAtOnce = 64;  // embedded between two reports

struct PassageLine {
  std::string id, text;
};
template <class V>
void describe(V& v, PassageLine& p) {
  v.required("id", p.id);
  v.required("text", p.text);
}

struct PassageManifest {
  std::string format;
  std::int64_t version = 0;
  std::int64_t rows = 0;
  std::string sha256;
};
template <class V>
void describe(V& v, PassageManifest& m) {
  v.required("format", m.format);
  v.required("version", m.version);
  v.required("rows", m.rows);
  v.required("sha256", m.sha256);
}

base::Error bad(const std::string& what) {
  return fail(ErrorCode::Corrupt, what, "start the job again: its passages are written anew");
}

struct Passages {
  std::string bytes;  // of passages.jsonl
  std::vector<data::PreparedRow> rows;
};

Result<Passages> readPassages(const RunInput& input) {
  TELESOFT_TRY(text, base::readFile(input.resolve(input.spec.data.manifest), 1U << 20U)
                         .in("reading the passages' manifest"));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading the passages' manifest"));
  TELESOFT_TRY(manifest,
               base::fromJson<PassageManifest>(parsed).in("reading the passages' manifest"));
  Passages out;
  TELESOFT_TRY(
      bytes,
      base::readFile(input.resolve(input.spec.data.train), kMostBytes).in("reading the passages"));
  if (manifest.format != "telesoft.passages" || manifest.version != 1) {
    return fail(ErrorCode::Unsupported, "the manifest is not telesoft.passages version 1",
                "update the engine");
  }
  if (base::sha256Hex(bytes) != manifest.sha256) {
    return bad("the passages were changed after they were written");
  }
  for (std::string_view rest = bytes; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const auto line = base::parseJson(rest.substr(0, end));
    auto passage =
        line ? base::fromJson<PassageLine>(*line) : base::Result<PassageLine>(line.error());
    if (!passage) {
      return bad("line " + std::to_string(out.rows.size() + 1) + " is no passage");
    }
    data::PreparedRow row;
    row.row = static_cast<std::int64_t>(out.rows.size()) + 1;
    row.text = std::move(passage->text);
    out.rows.push_back(std::move(row));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (static_cast<std::int64_t>(out.rows.size()) != manifest.rows) {
    return bad("the manifest counts other passages than there are");
  }
  if (out.rows.empty()) {
    return fail(ErrorCode::InvalidInput, "there is no passage to index",
                "import documents with text into the knowledge base first");
  }
  out.bytes = std::move(bytes);
  return out;
}

struct Embedded {
  std::vector<float> vectors;
  std::int64_t width = 0;
  std::int64_t parameters = 0;
  std::int64_t maxLength = 0;
  double seconds = 0;
};

/// A part of the passages at a time, so that progress is told and a stop is soon heard.
Result<Embedded> embed(RunParts& run, const std::vector<data::PreparedRow>& rows) {
  const RunInput& input = run.input;
  const Path base = input.resolve(input.spec.baseModel.path);
  const auto began = std::chrono::steady_clock::now();
  Parameters none;
  NetworkPlan plan;
  plan.precision = input.spec.hyperparameters.precision;
  TELESOFT_TRY(config, readBertConfig(base).in("reading the base model"));
  TELESOFT_TRY(network, loadTextNetwork(base, plan, none).in("reading the base model"));
  TELESOFT_TRY(tokenizer, WordPiece::fromFolder(base).in("reading the base model"));
  Embedded out;
  out.width = network->config().hidden;
  out.parameters = network->parameterCount();
  out.maxLength = std::min(input.spec.hyperparameters.maxLength, config.maxPositions);
  const auto all = static_cast<std::int64_t>(rows.size());
  std::int64_t truncated = 0;
  for (std::int64_t begin = 0; begin < all; begin += kPassagesAtOnce) {
    const std::int64_t end = std::min(begin + kPassagesAtOnce, all);
    TELESOFT_TRY(part, tokenize({rows.begin() + begin, rows.begin() + end}, tokenizer,
                                out.maxLength, run.control.stop()));
    truncated += part.truncated;
    Buffer<float> vectors;
    TELESOFT_CHECK(embedAll(*network, part.examples, run.control.stop(), vectors));
    out.vectors.insert(out.vectors.end(), vectors.data(),
                       vectors.data() + (end - begin) * out.width);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began;
    out.seconds = spent.count();
    TELESOFT_CHECK(run.journal.progress(
        {end, all, 0, static_cast<double>(end) / static_cast<double>(all),
         out.seconds / static_cast<double>(end) * static_cast<double>(all - end)}));
  }
  if (truncated > 0) {
    TELESOFT_CHECK(run.journal.warning(
        std::to_string(truncated) + " of " + std::to_string(all) + " passages were cut at " +
            std::to_string(out.maxLength) + " tokens",
        "what stands after that does not count for nearness; words are still found"));
  }
  return out;
}

/// The index as a folder, without a description.
Result<Model::Saved> save(const Path& folder,
                          const protocol::RunSpec& spec,
                          const Passages& passages,
                          const Embedded& embedded) {
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  TELESOFT_CHECK(base::writeFileWhole(folder / "passages.jsonl", passages.bytes));
  const auto rows = static_cast<std::int64_t>(passages.rows.size());
  const std::string_view bytes(reinterpret_cast<const char*>(embedded.vectors.data()),
                               embedded.vectors.size() * sizeof(float));
  const Path vectors = folder / "vectors.safetensors";
  TELESOFT_CHECK(
      writeSafetensors(vectors, {{"vectors", DType::F32, {rows, embedded.width}, bytes}}, {}));
  TELESOFT_TRY(vectorsHash, base::sha256HexOfFile(vectors));
  const json index = {{"format", "telesoft.index"},
                      {"version", 1},
                      {"passages", rows},
                      {"width", embedded.width},
                      {"baseSha256", spec.baseModel.sha256},
                      {"passagesSha256", base::sha256Hex(passages.bytes)},
                      {"vectorsSha256", vectorsHash}};
  TELESOFT_CHECK(base::writeFileWhole(folder / "index.json", index.dump(2) + "\n"));
  TELESOFT_CHECK(base::writeFileWhole(
      folder / "README.md",
      "# Index of a knowledge base\n\n" + std::to_string(rows) +
          " passages as vectors of the base model " + spec.baseModel.id + " (sha256 " +
          spec.baseModel.sha256 +
          "). It changes which passages are cited, not what the base finds.\n"));
  return Model::Saved{"index.json", "index"};
}

Status makeIndex(RunParts& run) {
  const protocol::RunSpec& spec = run.input.spec;
  const std::int64_t cores = std::max(1U, std::thread::hardware_concurrency());
  setThreads(spec.hyperparameters.threads > 0 ? spec.hyperparameters.threads : cores);
  TELESOFT_CHECK(checkWeights(run.input, spec.baseModel));
  TELESOFT_TRY(passages, readPassages(run.input));
  const auto rows = static_cast<std::int64_t>(passages.rows.size());
  run.journal.status().totalSteps = rows;
  TELESOFT_CHECK(run.journal.event(
      "started", {{"totalSteps", rows}, {"threads", threadCount()}, {"device", "cpu"}}));
  TELESOFT_CHECK(run.journal.milestone("data_ready", std::to_string(rows) + " passages to index"));
  TELESOFT_TRY(embedded, embed(run, passages.rows));
  ModelDescription description;
  description.task = spec.task;
  description.approach = spec.approach;
  description.classes = spec.classes;
  description.baseModel = spec.baseModel.id;
  description.baseSha256 = spec.baseModel.sha256;
  description.maxLength = embedded.maxLength;
  const Path folder = run.input.folder / "model";
  TELESOFT_TRY(written,
               writeModelFolder(
                   folder, [&](const Path& fresh) { return save(fresh, spec, passages, embedded); },
                   std::move(description)));
  Ending ending;
  ending.bestValue = std::numeric_limits<double>::quiet_NaN();
  protocol::RunResult& result = ending.result;
  TELESOFT_TRY(hash, base::sha256HexOfFile(folder / written.weightsFile));
  result.modelPath = "model";
  result.modelSha256 = hash;
  result.modelKind = written.kind;
  result.steps = rows;
  result.trainingSeconds = embedded.seconds;
  result.samplesPerSecond = static_cast<double>(rows) / std::max(embedded.seconds, 1e-9);
  result.parameters = embedded.parameters;
  result.reason = "completed";
  result.peakMemoryMb = peakMemoryMb();
  run.journal.status().step = rows;
  TELESOFT_CHECK(run.journal.milestone("model_saved", "the index is written"));
  return finishRun(run.input.folder, run.journal, ending);
}

}  // namespace

Status runIndex(RunParts& run) {
  TELESOFT_CHECK(run.journal.enter(RunState::Running));
  Status done = makeIndex(run);
  const RunRequest request = run.control.request();
  if (!done && done.error().code == ErrorCode::Cancelled && request != RunRequest::None) {
    Ending ending;
    ending.bestValue = std::numeric_limits<double>::quiet_NaN();
    ending.result.reason = request == RunRequest::Pause ? "paused" : "cancelled";
    return finishRun(run.input.folder, run.journal, ending);
  }
  return done;
}

}  // namespace telesoft::engine
