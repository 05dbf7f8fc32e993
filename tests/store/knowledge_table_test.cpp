#include "telesoft/store/tables/knowledge_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::KnowledgeDocument;
using protocol::Passage;
using Texts = std::vector<std::string>;

class KnowledgeTableTest : public QObject {
  Q_OBJECT
 private slots:
  void document_keepsEveryField();
  void document_isThereOnceAndCanBeChanged();
  void passages_comeInTheirOrder();
  void passages_ofNoDocumentAreRefused();
  void words_areRankedWithinTheDocuments();
  void words_areStemmedAndMarked();
  void words_ofABrokenExpressionAreAnError();
  void content_goesWithItsWords();
  void items_areFoundByNameAndCode();
  void interactions_areFoundEitherWayRound();
  void tampering_isCorrupt();
};

Passage passageOf(const std::string& document, std::int64_t number, const std::string& text) {
  Passage passage;
  passage.id = document + "-" + std::to_string(number);
  passage.documentId = document;
  passage.number = number;
  passage.heading = "Heading " + std::to_string(number);
  passage.page = number + 10;
  passage.text = text;
  return passage;
}

void add(StoreFixture& store, const std::string& id, const KnowledgeContent& content = {}) {
  KnowledgeDocument document;
  document.id = id;
  document.state = "ready";
  must(store.write([&](Transaction& t) -> base::Status {
    TELESOFT_CHECK(KnowledgeTable::insert(t, document));
    return KnowledgeTable::addContent(t, content);
  }));
}

Texts find(StoreFixture& store, const std::string& expression, const Texts& documents) {
  return store.read([&](const Snapshot& s) {
    return KnowledgeTable::findWords(s, {expression, documents, 10});
  });
}

FormularyItem itemOf(const std::string& name, const Texts& keys, const Texts& codes) {
  FormularyItem item;
  item.documentId = "kd_1";
  item.passageId = "kd_1-1";
  item.name = name;
  item.keys = keys;
  item.codes = codes;
  return item;
}

void KnowledgeTableTest::document_keepsEveryField() {
  StoreFixture store;
  KnowledgeDocument document;
  document.id = "kd_1";
  document.title = "The house's \"policy\"";
  document.kind = "formulary";
  document.state = "ready";
  document.validUntil = "2026-12-31";
  document.warnings = {"one"};
  must(store.write([&](Transaction& t) { return KnowledgeTable::insert(t, document); }));
  document.createdAt = base::toIso8601(store.clock.now());
  const auto found = store.read([](const Snapshot& s) { return KnowledgeTable::find(s, "kd_1"); });
  QCOMPARE(base::toJson(found).dump(), base::toJson(document).dump());
}

void KnowledgeTableTest::document_isThereOnceAndCanBeChanged() {
  StoreFixture store;
  add(store, "kd_1");
  add(store, "kd_2");
  KnowledgeDocument document;
  document.id = "kd_1";
  document.state = "retired";
  const auto insert =
      store.write([&](Transaction& t) { return KnowledgeTable::insert(t, document); });
  QCOMPARE(insert.error().code, ErrorCode::AlreadyExists);
  must(store.write([&](Transaction& t) { return KnowledgeTable::update(t, document); }));
  const auto all = store.read([](const Snapshot& s) { return KnowledgeTable::list(s); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].id, std::string("kd_2"));  // the newest first
  QCOMPARE(all[1].state, std::string("retired"));
  document.id = "kd_3";
  const auto update =
      store.write([&](Transaction& t) { return KnowledgeTable::update(t, document); });
  QCOMPARE(update.error().code, ErrorCode::NotFound);
}

void KnowledgeTableTest::passages_comeInTheirOrder() {
  StoreFixture store;
  add(store, "kd_1", {{passageOf("kd_1", 2, "second"), passageOf("kd_1", 1, "first")}, {}, {}});
  const auto all =
      store.read([](const Snapshot& s) { return KnowledgeTable::passages(s, "kd_1"); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(base::toJson(all[0]).dump(), base::toJson(passageOf("kd_1", 1, "first")).dump());
  const auto some = store.read([](const Snapshot& s) {
    return KnowledgeTable::passagesById(s, {"kd_1-2", "kd_9-9", "kd_1-1"});
  });
  QCOMPARE(some.size(), size_t{2});
  QCOMPARE(some[0].text, std::string("second"));
}

void KnowledgeTableTest::passages_ofNoDocumentAreRefused() {
  StoreFixture store;
  const auto added = store.write([](Transaction& t) {
    return KnowledgeTable::addContent(t, {{passageOf("kd_none", 1, "lost")}, {}, {}});
  });
  QCOMPARE(added.error().code, ErrorCode::NotFound);
}

void KnowledgeTableTest::words_areRankedWithinTheDocuments() {
  StoreFixture store;
  add(store, "kd_1",
      {{passageOf("kd_1", 1, "dose of one and of the other and of much else besides"),
        passageOf("kd_1", 2, "dose dose")},
       {},
       {}});
  add(store, "kd_2", {{passageOf("kd_2", 1, "dose")}, {}, {}});
  QCOMPARE(find(store, "\"dose\"", {"kd_1"}), (Texts{"kd_1-2", "kd_1-1"}));
  QCOMPARE(find(store, "\"dose\"", {"kd_1", "kd_2"}).size(), size_t{3});
  QVERIFY(find(store, "\"dose\"", {}).empty());
  QCOMPARE(find(store, "\"heading\"", {"kd_2"}), Texts{"kd_2-1"});
}

void KnowledgeTableTest::words_areStemmedAndMarked() {
  StoreFixture store;
  add(store, "kd_1", {{passageOf("kd_1", 1, "\xc3\x84rzte: Infusions, na\xc3\xafve.")}, {}, {}});
  QCOMPARE(find(store, "\"infusion\" AND \"naive\"", {"kd_1"}), Texts{"kd_1-1"});
  const auto spans = store.read([](const Snapshot& s) {
    return KnowledgeTable::wordSpans(s, "\"infusion\" OR \"naive\"", "kd_1-1");
  });
  QCOMPARE(spans, (KnowledgeTable::Spans{{8, 17}, {19, 25}}));
}

void KnowledgeTableTest::words_ofABrokenExpressionAreAnError() {
  StoreFixture store;
  add(store, "kd_1");
  const auto found = store.database().read([](const Snapshot& s) {
    return KnowledgeTable::findWords(s, {"\"open", {"kd_1"}, 10});
  });
  QVERIFY(!found);
}

void KnowledgeTableTest::content_goesWithItsWords() {
  StoreFixture store;
  add(store, "kd_1",
      {{passageOf("kd_1", 1, "vancomycin")},
       {itemOf("Vancomycin", {"vancomycin"}, {"J01XA01"})},
       {{"kd_1", "kd_1-1", "a", "b", "A", "B", "", ""}}});
  add(store, "kd_2", {{passageOf("kd_2", 1, "vancomycin")}, {}, {}});
  must(store.write([](Transaction& t) { return KnowledgeTable::removeContent(t, "kd_1"); }));
  QCOMPARE(find(store, "\"vancomycin\"", {"kd_1", "kd_2"}), Texts{"kd_2-1"});
  QVERIFY(
      store.read([](const Snapshot& s) { return KnowledgeTable::passages(s, "kd_1"); }).empty());
  QVERIFY(store
              .read([](const Snapshot& s) {
                return KnowledgeTable::itemsByKey(s, {"vancomycin"}, {"kd_1"});
              })
              .empty());
  QVERIFY(store
              .read([](const Snapshot& s) {
                return KnowledgeTable::interactions(s, {"a"}, {"b"}, {"kd_1"});
              })
              .empty());
  store.close();
  RawSqlite raw(store.file());
  QCOMPARE(raw.value("SELECT count(*) FROM drug_keys"), std::string("0"));
  QVERIFY(raw.run("INSERT INTO passage_words (passage_words) VALUES ('integrity-check')"));
}

void KnowledgeTableTest::items_areFoundByNameAndCode() {
  StoreFixture store;
  FormularyItem item = itemOf("Ramipril", {"ramipril", "tritace"}, {"C09AA05"});
  item.restrictions = {"only so"};
  item.detail = "5 mg";
  item.listed = false;
  add(store, "kd_1",
      {{passageOf("kd_1", 1, "x")}, {item, itemOf("Metformin", {"metformin"}, {})}, {}});
  const auto byKey = [&](const Texts& keys, const Texts& documents) {
    return store.read(
        [&](const Snapshot& s) { return KnowledgeTable::itemsByKey(s, keys, documents); });
  };
  const auto found = byKey({"tritace", "ramipril", "C09AA05"}, {"kd_1"});
  QCOMPARE(found.size(), size_t{1});
  QCOMPARE(found[0].name, item.name);
  QCOMPARE(found[0].keys, item.keys);
  QCOMPARE(found[0].codes, item.codes);
  QCOMPARE(found[0].restrictions, item.restrictions);
  QCOMPARE(found[0].detail, item.detail);
  QCOMPARE(found[0].passageId, item.passageId);
  QVERIFY(!found[0].listed);
  QVERIFY(byKey({"tritace"}, {"kd_2"}).empty());
  const auto byCode = [&](const std::string& prefix) {
    return store
        .read([&](const Snapshot& s) { return KnowledgeTable::itemsByCode(s, prefix, {"kd_1"}); })
        .size();
  };
  QCOMPARE(byCode("C09A"), size_t{1});
  QCOMPARE(byCode("C09B"), size_t{0});
  QCOMPARE(store.read([](const Snapshot& s) { return KnowledgeTable::drugKeys(s, {"kd_1"}); }),
           (Texts{"metformin", "ramipril", "tritace"}));
}

void KnowledgeTableTest::interactions_areFoundEitherWayRound() {
  StoreFixture store;
  add(store, "kd_1",
      {{passageOf("kd_1", 1, "x")}, {}, {{"kd_1", "kd_1-1", "a", "b", "A", "B", "high", "so"}}});
  const auto ask = [&](const std::string& one, const std::string& other) {
    return store.read([&](const Snapshot& s) {
      return KnowledgeTable::interactions(s, {one}, {other}, {"kd_1"});
    });
  };
  QCOMPARE(ask("a", "b").size(), size_t{1});
  QCOMPARE(ask("b", "a").size(), size_t{1});
  QCOMPARE(ask("a", "a").size(), size_t{0});
  QCOMPARE(ask("b", "a")[0].otherName, std::string("B"));
  QCOMPARE(ask("b", "a")[0].effect, std::string("so"));
}

void KnowledgeTableTest::tampering_isCorrupt() {
  StoreFixture store;
  add(store, "kd_1");
  QVERIFY(store.tamper("UPDATE knowledge_documents SET json = '{'"));
  const auto found =
      store.database().read([](const Snapshot& s) { return KnowledgeTable::find(s, "kd_1"); });
  QCOMPARE(found.error().code, ErrorCode::Corrupt);
}

TELESOFT_TEST(KnowledgeTableTest)

}  // namespace

#include "knowledge_table_test.moc"
