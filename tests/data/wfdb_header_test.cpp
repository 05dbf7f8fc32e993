#include "telesoft/data/read/wfdb_header.h"

#include "data/data_support.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class WfdbHeaderTest : public QObject {
  Q_OBJECT
 private slots:
  void header_givesEverySignal();
  void badHeaders_areRefused_data();
  void badHeaders_areRefused();
};

void WfdbHeaderTest::header_givesEverySignal() {
  const auto header = must(
      data::parseWfdbHeader("# written by hand\nr1 2 125/1(0) 40 10:00:00 1/2/2003\r\nr1.dat "
                            "212x2+6 200(1024)/mV 11 7 995 "
                            "-22131 0 MLII of chest\n\nr1.dat 16 0 12 -5\n# 69 M\n#\n# second\n"));
  QCOMPARE(header.framesPerSecond, 125.);
  QCOMPARE(header.frames, std::int64_t{40});
  QCOMPARE(shown(header.start), QStringLiteral("1/2/2003 10:00:00"));
  QCOMPARE(shown(header.comments), QStringLiteral("69 M\n\nsecond"));
  QCOMPARE(header.channels.size(), size_t{2});
  const auto &first = header.channels[0], &second = header.channels[1];
  QCOMPARE(first.format, 212);
  QCOMPARE(first.perFrame, 2);
  QCOMPARE(first.skipBytes, std::int64_t{6});
  QCOMPARE(first.baseline, 1024.);
  QCOMPARE(first.checksum, std::int16_t{-22131});
  QCOMPARE(shown(first.name), QStringLiteral("MLII of chest"));
  QCOMPARE(second.gain, 200.);
  QCOMPARE(second.baseline, -5.);
  QCOMPARE(shown(second.unit), QStringLiteral("mV"));
  QVERIFY(!second.summed);
}

void WfdbHeaderTest::badHeaders_areRefused_data() {
  using base::ErrorCode;
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("code");
  const int bad = int(ErrorCode::InvalidInput), leaves = int(ErrorCode::PermissionDenied),
            unsupported = int(ErrorCode::Unsupported);
  QTest::newRow("empty") << QByteArray() << bad;
  QTest::newRow("count") << QByteArray("r x 360\n") << bad;
  QTest::newRow("huge count") << QByteArray("r 99999999999 360\n") << bad;
  QTest::newRow("rate") << QByteArray("r 0 nan\n") << bad;
  QTest::newRow("cut off") << QByteArray("r 2 360\nr.dat 16\n") << bad;
  QTest::newRow("too many") << QByteArray("r 0 360\nr.dat 16\n") << bad;
  QTest::newRow("gain") << QByteArray("r 1 360\nr.dat 16 x\n") << bad;
  QTest::newRow("baseline") << QByteArray("r 1 360\nr.dat 16 200(1\n") << bad;
  QTest::newRow("frame") << QByteArray("r 1 360\nr.dat 16x0\n") << bad;
  QTest::newRow("NUL") << QByteArray("r 0 360\n\0", 9) << bad;
  QTest::newRow("parent") << QByteArray("r 1 360\n../r.dat 16\n") << leaves;
  QTest::newRow("absolute") << QByteArray("r 1 360\n/etc/passwd 16\n") << leaves;
  QTest::newRow("backslash") << QByteArray("r 1 360\n..\\r.dat 16\n") << leaves;
  QTest::newRow("standard input") << QByteArray("r 1 360\n- 16\n") << leaves;
  QTest::newRow("segments") << QByteArray("r/3 1 360\n") << unsupported;
  QTest::newRow("format") << QByteArray("r 1 360\nr.dat 311\n") << unsupported;
  QTest::newRow("skew") << QByteArray("r 1 360\nr.dat 16:3\n") << unsupported;
}

void WfdbHeaderTest::badHeaders_areRefused() {
  QFETCH(QByteArray, text);
  QFETCH(int, code);
  const auto header = data::parseWfdbHeader(viewOf(text));
  QVERIFY(!header);
  QCOMPARE(int(header.error().code), code);
  QVERIFY(!header.error().hint.empty());
}

TELESOFT_TEST(WfdbHeaderTest)

}  // namespace

#include "wfdb_header_test.moc"
