-- The knowledge base: documents, passages and their words, formulary rows and drug interactions.
CREATE TABLE knowledge_documents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id     TEXT NOT NULL UNIQUE,
  kind   TEXT NOT NULL,
  state  TEXT NOT NULL,
  json   TEXT NOT NULL
) STRICT;

CREATE TABLE passages (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  id       TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES knowledge_documents (id),
  place    INTEGER NOT NULL,
  page     INTEGER NOT NULL,
  heading  TEXT NOT NULL,
  text     TEXT NOT NULL
) STRICT;
CREATE INDEX passages_by_document ON passages (document, place);

-- Kept by KnowledgeTable: a trigger may not write a virtual table while trusted_schema is off.
CREATE VIRTUAL TABLE passage_words USING fts5 (
  heading, text, content = 'passages', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TABLE formulary_items (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL REFERENCES knowledge_documents (id),
  passage  TEXT NOT NULL,
  json     TEXT NOT NULL
) STRICT;
CREATE INDEX formulary_items_by_document ON formulary_items (document);
-- What an item is found by: its names in their plain form, and its ATC codes.
CREATE TABLE drug_keys (
  key  TEXT NOT NULL,
  item INTEGER NOT NULL REFERENCES formulary_items (number) ON DELETE CASCADE
) STRICT;
CREATE INDEX drug_keys_by_key ON drug_keys (key);
CREATE INDEX drug_keys_by_item ON drug_keys (item);

CREATE TABLE drug_interactions (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL REFERENCES knowledge_documents (id),
  passage  TEXT NOT NULL,
  one      TEXT NOT NULL,
  other    TEXT NOT NULL,
  json     TEXT NOT NULL
) STRICT;
CREATE INDEX drug_interactions_by_one ON drug_interactions (one);
CREATE INDEX drug_interactions_by_other ON drug_interactions (other);
CREATE INDEX drug_interactions_by_document ON drug_interactions (document);
