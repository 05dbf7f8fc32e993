#include "telesoft/privacy/transform/code_surrogate.h"

#include <cctype>
#include <set>

#include "support/test_case.h"

namespace {

using namespace telesoft::privacy;

class CodeSurrogateTest : public QObject {
  Q_OBJECT
 private slots:
  void codes_ofOneShapeArePermutedAndNoneStays_data();
  void codes_ofOneShapeArePermutedAndNoneStays();
  void shape_staysAndKeysDiffer();
};

void CodeSurrogateTest::codes_ofOneShapeArePermutedAndNoneStays_data() {
  QTest::addColumn<int>("digits");
  QTest::newRow("one") << 1;
  QTest::newRow("two") << 2;
  QTest::newRow("three") << 3;
  QTest::newRow("four") << 4;
}

void CodeSurrogateTest::codes_ofOneShapeArePermutedAndNoneStays() {
  QFETCH(int, digits);
  const KeyedHash hash("key");
  std::set<std::string> seen;
  int count = 1;
  for (int i = 0; i < digits; ++i) {
    count *= 10;
  }
  for (int i = 0; i < count; ++i) {
    std::string code = std::to_string(i);
    code.insert(0, static_cast<size_t>(digits) - code.size(), '0');
    const std::string other = codeSurrogate(hash, "mrn", code);
    QVERIFY2(other != code, code.c_str());
    QCOMPARE(other.size(), code.size());
    seen.insert(other);
  }
  QCOMPARE(int(seen.size()), count);
}

void CodeSurrogateTest::shape_staysAndKeysDiffer() {
  const KeyedHash hash("key"), second("other key");
  const std::string code = "AB-12345/xyz-99887766554433221100";
  const std::string made = codeSurrogate(hash, "mrn", code);
  QCOMPARE(made.size(), code.size());
  for (size_t i = 0; i < code.size(); ++i) {
    const auto a = static_cast<unsigned char>(code[i]), b = static_cast<unsigned char>(made[i]);
    QCOMPARE(std::isdigit(b) != 0, std::isdigit(a) != 0);
    QCOMPARE(std::isupper(b) != 0, std::isupper(a) != 0);
    QCOMPARE(std::islower(b) != 0, std::islower(a) != 0);
  }
  QCOMPARE(codeSurrogate(hash, "mrn", code), made);
  QVERIFY(codeSurrogate(second, "mrn", code) != made);
  QVERIFY(codeSurrogate(hash, "ssn", code) != made);
  QCOMPARE(codeSurrogate(hash, "mrn", "--").size(), size_t(12));
}

}  // namespace

TELESOFT_TEST(CodeSurrogateTest)
#include "code_surrogate_test.moc"
