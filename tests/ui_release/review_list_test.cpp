// The list of reviews: opened by keys, and what a person may do with it.
#include "telesoft/ui/review/reading_view.h"

#include "fake_review.h"
#include "keys.h"

namespace telesoft::tests {

namespace {

[[nodiscard]] bool openList(Workbench& bench) {
  if (!bench.open()) {
    return false;
  }
  press(bench, Qt::Key_4, Qt::ControlModifier);
  return QTest::qWaitFor([&] { return says(bench, "18 of 60 decided, 4 corrected"); });
}

bool isReading(Workbench& bench) {
  return bench.window->currentPanel()->findChild<ui::ReadingView*>()->isReading();
}

}  // namespace

class ReviewListTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void enter_readsTheChosenReviewAndEscGoesBack() {
    Workbench bench;
    FakeReview review(bench.server, 5);
    QVERIFY(openList(bench));
    QTRY_VERIFY(says(bench, "4 of 18 predictions were corrected"));  // the summary
    QVERIFY(tabTo(bench, "Reviews"));
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(isReading(bench));
    press(bench, Qt::Key_Return);
    QTRY_COMPARE(review.kept().size(), size_t{1});
    press(bench, Qt::Key_Escape);
    QVERIFY(!isReading(bench));
    QVERIFY(says(bench, "18 of 60 decided"));
    press(bench, Qt::Key_Return);  // no case is on screen
    QTest::qWait(30);
    QCOMPARE(review.kept().size(), size_t{1});
  }

  void palette_takesEnterForItselfWhileACaseIsOnScreen() {
    Workbench bench;
    FakeReview review(bench.server, 5);
    QVERIFY(openList(bench));
    QVERIFY(tabTo(bench, "Reviews"));
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(isReading(bench));
    press(bench, Qt::Key_K, Qt::ControlModifier);
    type("audit");
    press(bench, Qt::Key_Escape);
    QVERIFY(isReading(bench));
    press(bench, Qt::Key_K, Qt::ControlModifier);
    type("models");
    press(bench, Qt::Key_Return);
    QCOMPARE(bench.window->current().panel, QStringLiteral("models"));
    QVERIFY(review.kept().empty());
  }

  void newReview_isMadeFromTheForm() {
    Workbench bench;
    protocol::Review made = textReview();
    made.id = "rv_new";
    made.state = "preparing";
    bench.server.answer("POST /v1/reviews", base::toJson(made));
    QVERIFY(openList(bench));
    QVERIFY(tabTo(bench, "Start a review"));
    press(bench, Qt::Key_Space);
    QVERIFY(tabTo(bench, "Cases"));
    QApplication::focusWidget()->findChild<QLineEdit*>()->selectAll();
    type("24");
    QVERIFY(tabTo(bench, "Hide the model's opinion"));
    press(bench, Qt::Key_Space);
    QVERIFY(tabTo(bench, "Start"));
    press(bench, Qt::Key_Space);
    QTRY_COMPARE(bench.server.count("POST /v1/reviews"), 1);
    const base::json& body = bench.server.last("POST /v1/reviews")->body;
    QCOMPARE(body["modelId"].get<std::string>(), std::string("md_jb_done"));
    QCOMPARE(body["datasetId"].get<std::string>(), std::string("ds_validation"));
    QCOMPARE(body["cases"].get<int>(), 24);
    QCOMPARE(body["secondReaderShare"].get<double>(), 0.2);
    QVERIFY(body["blind"].get<bool>());
  }

  void newReview_showsWhyItWasRefused() {
    Workbench bench;
    bench.server.fail("POST /v1/reviews", "invalid", "the model has learnt from these rows",
                      "choose the pool or validation part", 422);
    QVERIFY(openList(bench));
    QVERIFY(tabTo(bench, "Start a review"));
    press(bench, Qt::Key_Space);
    QVERIFY(tabTo(bench, "Start"));
    press(bench, Qt::Key_Space);
    QTRY_VERIFY(says(bench, "The model has learnt from these rows. Choose the pool"));
  }

  void clinician_readsAndDoesNotManage() {
    Workbench bench;
    bench.server.answer("GET /v1/me", base::toJson(person({"clinician"})));
    FakeReview review(bench.server, 2);
    QVERIFY(openList(bench));
    QTRY_VERIFY(blockedBy(bench, "Start a review").contains(QStringLiteral("review.manage")));
    QCOMPARE(blockedBy(bench, "Read cases"), QString());
    QVERIFY(buttonOf(bench, "Close the review") == nullptr);
    QVERIFY(buttonOf(bench, "Train on the corrections") == nullptr);
    QCOMPARE(bench.server.count("GET /v1/reviews/rv_text/summary"), 0);  // which he may not see
  }

  void auditor_seesAndDoesNotRead() {
    Workbench bench;
    bench.server.answer("GET /v1/me", base::toJson(person({"auditor"})));
    FakeReview review(bench.server, 2);
    QVERIFY(openList(bench));
    QTRY_COMPARE(blockedBy(bench, "Read cases"),
                 QStringLiteral("Clinicians read: it takes the permission review.decide"));
    QVERIFY(tabTo(bench, "Reviews"));
    press(bench, Qt::Key_Return);
    QTest::qWait(30);
    QVERIFY(!isReading(bench));
    QCOMPARE(bench.server.count("GET /v1/reviews/rv_text/next"), 0);
  }
};

TELESOFT_TEST(ReviewListTest)

}  // namespace telesoft::tests

#include "review_list_test.moc"
