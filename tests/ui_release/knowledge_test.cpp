// The hospital's own knowledge: searched, checked and added to by keys alone.
#include <algorithm>

#include "telesoft/base/os/files.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/card.h"

#include "keys.h"

namespace telesoft::tests {

namespace {

[[nodiscard]] bool openKnowledge(Workbench& bench) {
  if (!bench.open()) {
    return false;
  }
  press(bench, Qt::Key_7, Qt::ControlModifier);
  return QTest::qWaitFor([&] { return says(bench, "in 3 documents"); });
}

QString focusedName() {
  return QApplication::focusWidget() == nullptr ? QString()
                                                : QApplication::focusWidget()->accessibleName();
}

}  // namespace

class KnowledgeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void page_opensReadyToAsk() {
    Workbench bench;
    QVERIFY(openKnowledge(bench));
    QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
    type("apixaban");
    QCOMPARE(qobject_cast<QLineEdit*>(QApplication::focusWidget())->text(),
             QStringLiteral("apixaban"));
  }

  void search_showsPassagesWithTheirSourcesReachedByDown() {
    Workbench bench;
    QVERIFY(openKnowledge(bench));
    press(bench, Qt::Key_F, Qt::ControlModifier);
    type("apixaban before surgery");
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(says(bench, "3 passages, by words and meaning"));
    QCOMPARE(bench.server.last("POST /v1/knowledge/search")->body["query"].get<std::string>(),
             std::string("apixaban before surgery"));
    QVERIFY(says(bench, "<b>Apixaban</b> is paused 48 hours"));
    QVERIFY(says(bench, "Cardiology, version 3.1, page 5 · by words no. 1, by meaning no. 1"));
    QStringList badges;
    for (const ui::Badge* badge : bench.window->currentPanel()->findChildren<ui::Badge*>()) {
      badges << badge->text();
    }
    QCOMPARE(badges, QStringList{QStringLiteral("no longer valid")});  // the third
    const QWidget* question = QApplication::focusWidget();
    press(bench, Qt::Key_Down);
    const auto* first = qobject_cast<ui::Card*>(QApplication::focusWidget());
    QVERIFY(first != nullptr);
    QCOMPARE(focusedName(), QStringLiteral("Perioperative anticoagulation, Before a procedure"));
    QVERIFY(first->accessibleDescription().startsWith(QStringLiteral("Apixaban is paused")));
    press(bench, Qt::Key_Down);
    QVERIFY(QApplication::focusWidget() != first);
    press(bench, Qt::Key_Up);
    QVERIFY(QApplication::focusWidget() == first);
    press(bench, Qt::Key_Up);
    QVERIFY(QApplication::focusWidget() == question);
  }

  void search_thatFindsNothingSaysSo() {
    Workbench bench;
    protocol::SearchAnswer none;
    none.mode = "words";
    bench.server.answer("POST /v1/knowledge/search", base::toJson(none));
    QVERIFY(openKnowledge(bench));
    type("zebra");
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(says(bench, "Nothing was found."));
    press(bench, Qt::Key_Down);  // there is nothing to go to
    QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
  }

  void search_alsoInWhatIsNoLongerValid() {
    Workbench bench;
    QVERIFY(openKnowledge(bench));
    type("sepsis");
    QVERIFY(tabTo(bench, "Also what is no longer valid"));
    press(bench, Qt::Key_Space);
    press(bench, Qt::Key_F, Qt::ControlModifier);
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(bench.server.last("POST /v1/knowledge/search") != nullptr);
    QVERIFY(bench.server.last("POST /v1/knowledge/search")->body["includeExpired"].get<bool>());
  }

  void formulary_checksADrugAgainstWhatThePatientTakes() {
    Workbench bench;
    QVERIFY(openKnowledge(bench));
    press(bench, Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(focusedName(), QStringLiteral("Drug"));
    type("clarithromycin");
    press(bench, Qt::Key_Tab);
    type("apixaban, metoprolol,");
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(says(bench, "Clarithromycin is on the formulary with a restriction."));
    const base::json& body = bench.server.last("POST /v1/knowledge/formulary/check")->body;
    QCOMPARE(body["drug"].get<std::string>(), std::string("clarithromycin"));
    QCOMPARE(body["taking"].get<std::vector<std::string>>(),
             (std::vector<std::string>{"apixaban", "metoprolol"}));
    QVERIFY(says(bench, "Only after consultation with infectious diseases."));
    QVERIFY(says(bench, "Raises the level of apixaban"));
    QVERIFY(says(bench, "Doxycycline: same indication, no interaction with apixaban"));
    QVERIFY(says(bench, "Formulary 2026 · Pharmacy, version 2026-1"));
  }

  void document_withAWrongDateIsNotSent() {
    Workbench bench;
    const auto file = bench.folder / "sepsis_bundle.md";
    QVERIFY(base::writeFileWhole(file, "# Sepsis").has_value());
    QVERIFY(openKnowledge(bench));
    press(bench, Qt::Key_N, Qt::ControlModifier);
    type(file.string().c_str());
    press(bench, Qt::Key_Return);
    QVERIFY(tabTo(bench, "Owner"));
    type("Intensive care");
    QVERIFY(tabTo(bench, "Valid until"));
    type("31.12.2027");
    QVERIFY(tabTo(bench, "Add"));
    press(bench, Qt::Key_Space);
    QVERIFY(says(bench, "Write the date as YYYY-MM-DD"));
    QCOMPARE(bench.server.count("POST /v1/knowledge/documents"), 0);
    protocol::KnowledgeDocument made = guideline();
    made.id = "kd_new";
    made.title = "sepsis bundle";
    made.state = "importing";
    bench.server.answer("POST /v1/knowledge/documents", base::toJson(made));
    bench.server.list<protocol::KnowledgeDocument>("/v1/knowledge/documents", {made, guideline()});
    QVERIFY(tabTo(bench, "Valid until"));
    qobject_cast<QLineEdit*>(QApplication::focusWidget())->selectAll();
    type("2027-12-31");
    QVERIFY(tabTo(bench, "Add"));
    press(bench, Qt::Key_Space);
    QTRY_COMPARE(bench.server.count("POST /v1/knowledge/documents"), 1);
    const base::json& body = bench.server.last("POST /v1/knowledge/documents")->body;
    QCOMPARE(body["title"].get<std::string>(), std::string("sepsis bundle"));  // from the file
    QCOMPARE(body["path"].get<std::string>(), file.string());
    QCOMPARE(body["validUntil"].get<std::string>(), std::string("2027-12-31"));
    QTRY_VERIFY(!says(bench, "New document"));
    QTRY_VERIFY(says(bench, "guideline, markdown"));  // its own card
  }

  void document_withoutAFileIsAskedFor() {
    Workbench bench;
    QVERIFY(openKnowledge(bench));
    press(bench, Qt::Key_N, Qt::ControlModifier);
    QVERIFY(tabTo(bench, "Add"));
    press(bench, Qt::Key_Space);
    QVERIFY(says(bench, "Choose a file"));
    QCOMPARE(bench.server.count("POST /v1/knowledge/documents"), 0);
  }

  void index_isARunOfTheKnowledgeBase() {
    Workbench bench;
    protocol::Job made;
    made.id = "jb_index";
    made.status = protocol::JobState::Queued;
    bench.server.answer("POST /v1/fine-tuning/jobs", base::toJson(made), 201);
    QVERIFY(openKnowledge(bench));
    QTRY_VERIFY(bench.workspace->baseModels().readAt().isValid());
    QVERIFY(tabTo(bench, "Make an index"));
    press(bench, Qt::Key_Space);
    QTRY_COMPARE(bench.server.count("POST /v1/fine-tuning/jobs"), 1);
    const base::json& body = bench.server.last("POST /v1/fine-tuning/jobs")->body;
    QCOMPARE(body["approach"].get<std::string>(), std::string("knowledge_base"));
    const auto& bases = bench.workspace->baseModels().items();
    const auto text = std::find_if(bases.begin(), bases.end(), [](const protocol::BaseModel& base) {
      return base.available && base.task == protocol::Task::TextClassification;
    });
    QVERIFY(text != bases.end());
    QCOMPARE(body["baseModel"].get<std::string>(), text->id);
    QTRY_COMPARE(bench.window->current().panel, QStringLiteral("jobs"));
    QCOMPARE(bench.window->current().subject, QStringLiteral("jb_index"));
  }

  void index_thatTheServerRefusesSaysWhy() {
    Workbench bench;
    bench.server.fail("POST /v1/fine-tuning/jobs", "conflict", "Another run is going on",
                      "Wait for it.", 409);
    QVERIFY(openKnowledge(bench));
    QVERIFY(tabTo(bench, "Make an index"));
    press(bench, Qt::Key_Space);
    QTRY_VERIFY(says(bench, "The index was not begun."));
    QVERIFY(says(bench, "Another run is going on"));
    QCOMPARE(bench.window->current().panel, QStringLiteral("knowledge"));
  }

  void index_needsADocument() {
    Workbench bench;
    bench.server.list<protocol::KnowledgeDocument>("/v1/knowledge/documents", {});
    QVERIFY(bench.open());
    press(bench, Qt::Key_7, Qt::ControlModifier);
    QTRY_COMPARE(blockedBy(bench, "Make an index"), QStringLiteral("Add a document first"));
  }

  void clinician_searchesAndDoesNotAdd() {
    Workbench bench;
    bench.server.answer("GET /v1/me", base::toJson(person({"clinician"})));
    QVERIFY(openKnowledge(bench));
    QTRY_VERIFY(blockedBy(bench, "Add a document").contains(QStringLiteral("knowledge.edit")));
    press(bench, Qt::Key_N, Qt::ControlModifier);
    QVERIFY(!says(bench, "New document"));
    type("apixaban");
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(says(bench, "3 passages"));
  }
};

TELESOFT_TEST(KnowledgeTest)

}  // namespace telesoft::tests

#include "knowledge_test.moc"
