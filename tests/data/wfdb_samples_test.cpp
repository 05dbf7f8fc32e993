#include "telesoft/data/read/wfdb_samples.h"

#include "telesoft/base/rng.h"

#include "data/data_support.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

using Samples = std::vector<std::int16_t>;

class WfdbSamplesTest : public QObject {
  Q_OBJECT
 private slots:
  void everyForm_isUnpacked();
  void annotations_carryWhatFollowsThem();
  void damagedAnnotations_areCorrupt();
  void anyBytes_endInAValueOrAnError();
};

void WfdbSamplesTest::everyForm_isUnpacked() {
  // 995 and 1011 stand so in the first three bytes of MIT-BIH record 100.
  QVERIFY(data::unpackedWfdb("\xE3\x33\xF3", 212) == (Samples{995, 1011}));
  QVERIFY(data::unpackedWfdb(std::string_view("\xFF\x8F\x00\x05\x00", 5), 212) ==
          (Samples{-1, -32768, 5}));
  QVERIFY(data::unpackedWfdb(std::string_view("\xFE\xFF\x00\x80\x01", 5), 16) ==
          (Samples{-2, -32768}));
  QVERIFY(data::unpackedWfdb(std::string_view("\x80\x00\xFF\x01", 4), 80) ==
          (Samples{0, -32768, 127, -127}));
}

void WfdbSamplesTest::annotations_carryWhatFollowsThem() {
  // N at 5, channel 1; a step of 65,536 + 3; V after 2 more, subtype -1, text "ab"; the end.
  const std::string_view bytes(
      "\x05\x04\x01\xF8"
      "\x00\xEC\x01\x00\x03\x00"
      "\x02\x14\xFF\xF4\x02\xFC"
      "ab\x00\x00",
      20);
  const auto marks = must(data::wfdbAnnotations(bytes));
  QCOMPARE(marks.size(), size_t{2});
  QCOMPARE(marks[0].sample, std::int64_t{5});
  QCOMPARE(shown(marks[0].symbol), QStringLiteral("N"));
  QCOMPARE(marks[0].channel, 1);
  QCOMPARE(marks[1].sample, std::int64_t{5 + 65'536 + 3 + 2});
  QCOMPARE(shown(marks[1].symbol), QStringLiteral("V"));
  QCOMPARE(marks[1].subtype, -1);
  QCOMPARE(marks[1].channel, 1);
  QCOMPARE(shown(marks[1].text), QStringLiteral("ab"));
}

void WfdbSamplesTest::damagedAnnotations_areCorrupt() {
  const std::vector<std::string_view> damaged = {
      "",                                                        // no end
      std::string_view("\x05\x04", 2),                           // no end
      std::string_view("\x01\xF8\x00\x00", 4),                   // a channel of nothing
      std::string_view("\x00\xEC\x01\x00", 4),                   // a step that is cut off
      std::string_view("\x05\x04\x09\xFC\x61", 5),               // a text that is cut off
      std::string_view("\x00\xEC\xFF\xFF\x00\x00\x00\x00", 8)};  // before the start
  for (size_t i = 0; i < damaged.size(); ++i) {
    const auto marks = data::wfdbAnnotations(damaged[i]);
    QVERIFY2(!marks, std::to_string(i).c_str());
    QCOMPARE(marks.error().code, base::ErrorCode::Corrupt);
  }
}

void WfdbSamplesTest::anyBytes_endInAValueOrAnError() {
  base::Rng rng(1, "wfdb bytes");
  for (int i = 0; i < 20000; ++i) {
    std::string bytes;
    for (std::uint64_t n = rng.below(40); n > 0; --n) {
      bytes += static_cast<char>(rng.below(3) == 0 ? 0xE8U + rng.below(24) : rng.below(256));
    }
    static_cast<void>(data::wfdbAnnotations(bytes));
    static_cast<void>(data::parseWfdbHeader(bytes));
    QCOMPARE(data::unpackedWfdb(bytes, 16).size(), bytes.size() / 2);
    QCOMPARE(data::unpackedWfdb(bytes, 212).size(), bytes.size() * 2 / 3);
  }
}

TELESOFT_TEST(WfdbSamplesTest)

}  // namespace

#include "wfdb_samples_test.moc"
