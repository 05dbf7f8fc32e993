#include "telesoft/engine/models/weight_source.h"

#include "kernel_cases.h"
#include "support/temp_folder.h"

namespace telesoft::engine {

namespace {

std::string_view bytes(const std::vector<std::uint16_t>& x) {
  return {reinterpret_cast<const char*>(x.data()), x.size() * 2};
}

WeightSource sourceOf(const tests::TempFolder& folder, const std::vector<TensorToWrite>& tensors) {
  const auto written = writeSafetensors(folder / "w.safetensors", tensors, {});
  auto opened = WeightSource::open(folder / "w.safetensors");
  return *std::move(opened);
}

}  // namespace

class WeightSourceTest : public QObject {
  Q_OBJECT
 private slots:
  void read_convertsHalves() {
    // IEEE 754-2008 binary16: 1, -2, 65504, the smallest subnormal, infinity; bf16: 1, -3.140625
    const std::vector<std::uint16_t> f16 = {0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00};
    const std::vector<std::uint16_t> bf16 = {0x3f80, 0xc049};
    const tests::TempFolder folder;
    const WeightSource source = sourceOf(
        folder, {{"a", DType::F16, {5}, bytes(f16)}, {"bert.b", DType::BF16, {2}, bytes(bf16)}});
    std::vector<float> out;
    QVERIFY(source.read("a", {5}, out).has_value());
    QCOMPARE(out, (std::vector<float>{1, -2, 65504, 5.9604645e-8F, INFINITY}));
    QVERIFY(source.read("b", {2}, out).has_value());  // found under its prefix
    QCOMPARE(out, (std::vector<float>{1, -3.140625F}));
    Values mapped;
    QVERIFY(source.map("a", {5}, mapped).has_value());
    QCOMPARE(mapped.get()[1], -2.0F);
  }
  void read_knowsTheOldNamesOfNorms() {
    const std::vector<float> gamma = {1, 2};
    const tests::TempFolder folder;
    const WeightSource source =
        sourceOf(folder, {{"bert.x.LayerNorm.gamma",
                           DType::F32,
                           {2},
                           {reinterpret_cast<const char*>(gamma.data()), 8}}});
    std::vector<float> out;
    QVERIFY(source.has("x.LayerNorm.weight"));
    QVERIFY(!source.has("x.LayerNorm.bias"));
    QVERIFY(source.read("x.LayerNorm.weight", {2}, out).has_value());
    QCOMPARE(out, gamma);
  }
  void read_namesWhatDoesNotFit() {
    const std::vector<std::uint16_t> two = {0, 0};
    const tests::TempFolder folder;
    const WeightSource source =
        sourceOf(folder, {{"a", DType::BF16, {2}, bytes(two)}, {"i", DType::I16, {2}, bytes(two)}});
    std::vector<float> out;
    const auto missing = source.read("b", {2}, out);
    QCOMPARE(missing.error().code, base::ErrorCode::Corrupt);
    QVERIFY(missing.error().message.find("\"b\"") != std::string::npos);
    const auto shape = source.read("a", {1, 2}, out);
    QVERIFY(shape.error().message.find("[2] and not [1, 2]") != std::string::npos);
    QCOMPARE(source.read("i", {2}, out).error().code, base::ErrorCode::Unsupported);
  }
};

TELESOFT_TEST(WeightSourceTest)

}  // namespace telesoft::engine

#include "weight_source_test.moc"
