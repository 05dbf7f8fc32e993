#include "telesoft/engine/run/control.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::engine {

using tests::TempFolder;

class ControlTest : public QObject {
  Q_OBJECT
 private slots:
  void request_readsTheFileAndTakesAnythingElseForNone_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<int>("request");
    const auto number = [](RunRequest r) { return static_cast<int>(r); };
    QTest::newRow("none") << std::string(R"({"request": "none"})") << number(RunRequest::None);
    QTest::newRow("pause") << std::string(R"({"request": "pause"})") << number(RunRequest::Pause);
    QTest::newRow("cancel") << std::string(R"({"request": "cancel"})")
                            << number(RunRequest::Cancel);
    QTest::newRow("a number") << std::string(R"({"request": 3})") << number(RunRequest::None);
    QTest::newRow("a list") << std::string("[]") << number(RunRequest::None);
    QTest::newRow("cut") << std::string("{\"request\": \"canc") << number(RunRequest::None);
    QTest::newRow("empty") << std::string() << number(RunRequest::None);
  }
  void request_readsTheFileAndTakesAnythingElseForNone() {
    QFETCH(std::string, text);
    QFETCH(int, request);
    const TempFolder folder;
    QVERIFY(base::writeFileWhole(folder / "control.json", text));
    QCOMPARE(static_cast<int>(Control(folder / "control.json").request()), request);
  }

  void request_isNoneWithoutAFile() {
    const TempFolder folder;
    QCOMPARE(static_cast<int>(Control(folder / "control.json").request()),
             static_cast<int>(RunRequest::None));
  }

  void stop_isRequestedWithin200msOfAsking() {
    const TempFolder folder;
    const Control control(folder / "control.json");
    QVERIFY(!control.stop().requested());
    QVERIFY(base::writeFileWhole(folder / "control.json", R"({"request": "cancel"})"));
    QVERIFY(QTest::qWaitFor([&] { return control.stop().requested(); }, 200));
  }
};

TELESOFT_TEST(ControlTest)

}  // namespace telesoft::engine

#include "control_test.moc"
