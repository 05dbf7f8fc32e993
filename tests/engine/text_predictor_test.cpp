#include "telesoft/engine/serve/text_predictor.h"

#include <algorithm>

#include "telesoft/engine/models/zero_shot.h"

#include "served.h"

namespace telesoft::engine {

using base::ErrorCode;
using tests::TempFolder;

namespace {

Predictor::Rows rowsOf(const std::vector<data::PreparedRow>& texts) {
  Predictor::Rows out;
  for (const data::PreparedRow& one : texts) {
    out.push_back({one.text});
  }
  return out;
}

double farthest(const std::vector<double>& a, const std::vector<double>& b) {
  double out = a.size() == b.size() ? 0 : 1;
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    out = std::max(out, std::abs(a[i] - b[i]));
  }
  return out;
}

}  // namespace

class TextPredictorTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    spec_ = tinyTuned(folder_.path());
    auto opened = Predictor::open(spec_);
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
    tuned_ = *std::move(opened);
  }

  void tuned_tellsTheClassesApart() {
    const auto texts = toyTexts(48, 3);
    const auto answers = tuned_->predict(rowsOf(texts), false);
    std::int64_t right = 0;
    for (size_t i = 0; i < texts.size(); ++i) {
      const auto& p = (*answers)[i].probabilities;
      QVERIFY(std::abs(p[0] + p[1] - 1) < 1e-12);
      right += (p[1] > p[0]) == (texts[i].label == 1) ? 1 : 0;
    }
    QVERIFY2(right > 43, std::to_string(right).c_str());
  }

  void tuned_isExplainedByTheWordsThatTellTheClass() {
    const auto texts = toyTexts(40, 6);
    const auto answers = tuned_->predict(rowsOf(texts), true);
    double told = 0;  // of the two words that tell the class, and of the three others
    double others = 0;
    for (size_t i = 0; i < texts.size(); ++i) {
      QCOMPARE((*answers)[i].contributions.size(), 5U);
      for (const auto& one : (*answers)[i].contributions) {
        const bool tells = one.name == toyWords()[static_cast<size_t>(texts[i].label)];
        (tells ? told : others) += std::abs(one.weight) / (tells ? 2 : 3);
      }
    }
    QVERIFY2(told > 1.5 * others, (std::to_string(told) + " " + std::to_string(others)).c_str());
  }

  void weight_isTheChangeWithoutTheWord() {
    const std::string text = toyWords()[5] + ", " + toyWords()[1] + " " + toyWords()[9] + ".";
    const auto answer = tuned_->predict({{text}}, true).value()[0];
    QCOMPARE(answer.method, std::string("leave one word out"));
    QCOMPARE(answer.contributions.size(), 3U);
    const auto first = answer.probabilities[1] > answer.probabilities[0] ? 1U : 0U;
    for (const auto& one : answer.contributions) {
      std::string without = text;
      const auto start = static_cast<size_t>(one.start);
      const auto end = static_cast<size_t>(one.end);
      QCOMPARE(text.substr(start, end - start), one.name);
      const bool hasSign = end < text.size() && text[end] != ' ';  // goes with its word
      without.erase(start, end - start + (hasSign ? 1 : 0));
      const auto left = tuned_->predict({{without}}, false).value()[0];
      QVERIFY(std::abs(one.weight - (answer.probabilities[first] - left.probabilities[first])) <
              1e-6);
    }
  }

  void row_isAnsweredTheSameAloneAndAmongOthers() {
    const Predictor::Rows rows = rowsOf(toyTexts(32, 4));
    const auto all = tuned_->predict(rows, true);
    for (size_t i = 0; i < rows.size(); ++i) {
      const auto alone = tuned_->predict({rows[i]}, true).value()[0];
      QVERIFY(farthest(alone.probabilities, (*all)[i].probabilities) < 1e-6);
      QCOMPARE(alone.contributions.size(), (*all)[i].contributions.size());
    }
    QCOMPARE(base::toJson(*tuned_->predict(rows, true)).dump(), base::toJson(*all).dump());
  }

  void temperature_isApplied() {
    const auto probabilitiesAt = [&](double temperature) {
      changeDescription(spec_.tunedModel.path, [&](ModelDescription& m) {
        m.temperature = temperature;
        m.calibrationRows = 48;
      });
      return (*Predictor::open(spec_))->predict({{toyWords()[0]}}, false).value()[0].probabilities;
    };
    std::vector<double> expected = probabilitiesAt(1);
    const auto got = probabilitiesAt(3);
    applyTemperature(expected, 3);
    QVERIFY(farthest(got, expected) < 1e-9);
    QCOMPARE((*Predictor::open(spec_))->calibration().temperature, 3.0);
  }

  void base_takesTheNearestClassSentence() {
    const auto base = Predictor::open(tinyBase());
    QVERIFY2(base.has_value(), base ? "" : base.error().text().c_str());
    const auto sentences = (*base)->embed({{toyWords()[0]}, {toyWords()[1]}});
    const auto text = (*base)->embed({{toyWords()[0] + " " + toyWords()[7]}});
    std::vector<float> classes = (*sentences)[0].embedding;
    classes.insert(classes.end(), (*sentences)[1].embedding.begin(),
                   (*sentences)[1].embedding.end());
    const auto expected = zeroShot((*text)[0].embedding.data(), 1, classes.data(), 2, 24);
    const auto got = (*base)->predict({{toyWords()[0] + " " + toyWords()[7]}}, true).value()[0];
    QVERIFY(farthest(got.probabilities, expected[0]) < 1e-5);
    QCOMPARE(got.contributions.size(), 2U);
    QCOMPARE((*base)->predict({{toyWords()[1]}}, false).value()[0].probabilities[1] > 0.5, true);
  }

  void embeddings_haveLengthOne() {
    const auto base = Predictor::open(tinyBase());
    for (Predictor* one : {tuned_.get(), base->get()}) {
      QCOMPARE(one->embeddingWidth(), 24);
      const auto answers = one->embed(rowsOf(toyTexts(3, 5)));
      double length = 0;
      for (const float x : (*answers)[2].embedding) {
        length += static_cast<double>(x) * static_cast<double>(x);
      }
      QVERIFY(std::abs(length - 1) < 1e-4);
      QVERIFY((*answers)[2].probabilities.empty());
    }
  }

  void base_withoutClassesEmbedsOnly() {
    auto spec = tinyBase();
    spec.classes.clear();
    const auto base = Predictor::open(spec);
    QCOMPARE((*base)->embed({{toyWords()[0]}}).value()[0].embedding.size(), 24U);
    QCOMPARE((*base)->predict({{toyWords()[0]}}, false).error().code, ErrorCode::InvalidInput);
  }

  void texts_ofAnyKindAreAnswered() {
    std::string longText;
    for (int i = 0; i < 3000; ++i) {
      longText += toyWords()[static_cast<size_t>(i) % toyWords().size()] + " ";
    }
    const auto answers =
        tuned_->predict({{""}, {longText}, {"\xC3\xA9\xE7\x97\x9B \x01 ..."}}, true);
    QVERIFY2(answers.has_value(), answers ? "" : answers.error().text().c_str());
    QVERIFY((*answers)[0].contributions.empty());
    QCOMPARE((*answers)[1].method, std::string("leave one word out, of the first 16 tokens"));
    QVERIFY(tuned_->predict({}, true)->empty());
  }

  void adapter_needsItsBaseAndItsClasses() {
    protocol::ServeSpec spec = tinyBase();
    spec.tunedModel = {"adapter", BertTiny::adapter().string(), ""};
    spec.classes.assign(17, {"same", ""});
    QCOMPARE(Predictor::open(spec).error().code, ErrorCode::InvalidInput);
    spec.baseModel = {};
    QCOMPARE(Predictor::open(spec).error().code, ErrorCode::InvalidInput);
  }

 private:
  TempFolder folder_;
  protocol::ServeSpec spec_;
  std::unique_ptr<Predictor> tuned_;
};

TELESOFT_TEST(TextPredictorTest)

}  // namespace telesoft::engine

#include "text_predictor_test.moc"
