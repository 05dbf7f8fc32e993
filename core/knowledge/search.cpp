#include "telesoft/knowledge/search.h"

#include <algorithm>
#include <map>
#include <set>

#include "telesoft/base/text.h"
#include "telesoft/knowledge/word_query.h"
#include "telesoft/store/tables/knowledge_table.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;
using protocol::KnowledgeDocument;
using protocol::Passage;
using protocol::SearchHit;
using store::KnowledgeTable;

namespace {

constexpr std::int64_t kFusion = 60;  // Cormack, Clarke, Buettcher, SIGIR 2009
constexpr std::int64_t kCandidates = 100;
constexpr std::int64_t kMaxLimit = 50;
constexpr std::size_t kMaxQuery = 2000;
constexpr std::size_t kQuote = 320;  // bytes of a quote at most, beyond its one sentence

struct Ranks {
  std::int64_t text = 0, vector = 0;
  [[nodiscard]] double score() const {
    const auto part = [](std::int64_t rank) {
      return rank > 0 ? 1.0 / static_cast<double>(kFusion + rank) : 0.0;
    };
    return part(text) + part(vector);
  }
};

base::Status check(const protocol::SearchRequest& request) {
  if (request.query.size() > kMaxQuery) {
    return fail(ErrorCode::InvalidInput, "\"query\" is longer than 2,000 bytes",
                "ask for what matters in it");
  }
  if (queryWords(request.query).empty()) {
    return fail(ErrorCode::InvalidInput, "\"query\" has no word to look for",
                "name a drug or topic");
  }
  if (request.limit < 1 || request.limit > kMaxLimit) {
    return fail(ErrorCode::InvalidInput, "\"limit\" is out of its range",
                "give a number from 1 to 50");
  }
  return {};
}

bool isBoundary(std::string_view text, std::size_t at) {
  return text[at] == '\n' || (at + 1 < text.size() && text[at + 1] == ' ' &&
                              (text[at] == '.' || text[at] == '!' || text[at] == '?'));
}

/// The sentence with most of the matches, and what follows it up to 320 bytes: always as it stands
/// there.
std::string quoteOf(const std::string& text, const std::vector<protocol::Contribution>& spans) {
  if (text.size() <= kQuote) {
    return text;
  }
  std::size_t best = 0, most = 0, begin = 0, count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    count +=
        static_cast<std::size_t>(std::count_if(spans.begin(), spans.end(), [&](const auto& span) {
          return span.start == static_cast<std::int64_t>(i);
        }));
    if (isBoundary(text, i) || i + 1 == text.size()) {
      if (count > most) {
        most = count;
        best = begin;
      }
      begin = i + 1;
      count = 0;
    }
  }
  std::size_t end = best;
  for (std::size_t i = best; i < text.size() && (i - best < kQuote || end == best); ++i) {
    end = isBoundary(text, i) || i + 1 == text.size() ? i + 1 : end;
    if (i - best > 2 * kQuote && text[i] == ' ') {
      end = i;
      break;
    }
  }
  return std::string(base::trim(std::string_view(text).substr(best, end - best)));
}

std::vector<std::string> idsOf(const std::vector<KnowledgeDocument>& documents) {
  std::vector<std::string> out;
  for (const KnowledgeDocument& document : documents) {
    out.push_back(document.id);
  }
  return out;
}

/// "kd_1-12" -> "kd_1".
std::string documentOf(const std::string& passageId) {
  return passageId.substr(0, passageId.rfind('-'));
}

/// How many passages of the documents the index does not know.
std::int64_t countUnknown(const std::vector<KnowledgeDocument>& documents,
                          const VectorIndex& index) {
  std::map<std::string, std::int64_t> unknown;
  for (const KnowledgeDocument& document : documents) {
    unknown[document.id] = document.passages;
  }
  for (const std::string& id : index.passageIds()) {
    if (const auto at = unknown.find(documentOf(id)); at != unknown.end() && at->second > 0) {
      --at->second;
    }
  }
  std::int64_t out = 0;
  for (const auto& [unused, count] : unknown) {
    out += count;
  }
  return out;
}

base::Status rankByMeaning(const Meaning& meaning,
                           const std::vector<std::string>& documents,
                           std::map<std::string, Ranks>& ranks) {
  const std::set<std::string> shown(documents.begin(), documents.end());
  // What is not shown takes places: more are asked for until enough are left.
  const std::size_t all = meaning.index.passageIds().size();
  for (std::size_t count = kCandidates;; count *= 4) {
    TELESOFT_TRY(near, meaning.index.nearest(meaning.query, count));
    std::erase_if(near,
                  [&](const auto& one) { return shown.count(documentOf(one.passageId)) == 0; });
    if (static_cast<std::int64_t>(near.size()) < kCandidates && count < all) {
      continue;
    }
    near.resize(std::min(near.size(), static_cast<std::size_t>(kCandidates)));
    for (std::size_t i = 0; i < near.size(); ++i) {
      ranks[near[i].passageId].vector = static_cast<std::int64_t>(i) + 1;
    }
    return {};
  }
}

std::vector<std::pair<std::string, Ranks>> bestOf(const std::map<std::string, Ranks>& ranks,
                                                  std::int64_t limit) {
  std::vector<std::pair<std::string, Ranks>> out(ranks.begin(), ranks.end());
  const auto last = [](std::int64_t rank) { return rank > 0 ? rank : INT64_MAX; };
  std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
    const double one = a.second.score(), other = b.second.score();
    return one != other ? one > other : last(a.second.text) < last(b.second.text);
  });
  out.resize(std::min(out.size(), static_cast<std::size_t>(limit)));
  return out;
}

/// A passage with the words that were found in it; nothing where it is not there.
base::Result<std::optional<SearchHit>> hitOf(const store::Snapshot& snapshot,
                                             const std::string& expression,
                                             const std::string& id) {
  TELESOFT_TRY(passages, KnowledgeTable::passagesById(snapshot, {id}));
  if (passages.empty()) {
    return std::optional<SearchHit>();
  }
  std::optional<SearchHit> out(std::in_place);
  out->passage = std::move(passages.front());
  TELESOFT_TRY(spans, KnowledgeTable::wordSpans(snapshot, expression, id));
  for (const auto& [start, end] : spans) {
    out->matches.push_back({out->passage.text.substr(static_cast<std::size_t>(start),
                                                     static_cast<std::size_t>(end - start)),
                            1.0, start, end});
  }
  return out;
}

}  // namespace

bool isExpired(const KnowledgeDocument& document, const std::string& today) {
  return document.state == "retired" ||
         (!document.validFrom.empty() && document.validFrom > today) ||
         (!document.validUntil.empty() && document.validUntil < today);
}

base::Result<std::vector<KnowledgeDocument>> shownDocuments(const store::Snapshot& snapshot,
                                                            const std::string& today,
                                                            bool includeExpired) {
  TELESOFT_TRY(documents, KnowledgeTable::list(snapshot));
  std::erase_if(documents, [&](const KnowledgeDocument& document) {
    const bool whole = document.state == "ready" || document.state == "retired";
    return !whole || (!includeExpired && isExpired(document, today));
  });
  return documents;
}

protocol::Citation citationOf(const KnowledgeDocument& document,
                              const Passage& passage,
                              std::string quote,
                              const std::string& today) {
  protocol::Citation out;
  out.documentId = document.id;
  out.title = document.title;
  out.version = document.version;
  out.owner = document.owner;
  out.passageId = passage.id;
  out.heading = passage.heading;
  out.page = passage.page;
  out.quote = std::move(quote);
  out.expired = isExpired(document, today);
  return out;
}

base::Result<protocol::SearchAnswer> search(const store::Snapshot& snapshot,
                                            const protocol::SearchRequest& request,
                                            const std::optional<Meaning>& meaning,
                                            const std::string& today) {
  TELESOFT_CHECK(check(request));
  TELESOFT_TRY(documents, shownDocuments(snapshot, today, request.includeExpired));
  const std::vector<std::string> shown = idsOf(documents);
  const std::string expression = wordQuery(request.query);
  std::map<std::string, Ranks> ranks;
  TELESOFT_TRY(words, KnowledgeTable::findWords(snapshot, {expression, shown, kCandidates}));
  for (std::size_t i = 0; i < words.size(); ++i) {
    ranks[words[i]].text = static_cast<std::int64_t>(i) + 1;
  }
  protocol::SearchAnswer out;
  out.mode = meaning ? "words and meaning" : "words";
  if (meaning) {
    TELESOFT_CHECK(rankByMeaning(*meaning, shown, ranks));
    if (const std::int64_t unknown = countUnknown(documents, meaning->index); unknown > 0) {
      out.note = base::withThousands(unknown) + (unknown == 1 ? " passage is" : " passages are") +
                 " not in the index yet and found by words only";
    }
  }
  for (const auto& [id, rank] : bestOf(ranks, request.limit)) {
    TELESOFT_TRY(hit, hitOf(snapshot, expression, id));
    if (!hit) {
      continue;  // an index of another workspace's passages
    }
    const auto document = std::find_if(
        documents.begin(), documents.end(),
        [&](const KnowledgeDocument& one) { return one.id == hit->passage.documentId; });
    hit->citation =
        citationOf(*document, hit->passage, quoteOf(hit->passage.text, hit->matches), today);
    hit->score = rank.score();
    hit->textRank = rank.text;
    hit->vectorRank = rank.vector;
    out.hits.push_back(*std::move(hit));
  }
  return out;
}

}  // namespace telesoft::knowledge
