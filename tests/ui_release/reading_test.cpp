// Cases read with the keyboard alone, before a server that takes its time or refuses.
#include <algorithm>
#include <set>

#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QTextBrowser>

#include "telesoft/ui/review/opinion_view.h"
#include "telesoft/ui/review/reading_view.h"

#include "fake_review.h"
#include "keys.h"

namespace telesoft::tests {

namespace {

using protocol::DecisionKind;

/// The window on the first of some cases.
struct Desk {
  explicit Desk(std::int64_t cases, int delayMs = 0) : review(bench.server, cases, delayMs) {}
  [[nodiscard]] bool open(const char* subject = "rv_text") {
    if (!bench.open() ||
        !QTest::qWaitFor([this] { return !bench.workspace->reviews().items().empty(); })) {
      return false;
    }
    bench.window->navigate(QStringLiteral("review"), QString::fromLatin1(subject));
    view = bench.window->currentPanel()->findChild<ui::ReadingView*>();
    return QTest::qWaitFor([this] { return view->isReading(); });
  }
  [[nodiscard]] bool shows(int number) const {
    return view->headline().contains(QStringLiteral("case 8f%1").arg(10 + number)) &&
           view->findChild<QTextBrowser*>()->toPlainText().startsWith(
               QStringLiteral("Note %1.").arg(number));
  }
  [[nodiscard]] QString receipt() const {
    for (const QLabel* label : view->findChildren<QLabel*>()) {
      if (label->accessibleName() == QStringLiteral("Last decision")) {
        return label->text();
      }
    }
    return {};
  }
  [[nodiscard]] QString opinion() const {
    return ui::accessibleValue(view->findChild<ui::OpinionView*>());
  }
  void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    tests::press(bench, key, modifiers);
  }

  Workbench bench;
  FakeReview review;
  ui::ReadingView* view = nullptr;
};

}  // namespace

class ReadingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void twentyCases_areReadByKeysAlone() {
    Desk desk(20);
    QVERIFY(desk.open());
    constexpr int keys[] = {Qt::Key_Return, Qt::Key_2, Qt::Key_U, Qt::Key_S};
    for (int i = 0; i < 20; ++i) {
      QTRY_VERIFY2(desk.shows(i + 1), qPrintable(desk.view->headline()));
      desk.press(keys[i % 4]);
    }
    QTRY_COMPARE(desk.review.kept().size(), size_t{20});
    for (size_t i = 0; i < 20; ++i) {
      const protocol::DecisionRequest& kept = desk.review.kept()[i];
      QCOMPARE(kept.caseId, "cs_" + std::to_string(i + 1));
      QCOMPARE(kept.reading, std::string("first"));
      constexpr DecisionKind kinds[] = {DecisionKind::Confirm, DecisionKind::Correct,
                                        DecisionKind::Unsure, DecisionKind::Skip};
      const char* const labels[] = {"Atrial fibrillation", "Sinus rhythm", "", ""};
      QCOMPARE(kept.kind, kinds[i % 4]);
      QCOMPARE(kept.label, std::string(labels[i % 4]));
      QVERIFY(kept.seconds >= 0 && kept.seconds < 60);
    }
    QTRY_VERIFY(says(*desk.view, "Nothing is left to read"));
  }

  void digitOfTheFirstFinding_confirms() {
    Desk desk(3);
    QVERIFY(desk.open());
    desk.press(Qt::Key_1);
    QTRY_COMPARE(desk.review.kept().size(), size_t{1});
    QCOMPARE(desk.review.kept()[0].kind, DecisionKind::Confirm);
    desk.press(Qt::Key_9);  // there are three classes
    QTest::qWait(30);
    QCOMPARE(desk.review.kept().size(), size_t{1});
    QVERIFY(desk.shows(2));
  }

  void arrows_chooseAClassAndSpaceDecides() {
    Desk desk(3);
    QVERIFY(desk.open());
    desk.press(Qt::Key_Down);
    desk.press(Qt::Key_Down);
    desk.press(Qt::Key_Space);
    QTRY_COMPARE(desk.review.kept().size(), size_t{1});
    QCOMPARE(desk.review.kept()[0].label, std::string("Other"));
  }

  void undo_bringsTheCaseBackAsOftenAsOneLikes() {
    Desk desk(5);
    QVERIFY(desk.open());
    desk.press(Qt::Key_Return);
    desk.press(Qt::Key_2);
    QTRY_COMPARE(desk.review.kept().size(), size_t{2});
    QTRY_VERIFY(desk.receipt().contains(QStringLiteral("Case 8f12 decided: Sinus rhythm")));
    desk.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(desk.shows(2));
    QCOMPARE(desk.receipt(), QStringLiteral("Case 8f12 is open again"));
    desk.press(Qt::Key_Z);
    QTRY_VERIFY(desk.shows(1));
    QVERIFY(desk.review.kept().empty());
    desk.press(Qt::Key_3);
    QTRY_COMPARE(desk.review.kept().size(), size_t{1});
    QCOMPARE(desk.review.kept()[0].caseId, std::string("cs_1"));
    QCOMPARE(desk.review.kept()[0].label, std::string("Other"));
    QVERIFY(desk.shows(2));
  }

  void undo_ofTheLastCaseLeadsBackFromTheEnd() {
    Desk desk(1);
    QVERIFY(desk.open());
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(says(*desk.view, "Nothing is left to read"));
    desk.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(desk.shows(1));
    QVERIFY(!says(*desk.view, "Nothing is left to read"));
    desk.press(Qt::Key_U);
    QTRY_COMPARE(desk.review.kept().size(), size_t{1});
    QCOMPARE(desk.review.kept()[0].kind, DecisionKind::Unsure);
  }

  void undo_waitsForTheDecisionUnderWay() {
    Desk desk(4, 300);
    QVERIFY(desk.open());
    desk.press(Qt::Key_Return);
    desk.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(desk.bench.server.count("POST /v1/reviews/rv_text/decisions"), 1);
    QTest::qWait(100);  // its answer takes 300 ms
    QCOMPARE(desk.bench.server.count("POST /v1/reviews/rv_text/undo"), 0);
    QTRY_COMPARE(desk.bench.server.count("POST /v1/reviews/rv_text/undo"), 1);
    QTRY_VERIFY(desk.shows(1));
    QVERIFY(desk.review.kept().empty());
  }

  void undo_ofNothingSaysSo() {
    Desk desk(2);
    QVERIFY(desk.open());
    desk.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(desk.receipt(),
                 QStringLiteral("Nothing was taken back. You have decided nothing yet."));
    QVERIFY(desk.shows(1));
  }

  void comment_goesWithTheDecision() {
    Desk desk(3);
    QVERIFY(desk.open());
    desk.press(Qt::Key_C);
    auto* comment = desk.view->findChild<QPlainTextEdit*>();
    QVERIFY(comment->hasFocus());
    type("P waves in lead II, 2 unsure");  // letters and digits that are keys of the page elsewhere
    desk.press(Qt::Key_Escape);            // leaves the comment, not the page
    QVERIFY(!comment->hasFocus());
    QVERIFY(desk.shows(1));
    QVERIFY(desk.review.kept().empty());
    desk.press(Qt::Key_C);
    desk.press(Qt::Key_Return);
    QVERIFY(!comment->hasFocus());
    desk.press(Qt::Key_2);
    QTRY_COMPARE(desk.review.kept().size(), size_t{1});
    QCOMPARE(desk.review.kept()[0].comment, std::string("P waves in lead II, 2 unsure"));
    QVERIFY(desk.shows(2));
    QVERIFY(comment->toPlainText().isEmpty());
  }

  void marks_areShownAndHidden() {
    Desk desk(2);
    QVERIFY(desk.open());
    const auto marked = [&] {
      return desk.view->findChild<QTextBrowser*>()->toHtml().contains(
          QStringLiteral("background-color:#"));
    };
    QVERIFY(marked());
    QVERIFY(says(*desk.view, "Shaded: the words that moved the model most"));
    desk.press(Qt::Key_H);
    QVERIFY(!marked());
    desk.press(Qt::Key_Return);
    QVERIFY(desk.shows(2));
    QVERIFY(!marked());  // as it was left
    desk.press(Qt::Key_H);
    QVERIFY(marked());
  }

  void blind_hidesTheOpinionAndWhatTellsOfIt() {
    Desk desk(3);
    QVERIFY(desk.open());
    QVERIFY(desk.opinion().contains(QStringLiteral(".52")));
    QVERIFY(desk.view->headline().contains(QStringLiteral(".52")));
    desk.press(Qt::Key_B);
    QVERIFY(!desk.opinion().contains(QStringLiteral(".52")));
    QVERIFY2(!desk.view->headline().contains(QStringLiteral(".52")),
             qPrintable(desk.view->headline()));
    QVERIFY(!desk.view->findChild<QTextBrowser*>()->toHtml().contains(
        QStringLiteral("background-color:#")));
    QCOMPARE(blockedBy(desk.bench, "Confirm"),
             QStringLiteral("The model's opinion is hidden: choose with 1 to 9"));
    desk.press(Qt::Key_Return);
    QTest::qWait(30);
    QVERIFY(desk.shows(1));
    QVERIFY(desk.review.kept().empty());
    desk.press(Qt::Key_1);  // the classes in the review's own order
    QTRY_COMPARE(desk.review.kept().size(), size_t{1});
    QCOMPARE(desk.review.kept()[0].label, std::string("Atrial fibrillation"));
    QCOMPARE(desk.review.kept()[0].kind, DecisionKind::Correct);  // nothing was there to confirm
    desk.press(Qt::Key_B);
    QVERIFY(desk.opinion().contains(QStringLiteral(".52")));
  }

  void refusedDecision_comesBackWithItsReason() {
    Desk desk(4);
    QVERIFY(desk.open());
    desk.review.refuseNext("invalid", "the review was closed", 422);
    desk.press(Qt::Key_Return);
    QVERIFY(desk.shows(2));  // at once
    QTRY_VERIFY(desk.shows(1));
    QCOMPARE(desk.receipt(), QStringLiteral("The decision was not kept. The review was closed."));
    desk.press(Qt::Key_Return);
    QTRY_COMPARE(desk.review.keptCases(), std::vector<std::string>{"cs_1"});
  }

  void decisionOfSomebodyElse_doesNotComeBack() {
    Desk desk(4);
    QVERIFY(desk.open());
    desk.review.refuseNext("conflict", "the case is decided", 409);
    desk.press(Qt::Key_Return);
    QTRY_COMPARE(desk.receipt(), QStringLiteral("The decision was not kept. The case is decided."));
    QVERIFY(desk.shows(2));
  }

  void nextCase_isThereAtOnceBeforeASlowServer() {
    Desk desk(8, 300);
    QVERIFY(desk.open());
    std::vector<qint64> waits;
    for (int i = 1; i <= 3; ++i) {  // four were fetched
      QVERIFY(desk.shows(i));
      QElapsedTimer clock;
      clock.start();
      desk.press(Qt::Key_Return);
      QVERIFY(desk.shows(i + 1));
      desk.bench.window->repaint();
      waits.push_back(clock.elapsed());
    }
    std::sort(waits.begin(), waits.end());
    QVERIFY2(waits[1] < 50, qPrintable(QString::number(waits[1])));
    qInfo("from the key to the next case on screen: %lld ms (median of three)", waits[1]);
  }

  void caseDecidedWhileOthersAreFetched_isNotShownAgain() {
    Desk desk(14, 120);
    QVERIFY(desk.open());
    for (int i = 0; i < 14; ++i) {
      QTRY_VERIFY2(desk.shows(i + 1), qPrintable(desk.view->headline()));
      desk.press(Qt::Key_Return);
      QTest::qWait(35);  // faster than the server, so that fetches and decisions overlap
    }
    QTRY_COMPARE(desk.review.kept().size(), size_t{14});
    QTRY_VERIFY(says(*desk.view, "Nothing is left to read"));
    QCOMPARE(desk.bench.server.count("POST /v1/reviews/rv_text/decisions"), 14);
  }

  void adjudication_showsBothReaders() {
    Desk desk(3);
    protocol::NextCases next;
    next.items = {conflictCase()};
    next.remaining = 1;
    desk.bench.server.answer("GET /v1/reviews/rv_text/next", base::toJson(next));
    QVERIFY(desk.open("rv_text:adjudication"));
    QVERIFY(desk.bench.server.last("GET /v1/reviews/rv_text/next")
                ->query.contains("reading=adjudication"));
    QVERIFY(says(*desk.view, "Two readers differ"));
    const QStringList rows = desk.opinion().split(QStringLiteral("; "));
    QVERIFY(rows[0].contains(QStringLiteral("Atrial fibrillation")));
    QVERIFY(rows[0].contains(QStringLiteral("1st reader")));
    QVERIFY(rows[1].contains(QStringLiteral("2nd reader")));
    QVERIFY(!rows[2].contains(QStringLiteral("reader")));
    QVERIFY(!desk.opinion().contains(QStringLiteral("lee")));  // never who
    desk.press(Qt::Key_2);
    QTRY_COMPARE(desk.review.kept().size(), size_t{1});
    QCOMPARE(desk.review.kept()[0].reading, std::string("adjudication"));
    QCOMPARE(desk.review.kept()[0].label, std::string("Sinus rhythm"));
  }

  void brokenServer_saysWhyAndCanBeAskedAgain() {
    Desk desk(2);
    desk.bench.server.fail("GET /v1/reviews/rv_text/next", "unavailable",
                           "the model's worker has stopped", "try again in a minute", 503);
    QVERIFY(!desk.open());
    QTRY_VERIFY(says(*desk.view, "The next case could not be read."));
    QVERIFY(says(*desk.view, "The model's worker has stopped."));
    QVERIFY(buttonOf(desk.bench, "Try again") != nullptr);
  }
};

TELESOFT_TEST(ReadingTest)

}  // namespace telesoft::tests

#include "reading_test.moc"
