// Texts of the tiny random BERT's vocabulary whose class is told by their words.
#pragma once

#include "bert_tiny.h"
#include "toy_rows.h"

namespace telesoft::engine {

inline const std::vector<std::string>& toyWords() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> out;
    const std::string text = base::readFile(BertTiny::folder() / "vocab.txt").value();
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      const std::string word = text.substr(begin, end - begin);
      if (!word.empty() && word[0] != '[' && word[0] != '#') {
        out.push_back(word);
      }
      begin = end + 1;
    }
    return out;
  }();
  return kWords;
}

inline std::vector<data::PreparedRow> toyTexts(std::int64_t count, std::uint64_t seed) {
  base::Rng rng(seed, "toy texts");
  const auto& words = toyWords();
  std::vector<data::PreparedRow> out;
  for (std::int64_t i = 0; i < count; ++i) {
    data::PreparedRow row;
    row.row = i + 1;
    row.patient = "t" + std::to_string(seed) + "-" + std::to_string(i);
    row.label = static_cast<std::int64_t>(rng.below(2));
    const std::string sign = words[static_cast<size_t>(row.label)];
    row.text = sign + " " + sign;
    for (int k = 0; k < 3; ++k) {
      row.text += " " + words[2 + rng.below(words.size() - 2)];
    }
    out.push_back(std::move(row));
  }
  return out;
}

inline void fillTextRun(ToyRun& run) {
  run.spec.task = protocol::Task::TextClassification;
  run.spec.classes = {{"first", toyWords()[0]}, {"second", toyWords()[1]}};
  run.spec.baseModel = {"tiny", BertTiny::folder().string(), ""};
  run.spec.hyperparameters.maxLength = 16;
  run.part("train", toyTexts(96, 1));
  run.part("validation", toyTexts(48, 2));
  run.write();
}

}  // namespace telesoft::engine
