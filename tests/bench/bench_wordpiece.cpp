// The tokenizer under the clock, and its ids for comparison with another program's.
//
//   bench_wordpiece speed MODEL_FOLDER TEXTS.jsonl [SECONDS]   -> {"texts", "bytes", "tokens",
//   "mbPerSecond"} bench_wordpiece ids VOCAB.TXT uncased|cased|accents        one JSON string a
//   line in, ids out
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/text.h"
#include "telesoft/engine/io/tokenizer_files.h"
#include "telesoft/engine/io/wordpiece.h"

namespace telesoft::engine {
namespace {

int refuse(const base::Error& error) {
  std::cerr << "error: " << error.text() << '\n';
  return 1;
}

base::Result<std::vector<std::string>> readTexts(const base::Path& file) {
  TELESOFT_TRY(bytes, base::readFile(file));
  std::vector<std::string> texts;
  for (const std::string& line : base::split(bytes, '\n')) {
    if (line.empty()) {
      continue;
    }
    TELESOFT_TRY(parsed, base::parseJson(line));
    TELESOFT_TRY(text, base::fromJson<std::string>(parsed));
    texts.push_back(std::move(text));
  }
  return texts;
}

/// The best round of as many as fit into `seconds`.
int speed(const base::Path& folder, const base::Path& file, double seconds) {
  auto tokenizer = WordPiece::fromFolder(folder);
  if (!tokenizer) {
    return refuse(tokenizer.error());
  }
  auto texts = readTexts(file);
  if (!texts) {
    return refuse(texts.error());
  }
  using Clock = std::chrono::steady_clock;
  const auto began = Clock::now();
  double best = 0;
  std::size_t bytes = 0;
  std::size_t tokens = 0;
  do {
    bytes = tokens = 0;
    const auto round = Clock::now();
    for (const std::string& text : *texts) {
      bytes += text.size();
      tokens += tokenizer->encode(text).ids.size();
    }
    const std::chrono::duration<double> took = Clock::now() - round;
    best = std::max(best, static_cast<double>(bytes) / 1e6 / took.count());
  } while (std::chrono::duration<double>(Clock::now() - began).count() < seconds);
  base::json out = {{"texts", texts->size()}, {"bytes", bytes}, {"tokens", tokens}};
  out["mbPerSecond"] = best;
  std::cout << out.dump() << '\n';
  return 0;
}

int ids(const base::Path& vocabulary, std::string_view mode) {
  auto files = readVocabFile(vocabulary, mode != "cased");
  if (!files) {
    return refuse(files.error());
  }
  files->normalization.stripAccents = mode == "uncased";
  auto tokenizer = WordPiece::fromFiles(*std::move(files));
  if (!tokenizer) {
    return refuse(tokenizer.error());
  }
  for (std::string line; std::getline(std::cin, line);) {
    auto parsed = base::parseJson(line);
    if (!parsed || !parsed->is_string()) {
      return refuse(base::fail(base::ErrorCode::InvalidInput, "a line is not a JSON string"));
    }
    std::cout << base::json(tokenizer->encode(parsed->get<std::string>()).ids).dump() << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace telesoft::engine

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() >= 3 && arguments[0] == "speed") {
    const double seconds = arguments.size() > 3 ? std::atof(arguments[3].c_str()) : 5.0;
    return telesoft::engine::speed(arguments[1], arguments[2], seconds);
  }
  if (arguments.size() == 3 && arguments[0] == "ids") {
    return telesoft::engine::ids(arguments[1], arguments[2]);
  }
  std::cerr << "usage: bench_wordpiece speed MODEL_FOLDER TEXTS.jsonl [SECONDS]\n"
               "       bench_wordpiece ids VOCAB.TXT uncased|cased|accents\n";
  return 1;
}
