#include "telesoft/data/check/near_duplicates.h"

#include <cmath>

#include "data/check_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class NearDuplicatesTest : public QObject {
  Q_OBJECT
 private slots:
  void sketch_estimatesSharedShingles();
  void texts_areClustered();
  void aSourceWithoutTheColumn_isRefused();
  void images_ofOtherBrightnessAreNear();
  void signals_ofOtherGainAreEqual();
};

std::string words(int from, int to) {
  std::string out;
  for (int i = from; i < to; ++i) {
    out += "word" + std::to_string(i) + ' ';
  }
  return out;
}

void NearDuplicatesTest::sketch_estimatesSharedShingles() {
  // 198 shingles each, 98 of them shared: 98 / 298.
  const auto a = data::sketchText(words(0, 200)), b = data::sketchText(words(100, 300));
  QVERIFY(std::abs(data::similarity(a, b) - 98.0 / 298.0) < 0.18);  // three standard errors
  QCOMPARE(data::similarity(a, data::sketchText(words(300, 500))), 0.0);
  QCOMPARE(data::similarity(data::sketchText("Chest pain, at rest."),
                            data::sketchText("chest  pain at REST")),
           1.0);
  QCOMPARE(data::similarity(data::sketchText(""), data::sketchText(" . ")), 0.0);
}

void NearDuplicatesTest::texts_areClustered() {
  data::Table table({"note"});
  table.appendRow({words(0, 200)});
  table.appendRow({words(500, 700)});
  table.appendRow({words(0, 200) + "signed"});
  table.appendRow({""});
  table.appendRow({""});
  table.appendRow({"stable"});
  table.appendRow({"Stable."});
  const auto found = data::clusterTexts(data::MemorySource(table), {0}, {});
  QVERIFY(found.has_value());
  QCOMPARE(found->clusterOfRow, (std::vector<std::int64_t>{0, 1, 0, 2, 3, 4, 4}));
  QCOMPARE(found->clusters, 5);
  QCOMPARE(found->rowsInClusters, 4);
}

void NearDuplicatesTest::aSourceWithoutTheColumn_isRefused() {
  const data::Table table({"note"});
  const auto found = data::clusterTexts(data::MemorySource(table), {1}, {});
  QCOMPARE(found.error().code, base::ErrorCode::NotFound);
}

std::vector<std::uint8_t> picture(int phase, int dimmer) {
  std::vector<std::uint8_t> out;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const double wave = std::sin((x + phase) * 0.21) * std::cos(y * 0.13 + phase);
      out.push_back(static_cast<std::uint8_t>(100 - dimmer + 80 * wave));
    }
  }
  return out;
}

void NearDuplicatesTest::images_ofOtherBrightnessAreNear() {
  const auto first = picture(0, 0), dimmer = picture(0, 15), other = picture(9, 0);
  const std::vector<std::uint8_t> blank(64 * 64, 7);
  std::vector<std::optional<data::ImageHash>> hashes;
  for (const auto* pixels : {&first, &other, &dimmer, &blank, &blank}) {
    hashes.push_back(data::hashImage({64, 64, *pixels}));
  }
  QVERIFY(!hashes[3]);
  QVERIFY(data::distance(*hashes[0], *hashes[1]) > 30);
  QCOMPARE(data::clusterImages(hashes).clusterOfRow, (std::vector<std::int64_t>{0, 1, 0, 2, 3}));
}

void NearDuplicatesTest::signals_ofOtherGainAreEqual() {
  std::vector<float> wave(640), louder(640), other(640);
  for (size_t i = 0; i < wave.size(); ++i) {
    wave[i] = static_cast<float>(std::sin(static_cast<double>(i) * 0.05));
    louder[i] = 4 * wave[i] + 2;
    other[i] = static_cast<float>(std::sin(static_cast<double>(i) * 0.11));
  }
  const std::vector<float> flat(640, 1);
  const auto found = data::clusterSignals({data::hashSignal(wave), data::hashSignal(other),
                                           data::hashSignal(louder), data::hashSignal(flat)});
  QCOMPARE(found.clusterOfRow, (std::vector<std::int64_t>{0, 1, 0, 2}));
  QVERIFY(!data::hashSignal(flat));
}

TELESOFT_TEST(NearDuplicatesTest)

}  // namespace

#include "near_duplicates_test.moc"
