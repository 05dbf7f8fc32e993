#include "telesoft/protocol/run_spec.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;

base::json goodSpec() {
  return {{"format", "telesoft.run-spec"},
          {"version", 1},
          {"runId", "r1"},
          {"kind", "train"},
          {"task", "text_classification"},
          {"approach", "peft"},
          {"baseModel", {{"id", "b"}, {"path", "../b"}}},
          {"data",
           {{"manifest", "data/manifest.json"},
            {"train", "data/train.jsonl"},
            {"validation", "data/validation.jsonl"}}},
          {"classes", {{{"name", "a"}}, {{"name", "b"}, {"description", "the second"}}}},
          {"hyperparameters", {{"learningRate", 0.001}, {"epochs", 3}}}};
}

class RunSpecTest : public QObject {
  Q_OBJECT
 private slots:
  void spec_isReadAndWrittenBack();
  void index_needsPassagesABaseAndNoClasses();
  void spec_refuses_data();
  void spec_refuses();
};

void RunSpecTest::spec_isReadAndWrittenBack() {
  const auto spec = protocol::parseRunSpec(goodSpec().dump());
  QVERIFY2(spec.has_value(), spec ? "" : spec.error().text().c_str());
  QCOMPARE(spec->hyperparameters.learningRate, 0.001);
  QCOMPARE(spec->hyperparameters.batchSize, std::int64_t{16});  // the default
  const auto again = protocol::parseRunSpec(base::toJson(*spec).dump());
  QVERIFY(again.has_value());
  QCOMPARE(base::toJson(*again).dump(), base::toJson(*spec).dump());
}

void RunSpecTest::index_needsPassagesABaseAndNoClasses() {
  base::json spec = goodSpec();
  spec["kind"] = "index";
  spec["approach"] = "knowledge_base";
  spec["classes"] = base::json::array();
  QVERIFY(protocol::parseRunSpec(spec.dump()).has_value());
  for (const auto& [pointer, value] :
       {std::pair{"/data/train", "\"\""}, std::pair{"/baseModel/path", "\"\""},
        std::pair{"/approach", "\"peft\""}, std::pair{"/task", "\"tabular_risk\""}}) {
    base::json bad = spec;
    bad[base::json::json_pointer(pointer)] = base::json::parse(value);
    QCOMPARE(protocol::parseRunSpec(bad.dump()).error().code, base::ErrorCode::InvalidInput);
  }
}

void RunSpecTest::spec_refuses_data() {
  QTest::addColumn<QByteArray>("pointer");
  QTest::addColumn<QByteArray>("value");  // JSON; "" removes
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("part");
  const int invalid = static_cast<int>(base::ErrorCode::InvalidInput);
  QTest::newRow("unknown key") << QByteArray("/hyperparameters/learningrate") << QByteArray("1")
                               << invalid << QByteArray("learningrate");
  QTest::newRow("negative rate") << QByteArray("/hyperparameters/learningRate")
                                 << QByteArray("-0.1") << invalid << QByteArray("learningRate");
  QTest::newRow("zero batch") << QByteArray("/hyperparameters/batchSize") << QByteArray("0")
                              << invalid << QByteArray("batchSize");
  QTest::newRow("text for number") << QByteArray("/hyperparameters/epochs") << QByteArray("\"3\"")
                                   << invalid << QByteArray("epochs");
  QTest::newRow("no manifest") << QByteArray("/data/manifest") << QByteArray() << invalid
                               << QByteArray("manifest");
  QTest::newRow("no train file") << QByteArray("/data/train") << QByteArray() << invalid
                                 << QByteArray("train");
  QTest::newRow("one class") << QByteArray("/classes") << QByteArray("[{\"name\":\"a\"}]")
                             << invalid << QByteArray("classes");
  QTest::newRow("unknown approach")
      << QByteArray("/approach") << QByteArray("\"magic\"") << invalid << QByteArray("one of");
  QTest::newRow("no base") << QByteArray("/baseModel/path") << QByteArray("\"\"") << invalid
                           << QByteArray("baseModel");
  QTest::newRow("metric") << QByteArray("/targetMetrics") << QByteArray("{\"primary\":\"luck\"}")
                          << invalid << QByteArray("primary");
  QTest::newRow("newer") << QByteArray("/version") << QByteArray("2")
                         << static_cast<int>(base::ErrorCode::Unsupported)
                         << QByteArray("version 1");
}

void RunSpecTest::spec_refuses() {
  QFETCH(QByteArray, pointer);
  QFETCH(QByteArray, value);
  QFETCH(int, code);
  QFETCH(QByteArray, part);
  base::json spec = goodSpec();
  const base::json::json_pointer at(pointer.toStdString());
  if (value.isEmpty()) {
    spec[at.parent_pointer()].erase(at.back());
  } else {
    spec[at] = base::json::parse(value.toStdString());
  }
  const auto read = protocol::parseRunSpec(spec.dump());
  QVERIFY(!read.has_value());
  QCOMPARE(static_cast<int>(read.error().code), code);
  QVERIFY2(QByteArray::fromStdString(read.error().message).contains(part),
           read.error().message.c_str());
}

TELESOFT_TEST(RunSpecTest)

}  // namespace

#include "run_spec_test.moc"
