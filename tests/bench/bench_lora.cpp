// LoRA steps under the clock: r 8 on query and value, from a random head, as Hugging Face starts.
//
//   bench_lora MODEL_FOLDER ROWS.jsonl SEED STEPS auto|float32|bfloat16
//     ROWS: one ["text", label] a line   -> {"samplesPerSecond", "peakMb", "precision", "losses"}
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <numeric>

#include <sys/resource.h>

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/text.h"
#include "telesoft/engine/io/wordpiece.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/train/adamw.h"
#include "telesoft/engine/train/schedule.h"

namespace telesoft::engine {
namespace {

constexpr std::int64_t kBatch = 16;
constexpr std::size_t kTokens = 256;

base::Result<Examples> readRows(const base::Path& folder, const base::Path& file) {
  TELESOFT_TRY(tokenizer, WordPiece::fromFolder(folder));
  TELESOFT_TRY(bytes, base::readFile(file));
  Examples out;
  for (const std::string& line : base::split(bytes, '\n')) {
    if (line.empty()) {
      continue;
    }
    TELESOFT_TRY(row, base::parseJson(line));
    if (!row.is_array() || row.size() != 2 || !row[0].is_string() || !row[1].is_number_integer()) {
      return base::fail(base::ErrorCode::InvalidInput, "a line is not [\"text\", label]");
    }
    out.tokens.push_back(tokenizer.encode(row[0].get<std::string>(), kTokens).ids);
    out.label.push_back(row[1].get<std::int64_t>());
    out.row.push_back(out.size() - 1);
  }
  return out;
}

struct Asked {
  base::Path model, rows;
  std::int64_t seed = 0, steps = 0;
  protocol::Precision precision = protocol::Precision::Auto;
};

base::Result<std::unique_ptr<TextClassifier>> modelFor(const Asked& asked, const Examples& rows) {
  TextSetup setup;
  setup.base = asked.model;
  setup.referenceStart = true;
  const auto top = *std::max_element(rows.label.begin(), rows.label.end());
  setup.classes.resize(static_cast<std::size_t>(top + 1));
  setup.hyperparameters.targetModules = {"query", "value"};
  setup.hyperparameters.seed = asked.seed;
  setup.hyperparameters.precision = asked.precision;
  return TextClassifier::create(setup);
}

std::int64_t peakMb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

base::Result<base::json> train(const Asked& asked) {
  TELESOFT_TRY(rows, readRows(asked.model, asked.rows));
  TELESOFT_TRY(model, modelFor(asked, rows));
  AdamW optimizer(model->parameters());
  const SchedulePlan plan{protocol::Schedule::Linear, 1e-3, 0, asked.steps};
  base::Rng rng(static_cast<std::uint64_t>(asked.seed), "bench order");
  std::vector<std::int64_t> order(static_cast<std::size_t>(rows.size()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  base::json losses = base::json::array();
  const auto began = std::chrono::steady_clock::now();
  for (std::int64_t step = 0; step < asked.steps; ++step) {
    const auto at = step * kBatch % (rows.size() / kBatch * kBatch);
    if (at == 0) {
      rng.shuffle(order);
    }
    const std::vector<std::int64_t> batch(order.begin() + at, order.begin() + at + kBatch);
    LossTerms terms;
    terms.scale = 1.0 / kBatch;
    const Draw draw{static_cast<std::uint64_t>(asked.seed), step};
    losses.push_back(model->accumulate(rows, batch, draw, terms) / kBatch);
    const double clip = std::min(1.0, 1.0 / (optimizer.gradientNorm() + 1e-6));
    optimizer.step({learningRateAt(plan, step), 0.0, clip});
    model->refresh();
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return base::json{{"samplesPerSecond", static_cast<double>(asked.steps * kBatch) / took.count()},
                    {"peakMb", peakMb()},
                    {"precision", model->precisionName()},
                    {"losses", losses}};
}

}  // namespace
}  // namespace telesoft::engine

int main(int argc, char** argv) {
  using telesoft::protocol::Precision;
  telesoft::engine::waitAsleep(argv);
  const std::vector<std::string> given(argv + 1, argv + argc);
  if (given.size() != 5) {
    std::cerr << "usage: bench_lora MODEL_FOLDER ROWS.jsonl SEED STEPS auto|float32|bfloat16\n";
    return 1;
  }
  const Precision precision = given[4] == "float32"    ? Precision::Float32
                              : given[4] == "bfloat16" ? Precision::BFloat16
                                                       : Precision::Auto;
  const auto done = telesoft::engine::train(
      {given[0], given[1], std::atoll(given[2].c_str()), std::atoll(given[3].c_str()), precision});
  if (!done) {
    std::cerr << "error: " << done.error().text() << '\n';
    return 1;
  }
  std::cout << done->dump() << '\n';
  return 0;
}
