// Search over what the hospital's documents say: by words, by meaning, and both fused; each hit
// with its citation.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/knowledge/vector_index.h"
#include "telesoft/protocol/knowledge.h"
#include "telesoft/store/transaction.h"

namespace telesoft::knowledge {

/// A text as a vector of the index's width.
using Embedder = std::function<base::Result<std::vector<float>>(const std::string&)>;

/// The query by meaning: the index, and the query's vector by the base model that built it.
struct Meaning {
  const VectorIndex& index;
  std::vector<float> query;
};

/// Not of today: not yet valid, not valid any more, or retired. `today`: an ISO date.
[[nodiscard]] bool isExpired(const protocol::KnowledgeDocument& document, const std::string& today);

/// The documents that may be shown, the newest first: ready and valid; with `includeExpired` the
/// retired and the expired too.
[[nodiscard]] base::Result<std::vector<protocol::KnowledgeDocument>> shownDocuments(
    const store::Snapshot& snapshot, const std::string& today, bool includeExpired);

/// Title, version, owner, place and whether it is expired; `quote` has to stand in the passage.
[[nodiscard]] protocol::Citation citationOf(const protocol::KnowledgeDocument& document,
                                            const protocol::Passage& passage,
                                            std::string quote,
                                            const std::string& today);

/// The best `limit` (1 to 50) passages, by reciprocal rank fusion with k = 60 of BM25's first 100
/// and the 100 nearest by meaning; ties by words, then by id. Passages of shown documents that the
/// index does not know are found by words, and `note` says how many they are. Without `meaning` by
/// words alone. Errors: InvalidInput for a query without a word or longer than 2,000 bytes, or a
/// limit out of range.
[[nodiscard]] base::Result<protocol::SearchAnswer> search(const store::Snapshot& snapshot,
                                                          const protocol::SearchRequest& request,
                                                          const std::optional<Meaning>& meaning,
                                                          const std::string& today);

}  // namespace telesoft::knowledge
