#include "telesoft/base/error.h"

#include <set>

#include "telesoft/base/result.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class ErrorTest : public QObject {
  Q_OBJECT
 private slots:
  void errorTable_givesEachCodeItsOwnNameAndExitStatus();
  void errorCodeOf_readsBackEveryName();
  void result_carriesItsContextOutermostFirst();
  void try_returnsTheErrorOfTheInnerCall();
};

void ErrorTest::errorTable_givesEachCodeItsOwnNameAndExitStatus() {
  std::set<std::string_view> names;
  std::set<int> exits;
  for (const ErrorInfo& info : errorTable()) {
    names.insert(info.name);
    exits.insert(info.exitStatus);
    QVERIFY2(info.httpStatus >= 400 && info.httpStatus < 600, info.name.data());
  }
  QCOMPARE(names.size(), errorTable().size());
  QCOMPARE(exits.size(), errorTable().size());
}

void ErrorTest::errorCodeOf_readsBackEveryName() {
  for (const ErrorInfo& info : errorTable()) {
    QCOMPARE(errorCodeOf(info.name), info.code);
  }
  QCOMPARE(errorCodeOf("something newer"), ErrorCode::Internal);
}

Result<int> inner(bool good) {
  if (good) {
    return 7;
  }
  return fail(ErrorCode::Corrupt, "line 4 has an unclosed quote");
}

Result<std::string> outer(bool good) {
  TELESOFT_TRY(number, inner(good).in("reading split", "s1"));
  return std::to_string(number);
}

void ErrorTest::result_carriesItsContextOutermostFirst() {
  const auto result = outer(false);
  QVERIFY(!result.has_value());
  QCOMPARE(result.error().text(), std::string("reading split s1: line 4 has an unclosed quote"));
}

void ErrorTest::try_returnsTheErrorOfTheInnerCall() {
  QCOMPARE(outer(true).value_or("none"), std::string("7"));
  QCOMPARE(outer(false).error().code, ErrorCode::Corrupt);
}

TELESOFT_TEST(ErrorTest)

}  // namespace

#include "error_test.moc"
