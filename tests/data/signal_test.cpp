#include "telesoft/data/media/signal.h"

#include <cmath>

#include "telesoft/base/hash.h"

#include "data/data_support.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class SignalTest : public QObject {
  Q_OBJECT
 private slots:
  void signals_comeBackEqual();
  void wholeNumberSamples_takeTwoBytes();
  void everyDamagedByteAndCut_isCorrupt();
  void forgedHeaders_areCorruptOrUnsupported();
};

data::Signal sample() {
  data::Signal out;
  out.channels.push_back({"MLII", "mV", 360, .005, -5.12, {-.145F, 0, NAN, 1.5F}});
  out.channels.push_back({"Druck \xC3\xA4", "mmHg", 125, 0, 0, {1e-30F, -3.25F}});
  out.channels.push_back({"", "", 1, 0, 0, {}});
  return out;
}

void SignalTest::signals_comeBackEqual() {
  const data::Signal before = sample();
  const data::Signal after = must(data::decodeSignal(data::encodeSignal(before)));
  QCOMPARE(after.channels.size(), size_t{3});
  for (size_t i = 0; i < 3; ++i) {
    const auto &a = before.channels[i], &b = after.channels[i];
    QCOMPARE(shown(b.name), shown(a.name));
    QCOMPARE(shown(b.unit), shown(a.unit));
    QCOMPARE(b.rateHz, a.rateHz);
    QCOMPARE(b.step, a.step);
    QCOMPARE(b.offset, a.offset);
    QCOMPARE(b.samples.size(), a.samples.size());
    for (size_t n = 0; n < a.samples.size(); ++n) {
      QCOMPARE(std::isnan(b.samples[n]), std::isnan(a.samples[n]));
      QVERIFY(std::isnan(a.samples[n]) || std::fabs(b.samples[n] - a.samples[n]) <= 1e-6F);
    }
  }
  QCOMPARE(must(data::decodeSignal(data::encodeSignal({}))).channels.size(), size_t{0});
}

void SignalTest::wholeNumberSamples_takeTwoBytes() {
  data::Signal whole, real;
  whole.channels.push_back({"a", "mV", 1, .5, 0, std::vector<float>(1000, 2.5F)});
  real.channels.push_back({"a", "mV", 1, 0, 0, std::vector<float>(1000, 2.5F)});
  const size_t saved = data::encodeSignal(real).size() - data::encodeSignal(whole).size();
  QVERIFY2(saved > 1900 && saved < 2100, std::to_string(saved).c_str());
  whole.channels[0].samples = {1e9F, -1e9F};
  const auto ends = must(data::decodeSignal(data::encodeSignal(whole))).channels[0].samples;
  QCOMPARE(ends[0], 16383.5F);
  QCOMPARE(ends[1], -16383.5F);
}

void SignalTest::everyDamagedByteAndCut_isCorrupt() {
  const std::string bytes = data::encodeSignal(sample());
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    const auto decoded = data::decodeSignal(damaged);
    QVERIFY2(!decoded, std::to_string(i).c_str());
    QCOMPARE(decoded.error().code, base::ErrorCode::Corrupt);
    QVERIFY(!data::decodeSignal(std::string_view(bytes).substr(0, i)));
  }
  QVERIFY(!data::decodeSignal(bytes + "x"));
}

std::string sealed(const std::string& header, const std::string& samples = {}) {
  std::string body = "TSIG";
  body += static_cast<char>(header.size() & 0xFFU);
  body += static_cast<char>(header.size() >> 8U);
  body += std::string(2, '\0') + header + samples;
  const auto hash = base::sha256(body);
  body.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  return body;
}

void SignalTest::forgedHeaders_areCorruptOrUnsupported() {
  const std::string start = R"({"format":"telesoft.signal","version":1,"channels":[)";
  const std::string channel = R"({"name":"a","unit":"","rate_hz":1,"samples":"float32","count":)";
  QVERIFY(data::decodeSignal(sealed(start + channel + "1}]}", "\1\2\3\4")).has_value());
  for (const std::string& bad :
       {sealed("{"), sealed("[]"), sealed(start + channel + "2}]}", "\1\2\3\4"),
        sealed(start + channel + "-1}]}"), sealed(start + channel + "4611686018427387904}]}"),
        sealed(start + channel + "1}]}", "\1\2\3\4\5"),
        sealed(R"({"format":"other","version":1,"channels":[]})")}) {
    const auto decoded = data::decodeSignal(bad);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, base::ErrorCode::Corrupt);
  }
  const auto newer =
      data::decodeSignal(sealed(R"({"format":"telesoft.signal","version":2,"channels":[]})"));
  QVERIFY(!newer);
  QCOMPARE(newer.error().code, base::ErrorCode::Unsupported);
}

TELESOFT_TEST(SignalTest)

}  // namespace

#include "signal_test.moc"
