#include "telesoft/engine/io/tokenizer_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "telesoft/base/json.h"
#include "telesoft/base/text.h"

namespace telesoft::engine {

namespace {

using base::ErrorCode;
using base::fail;
using base::json;

constexpr std::uint64_t kMaxBytes = 256U << 20U;
constexpr std::int64_t kMaxId = 4'000'000;
constexpr const char* kRefetch = "fetch the model again";
constexpr const char* kOnlyBert = "choose a model with a BERT WordPiece tokenizer";

base::Error unsupported(const std::string& what) {
  return fail(ErrorCode::Unsupported, "tokenizer.json: " + what, kOnlyBert);
}

/// "" when there is no such text.
std::string textAt(const json& object, const char* key) {
  const auto at = object.is_object() ? object.find(key) : object.end();
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::string typeOf(const json& document, const char* part) {
  const auto at = document.find(part);
  return at == document.end() ? std::string() : textAt(*at, "type");
}

struct RawNormalizer {
  bool cleanText = true, handleChineseChars = true, lowercase = true;
  std::optional<bool> stripAccents;
};
template <class V>
void describe(V& v, RawNormalizer& n) {
  v.optional("clean_text", n.cleanText);
  v.optional("handle_chinese_chars", n.handleChineseChars);
  v.optional("lowercase", n.lowercase);
  v.optional("strip_accents", n.stripAccents);
}

struct RawModel {
  std::string unknown = "[UNK]", continuation = "##";
  std::int64_t maxWordChars = 100;
};
template <class V>
void describe(V& v, RawModel& m) {
  v.optional("unk_token", m.unknown);
  v.optional("continuing_subword_prefix", m.continuation);
  v.optional("max_input_chars_per_word", m.maxWordChars);
}

struct RawAddedToken {
  std::int64_t id = 0;
  std::string content;
  bool singleWord = false, lstrip = false, rstrip = false, normalized = false;
};
template <class V>
void describe(V& v, RawAddedToken& t) {
  v.required("id", t.id);
  v.required("content", t.content);
  v.optional("single_word", t.singleWord);
  v.optional("lstrip", t.lstrip);
  v.optional("rstrip", t.rstrip);
  v.optional("normalized", t.normalized);
}

struct RawTokenizerConfig {
  bool lowercase = true, chinese = true;
  std::optional<bool> stripAccents;
};
template <class V>
void describe(V& v, RawTokenizerConfig& c) {
  v.optional("do_lower_case", c.lowercase);
  v.optional("tokenize_chinese_chars", c.chinese);
  v.optional("strip_accents", c.stripAccents);
}

base::Status checkId(std::int64_t id) {
  if (id < 0 || id >= kMaxId) {
    return fail(ErrorCode::Corrupt, "the vocabulary has an id outside 0 to 3999999", kRefetch);
  }
  return {};
}

/// "[CLS] text [SEP]", the only frame that is built.
base::Status readFrame(const json& document, TokenizerFiles& out) {
  const std::string type = typeOf(document, "post_processor");
  const json& frame = document.contains("post_processor") ? document["post_processor"] : json();
  if (type == "BertProcessing") {
    const auto name = [&](const char* key) {
      const json part = frame.value(key, json());
      return part.is_array() && !part.empty() && part[0].is_string() ? part[0].get<std::string>()
                                                                     : std::string();
    };
    out.classToken = name("cls");
    out.separator = name("sep");
    return {};
  }
  const json single = type == "TemplateProcessing" ? frame.value("single", json()) : json();
  const auto special = [&](size_t i) -> std::string {
    const json part = single[i].is_object() ? single[i].value("SpecialToken", json()) : json();
    return textAt(part, "id");
  };
  if (!single.is_array() || single.size() != 3 || special(0).empty() || special(2).empty()) {
    return unsupported("the text is not framed as [CLS] text [SEP]");
  }
  out.classToken = special(0);
  out.separator = special(2);
  return {};
}

base::Status readAddedTokens(const json& document, TokenizerFiles& out) {
  const json listed = document.value("added_tokens", json());
  if (listed.is_null()) {
    return {};
  }
  TELESOFT_TRY(tokens, base::fromJson<std::vector<RawAddedToken>>(listed, base::Keys::Lenient,
                                                                  "added_tokens"));
  for (const RawAddedToken& token : tokens) {
    TELESOFT_CHECK(checkId(token.id));
    if (token.singleWord || token.lstrip || token.rstrip || token.normalized) {
      return unsupported("an added token takes its neighbours or normalised text");
    }
    if (!token.content.empty()) {
      out.addedTokens.emplace_back(token.content, static_cast<std::int32_t>(token.id));
    }
  }
  return {};
}

base::Status readModel(const json& document, TokenizerFiles& out) {
  const json model = document.value("model", json());
  const std::string type = typeOf(document, "model");
  if (!model.is_object() || (!type.empty() && type != "WordPiece")) {
    return unsupported("its model is " + (type.empty() ? "missing" : type.substr(0, 32)) +
                       ", not WordPiece");
  }
  TELESOFT_TRY(raw, base::fromJson<RawModel>(model));
  out.unknown = raw.unknown;
  out.continuation = raw.continuation;
  out.maxWordChars = raw.maxWordChars;
  const auto vocabulary = model.find("vocab");
  if (vocabulary == model.end() || !vocabulary->is_object()) {
    return unsupported("its model has no vocabulary of text and id");
  }
  for (const auto& [text, id] : vocabulary->items()) {
    if (!id.is_number_integer()) {
      return fail(ErrorCode::Corrupt, "tokenizer.json: an id is not a whole number", kRefetch);
    }
    TELESOFT_CHECK(checkId(id.get<std::int64_t>()));
    out.vocabulary.emplace_back(text, id.get<std::int32_t>());
  }
  return {};
}

base::Result<TokenizerFiles> readTokenizerJson(const base::Path& file) {
  TELESOFT_TRY(text, base::readFile(file, kMaxBytes));
  TELESOFT_TRY(document, base::parseJson(text));
  if (!document.is_object()) {
    return fail(ErrorCode::Corrupt, "tokenizer.json is not an object", kRefetch);
  }
  if (typeOf(document, "normalizer") != "BertNormalizer") {
    return unsupported("its normalizer is not BertNormalizer");
  }
  if (typeOf(document, "pre_tokenizer") != "BertPreTokenizer") {
    return unsupported("its pre_tokenizer is not BertPreTokenizer");
  }
  TokenizerFiles out;
  TELESOFT_TRY(raw, base::fromJson<RawNormalizer>(document["normalizer"]));
  out.normalization = {raw.cleanText, raw.handleChineseChars,
                       raw.stripAccents.value_or(raw.lowercase), raw.lowercase};
  TELESOFT_CHECK(readModel(document, out));
  TELESOFT_CHECK(readAddedTokens(document, out));
  TELESOFT_CHECK(readFrame(document, out));
  return out;
}

base::Result<TokenizerFiles> readVocabWithConfig(const base::Path& folder) {
  RawTokenizerConfig config;
  std::error_code ignored;
  if (std::filesystem::exists(folder / "tokenizer_config.json", ignored)) {
    TELESOFT_TRY(text, base::readFile(folder / "tokenizer_config.json", kMaxBytes));
    TELESOFT_TRY(document, base::parseJson(text));
    TELESOFT_TRY(read, base::fromJson<RawTokenizerConfig>(document));
    config = read;
  }
  TELESOFT_TRY(out, readVocabFile(folder / "vocab.txt", config.lowercase));
  out.normalization.isolateChinese = config.chinese;
  out.normalization.stripAccents = config.stripAccents.value_or(config.lowercase);
  return out;
}

}  // namespace

base::Result<TokenizerFiles> readTokenizerFolder(const base::Path& folder) {
  std::error_code ignored;
  const std::string subject = folder.filename().string();
  if (std::filesystem::exists(folder / "tokenizer.json", ignored)) {
    return readTokenizerJson(folder / "tokenizer.json").in("reading the tokenizer of", subject);
  }
  if (std::filesystem::exists(folder / "vocab.txt", ignored)) {
    return readVocabWithConfig(folder).in("reading the tokenizer of", subject);
  }
  return fail(ErrorCode::NotFound,
              "the model folder " + subject + " holds neither tokenizer.json nor vocab.txt",
              kRefetch);
}

base::Result<TokenizerFiles> readVocabFile(const base::Path& file, bool lowercase) {
  TELESOFT_TRY(text, base::readFile(file, kMaxBytes));
  TokenizerFiles out;
  out.normalization.lowercase = lowercase;
  out.normalization.stripAccents = lowercase;
  std::vector<std::string> lines = base::split(text, '\n');
  if (!lines.empty() && lines.back().empty()) {
    lines.pop_back();
  }
  TELESOFT_CHECK(checkId(static_cast<std::int64_t>(lines.size())));
  std::map<std::string, std::int32_t> ids;  // of a line that stands twice, the last counts
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string& line = lines[i];
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (line.find('\0') != std::string::npos) {
      return fail(ErrorCode::Corrupt,
                  "line " + std::to_string(i + 1) + " of the vocabulary holds a zero byte",
                  kRefetch);
    }
    ids[line] = static_cast<std::int32_t>(i);
  }
  for (const char* name : {"[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"}) {
    if (const auto at = ids.find(name); at != ids.end()) {
      out.addedTokens.emplace_back(name, at->second);
    }
  }
  out.vocabulary.assign(ids.begin(), ids.end());
  return out;
}

}  // namespace telesoft::engine
