#include "telesoft/data/read/wfdb.h"

#include <cmath>
#include <map>
#include <numeric>

#include "telesoft/data/media/signal.h"

#include "data/data_support.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class WfdbTest : public QObject {
  Q_OBJECT
 private slots:
  void realRecord_hasItsPublishedSamples();
  void realRecord_hasItsPublishedBeats();
  void folder_goesOnPastRefusedRecords();
  void shortOrChangedSamples_areRefused();
  void header_isToldByItsFirstLine();
};

struct Read {
  data::ReadReport report;
  Rows rows;
  std::vector<std::string> media;
};

base::Result<Read> readWfdb(const base::Path& source, const std::string& table = {}) {
  Read out;
  data::ReadOptions options;
  options.table = table;
  options.media = [&](std::string_view bytes, std::string_view type) -> base::Result<std::string> {
    out.media.emplace_back(bytes);
    return std::string(type) + "#" + std::to_string(out.media.size());
  };
  const auto header = [](const std::vector<std::string>&) { return base::Status(); };
  const auto row = [&](std::int64_t, std::vector<std::string>&& cells) {
    out.rows.push_back(std::move(cells));
    return base::Status();
  };
  TELESOFT_TRY(report, data::readWfdbRows(source, options, header, row));
  out.report = std::move(report);
  return out;
}

// Expected numbers: tests/oracles/wfdb_oracle.py.
void WfdbTest::realRecord_hasItsPublishedSamples() {
  const base::Path file = realData("public/ecg/100.hea");
  if (file.empty()) {
    QSKIP("shared/data/public/ecg is not there");
  }
  const Read read = must(readWfdb(file));
  QCOMPARE(read.rows.size(), size_t{1});
  QCOMPARE(shown(read.rows[0]),
           QStringLiteral("100||360|650000|1805.5555555555557|MLII, V5|69 M 1085 1629 x1\nAldomet, "
                          "Inderal|application/x-telesoft-signal#1"));
  const data::Signal signal = must(data::decodeSignal(read.media.at(0)));
  QCOMPARE(signal.channels.size(), size_t{2});
  const double expected[2][4] = {{-.145, -.12, -1.28, -.30629898}, {-.065, -.08, 0, -.19103443}};
  for (size_t i = 0; i < 2; ++i) {
    const auto& samples = signal.channels[i].samples;
    QCOMPARE(samples.size(), size_t{650'000});
    QCOMPARE(signal.channels[i].rateHz, 360.);
    QCOMPARE(shown(signal.channels[i].unit), QStringLiteral("mV"));
    const double mean = std::accumulate(samples.begin(), samples.end(), 0.) / 650'000;
    const double got[4] = {double(samples[0]), double(samples[8]), double(samples.back()), mean};
    for (size_t n = 0; n < 4; ++n) {
      QVERIFY2(std::fabs(got[n] - expected[i][n]) < 1e-6, std::to_string(got[n]).c_str());
    }
  }
}

void WfdbTest::realRecord_hasItsPublishedBeats() {
  const base::Path folder = realData("public/ecg");
  if (folder.empty()) {
    QSKIP("shared/data/public/ecg is not there");
  }
  const Read read = must(readWfdb(folder, "annotations"));
  QCOMPARE(read.rows.size(), size_t{2274});
  std::map<std::string, int> counts;
  for (const auto& row : read.rows) {
    ++counts[row[3]];
  }
  QVERIFY(counts == (std::map<std::string, int>{{"N", 2239}, {"A", 33}, {"V", 1}, {"+", 1}}));
  QCOMPARE(shown(read.rows[0]), QStringLiteral("100|18|0.05|+|0|0|0|(N"));
  QCOMPARE(shown(read.rows[1][1]), QStringLiteral("77"));
  QCOMPARE(shown(read.rows[8][1] + read.rows[8][3]), QStringLiteral("2044A"));
}

void WfdbTest::folder_goesOnPastRefusedRecords() {
  const TempFolder folder;
  const std::string two("\x01\x00\x02\x00", 4);
  writeBytes(folder, two, "a.dat");
  writeBytes(folder, "a 1 100 2\na.dat 16 1/V 16 0 1 3 0 I\n", "a.hea");
  writeBytes(folder, "b 1 100 2\n../a.dat 16\n", "b.hea");
  std::filesystem::create_symlink("a.dat", folder / "c.dat");
  writeBytes(folder, "c 1 100 2\nc.dat 16\n", "c.hea");
  writeBytes(folder, two, "d.dat");
  writeBytes(folder, "d 1 50\nd.dat 16\n", "d.hea");
  const Read read = must(readWfdb(folder.path()));
  QCOMPARE(read.rows.size(), size_t{2});
  QCOMPARE(shown(read.rows[0][0] + read.rows[1][0]), QStringLiteral("ad"));
  QCOMPARE(shown(read.rows[1][3]), QStringLiteral("2"));
  QCOMPARE(read.report.files.size(), size_t{4});
  for (size_t i = 0; i < 4; ++i) {
    const bool refused = i == 1 || i == 2;
    QCOMPARE(shown(read.report.files[i].state), shown(refused ? "refused" : "read"));
    QCOMPARE(read.report.files[i].reason.empty(), !refused);
    QCOMPARE(read.report.files[i].remedy.empty(), !refused);
  }
  const TempFolder bad;
  writeBytes(bad, "b 1 100 2\n../a.dat 16\n", "b.hea");
  QCOMPARE(readWfdb(bad.path()).error().code, base::ErrorCode::InvalidInput);
}

void WfdbTest::shortOrChangedSamples_areRefused() {
  const TempFolder folder;
  writeBytes(folder, std::string_view("\x01\x00\x02\x00", 4), "a.dat");
  const auto codeOf = [&](const std::string& header) {
    return readWfdb(writeBytes(folder, header, "a.hea")).error().code;
  };
  QCOMPARE(codeOf("a 1 100 3\na.dat 16\n"), base::ErrorCode::InvalidInput);
  QCOMPARE(codeOf("a 1 100 2\na.dat 16 1/V 16 0 1 4 0 I\n"), base::ErrorCode::Corrupt);
  QCOMPARE(codeOf("a 1 100 2\nb.dat 16\n"), base::ErrorCode::NotFound);
  QCOMPARE(codeOf("a 2 100 1\na.dat 16\na.dat 80\n"), base::ErrorCode::InvalidInput);
  QCOMPARE(readWfdb(folder / "a.hea", "beats").error().code, base::ErrorCode::InvalidInput);
}

void WfdbTest::header_isToldByItsFirstLine() {
  QVERIFY(data::looksLikeWfdbHeader("# a\n100 2 360 650000\n100.dat 212 200\n"));
  QVERIFY(!data::looksLikeWfdbHeader("name,age\nx,1\n"));
  QVERIFY(!data::looksLikeWfdbHeader("a 1 text\n"));
  QVERIFY(!data::looksLikeWfdbHeader(""));
}

TELESOFT_TEST(WfdbTest)

}  // namespace

#include "wfdb_test.moc"
