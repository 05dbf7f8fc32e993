#include "telesoft/engine/serve/text_predictor.h"

#include <algorithm>

#include "telesoft/engine/adapters/peft_folder.h"
#include "telesoft/engine/io/wordpiece.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/models/zero_shot.h"
#include "telesoft/engine/serve/word_weights.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;
using protocol::ServeSpec;
using protocol::WorkerAnswer;

namespace {

void append(Examples& examples, std::vector<std::int32_t> tokens) {
  examples.row.push_back(examples.size() + 1);
  examples.label.push_back(0);
  examples.tokens.push_back(std::move(tokens));
}

class TextPredictor : public Predictor {
 public:
  TextPredictor(const ServedFolders& folders, WordPiece tokenizer)
      : Predictor(folders.calibration),
        tokenizer_(std::move(tokenizer)),
        maxLength_(static_cast<size_t>(folders.maxLength)) {}

  Result<Answers> predict(const Rows& rows, bool explain) override;
  Result<Answers> embed(const Rows& rows) override;
  std::int64_t embeddingWidth() const override { return network_->config().hidden; }
  std::int64_t maxTokens() const override { return static_cast<std::int64_t>(maxLength_); }

 protected:
  /// Not yet calibrated.
  [[nodiscard]] virtual Result<Probabilities> classify(const Examples& examples) = 0;
  [[nodiscard]] Examples encoded(const Rows& rows) const {
    Examples out;
    for (const protocol::WorkerRow& row : rows) {
      append(out, tokenizer_.encode(row.text, maxLength_).ids);
    }
    return out;
  }
  /// `network` lives as long as this. Limits texts to what it reads.
  void prepare(TextNetwork& network);

  TextNetwork* network_ = nullptr;

 private:
  WordPiece tokenizer_;
  size_t maxLength_;
};

void TextPredictor::prepare(TextNetwork& network) {
  network_ = &network;
  network_->fixForInference();
  maxLength_ = std::min(maxLength_, static_cast<size_t>(network.config().maxPositions));
}

Result<Predictor::Answers> TextPredictor::predict(const Rows& rows, bool explain) {
  const Examples examples = encoded(rows);
  TELESOFT_TRY(probabilities, classify(examples));
  calibrate(probabilities);
  Answers out(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    out[i].probabilities = probabilities[i];
  }
  if (!explain) {
    return out;
  }
  std::vector<ExplainedText> texts;
  for (size_t i = 0; i < rows.size(); ++i) {
    texts.push_back({rows[i].text, probabilities[i]});
  }
  const auto ask = [this](std::vector<std::vector<std::int32_t>> variants) {
    Examples asked;
    for (auto& tokens : variants) {
      append(asked, std::move(tokens));
    }
    auto answered = classify(asked);
    if (answered) {
      calibrate(*answered);
    }
    return answered;
  };
  TELESOFT_TRY(weights, weighWords(texts, {tokenizer_, maxLength_, ask}));
  for (size_t i = 0; i < rows.size(); ++i) {
    out[i].method = std::move(weights[i].method);
    out[i].contributions = std::move(weights[i].contributions);
  }
  return out;
}

Result<Predictor::Answers> TextPredictor::embed(const Rows& rows) {
  Buffer<float> all;
  TELESOFT_CHECK(embedAll(*network_, encoded(rows), {}, all));
  const std::int64_t width = embeddingWidth();
  Answers out(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const float* at = all.data() + static_cast<std::int64_t>(i) * width;
    out[i].embedding.assign(at, at + width);
  }
  return out;
}

/// Weights that were trained for the classes.
class TunedText final : public TextPredictor {
 public:
  TunedText(const ServedFolders& folders,
            WordPiece tokenizer,
            std::unique_ptr<TextClassifier> model)
      : TextPredictor(folders, std::move(tokenizer)), model_(std::move(model)) {}

  static Result<std::unique_ptr<Predictor>> open(const ServeSpec& spec,
                                                 const ServedFolders& folders) {
    const bool isAdapter = isPeftFolder(folders.tuned);
    if (isAdapter && folders.base.empty()) {
      return fail(ErrorCode::InvalidInput, "the tuned model is an adapter without its base",
                  "name the base model that it was trained on");
    }
    const Path& vocabulary = isAdapter ? folders.base : folders.tuned;
    TELESOFT_TRY(model, TextClassifier::open(folders.tuned, vocabulary, protocol::Precision::Auto));
    if (model->classes() != static_cast<std::int64_t>(spec.classes.size())) {
      return fail(ErrorCode::InvalidInput,
                  "the model tells " + std::to_string(model->classes()) +
                      " classes apart, and the spec names " + std::to_string(spec.classes.size()),
                  "give the classes that it was trained with");
    }
    TELESOFT_TRY(tokenizer, WordPiece::fromFolder(vocabulary));
    auto out = std::make_unique<TunedText>(folders, std::move(tokenizer), std::move(model));
    out->prepare(out->model_->network());
    return std::unique_ptr<Predictor>(std::move(out));
  }

 private:
  Result<Probabilities> classify(const Examples& examples) override {
    return model_->predict(examples, {});
  }
  std::unique_ptr<TextClassifier> model_;
};

/// The nearest class sentence in the base's embedding space.
class BaseText final : public TextPredictor {
 public:
  BaseText(const ServedFolders& folders, WordPiece tokenizer)
      : TextPredictor(folders, std::move(tokenizer)) {}

  static Result<std::unique_ptr<Predictor>> open(const ServeSpec& spec,
                                                 const ServedFolders& folders) {
    TELESOFT_TRY(tokenizer, WordPiece::fromFolder(folders.base));
    auto out = std::make_unique<BaseText>(folders, std::move(tokenizer));
    TELESOFT_TRY(network, loadTextNetwork(folders.base, {}, out->none_));
    out->owned_ = std::move(network);
    out->prepare(*out->owned_);
    Rows sentences;
    for (const protocol::ClassSpec& one : spec.classes) {
      sentences.push_back({sentenceOf(one)});
    }
    out->classCount_ = static_cast<std::int64_t>(sentences.size());
    TELESOFT_CHECK(embedAll(*out->owned_, out->encoded(sentences), {}, out->classes_));
    return std::unique_ptr<Predictor>(std::move(out));
  }

 private:
  Result<Probabilities> classify(const Examples& examples) override {
    if (classCount_ == 0) {
      return fail(ErrorCode::InvalidInput, "the spec names no classes to tell apart",
                  "give classes with a description each, or ask for embeddings only");
    }
    Buffer<float> texts;
    TELESOFT_CHECK(embedAll(*owned_, examples, {}, texts));
    return zeroShot(texts.data(), examples.size(), classes_.data(), classCount_, embeddingWidth());
  }
  Parameters none_;
  std::unique_ptr<TextNetwork> owned_;
  Buffer<float> classes_;
  std::int64_t classCount_ = 0;
};

}  // namespace

Result<std::unique_ptr<Predictor>> openTextPredictor(const ServeSpec& spec,
                                                     const ServedFolders& folders) {
  return folders.tuned.empty() ? BaseText::open(spec, folders) : TunedText::open(spec, folders);
}

}  // namespace telesoft::engine
