#include "telesoft/store/tables/review_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::Decision;
using protocol::DecisionKind;

protocol::Review review(const std::string& id, const std::string& kind = "dataset") {
  protocol::Review out;
  out.id = id;
  out.modelId = "md_1";
  out.kind = kind;
  out.state = "open";
  out.classes = {{"flu", "an infection"}};
  return out;
}

CaseRecord record(const std::string& id,
                  std::int64_t number,
                  const std::string& reviewId = "rv_1") {
  CaseRecord out;
  out.id = id;
  out.reviewId = reviewId;
  out.number = number;
  out.row = 40 + number;
  out.pseudonym = "8f3a";
  out.reason = "audit";
  out.uncertainty = 0.25;
  out.readTwice = true;
  out.findings = {{"flu", 0.75}, {"cold", 0.25}};
  out.contributions = {{"", -0.5, 3, 9}};
  out.sealedComment = "c2VhbGVk";
  return out;
}

Decision decision(const std::string& caseId,
                  const std::string& by,
                  DecisionKind kind = DecisionKind::Correct) {
  Decision out;
  out.reviewId = "rv_1";
  out.caseId = caseId;
  out.by = by;
  out.kind = kind;
  out.label = kind == DecisionKind::Correct ? "flu" : "";
  return out;
}

class ReviewTableTest : public QObject {
  Q_OBJECT
 private slots:
  void reviews_areNewestFirstWithTheirCounts();
  void update_replacesTheRow();
  void preparing_areThoseOfThatState();
  void openFeedback_isOfTheModel();
  void case_comesBackWhole();
  void case_needsItsReviewAndANumberOfItsOwn();
  void receipt_standsOnceInAReview();
  void ledger_isNumberedAndCannotBeChanged();
  void undo_namesADecisionOnce();
  void counting_leavesOutWhatWasTakenBack();

 private:
  static void add(StoreFixture& store, const protocol::Review& one) {
    must(store.write([&](Transaction& t) { return ReviewTable::insert(t, one); }));
  }
  static base::Status add(StoreFixture& store, const CaseRecord& one) {
    return store.write([&](Transaction& t) { return ReviewTable::insertCase(t, one); });
  }
  static base::Result<std::int64_t> append(StoreFixture& store, const Decision& one) {
    return store.write([&](Transaction& t) { return ReviewTable::append(t, one); });
  }
};

void ReviewTableTest::reviews_areNewestFirstWithTheirCounts() {
  StoreFixture store;
  add(store, review("rv_1"));
  add(store, review("rv_2"));
  const std::pair<const char*, bool> states[] = {{"open", false},     {"second_reading", false},
                                                 {"conflict", false}, {"decided", true},
                                                 {"decided", false},  {"adjudicated", true}};
  std::int64_t number = 0;
  for (const auto& [state, corrected] : states) {
    ++number;
    CaseRecord one = record("cs_" + std::to_string(number), number);
    one.state = state;
    one.corrected = corrected;
    must(add(store, one));
  }
  const auto all = store.read([](const Snapshot& s) { return ReviewTable::list(s); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].id, std::string("rv_2"));
  QCOMPARE(all[0].cases, 0);
  QCOMPARE(all[1].cases, 6);
  QCOMPARE(all[1].waiting, 2);
  QCOMPARE(all[1].conflicts, 1);
  QCOMPARE(all[1].decided, 3);
  QCOMPARE(all[1].corrected, 2);
  QCOMPARE(all[1].createdAt, base::toIso8601(store.clock.now()));
  QCOMPARE(all[1].classes[0].description, std::string("an infection"));
}

void ReviewTableTest::update_replacesTheRow() {
  StoreFixture store;
  add(store, review("rv_1"));
  auto changed = review("rv_1");
  changed.state = "closed";
  must(store.write([&](Transaction& t) { return ReviewTable::update(t, changed); }));
  QCOMPARE(store.read([](const Snapshot& s) { return ReviewTable::find(s, "rv_1"); }).state,
           std::string("closed"));
  changed.id = "rv_9";
  QCOMPARE(
      store.write([&](Transaction& t) { return ReviewTable::update(t, changed); }).error().code,
      ErrorCode::NotFound);
  QCOMPARE(store.database()
               .read([](const Snapshot& s) { return ReviewTable::find(s, "rv_9"); })
               .error()
               .code,
           ErrorCode::NotFound);
}

void ReviewTableTest::preparing_areThoseOfThatState() {
  StoreFixture store;
  add(store, review("rv_1"));
  auto fresh = review("rv_2");
  fresh.state = "preparing";
  add(store, fresh);
  const auto found = store.read([](const Snapshot& s) { return ReviewTable::preparing(s); });
  QCOMPARE(found.size(), size_t{1});
  QCOMPARE(found[0].id, std::string("rv_2"));
}

void ReviewTableTest::openFeedback_isOfTheModel() {
  StoreFixture store;
  const auto ofModel = [&](const std::string& model) {
    return store.read([&](const Snapshot& s) { return ReviewTable::openFeedback(s, model); });
  };
  add(store, review("rv_1"));
  QCOMPARE(ofModel("md_1"), std::string());
  add(store, review("rv_2", "feedback"));
  QCOMPARE(ofModel("md_1"), std::string("rv_2"));
  QCOMPARE(ofModel("md_2"), std::string());
}

void ReviewTableTest::case_comesBackWhole() {
  StoreFixture store;
  add(store, review("rv_1"));
  const CaseRecord kept = record("cs_1", 1);
  must(add(store, kept));
  auto found = store.read([](const Snapshot& s) { return ReviewTable::findCase(s, "cs_1"); });
  QCOMPARE(found.row, 41);
  QCOMPARE(found.number, 1);
  QCOMPARE(found.state, std::string("open"));
  QCOMPARE(found.pseudonym, kept.pseudonym);
  QCOMPARE(found.reason, kept.reason);
  QCOMPARE(found.uncertainty, kept.uncertainty);
  QVERIFY(found.readTwice && !found.corrected);
  QCOMPARE(found.sealedComment, kept.sealedComment);
  QCOMPARE(base::toJson(found.findings).dump(), base::toJson(kept.findings).dump());
  QCOMPARE(base::toJson(found.contributions).dump(), base::toJson(kept.contributions).dump());
  found.state = "decided";
  found.label = "flu";
  found.corrected = true;
  must(store.write([&](Transaction& t) { return ReviewTable::updateState(t, found); }));
  const auto cases = store.read([](const Snapshot& s) { return ReviewTable::cases(s, "rv_1"); });
  QCOMPARE(cases.size(), size_t{1});
  QCOMPARE(cases[0].label, std::string("flu"));
  QVERIFY(cases[0].corrected);
  QCOMPARE(
      store.read([](const Snapshot& s) { return ReviewTable::casesInState(s, "rv_1", "decided"); }),
      std::vector<std::string>{"cs_1"});
}

void ReviewTableTest::case_needsItsReviewAndANumberOfItsOwn() {
  StoreFixture store;
  QCOMPARE(add(store, record("cs_1", 1)).error().code, ErrorCode::NotFound);
  add(store, review("rv_1"));
  must(add(store, record("cs_1", 1)));
  QCOMPARE(add(store, record("cs_2", 1)).error().code, ErrorCode::AlreadyExists);
  QCOMPARE(add(store, record("cs_1", 2)).error().code, ErrorCode::AlreadyExists);
}

void ReviewTableTest::receipt_standsOnceInAReview() {
  StoreFixture store;
  add(store, review("rv_1", "feedback"));
  CaseRecord one = record("cs_1", 1);
  one.receipt = "rc_1";
  must(add(store, one));
  QCOMPARE(
      store.read([](const Snapshot& s) { return ReviewTable::caseOfReceipt(s, "rv_1", "rc_1"); }),
      std::string("cs_1"));
  QCOMPARE(
      store.read([](const Snapshot& s) { return ReviewTable::caseOfReceipt(s, "rv_1", "rc_2"); }),
      std::string());
  one.id = "cs_2";
  one.number = 2;
  QCOMPARE(add(store, one).error().code, ErrorCode::AlreadyExists);
}

void ReviewTableTest::ledger_isNumberedAndCannotBeChanged() {
  StoreFixture store;
  add(store, review("rv_1"));
  must(add(store, record("cs_1", 1)));
  must(add(store, record("cs_2", 2)));
  QCOMPARE(must(append(store, decision("cs_1", "ann"))), 1);
  QCOMPARE(must(append(store, decision("cs_2", "ben"))), 2);
  QCOMPARE(append(store, decision("cs_9", "ann")).error().code, ErrorCode::NotFound);
  const auto all = store.read([](const Snapshot& s) { return ReviewTable::decisions(s, "rv_1"); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[1].by, std::string("ben"));
  QCOMPARE(all[1].time, base::toIso8601(store.clock.now()));
  QCOMPARE(store.read([](const Snapshot& s) { return ReviewTable::decisionsOf(s, "cs_1"); }).size(),
           size_t{1});
  for (const char* statement :
       {"UPDATE decisions SET json = '{}' WHERE seq = 1", "DELETE FROM decisions WHERE seq = 2",
        "INSERT OR REPLACE INTO decisions SELECT 1, review, case_id, reader, reading, kind, "
        "undoes, time, '{}' FROM decisions WHERE seq = 2"}) {
    QVERIFY2(!store.tamper(statement), statement);
  }
}

void ReviewTableTest::undo_namesADecisionOnce() {
  StoreFixture store;
  add(store, review("rv_1"));
  must(add(store, record("cs_1", 1)));
  must(append(store, decision("cs_1", "ann")));
  Decision undo = decision("cs_1", "ann", DecisionKind::Undo);
  undo.undoes = 1;
  must(append(store, undo));
  QCOMPARE(append(store, undo).error().code, ErrorCode::Conflict);
}

void ReviewTableTest::counting_leavesOutWhatWasTakenBack() {
  StoreFixture store;
  add(store, review("rv_1"));
  must(add(store, record("cs_1", 1)));
  must(add(store, record("cs_2", 2)));
  must(append(store, decision("cs_1", "ann")));
  must(append(store, decision("cs_2", "ann", DecisionKind::Skip)));
  must(append(store, decision("cs_2", "ben")));
  const auto counting = [&](const std::string& who) {
    return store.read([&](const Snapshot& s) { return ReviewTable::counting(s, "rv_1", who); });
  };
  QCOMPARE(counting("ann").size(), size_t{2});
  QCOMPARE(counting("ann")[1].kind, DecisionKind::Skip);
  const auto last = [&](const std::string& who) {
    return store.database().read(
        [&](const Snapshot& s) { return ReviewTable::lastCounting(s, "rv_1", who); });
  };
  QCOMPARE(must(last("ann")).seq, 2);
  Decision undo = decision("cs_2", "ann", DecisionKind::Undo);
  undo.undoes = 2;
  must(append(store, undo));
  QCOMPARE(must(last("ann")).seq, 1);
  QCOMPARE(counting("ann").size(), size_t{1});
  QCOMPARE(counting("ann")[0].caseId, std::string("cs_1"));
  QCOMPARE(counting("ben").size(), size_t{1});
  QCOMPARE(last("cat").error().code, ErrorCode::NotFound);
}

TELESOFT_TEST(ReviewTableTest)

}  // namespace

#include "review_table_test.moc"
