#include "telesoft/store/tables/knowledge_table.h"

#include <map>

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;
using protocol::KnowledgeDocument;
using protocol::Passage;

namespace {

// Control characters, which no passage has.
constexpr char kMarkOn = '\x02', kMarkOff = '\x03';

std::string listed(const std::vector<std::string>& texts) {
  return dumpJson(base::json(texts));
}

struct ItemJson {
  FormularyItem item;
};
template <class V>
void describe(V& v, ItemJson& j) {
  v.required("role", j.item.role);
  v.required("name", j.item.name);
  v.optional("codes", j.item.codes);
  v.optional("detail", j.item.detail);
  v.optional("listed", j.item.listed);
  v.optional("restrictions", j.item.restrictions);
  v.optional("keys", j.item.keys);
}

struct InteractionJson {
  InteractionRow row;
};
template <class V>
void describe(V& v, InteractionJson& j) {
  v.required("oneName", j.row.oneName);
  v.required("otherName", j.row.otherName);
  v.optional("severity", j.row.severity);
  v.optional("effect", j.row.effect);
}

Passage passageFrom(const Row& row) {
  Passage passage;
  passage.id = row.text(0);
  passage.documentId = row.text(1);
  passage.number = row.integer(2);
  passage.page = row.integer(3);
  passage.heading = row.text(4);
  passage.text = row.text(5);
  return passage;
}

constexpr const char* kPassage = "SELECT id, document, place, page, heading, text FROM passages ";

Result<std::vector<FormularyItem>> itemsWhere(const Snapshot& snapshot,
                                              const std::string& where,
                                              const std::vector<Value>& values) {
  std::vector<FormularyItem> out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT DISTINCT i.json, i.document, i.passage, i.number FROM drug_keys k JOIN "
      "formulary_items i ON i.number = k.item WHERE " +
          where + " AND i.document IN (SELECT value FROM json_each(?)) ORDER BY i.number",
      values, [&](const Row& row) -> Status {
        TELESOFT_TRY(read, recordOf<ItemJson>(row.text(0), "formulary_items"));
        read.item.documentId = row.text(1);
        read.item.passageId = row.text(2);
        out.push_back(std::move(read.item));
        return {};
      }));
  return out;
}

Status addItem(Connection& connection, const FormularyItem& item) {
  const ItemJson json{item};
  TELESOFT_CHECK(
      connection.change("INSERT INTO formulary_items (document, passage, json) VALUES (?, ?, ?)",
                        {item.documentId, item.passageId, dumpJson(base::toJson(json))}));
  const std::int64_t number = connection.lastInsertedRow();
  for (const auto* keys : {&item.keys, &item.codes}) {
    for (const std::string& key : *keys) {
      TELESOFT_CHECK(
          connection.change("INSERT INTO drug_keys (key, item) VALUES (?, ?)", {key, number}));
    }
  }
  return {};
}

}  // namespace

Status KnowledgeTable::insert(Transaction& transaction, KnowledgeDocument document) {
  if (document.createdAt.empty()) {
    document.createdAt = transaction.now();
  }
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO knowledge_documents (id, kind, state, json) VALUES (?, ?, ?, ?)",
      {document.id, document.kind, document.state, dumpJson(base::toJson(document))}));
  return {};
}

Status KnowledgeTable::update(Transaction& transaction, const KnowledgeDocument& document) {
  return changedOne(
      transaction.connection().change(
          "UPDATE knowledge_documents SET kind = ?, state = ?, json = ? WHERE id = ?",
          {document.kind, document.state, dumpJson(base::toJson(document)), document.id}),
      "document");
}

Result<KnowledgeDocument> KnowledgeTable::find(const Snapshot& snapshot, const std::string& id) {
  TELESOFT_TRY(
      found, recordsOf<KnowledgeDocument>(snapshot.connection(),
                                          "SELECT json FROM knowledge_documents WHERE id = ?", {id},
                                          "knowledge_documents"));
  if (found.empty()) {
    return notFound("document");
  }
  return std::move(found.front());
}

Result<std::vector<KnowledgeDocument>> KnowledgeTable::list(const Snapshot& snapshot) {
  return recordsOf<KnowledgeDocument>(snapshot.connection(),
                                      "SELECT json FROM knowledge_documents ORDER BY number DESC",
                                      {}, "knowledge_documents");
}

Status KnowledgeTable::addContent(Transaction& transaction, const KnowledgeContent& part) {
  Connection& connection = transaction.connection();
  for (const Passage& passage : part.passages) {
    TELESOFT_CHECK(connection.change(
        "INSERT INTO passages (id, document, place, page, heading, text) VALUES (?, ?, ?, ?, ?, ?)",
        {passage.id, passage.documentId, passage.number, passage.page, passage.heading,
         passage.text}));
    TELESOFT_CHECK(
        connection.change("INSERT INTO passage_words (rowid, heading, text) VALUES (?, ?, ?)",
                          {connection.lastInsertedRow(), passage.heading, passage.text}));
  }
  for (const FormularyItem& item : part.items) {
    TELESOFT_CHECK(addItem(connection, item));
  }
  for (const InteractionRow& row : part.interactions) {
    const InteractionJson json{row};
    TELESOFT_CHECK(connection.change(
        "INSERT INTO drug_interactions (document, passage, one, other, json) VALUES (?, ?, ?, ?, "
        "?)",
        {row.documentId, row.passageId, row.one, row.other, dumpJson(base::toJson(json))}));
  }
  return {};
}

Status KnowledgeTable::removeContent(Transaction& transaction, const std::string& documentId) {
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO passage_words (passage_words, rowid, heading, text) SELECT 'delete', number, "
      "heading, text FROM passages WHERE document = ?",
      {documentId}));
  for (const char* table : {"drug_interactions", "formulary_items", "passages"}) {
    TELESOFT_CHECK(transaction.connection().change(
        std::string("DELETE FROM ") + table + " WHERE document = ?", {documentId}));
  }
  return {};
}

Result<std::vector<Passage>> KnowledgeTable::passages(const Snapshot& snapshot,
                                                      const std::string& documentId) {
  std::vector<Passage> out;
  TELESOFT_CHECK(
      snapshot.connection().each(std::string(kPassage) + "WHERE document = ? ORDER BY place",
                                 {documentId}, [&](const Row& row) {
                                   out.push_back(passageFrom(row));
                                   return Status();
                                 }));
  return out;
}

Result<std::vector<Passage>> KnowledgeTable::passagesById(const Snapshot& snapshot,
                                                          const std::vector<std::string>& ids) {
  std::map<std::string, Passage> found;
  TELESOFT_CHECK(snapshot.connection().each(
      std::string(kPassage) + "WHERE id IN (SELECT value FROM json_each(?))", {listed(ids)},
      [&](const Row& row) {
        found[row.text(0)] = passageFrom(row);
        return Status();
      }));
  std::vector<Passage> out;
  for (const std::string& id : ids) {
    if (const auto at = found.find(id); at != found.end()) {
      out.push_back(at->second);
    }
  }
  return out;
}

Result<std::vector<std::string>> KnowledgeTable::findWords(const Snapshot& snapshot,
                                                           const WordSearch& search) {
  std::vector<std::string> out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT p.id FROM passage_words JOIN passages p ON p.number = passage_words.rowid "
      "WHERE passage_words MATCH ? AND p.document IN (SELECT value FROM json_each(?)) "
      "ORDER BY bm25(passage_words, 2.0, 1.0), p.number LIMIT ?",
      {search.expression, listed(search.documents), search.limit}, [&](const Row& row) {
        out.push_back(row.text(0));
        return Status();
      }));
  return out;
}

Result<KnowledgeTable::Spans> KnowledgeTable::wordSpans(const Snapshot& snapshot,
                                                        const std::string& expression,
                                                        const std::string& passageId) {
  Spans out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT highlight(passage_words, 1, char(2), char(3)) FROM passage_words WHERE passage_words "
      "MATCH ? AND rowid = (SELECT number FROM passages WHERE id = ?)",
      {expression, passageId}, [&](const Row& row) {
        std::int64_t at = 0;
        for (const char c : row.text(0)) {
          if (c == kMarkOn) {
            out.emplace_back(at, at);
          } else if (c == kMarkOff && !out.empty()) {
            out.back().second = at;
          } else {
            ++at;
          }
        }
        return Status();
      }));
  return out;
}

Result<std::vector<FormularyItem>> KnowledgeTable::itemsByKey(
    const Snapshot& snapshot,
    const std::vector<std::string>& keys,
    const std::vector<std::string>& documents) {
  return itemsWhere(snapshot, "k.key IN (SELECT value FROM json_each(?))",
                    {listed(keys), listed(documents)});
}

Result<std::vector<FormularyItem>> KnowledgeTable::itemsByCode(
    const Snapshot& snapshot,
    const std::string& codePrefix,
    const std::vector<std::string>& documents) {
  // Codes are of capital letters and digits, plain names of small ones: no name lies in between.
  return itemsWhere(snapshot, "k.key >= ? AND k.key < ?",
                    {codePrefix, codePrefix + "~", listed(documents)});
}

Result<std::vector<std::string>> KnowledgeTable::drugKeys(
    const Snapshot& snapshot, const std::vector<std::string>& documents) {
  std::vector<std::string> out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT DISTINCT k.key FROM drug_keys k JOIN formulary_items i ON i.number = k.item WHERE "
      "i.document IN (SELECT value FROM json_each(?)) AND k.key >= 'a' ORDER BY k.key",
      {listed(documents)}, [&](const Row& row) {
        out.push_back(row.text(0));
        return Status();
      }));
  return out;
}

Result<std::vector<InteractionRow>> KnowledgeTable::interactions(
    const Snapshot& snapshot,
    const std::vector<std::string>& one,
    const std::vector<std::string>& other,
    const std::vector<std::string>& documents) {
  std::vector<InteractionRow> out;
  const std::string a = listed(one), b = listed(other);
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT json, document, passage, one, other FROM drug_interactions WHERE ((one IN (SELECT "
      "value FROM json_each(?)) AND other IN (SELECT value FROM json_each(?))) OR (other IN "
      "(SELECT value FROM json_each(?)) AND one IN (SELECT value FROM json_each(?)))) AND document "
      "IN (SELECT value FROM json_each(?)) ORDER BY number",
      {a, b, a, b, listed(documents)}, [&](const Row& row) -> Status {
        TELESOFT_TRY(read, recordOf<InteractionJson>(row.text(0), "drug_interactions"));
        InteractionRow& pair = read.row;
        pair.documentId = row.text(1);
        pair.passageId = row.text(2);
        pair.one = row.text(3);
        pair.other = row.text(4);
        out.push_back(std::move(pair));
        return {};
      }));
  return out;
}

}  // namespace telesoft::store
