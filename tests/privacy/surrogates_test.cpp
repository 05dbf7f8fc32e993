#include "telesoft/privacy/transform/surrogates.h"

#include "telesoft/base/text.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

const Lexicon& lexicon() {
  static const auto made = Lexicon::open(tests::sourceFolder() / "resources/names");
  return *made;
}

class SurrogatesTest : public QObject {
  Q_OBJECT
 private slots:
  void names_areConsistentWordByWord();
  void noKind_leavesTheOriginal_data();
  void noKind_leavesTheOriginal();
  void nets_useReservedNames();
};

void SurrogatesTest::names_areConsistentWordByWord() {
  const KeyedHash hash("key"), second("other key");
  const Surrogates one(hash, lexicon()), other(second, lexicon());
  const std::string whole = one.name("Jennifer Gonzalez");
  const auto parts = base::split(whole, ' ');
  QCOMPARE(parts.size(), size_t(2));
  QCOMPARE(one.name("Gonzalez"), parts[1]);
  QCOMPARE(base::lowerAscii(one.name("GONZALEZ, JENNIFER")),
           base::lowerAscii(parts[1]) + ", " + base::lowerAscii(parts[0]));
  QCOMPARE(one.name("gonzalez"), base::lowerAscii(parts[1]));
  QVERIFY((lexicon().classesOf(parts[0]) & Lexicon::Female) != 0);
  QVERIFY(other.name("Jennifer Gonzalez") != whole);
  QCOMPARE(one.name("Dr. van Gonzalez").substr(0, 8), std::string("Dr. van "));
}

void SurrogatesTest::noKind_leavesTheOriginal_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("mustGo");
  QTest::newRow("name") << "name"
                        << "Karen J. Whitfield"
                        << "Whitfield";
  QTest::newRow("address") << "address"
                           << "412 Maple Street, Springfield, IL 62704"
                           << "62704";
  QTest::newRow("street") << "address"
                          << "17 Whitfield Road"
                          << "Whitfield";
  QTest::newRow("place") << "place"
                         << "Baltimore"
                         << "Baltimore";
  QTest::newRow("organisation") << "organisation"
                                << "Whitfield Memorial Hospital"
                                << "Whitfield";
  QTest::newRow("phone") << "phone"
                         << "(617) 555-0123"
                         << "555-0123";
  QTest::newRow("email") << "email"
                         << "jane.doe@clinic.example"
                         << "jane";
  QTest::newRow("url") << "url"
                       << "https://a.example/p/7"
                       << "a.example";
  QTest::newRow("ip") << "ip"
                      << "192.0.2.44"
                      << "192.0.2.44";
  QTest::newRow("ssn") << "ssn"
                       << "219-09-9999"
                       << "219-09";
  QTest::newRow("mrn") << "mrn"
                       << "00481516"
                       << "00481516";
  QTest::newRow("age") << "age"
                       << "93"
                       << "93";
}

void SurrogatesTest::noKind_leavesTheOriginal() {
  QFETCH(QString, kind);
  QFETCH(QString, text);
  QFETCH(QString, mustGo);
  for (int k = 0; k < 50; ++k) {
    const KeyedHash hash("key " + std::to_string(k));
    const Surrogates surrogates(hash, lexicon());
    const std::string made = surrogates.of(kind.toStdString(), text.toStdString());
    QVERIFY2(!made.empty() && made.find(mustGo.toStdString()) == std::string::npos, made.c_str());
    QCOMPARE(surrogates.of(kind.toStdString(), text.toStdString()), made);
  }
}

/// RFC 2606 keeps example.org free, RFC 3849 2001:db8::.
void SurrogatesTest::nets_useReservedNames() {
  const KeyedHash hash("key");
  const Surrogates surrogates(hash, lexicon());
  QVERIFY(surrogates.of("email", "a@b.example").find("@example.org") != std::string::npos);
  QVERIFY(surrogates.of("url", "http://b.example").rfind("https://example.org/", 0) == 0);
  QVERIFY(surrogates.of("ip", "2a00::1").rfind("2001:db8::", 0) == 0);
}

}  // namespace

TELESOFT_TEST(SurrogatesTest)
#include "surrogates_test.moc"
