// Logits for comparison with Hugging Face PEFT; driven by peft_parity.py.
//
//   peft_logits write BASE TEXTS.json FOLDER   trains an adapter on TEXTS, writes it to FOLDER
//   peft_logits read BASE TEXTS.json FOLDER    reads the adapter in FOLDER, ours or PEFT's
//     TEXTS: {"tokens": [[id]], "labels": [0..2]}   -> [[logit]], in float
#include <iostream>

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/train/adamw.h"

namespace telesoft::engine {
namespace {

using Made = base::Result<std::unique_ptr<TextClassifier>>;

base::Result<Examples> readTexts(const base::Path& file) {
  TELESOFT_TRY(bytes, base::readFile(file));
  TELESOFT_TRY(texts, base::parseJson(bytes));
  Examples out;
  out.tokens = texts["tokens"].get<std::vector<std::vector<std::int32_t>>>();
  out.label = texts["labels"].get<std::vector<std::int64_t>>();
  for (std::int64_t i = 0; i < out.size(); ++i) {
    out.row.push_back(i);
  }
  return out;
}

Made write(const base::Path& base, const Examples& texts, const base::Path& folder) {
  TextSetup setup;
  setup.base = base;
  setup.classes = {{"a", ""}, {"b", ""}, {"c", ""}};
  setup.hyperparameters.precision = protocol::Precision::Float32;
  setup.hyperparameters.loraRank = 6;  // no multiple of the eight that it is padded to
  TELESOFT_TRY(model, TextClassifier::create(setup));
  AdamW optimizer(model->parameters());
  for (std::int64_t step = 0; step < 5; ++step) {
    static_cast<void>(model->accumulate(texts, texts.row, {1, step}, {0.1, {}, 0}));
    optimizer.step({1e-2, 0.01, 1.0});
    model->refresh();
  }
  TELESOFT_CHECK(model->save(folder));
  return model;
}

base::Status run(const std::vector<std::string>& given) {
  TELESOFT_TRY(texts, readTexts(given[2]));
  Made made = given[0] == "write"
                  ? write(given[1], texts, given[3])
                  : TextClassifier::open(given[3], given[1], protocol::Precision::Float32);
  TELESOFT_TRY(model, std::move(made));
  TELESOFT_TRY(logits, model->logits(texts, {}));
  base::json rows = base::json::array();
  const auto classes = static_cast<std::ptrdiff_t>(model->classes());
  for (auto row = logits.begin(); row != logits.end(); row += classes) {
    rows.push_back(std::vector<float>(row, row + classes));
  }
  std::cout << rows.dump() << '\n';
  return {};
}

}  // namespace
}  // namespace telesoft::engine

int main(int argc, char** argv) {
  const std::vector<std::string> given(argv + 1, argv + argc);
  if (given.size() != 4 || (given[0] != "write" && given[0] != "read")) {
    std::cerr << "usage: peft_logits write|read BASE TEXTS.json FOLDER\n";
    return 1;
  }
  const auto done = telesoft::engine::run(given);
  if (!done) {
    std::cerr << "error: " << done.error().text() << '\n';
    return 1;
  }
  return 0;
}
