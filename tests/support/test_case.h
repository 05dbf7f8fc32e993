// One Qt Test program a module: each *_test.cpp registers its class, test_main.cpp runs them all.
//
//   class CsvReaderTest : public QObject { Q_OBJECT private slots: void
//   csvReader_namesTheLineOfAnUnclosedQuote(); }; TELESOFT_TEST(CsvReaderTest) #include
//   "csv_reader_test.moc"
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QObject>
#include <QTest>

namespace telesoft::tests {

using TestFactory = std::function<std::unique_ptr<QObject>()>;
std::vector<TestFactory>& testFactories();

template <class T>
struct Registration {
  Registration() {
    testFactories().push_back([] { return std::make_unique<T>(); });
  }
};

}  // namespace telesoft::tests

#define TELESOFT_TEST(Class) static const telesoft::tests::Registration<Class> registered##Class;
