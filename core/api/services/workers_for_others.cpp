#include "telesoft/api/services/workers_for_others.h"

#include "telesoft/base/text.h"

namespace telesoft::api {

using base::Result;

namespace {

constexpr std::int64_t kCitations = 3;
constexpr size_t kLongestQuery = 2000;  // bytes, as a search takes them

/// The beginning, cut at a character's border.
std::string beginning(const std::string& text) {
  size_t end = std::min(text.size(), kLongestQuery);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end);
}

Result<std::vector<protocol::Citation>> citationsOf(KnowledgeService& knowledge,
                                                    const std::string& modelId,
                                                    const std::string& text) {
  TELESOFT_TRY(found, knowledge.search({beginning(text), kCitations, modelId, false}));
  std::vector<protocol::Citation> out;
  for (protocol::SearchHit& hit : found.hits) {
    out.push_back(std::move(hit.citation));
  }
  return out;
}

}  // namespace

ReviewModels throughWorkers(ReviewModels given, GatewayService& gateway) {
  if (!given.predict) {
    given.predict = [&gateway](const auto& model, const auto& rows, bool explain,
                               const base::Stop& stop) {
      return gateway.predict(model, rows, explain, stop);
    };
  }
  if (!given.prediction) {
    given.prediction = [&gateway](const std::string& receipt) { return gateway.content(receipt); };
  }
  return given;
}

void connectKnowledge(KnowledgeService& knowledge, GatewayService& gateway) {
  knowledge.setEmbed([&gateway](const std::string& baseModel, const std::string& text) {
    return gateway.embed(baseModel, text);
  });
  gateway.gateway().setCitations(
      [&knowledge](const deploy::ServedModel& model, const std::string& text) {
        return citationsOf(knowledge, model.modelId, text);
      });
}

}  // namespace telesoft::api
