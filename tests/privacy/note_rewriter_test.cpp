#include "telesoft/privacy/transform/note_rewriter.h"

#include "privacy/privacy_support.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

class NoteRewriterTest : public QObject {
  Q_OBJECT
 private slots:
  void policies_doWhatTheySay();
  void dates_shiftOrKeepTheirYear();
  void unknownPolicy_isRefused();
};

const std::string kNote = "Dr. Whitfield, 3/14/2024.";

std::string written(const std::string& note, const NoteContext& context) {
  static const KeyedHash hash("key");
  const Surrogates surrogates(hash, tests::detector().lexicon());
  return rewritten(note, tests::detector().detect(note), surrogates, context);
}

void NoteRewriterTest::policies_doWhatTheySay() {
  NoteContext context;
  context.days = 10;
  context.policy = TextPolicy::Redact;
  QCOMPARE(written(kNote, context), std::string("Dr. ***, ***."));
  context.policy = TextPolicy::Label;
  QCOMPARE(written(kNote, context), std::string("Dr. [NAME], [DATE]."));
  context.policy = TextPolicy::Keep;
  QCOMPARE(written(kNote, context), kNote);
  context.policy = TextPolicy::Surrogate;
  const std::string made = written(kNote, context);
  QVERIFY(made.find("Whitfield") == std::string::npos);
  QVERIFY2(made.find("3/24/2024") != std::string::npos, made.c_str());
}

void NoteRewriterTest::dates_shiftOrKeepTheirYear() {
  NoteContext context;
  context.shiftDates = false;
  QCOMPARE(written("on March 14, 2024", context), std::string("on 2024"));
  QCOMPARE(written("on March 14", context), std::string("on [DATE]"));
  context.shiftDates = true;
  context.days = 5;
  QCOMPARE(written("in spring 2019", context), std::string("in [DATE]"));
}

void NoteRewriterTest::unknownPolicy_isRefused() {
  QVERIFY(textPolicyOf("label").has_value());
  QVERIFY(!textPolicyOf("shred"));
}

}  // namespace

TELESOFT_TEST(NoteRewriterTest)
#include "note_rewriter_test.moc"
