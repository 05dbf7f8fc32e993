#include "telesoft/review/ledger.h"

#include <map>
#include <set>

#include "telesoft/base/rng.h"

#include "reference_desk.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::review;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::Decision;
using protocol::DecisionKind;

Decision decision(std::int64_t seq,
                  const std::string& by,
                  const std::string& reading,
                  const std::string& label,
                  DecisionKind kind = DecisionKind::Correct) {
  Decision out;
  out.seq = seq;
  out.caseId = "cs_1";
  out.by = by;
  out.reading = reading;
  out.kind = kind;
  out.label = label;
  return out;
}

Decision undoOf(std::int64_t seq, const Decision& what) {
  Decision out = decision(seq, what.by, what.reading, "", DecisionKind::Undo);
  out.undoes = what.seq;
  return out;
}

const Reader kAnn{"ann"}, kBen{"ben"}, kCat{"cat"};

class LedgerTest : public QObject {
  Q_OBJECT
 private slots:
  void fold_ofNothingIsOpen();
  void fold_readOnce();
  void fold_readTwice();
  void fold_unsureIsAnAnswerOfItsOwn();
  void fold_leavesOutWhatWasTakenBack();
  void fold_skipChangesNothing();
  void countingOf_isWhatNoUndoNames();
  void mayRead_isForWhoHasNotReadIt();
  void mayRead_alonePersonMayDoAll();
  void mayUndo_notUnderAnAdjudication();
  void readingOf_neverGuessesAnAdjudication();
  void decisionOf_takesTheModelsLabel();
  void decisionOf_refuses_data();
  void decisionOf_refuses();
  void anyInterleaving_isAsOnPaper();
};

void LedgerTest::fold_ofNothingIsOpen() {
  const CaseState state = fold({}, true);
  QCOMPARE(state.state, std::string("open"));
  QVERIFY(!state.first && !state.settled());
}

void LedgerTest::fold_readOnce() {
  const CaseState state = fold({decision(1, "ann", "first", "flu")}, false);
  QCOMPARE(state.state, std::string("decided"));
  QCOMPARE(state.label, std::string("flu"));
}

void LedgerTest::fold_readTwice() {
  const Decision first = decision(1, "ann", "first", "flu");
  QCOMPARE(fold({first}, true).state, std::string("second_reading"));
  QCOMPARE(fold({first}, true).label, std::string());
  const CaseState same = fold({first, decision(2, "ben", "second", "flu")}, true);
  QCOMPARE(same.state, std::string("decided"));
  QCOMPARE(same.label, std::string("flu"));
  const Decision other = decision(2, "ben", "second", "cold");
  const CaseState conflict = fold({first, other}, true);
  QCOMPARE(conflict.state, std::string("conflict"));
  QCOMPARE(conflict.label, std::string());
  const CaseState settled = fold({first, other, decision(3, "cat", "adjudication", "cold")}, true);
  QCOMPARE(settled.state, std::string("adjudicated"));
  QCOMPARE(settled.label, std::string("cold"));
}

void LedgerTest::fold_unsureIsAnAnswerOfItsOwn() {
  const Decision first = decision(1, "ann", "first", "", DecisionKind::Unsure);
  QCOMPARE(fold({first}, false).state, std::string("decided"));
  QCOMPARE(fold({first, decision(2, "ben", "second", "flu")}, true).state, std::string("conflict"));
  const CaseState both =
      fold({first, decision(2, "ben", "second", "", DecisionKind::Unsure)}, true);
  QCOMPARE(both.state, std::string("decided"));
  QCOMPARE(both.label, std::string());
}

void LedgerTest::fold_leavesOutWhatWasTakenBack() {
  const Decision first = decision(1, "ann", "first", "flu");
  const Decision second = decision(2, "ben", "second", "cold");
  QCOMPARE(fold({first, second, undoOf(3, second)}, true).state, std::string("second_reading"));
  const CaseState firstGone = fold({first, second, undoOf(3, first)}, true);
  QCOMPARE(firstGone.state, std::string("open"));
  QVERIFY(firstGone.second.has_value());
  const CaseState again =
      fold({first, second, undoOf(3, first), decision(4, "cat", "first", "cold")}, true);
  QCOMPARE(again.state, std::string("decided"));
  QCOMPARE(again.label, std::string("cold"));
}

void LedgerTest::fold_skipChangesNothing() {
  QCOMPARE(fold({decision(1, "ann", "first", "", DecisionKind::Skip)}, false).state,
           std::string("open"));
}

void LedgerTest::countingOf_isWhatNoUndoNames() {
  const Decision first = decision(1, "ann", "first", "flu");
  const Decision skip = decision(3, "ben", "first", "", DecisionKind::Skip);
  const auto counting =
      countingOf({first, undoOf(2, first), skip, decision(4, "ann", "first", "cold")});
  QCOMPARE(counting.size(), size_t{2});
  QCOMPARE(counting[0].seq, 3);
  QCOMPARE(counting[1].label, std::string("cold"));
}

void LedgerTest::mayRead_isForWhoHasNotReadIt() {
  const Decision first = decision(1, "ann", "first", "flu");
  const Decision second = decision(2, "ben", "second", "cold");
  const CaseState open = fold({}, true), waits = fold({first}, true),
                  conflict = fold({first, second}, true);
  QVERIFY(mayRead(open, "first", kAnn).has_value());
  QCOMPARE(mayRead(open, "second", kAnn).error().code, ErrorCode::Conflict);
  QCOMPARE(mayRead(open, "adjudication", kAnn).error().code, ErrorCode::Conflict);
  QCOMPARE(mayRead(waits, "first", kBen).error().code, ErrorCode::Conflict);
  QCOMPARE(mayRead(waits, "second", kAnn).error().code, ErrorCode::Conflict);
  QVERIFY(mayRead(waits, "second", kBen).has_value());
  QCOMPARE(mayRead(conflict, "adjudication", kAnn).error().code, ErrorCode::Conflict);
  QCOMPARE(mayRead(conflict, "adjudication", kBen).error().code, ErrorCode::Conflict);
  QVERIFY(mayRead(conflict, "adjudication", kCat).has_value());
  const CaseState firstGone = fold({first, second, undoOf(3, first)}, true);
  QCOMPARE(mayRead(firstGone, "first", kBen).error().code, ErrorCode::Conflict);
  QVERIFY(mayRead(firstGone, "first", kCat).has_value());
  QVERIFY(!mayRead(conflict, "adjudication", kAnn).error().hint.empty());
}

void LedgerTest::mayRead_alonePersonMayDoAll() {
  const Reader alone{"local user (all roles)", true};
  const Decision first = decision(1, alone.name, "first", "flu");
  const Decision second = decision(2, alone.name, "second", "cold");
  QVERIFY(mayRead(fold({first}, true), "second", alone).has_value());
  QVERIFY(mayRead(fold({first, second}, true), "adjudication", alone).has_value());
  QVERIFY(!mayRead(fold({first}, false), "first", alone).has_value());
}

void LedgerTest::mayUndo_notUnderAnAdjudication() {
  const Decision first = decision(1, "ann", "first", "flu");
  const Decision second = decision(2, "ben", "second", "cold");
  const Decision settled = decision(3, "cat", "adjudication", "flu");
  const CaseState state = fold({first, second, settled}, true);
  QCOMPARE(mayUndo(state, first).error().code, ErrorCode::Conflict);
  QVERIFY(mayUndo(state, settled).has_value());
  QVERIFY(mayUndo(state, decision(4, "ann", "first", "", DecisionKind::Skip)).has_value());
}

void LedgerTest::readingOf_neverGuessesAnAdjudication() {
  const Decision first = decision(1, "ann", "first", "flu");
  QCOMPARE(must(readingOf(fold({}, true), "")), std::string("first"));
  QCOMPARE(must(readingOf(fold({first}, true), "")), std::string("second"));
  const CaseState conflict = fold({first, decision(2, "ben", "second", "cold")}, true);
  QCOMPARE(must(readingOf(conflict, "")), std::string("first"));
  QCOMPARE(must(readingOf(conflict, "adjudication")), std::string("adjudication"));
  QCOMPARE(readingOf(conflict, "third").error().code, ErrorCode::InvalidInput);
}

const std::vector<protocol::ClassSpec> kClasses = {{"flu", ""}, {"cold", ""}};

void LedgerTest::decisionOf_takesTheModelsLabel() {
  protocol::DecisionRequest request;
  request.caseId = "cs_1";
  request.kind = DecisionKind::Confirm;
  request.comment = "clear";
  request.seconds = 3.5;
  const Decision confirmed = must(decisionOf(request, {kClasses, "cold", false}));
  QCOMPARE(confirmed.label, std::string("cold"));
  QCOMPARE(confirmed.comment, std::string("clear"));
  request.kind = DecisionKind::Correct;
  request.label = "flu";
  QCOMPARE(must(decisionOf(request, {kClasses, "cold", true})).label, std::string("flu"));
  request.kind = DecisionKind::Unsure;
  request.label = "";
  QCOMPARE(must(decisionOf(request, {kClasses, "cold", false})).label, std::string());
}

void LedgerTest::decisionOf_refuses_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("label");
  QTest::addColumn<QString>("modelLabel");
  QTest::addColumn<bool>("blind");
  QTest::addColumn<double>("seconds");
  QTest::addColumn<int>("commentBytes");
  const auto row = [](const char* name, DecisionKind kind, const char* label, bool blind) {
    QTest::newRow(name) << static_cast<int>(kind) << QString(label) << "cold" << blind << 1.0 << 0;
  };
  row("correct without a label", DecisionKind::Correct, "", false);
  row("correct to no class", DecisionKind::Correct, "asthma", false);
  row("confirm while blind", DecisionKind::Confirm, "", true);
  row("confirm another label", DecisionKind::Confirm, "flu", false);
  row("unsure with a label", DecisionKind::Unsure, "flu", false);
  row("skip with a label", DecisionKind::Skip, "cold", false);
  row("undo", DecisionKind::Undo, "", false);
  const int correct = static_cast<int>(DecisionKind::Correct);
  QTest::newRow("confirm nothing") << static_cast<int>(DecisionKind::Confirm) << ""
                                   << "" << false << 1.0 << 0;
  QTest::newRow("negative time") << correct << "flu"
                                 << "cold" << false << -1.0 << 0;
  QTest::newRow("no time") << correct << "flu"
                           << "cold" << false << std::nan("") << 0;
  QTest::newRow("long comment") << correct << "flu"
                                << "cold" << false << 1.0 << 4001;
}

void LedgerTest::decisionOf_refuses() {
  QFETCH(int, kind);
  QFETCH(QString, label);
  QFETCH(QString, modelLabel);
  QFETCH(bool, blind);
  QFETCH(double, seconds);
  QFETCH(int, commentBytes);
  protocol::DecisionRequest request;
  request.kind = static_cast<DecisionKind>(kind);
  request.label = label.toStdString();
  request.seconds = seconds;
  request.comment = std::string(static_cast<size_t>(commentBytes), 'x');
  const auto refused = decisionOf(request, {kClasses, modelLabel.toStdString(), blind});
  QVERIFY(!refused.has_value());
  QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
  QVERIFY(!refused.error().hint.empty());
  QVERIFY(label.isEmpty() || refused.error().text().find(label.toStdString()) == std::string::npos);
}

/// The program's rules on a plain list of decisions.
class ListDesk {
 public:
  bool decide(const std::string& caseId,
              const std::string& reader,
              const std::string& reading,
              const std::string& answer) {
    if (!mayRead(look(caseId), reading, Reader{reader})) {
      return false;
    }
    const DecisionKind kind = answer == "skip"     ? DecisionKind::Skip
                              : answer == "unsure" ? DecisionKind::Unsure
                                                   : DecisionKind::Correct;
    Decision added =
        decision(next_++, reader, reading, kind == DecisionKind::Correct ? answer : "", kind);
    added.caseId = caseId;
    all_.push_back(added);
    return true;
  }
  bool undo(const std::string& reader) {
    std::set<std::int64_t> undone;
    for (const Decision& one : all_) {
      undone.insert(one.undoes);
    }
    for (auto it = all_.rbegin(); it != all_.rend(); ++it) {
      if (it->by == reader && it->kind != DecisionKind::Undo && !undone.contains(it->seq)) {
        if (!mayUndo(look(it->caseId), *it)) {
          return false;
        }
        Decision added = undoOf(next_++, *it);
        added.caseId = it->caseId;
        all_.push_back(added);
        return true;
      }
    }
    return false;
  }
  CaseState look(const std::string& caseId) const {
    std::vector<Decision> ofCase;
    for (const Decision& one : all_) {
      if (one.caseId == caseId) {
        ofCase.push_back(one);
      }
    }
    return fold(ofCase, readTwice);
  }
  bool readTwice = true;

 private:
  std::vector<Decision> all_;
  std::int64_t next_ = 1;
};

/// 10,000 random interleavings of two readers, an adjudicator and undos, none of whom keeps to
/// turns: what is taken, what is refused, and what each case comes to, are those of paper.
void LedgerTest::anyInterleaving_isAsOnPaper() {
  const std::vector<std::string> readers = {"ann", "ben", "cat"};
  const std::vector<std::string> readings = {"first", "second", "adjudication"};
  const std::vector<std::string> answers = {"flu", "cold", "unsure", "skip"};
  const std::vector<std::string> cases = {"cs_1", "cs_2"};
  std::map<std::string, int> seen;
  int refusedUndos = 0;
  for (std::uint64_t run = 0; run < 10'000; ++run) {
    base::Rng rng(run, "interleaving");
    const auto pick = [&](const std::vector<std::string>& of) { return of[rng.below(of.size())]; };
    ReferenceDesk paper;
    ListDesk desk;
    paper.readTwice = desk.readTwice = run % 4 != 0;
    for (int step = 0; step < 24; ++step) {
      const std::string reader = pick(readers);
      if (rng.below(4) == 0) {
        const bool taken = paper.undo(reader);
        QCOMPARE(desk.undo(reader), taken);
        refusedUndos += taken ? 0 : 1;
      } else {
        const std::string id = pick(cases), reading = pick(readings), answer = pick(answers);
        const bool taken = paper.decide(id, reader, reading, answer);
        QCOMPARE(desk.decide(id, reader, reading, answer), taken);
      }
      for (const std::string& id : cases) {
        const auto [state, label] = paper.look(id);
        const CaseState now = desk.look(id);
        QCOMPARE(now.state, state);
        QCOMPARE(now.label, label);
        ++seen[state];
      }
    }
  }
  QCOMPARE(seen.size(), size_t{5});
  for (const auto& [state, times] : seen) {
    QVERIFY2(times > 2000, state.c_str());
  }
  QVERIFY(refusedUndos > 2000);
}

TELESOFT_TEST(LedgerTest)

}  // namespace

#include "ledger_test.moc"
