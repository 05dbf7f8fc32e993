#include "telesoft/engine/models/text_classifier.h"

#include <cstring>

#include "telesoft/base/os/paths.h"
#include "telesoft/engine/train/adamw.h"

#include "bert_tiny.h"
#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

TextSetup setupOf(protocol::Approach approach) {
  TextSetup setup;
  setup.base = BertTiny::folder();
  setup.approach = approach;
  setup.classes = {{"a", ""}, {"b", ""}, {"c", ""}};
  setup.hyperparameters.precision = protocol::Precision::Float32;
  setup.hyperparameters.dropout = 0;
  return setup;
}

std::unique_ptr<TextClassifier> create(const TextSetup& setup) {
  auto made = TextClassifier::create(setup);
  return *std::move(made);
}

void setClassifier(TextClassifier& model, const BertTiny& tiny) {
  for (const auto& p : model.parameters().all()) {
    if (p->name.starts_with("classifier.")) {
      p->value = tiny.floats(p->name);
    }
  }
}

std::vector<std::int64_t> allRows(const Examples& examples) {
  return examples.row;
}

LossTerms termsOf(const BertTiny& tiny) {
  LossTerms terms;
  terms.scale = tiny.about()["scale"];
  return terms;
}

/// The fused gradient's name and part for a Hugging Face name.
std::vector<float> gradientOf(TextClassifier& model, const std::string& name) {
  const auto self = name.find("attention.self.");
  const std::string plain =
      name.starts_with("bert.") && !name.starts_with("bert.pooler") ? name.substr(5) : name;
  for (const auto& p : model.parameters().all()) {
    if (p->name == plain) {
      const auto part = self == std::string::npos ? p->gradient.size() : p->gradient.size() / 3;
      return {p->gradient.begin(), p->gradient.begin() + static_cast<std::ptrdiff_t>(part)};
    }
    for (const char* other : {"key.", "value."}) {
      const auto at = plain.find(other);
      if (self == std::string::npos || at == std::string::npos ||
          p->name != plain.substr(0, at) + "query." + plain.substr(at + std::strlen(other))) {
        continue;
      }
      const auto part = static_cast<std::ptrdiff_t>(p->gradient.size() / 3);
      const auto begin = p->gradient.begin() + part * (*other == 'k' ? 1 : 2);
      return {begin, begin + part};
    }
  }
  return {};
}

/// Rows of separable toy texts: the class is the second token.
Examples toyTexts(std::int64_t rows) {
  Examples out;
  base::Rng rng(11, "toy");
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto label = static_cast<std::int64_t>(rng.below(3));
    std::vector<std::int32_t> tokens = {2, static_cast<std::int32_t>(10 + label)};
    for (std::uint64_t n = 2 + rng.below(6); n > 0; --n) {
      tokens.push_back(static_cast<std::int32_t>(20 + rng.below(15)));
    }
    tokens.push_back(3);
    out.row.push_back(i);
    out.label.push_back(label);
    out.tokens.push_back(std::move(tokens));
  }
  return out;
}

double accuracy(TextClassifier& model, const Examples& examples) {
  const auto predicted = model.predict(examples, {});
  double right = 0;
  for (std::size_t i = 0; i < predicted->size(); ++i) {
    const auto& p = (*predicted)[i];
    right += std::max_element(p.begin(), p.end()) - p.begin() == examples.label[i] ? 1 : 0;
  }
  return right / static_cast<double>(predicted->size());
}

}  // namespace

class TextClassifierTest : public QObject {
  Q_OBJECT
 private slots:
  void logits_equalHuggingFace() {
    const BertTiny tiny;
    const auto model = create(setupOf(protocol::Approach::Full));
    setClassifier(*model, tiny);
    TELESOFT_NEAR(worst(*model->logits(tiny.examples(), {}), tiny.expected("logits")), 2e-6);
  }

  void accumulate_equalsAutogradOverAllWeights() {
    const BertTiny tiny;
    const auto model = create(setupOf(protocol::Approach::Full));
    setClassifier(*model, tiny);
    const double loss =
        model->accumulate(tiny.examples(), allRows(tiny.examples()), {}, termsOf(tiny));
    TELESOFT_NEAR(std::abs(loss - tiny.about()["loss"].get<double>()), 1e-5);
    std::size_t compared = 0;
    for (const NamedFloats& weight : model->network().weights()) {
      const std::vector<float> got = gradientOf(*model, weight.name);
      std::vector<double> expected = tiny.expected("full." + weight.name);
      if (weight.name.ends_with("self.key.bias")) {
        // 0 but for rounding: a constant added to all scores changes no probability.
        for (const float g : got) {
          TELESOFT_NEAR(std::abs(static_cast<double>(g)), 1e-6);
        }
      } else {
        const double off = worst(got, expected);
        QVERIFY2(off < 2e-5,
                 qPrintable(QString::fromStdString(weight.name + ": " + std::to_string(off))));
      }
      ++compared;
    }
    QCOMPARE(compared, std::size_t{5 + 2 * 16});
    for (const char* name : {"classifier.weight", "classifier.bias", "bert.pooler.dense.weight",
                             "bert.pooler.dense.bias"}) {
      TELESOFT_NEAR(worst(gradientOf(*model, name), tiny.expected(std::string("full.") + name)),
                    1e-5);
    }
  }

  void accumulate_weighsClassesAndSmoothsLabelsAsTorch() {
    const BertTiny tiny;
    const auto model = create(setupOf(protocol::Approach::Full));
    setClassifier(*model, tiny);
    LossTerms weighted;
    weighted.classWeights = tiny.about()["classWeights"].get<std::vector<double>>();
    const double loss = model->accumulate(tiny.examples(), allRows(tiny.examples()), {}, weighted);
    TELESOFT_NEAR(std::abs(loss - tiny.about()["weightedLoss"].get<double>()), 1e-5);
    LossTerms smoothed;
    smoothed.smoothing = tiny.about()["smoothing"];
    const double smooth =
        model->accumulate(tiny.examples(), allRows(tiny.examples()), {}, smoothed);
    TELESOFT_NEAR(std::abs(smooth - tiny.about()["smoothedLoss"].get<double>()), 1e-5);
  }

  /// Trains the adapter that PEFT wrote: the gradients PEFT gets.
  void accumulate_equalsAutogradThroughPeft() {
    const BertTiny tiny;
    auto opened =
        TextClassifier::open(BertTiny::adapter(), BertTiny::folder(), protocol::Precision::Float32);
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
    TextClassifier& model = **opened;
    const double loss =
        model.accumulate(tiny.examples(), allRows(tiny.examples()), {}, termsOf(tiny));
    TELESOFT_NEAR(std::abs(loss - tiny.about()["peftLoss"].get<double>()), 1e-5);
    std::size_t compared = 0;
    for (const Lora* lora : model.network().loras()) {
      const std::string name = "peft.bert." + lora->module;
      const std::vector<float>& a = lora->a->gradient;
      const std::vector<double> expectedA = tiny.expected(name + ".lora_A.weight");
      TELESOFT_NEAR(worst(std::vector<float>(
                              a.begin(), a.begin() + static_cast<std::ptrdiff_t>(expectedA.size())),
                          expectedA),
                    2e-5);
      const std::vector<double> b = tiny.expected(name + ".lora_B.weight");  // [count, rank]
      std::vector<double> turned(b.size());
      for (std::int64_t i = 0; i < static_cast<std::int64_t>(b.size()); ++i) {
        turned[static_cast<std::size_t>(i % lora->rank * lora->count + i / lora->rank)] =
            b[static_cast<std::size_t>(i)];
      }
      const std::vector<float>& g = lora->b->gradient;
      TELESOFT_NEAR(
          worst(std::vector<float>(g.begin(), g.begin() + static_cast<std::ptrdiff_t>(b.size())),
                turned),
          2e-5);
      ++compared;
    }
    QCOMPARE(compared, std::size_t{10});
    TELESOFT_NEAR(worst(gradientOf(model, "bert.pooler.dense.weight"),
                        tiny.expected("peft.bert.pooler.dense.weight")),
                  1e-5);
  }

  /// Splitting a step's rows changes nothing: the accumulation rule that others got wrong.
  void accumulate_inTwoCallsIsTheSameAsInOne() {
    const Examples examples = toyTexts(24);
    TextSetup setup = setupOf(protocol::Approach::Peft);
    setup.hyperparameters.dropout = 0.1;
    const auto whole = create(setup);
    const auto parts = create(setup);
    whole->accumulate(examples, examples.row, {3, 1}, {0.1, {}, 0});
    std::vector<std::int64_t> first(examples.row.begin(), examples.row.begin() + 5);
    std::vector<std::int64_t> second(examples.row.begin() + 5, examples.row.end());
    parts->accumulate(examples, first, {3, 1}, {0.1, {}, 0});
    parts->accumulate(examples, second, {3, 1}, {0.1, {}, 0});
    for (std::size_t i = 0; i < whole->parameters().all().size(); ++i) {
      const auto& expected = whole->parameters().all()[i]->gradient;
      TELESOFT_NEAR(worst(parts->parameters().all()[i]->gradient,
                          std::vector<double>(expected.begin(), expected.end())),
                    1e-4);
    }
  }

  void prepare_startsFromTheFittedHead() {
    const Examples train = toyTexts(120);
    const auto model = create(setupOf(protocol::Approach::Peft));
    const auto done = model->prepare(train, toyTexts(40), {});
    QVERIFY2(done.has_value(), done ? "" : done.error().text().c_str());
    QVERIFY(model->probe().has_value());
    const double chance = 1.0 / 3;
    QVERIFY2(accuracy(*model, train) > 1.6 * chance,
             qPrintable(QString::number(accuracy(*model, train))));
  }

  void training_learnsToyTexts_data() {
    QTest::addColumn<int>("approach");
    QTest::addColumn<bool>("bf16");
    QTest::newRow("LoRA") << static_cast<int>(protocol::Approach::Peft) << false;
    QTest::newRow("LoRA bf16") << static_cast<int>(protocol::Approach::Peft) << true;
    QTest::newRow("full") << static_cast<int>(protocol::Approach::Full) << false;
    QTest::newRow("full bf16") << static_cast<int>(protocol::Approach::Full) << true;
    QTest::newRow("scratch") << static_cast<int>(protocol::Approach::Scratch) << false;
  }
  void training_learnsToyTexts() {
    QFETCH(int, approach);
    QFETCH(bool, bf16);
    const Examples examples = toyTexts(96);
    TextSetup setup = setupOf(static_cast<protocol::Approach>(approach));
    setup.hyperparameters.precision =
        bf16 ? protocol::Precision::BFloat16 : protocol::Precision::Float32;
    setup.hyperparameters.dropout = 0.05;
    const auto model = create(setup);
    AdamW optimizer(model->parameters());
    double first = 0;
    double last = 0;
    for (std::int64_t epoch = 0; epoch < 30; ++epoch) {
      last = model->accumulate(examples, examples.row, {1, epoch}, {1.0 / 96, {}, 0}) / 96;
      first = epoch == 0 ? last : first;
      optimizer.step({1e-2, 0.01, 1.0});
      model->refresh();
    }
    QVERIFY2(last < 0.3 * first, qPrintable(QStringLiteral("loss %1 -> %2").arg(first).arg(last)));
    QVERIFY(accuracy(*model, examples) > 0.95);
  }

  void predict_stopsWhenAsked() {
    std::stop_source source;
    source.request_stop();
    const auto model = create(setupOf(protocol::Approach::Peft));
    const auto made = model->predict(BertTiny().examples(), base::Stop(source.get_token()));
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().code, base::ErrorCode::Cancelled);
  }

  void miniLm_loadsAndClassifies() {
    const base::Path folder = base::cacheFolder() / "models/telesoft-diagnostic-v2";
    std::error_code ignored;
    if (!std::filesystem::exists(folder / "model.safetensors", ignored)) {
      QSKIP("MiniLM is not in the cache: installer/run.sh fetches it");
    }
    TextSetup setup = setupOf(protocol::Approach::Peft);
    setup.base = folder;
    const auto model = create(setup);
    QCOMPARE(model->network().config().hidden, std::int64_t{384});
    // 22,713,216 of the model, 6 x (6 LoRA layers), 3 x 385 of the classifier
    const std::int64_t loras = 6 * 8 * (4 * (384 + 384) + 2 * (384 + 1536));
    QCOMPARE(model->parameterCount(),
             std::int64_t{22713216} - 384 * 385 + 384 * 385 + loras + 3 * 385);
    Examples one = BertTiny().examples();
    const auto p = model->predict(one, {});
    QVERIFY(std::abs((*p)[0][0] + (*p)[0][1] + (*p)[0][2] - 1) < 1e-9);
  }
};

TELESOFT_TEST(TextClassifierTest)

}  // namespace telesoft::engine

#include "text_classifier_test.moc"
