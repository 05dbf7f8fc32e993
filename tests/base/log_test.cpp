#include "telesoft/base/log.h"

#include "telesoft/base/os/files.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class LogTest : public QObject {
  Q_OBJECT
 private slots:
  void log_writesLinesOfItsLevelAndAbove();
  void log_saysWhenItsFileCannotBe();
};

void LogTest::log_writesLinesOfItsLevelAndAbove() {
  const telesoft::tests::TempFolder folder;
  auto log = openLog(folder / "x.log", LogLevel::Warning);
  QVERIFY(log.has_value());
  (*log)->info("not this {}");
  (*log)->warning("but this {}");
  const auto text = readFile(folder / "x.log");
  QVERIFY(text.has_value());
  QCOMPARE(text->find("not this"), std::string::npos);
  QVERIFY2(text->find("warning but this {}\n") != std::string::npos, text->c_str());
}

void LogTest::log_saysWhenItsFileCannotBe() {
  const auto log = openLog("/proc/no-such-folder/x.log");
  QVERIFY(!log.has_value());
  QCOMPARE(log.error().code, ErrorCode::Unavailable);
}

TELESOFT_TEST(LogTest)

}  // namespace

#include "log_test.moc"
