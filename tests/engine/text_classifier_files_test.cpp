// A model that was saved gives the same logits when it is opened again.
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/train/adamw.h"

#include "bert_tiny.h"
#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

std::unique_ptr<TextClassifier> trained(protocol::Approach approach) {
  TextSetup setup;
  setup.base = BertTiny::folder();
  setup.approach = approach;
  setup.classes = {{"a", ""}, {"b", ""}, {"c", ""}};
  setup.hyperparameters.precision = protocol::Precision::Float32;
  auto model = *TextClassifier::create(setup);
  const Examples examples = BertTiny().examples();
  const auto prepared = model->prepare(examples, examples, {});
  AdamW optimizer(model->parameters());
  for (std::int64_t step = 0; step < 3; ++step) {
    static_cast<void>(model->accumulate(examples, examples.row, {1, step}, {0.25, {}, 0}));
    optimizer.step({1e-2, 0.01, 1.0});
    model->refresh();
  }
  return model;
}

}  // namespace

class TextClassifierFilesTest : public QObject {
  Q_OBJECT
 private slots:
  void open_givesTheLogitsOfWhatWasSaved_data() {
    QTest::addColumn<int>("approach");
    QTest::addColumn<QString>("kind");
    QTest::newRow("LoRA") << static_cast<int>(protocol::Approach::Peft) << "peft";
    QTest::newRow("full") << static_cast<int>(protocol::Approach::Full) << "full";
    QTest::newRow("head") << static_cast<int>(protocol::Approach::HeadOnly) << "full";
  }
  void open_givesTheLogitsOfWhatWasSaved() {
    QFETCH(int, approach);
    QFETCH(QString, kind);
    const auto model = trained(static_cast<protocol::Approach>(approach));
    const tests::TempFolder folder;
    const auto saved = model->save(folder / "model");
    QVERIFY2(saved.has_value(), saved ? "" : saved.error().text().c_str());
    QCOMPARE(QString::fromStdString(saved->kind), kind);
    const auto opened =
        TextClassifier::open(folder / "model", BertTiny::folder(), protocol::Precision::Float32);
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
    const Examples examples = BertTiny().examples();
    const auto expected = model->logits(examples, {});
    TELESOFT_NEAR(worst(*(*opened)->logits(examples, {}), doubles(*expected)), 1e-6);
    QVERIFY((*opened)->probe().has_value());
    QCOMPARE((*opened)->classes(), std::int64_t{3});
  }
  void open_readsWhatPeftWrote() {
    const BertTiny tiny;
    const auto opened =
        TextClassifier::open(BertTiny::adapter(), BertTiny::folder(), protocol::Precision::Float32);
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
    TELESOFT_NEAR(worst(*(*opened)->logits(tiny.examples(), {}), tiny.expected("peft.logits")),
                  2e-6);
  }
  void open_refusesAFolderWithoutAClassifier() {
    const auto opened = TextClassifier::open(BertTiny::folder(), {}, protocol::Precision::Float32);
    QCOMPARE(opened.error().code, base::ErrorCode::Corrupt);
    QVERIFY(opened.error().message.find("classifier") != std::string::npos);
  }
};

TELESOFT_TEST(TextClassifierFilesTest)

}  // namespace telesoft::engine

#include "text_classifier_files_test.moc"
