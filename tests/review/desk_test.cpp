#include "telesoft/review/desk.h"

#include "telesoft/base/rng.h"

#include "reference_desk.h"
#include "review_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using store::ReviewTable;

class DeskTest : public QObject {
  Q_OBJECT
 private slots:
  void decide_entersAndSaysWhatTheCaseComesTo();
  void decide_sealsTheCommentAndTellsNobody();
  void decide_takesOneReadingOnce();
  void decide_refusesWhatIsNotOpen_data();
  void decide_refusesWhatIsNotOpen();
  void decide_refusesACaseOfAnotherReview();
  void undo_goesBackInOrder();
  void undo_isOnesOwn();
  void undo_notUnderAnAdjudication();
  void anyInterleaving_isInTheDatabaseAsOnPaper();
};

void DeskTest::decide_entersAndSaysWhatTheCaseComesTo() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  desk.add(ReviewFixture::record(1));
  desk.add(ReviewFixture::record(2));
  const auto confirmed = must(desk.decide("ann", "cs_1", "confirm"));
  QCOMPARE(confirmed.decision.label, std::string("cold"));
  QCOMPARE(confirmed.decision.seq, 1);
  QCOMPARE(confirmed.decision.time, base::toIso8601(desk.clock.now()));
  QCOMPARE(confirmed.record.state, std::string("decided"));
  QVERIFY(!confirmed.record.corrected);
  const auto corrected = must(desk.decide("ann", "cs_2", "flu"));
  QVERIFY(corrected.record.corrected);
  QCOMPARE(desk.find("cs_2").label, std::string("flu"));
  QVERIFY(desk.find("cs_2").corrected);
}

void DeskTest::decide_sealsTheCommentAndTellsNobody() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  desk.add(ReviewFixture::record(1));
  auto request = requestFor("cs_1", "flu");
  request.comment = "Mrs Ellison again";
  QCOMPARE(must(desk.decide("ann", request)).decision.comment, request.comment);
  auto kept = desk.read([](const store::Snapshot& s) { return ReviewTable::decisions(s, "rv_1"); });
  QCOMPARE(kept.size(), size_t{1});
  QVERIFY(kept[0].comment.find("Ellison") == std::string::npos);
  must(review::openComments(kept, desk.key));
  QCOMPARE(kept[0].comment, request.comment);
  const auto audit =
      desk.read([](const store::Snapshot& s) { return store::AuditLog::page(s, 0, 10); });
  const std::string trail = base::toJson(audit).dump();
  QVERIFY(trail.find("review.decide") != std::string::npos);
  QVERIFY(trail.find("Ellison") == std::string::npos && trail.find("flu") == std::string::npos);
  desk.database.reset();
  for (const char* file : {"workspace.db", "workspace.db-wal"}) {
    const auto bytes = base::readFile(desk.folder / file);
    QVERIFY(!bytes || bytes->find("Ellison") == std::string::npos);
  }
}

void DeskTest::decide_takesOneReadingOnce() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  desk.add(ReviewFixture::record(1));
  desk.add(ReviewFixture::record(2, true));
  must(desk.decide("ann", "cs_1", "flu", "first"));
  const auto late = desk.decide("ben", "cs_1", "cold", "first");
  QCOMPARE(late.error().code, ErrorCode::Conflict);
  QVERIFY(!late.error().hint.empty());
  must(desk.decide("ann", "cs_2", "flu", "first"));
  must(desk.decide("ben", "cs_2", "cold", "second"));
  QCOMPARE(desk.decide("cat", "cs_2", "flu", "second").error().code, ErrorCode::Conflict);
  QCOMPARE(desk.decide("ann", "cs_2", "flu", "adjudication").error().code, ErrorCode::Conflict);
  must(desk.decide("cat", "cs_2", "unsure", "adjudication"));
  QCOMPARE(desk.find("cs_2").state, std::string("adjudicated"));
  QCOMPARE(desk.find("cs_2").label, std::string());
}

void DeskTest::decide_refusesWhatIsNotOpen_data() {
  QTest::addColumn<QString>("state");
  for (const char* state : {"preparing", "closed", "failed"}) {
    QTest::newRow(state) << QString(state);
  }
}

void DeskTest::decide_refusesWhatIsNotOpen() {
  QFETCH(QString, state);
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  desk.add(ReviewFixture::record(1));
  must(desk.decide("ann", "cs_1", "flu"));
  auto review = ReviewFixture::review();
  review.state = state.toStdString();
  must(desk.write([&](store::Transaction& t) { return ReviewTable::update(t, review); }));
  QCOMPARE(desk.decide("ben", "cs_1", "flu").error().code, ErrorCode::Conflict);
  QCOMPARE(desk.undo("ann").error().code, ErrorCode::Conflict);
  QCOMPARE(desk.find("cs_1").state, std::string("decided"));
}

void DeskTest::decide_refusesACaseOfAnotherReview() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  desk.add(ReviewFixture::review("rv_2"));
  auto other = ReviewFixture::record(1);
  other.reviewId = "rv_2";
  desk.add(other);
  QCOMPARE(desk.decide("ann", "cs_1", "flu").error().code, ErrorCode::NotFound);
  QCOMPARE(desk.decide("ann", "cs_9", "flu").error().code, ErrorCode::NotFound);
}

void DeskTest::undo_goesBackInOrder() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  for (int number = 1; number <= 3; ++number) {
    desk.add(ReviewFixture::record(number));
  }
  must(desk.decide("ann", "cs_1", "flu"));
  must(desk.decide("ann", "cs_2", "skip"));
  must(desk.decide("ann", "cs_3", "confirm"));
  QCOMPARE(must(desk.undo("ann")).decision.caseId, std::string("cs_3"));
  const auto skip = must(desk.undo("ann"));
  QCOMPARE(skip.decision.kind, protocol::DecisionKind::Skip);
  must(desk.decide("ann", "cs_3", "asthma"));
  QCOMPARE(must(desk.undo("ann")).decision.label, std::string("asthma"));
  const auto first = must(desk.undo("ann"));
  QCOMPARE(first.decision.caseId, std::string("cs_1"));
  QCOMPARE(first.record.state, std::string("open"));
  QCOMPARE(desk.undo("ann").error().code, ErrorCode::NotFound);
  for (const char* id : {"cs_1", "cs_2", "cs_3"}) {
    QCOMPARE(desk.find(id).state, std::string("open"));
    QCOMPARE(desk.find(id).label, std::string());
  }
  QCOMPARE(
      desk.read([](const store::Snapshot& s) { return ReviewTable::decisions(s, "rv_1"); }).size(),
      size_t{8});
}

void DeskTest::undo_isOnesOwn() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  desk.add(ReviewFixture::record(1));
  desk.add(ReviewFixture::record(2));
  must(desk.decide("ann", "cs_1", "flu"));
  must(desk.decide("ben", "cs_2", "flu"));
  QCOMPARE(must(desk.undo("ann")).decision.caseId, std::string("cs_1"));
  QCOMPARE(desk.find("cs_2").state, std::string("decided"));
}

void DeskTest::undo_notUnderAnAdjudication() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  desk.add(ReviewFixture::record(1, true));
  must(desk.decide("ann", "cs_1", "flu", "first"));
  must(desk.decide("ben", "cs_1", "cold", "second"));
  must(desk.decide("cat", "cs_1", "cold", "adjudication"));
  QCOMPARE(desk.undo("ann").error().code, ErrorCode::Conflict);
  must(desk.undo("cat"));
  must(desk.undo("ann"));
  QCOMPARE(desk.find("cs_1").state, std::string("open"));
}

/// The whole way through SQLite: all interleavings in one transaction, each on cases of its own.
void DeskTest::anyInterleaving_isInTheDatabaseAsOnPaper() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  const std::vector<std::string> readers = {"ann", "ben", "cat"};
  const std::vector<std::string> readings = {"first", "second", "adjudication"};
  const std::vector<std::string> answers = {"flu", "cold", "unsure", "skip"};
  base::Rng rng(1, "interleavings");
  const auto pick = [&](const std::vector<std::string>& of) { return of[rng.below(of.size())]; };
  int undone = 0;
  must(desk.write([&](store::Transaction& t) -> base::Status {
    ReferenceDesk paper;
    std::vector<std::string> ids;
    for (std::int64_t number = 1; number <= 60; ++number) {
      TELESOFT_CHECK(ReviewTable::insertCase(t, ReviewFixture::record(number, true)));
      ids.push_back(ReviewFixture::record(number).id);
    }
    for (int step = 0; step < 3000; ++step) {
      const std::string reader = pick(readers), id = pick(ids);
      if (rng.below(5) == 0) {
        const bool taken = paper.undo(reader);
        if (review::undo(t, "rv_1", {reader}, desk.key).has_value() != taken) {
          return base::fail(ErrorCode::Internal, "undo at step " + std::to_string(step));
        }
        undone += taken ? 1 : 0;
        continue;
      }
      const std::string reading = pick(readings), answer = pick(answers);
      const bool taken = paper.decide(id, reader, reading, answer);
      const auto request = requestFor(id, answer, reading);
      if (review::decide(t, "rv_1", request, {reader}, desk.key).has_value() != taken) {
        return base::fail(ErrorCode::Internal, "decision at step " + std::to_string(step));
      }
      TELESOFT_TRY(record, ReviewTable::findCase(t, id));
      if (std::pair(record.state, record.label) != paper.look(id)) {
        return base::fail(ErrorCode::Internal, "state at step " + std::to_string(step));
      }
    }
    return {};
  }));
  QVERIFY(undone > 200);
  const auto trail = desk.read([](const store::Snapshot& s) { return store::AuditLog::verify(s); });
  QVERIFY(trail.intact);
}

TELESOFT_TEST(DeskTest)

}  // namespace

#include "desk_test.moc"
