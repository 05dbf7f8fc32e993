// The knowledge base: documents, their passages and words, formulary items and interactions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "telesoft/protocol/knowledge.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

/// One row of a formulary, or of a list of drug names and codes.
struct FormularyItem {
  std::string documentId, passageId;
  std::string role = "formulary";  // "formulary" | "names": says nothing of what may be given
  std::string name;                // as the file writes it
  std::vector<std::string> codes;  // ATC
  std::string detail;              // strength and form
  bool listed = true;              // false: the formulary names it as one that is not on it
  std::vector<std::string> restrictions;
  std::vector<std::string> keys;  // its names in their plain form, without the codes
};

struct InteractionRow {
  std::string documentId, passageId;
  std::string one, other;  // names in their plain form
  std::string oneName, otherName, severity, effect;
};

/// What a file becomes. Passages without id or document get them by the document and their number.
struct KnowledgeContent {
  std::vector<protocol::Passage> passages;
  std::vector<FormularyItem> items;
  std::vector<InteractionRow> interactions;
};

class KnowledgeTable {
 public:
  /// AlreadyExists. Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction,
                                           protocol::KnowledgeDocument document);
  /// NotFound.
  [[nodiscard]] static base::Status update(Transaction& transaction,
                                           const protocol::KnowledgeDocument& document);
  [[nodiscard]] static base::Result<protocol::KnowledgeDocument> find(const Snapshot& snapshot,
                                                                      const std::string& id);
  /// Newest first.
  [[nodiscard]] static base::Result<std::vector<protocol::KnowledgeDocument>> list(
      const Snapshot& snapshot);

  /// A part of a document's content; it is seen once the document is "ready".
  [[nodiscard]] static base::Status addContent(Transaction& transaction,
                                               const KnowledgeContent& part);
  /// Takes all content of a document away, with its words.
  [[nodiscard]] static base::Status removeContent(Transaction& transaction,
                                                  const std::string& documentId);

  /// In their order.
  [[nodiscard]] static base::Result<std::vector<protocol::Passage>> passages(
      const Snapshot& snapshot, const std::string& documentId);
  /// In the order asked for; ids that are not there are left out.
  [[nodiscard]] static base::Result<std::vector<protocol::Passage>> passagesById(
      const Snapshot& snapshot, const std::vector<std::string>& ids);
  /// An FTS5 expression (knowledge::wordQuery makes a safe one) within the documents; the best by
  /// BM25 first, ties by age. k1 1.2 and b 0.75 are FTS5's own; a word in the heading counts twice.
  struct WordSearch {
    std::string expression;
    std::vector<std::string> documents;
    std::int64_t limit = 100;
  };
  [[nodiscard]] static base::Result<std::vector<std::string>> findWords(const Snapshot& snapshot,
                                                                        const WordSearch& search);
  /// Where the expression's words stand in a passage's text, as bytes [start, end).
  using Spans = std::vector<std::pair<std::int64_t, std::int64_t>>;
  [[nodiscard]] static base::Result<Spans> wordSpans(const Snapshot& snapshot,
                                                     const std::string& expression,
                                                     const std::string& passageId);

  /// Items with one of the keys (plain names or ATC codes), of the documents.
  [[nodiscard]] static base::Result<std::vector<FormularyItem>> itemsByKey(
      const Snapshot& snapshot,
      const std::vector<std::string>& keys,
      const std::vector<std::string>& documents);
  /// Items with an ATC code that begins so.
  [[nodiscard]] static base::Result<std::vector<FormularyItem>> itemsByCode(
      const Snapshot& snapshot,
      const std::string& codePrefix,
      const std::vector<std::string>& documents);
  /// Every plain name of the documents' items, once.
  [[nodiscard]] static base::Result<std::vector<std::string>> drugKeys(
      const Snapshot& snapshot, const std::vector<std::string>& documents);
  /// Pairs of one drug with the other, whichever is named first.
  [[nodiscard]] static base::Result<std::vector<InteractionRow>> interactions(
      const Snapshot& snapshot,
      const std::vector<std::string>& one,
      const std::vector<std::string>& other,
      const std::vector<std::string>& documents);
};

}  // namespace telesoft::store
