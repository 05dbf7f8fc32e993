// Runs every registered test class; `-only CLASS` runs one.
#include <algorithm>
#include <cstdio>

#ifdef TELESOFT_GUI_TESTS
#include <QApplication>
using Application = QApplication;
#else
#include <QCoreApplication>
using Application = QCoreApplication;
#endif

#include "support/test_case.h"

int main(int argc, char** argv) {
  const Application app(argc, argv);
  QStringList arguments = QCoreApplication::arguments();
  QString only;
  if (const qsizetype at = arguments.indexOf(QStringLiteral("-only"));
      at > 0 && at + 1 < arguments.size()) {
    only = arguments.at(at + 1);
    arguments.remove(at, 2);
  }
  int failures = 0;
  int ran = 0;
  for (const auto& make : telesoft::tests::testFactories()) {
    const std::unique_ptr<QObject> test = make();
    if (only.isEmpty() || only == QLatin1String(test->metaObject()->className())) {
      failures += QTest::qExec(test.get(), arguments);
      ++ran;
    }
  }
  if (ran == 0) {
    std::fputs("no test class ran\n", stderr);
    return 1;
  }
  return std::min(failures, 100);
}
