// The batteries that the program ships, and small ones, asked of models in this process.
#include "telesoft/engine/run/capabilities.h"

#include <algorithm>
#include <set>

#include "telesoft/base/os/paths.h"
#include "telesoft/engine/run/engine_run.h"

#include "toy_texts.h"

namespace telesoft::engine {

using base::ErrorCode;
using protocol::Approach;
using tests::TempFolder;

namespace {

base::Path shipped() {
  return tests::sourceFolder() / "resources/batteries";
}

std::vector<base::json> itemsOf(const char* name) {
  std::vector<base::json> out;
  const std::string text = base::readFile(shipped() / name).value();
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    out.push_back(base::json::parse(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return out;
}

RunInput textInput(const base::Path& folder) {
  RunInput input{folder, {}};
  input.spec.baseModel = {"tiny", BertTiny::folder().string(), ""};
  input.spec.tunedModel = {"tuned", BertTiny::adapter().string(), ""};
  input.spec.hyperparameters.precision = protocol::Precision::Float32;
  input.spec.preserveCapabilities = {"regulatory_compliance"};
  return input;
}

}  // namespace

class CapabilitiesTest : public QObject {
  Q_OBJECT
 private slots:
  void shippedQuestions_haveOneRightAnswerAmongEight_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("items");
    QTest::newRow("general") << QByteArray("general_medical_knowledge.jsonl") << 200;
    QTest::newRow("rules") << QByteArray("regulatory_compliance.jsonl") << 40;
  }
  void shippedQuestions_haveOneRightAnswerAmongEight() {
    QFETCH(QByteArray, name);
    QFETCH(int, items);
    const auto all = itemsOf(name.constData());
    QCOMPARE(static_cast<int>(all.size()), items);
    std::vector<int> places(8);
    for (const auto& item : all) {
      const auto candidates = item["candidates"].get<std::vector<std::string>>();
      QCOMPARE(std::set<std::string>(candidates.begin(), candidates.end()).size(), 8U);
      const std::string right = candidates[item["right"].get<size_t>()];
      QVERIFY(item["question"].get<std::string>().find(right) == std::string::npos);
      QVERIFY(!item["source"].get<std::string>().empty());
      ++places[item["right"].get<size_t>()];
    }
    QVERIFY(*std::max_element(places.begin(), places.end()) < items / 3);  // no place gives it away
  }

  void shippedPopulation_fitsTheRiskBase() {
    const TempFolder folder;
    RunInput input{folder.path(), {}};
    const auto base = tests::sourceFolder() / "resources/models/telesoft-risk-v1";
    input.spec.task = protocol::Task::TabularRisk;
    input.spec.baseModel = {"risk", base.string(), ""};
    input.spec.tunedModel = {"same", base.string(), ""};
    input.spec.preserveCapabilities = {"general_medical_knowledge", "regulatory_compliance"};
    const auto asked = askCapabilities(input, shipped(), {});
    QVERIFY2(asked.has_value(), asked ? "" : asked.error().text().c_str());
    const auto& knowledge = (*asked)[0];
    QCOMPARE(knowledge.base.n, 590);
    QVERIFY2(knowledge.base.value > 0.65 && knowledge.base.value < 0.85,
             std::to_string(knowledge.base.value).c_str());
    QCOMPARE(knowledge.tuned.value, knowledge.base.value);
    QCOMPARE(knowledge.state, std::string("kept"));
    QCOMPARE((*asked)[1].state, std::string("not_applicable"));
    const auto rows = itemsOf("risk_base_population.jsonl");
    for (const char* outcome : {"event_within_3y", "rfs_days", "rfs_event"}) {
      QVERIFY(!rows[0]["values"].contains(outcome));
    }
  }

  void risk_thatHasForgottenIsToldSo() {
    const TempFolder folder;
    const auto base = tests::sourceFolder() / "resources/models/telesoft-risk-v1";
    const auto opened = TabularNetwork::open(base);
    const auto other = TabularNetwork::create((*opened)->config(), 5);
    QVERIFY(other->save(folder / "other").has_value());
    RunInput input{folder.path(), {}};
    input.spec.task = protocol::Task::TabularRisk;
    input.spec.baseModel = {"risk", base.string(), ""};
    input.spec.tunedModel = {"other", "other", ""};
    input.spec.preserveCapabilities = {"general_medical_knowledge"};
    const auto asked = askCapabilities(input, shipped(), {});
    QVERIFY2(asked.has_value(), asked ? "" : asked.error().text().c_str());
    QCOMPARE((*asked)[0].state, std::string("lost"));
    const ToyTask task(20);
    QVERIFY(task.network()->save(folder / "other").has_value());
    QCOMPARE((*askCapabilities(input, shipped(), {}))[0].state, std::string("not_applicable"));
  }

  void text_answersWithTheNearestCandidate() {
    const TempFolder folder;
    const auto& words = toyWords();
    std::string lines;
    for (int i = 0; i < 8; ++i) {  // the question is one of its own candidates: cosine 1
      base::json item = {{"id", "q"}, {"question", words[static_cast<size_t>(i)]}, {"right", i}};
      for (size_t c = 0; c < 8; ++c) {
        item["candidates"].push_back(words[c]);
      }
      lines += item.dump() + "\n";
    }
    QVERIFY(base::writeFileWhole(folder / "regulatory_compliance.jsonl", lines));
    const auto asked = askCapabilities(textInput(folder.path()), folder.path(), {});
    QVERIFY2(asked.has_value(), asked ? "" : asked.error().text().c_str());
    QCOMPARE((*asked)[0].base.value, 1.0);
    QCOMPARE((*asked)[0].tuned.value, 1.0);
    QCOMPARE((*asked)[0].base.n, 8);
    QVERIFY(base::writeFileWhole(folder / "regulatory_compliance.jsonl", "{}\n"));
    QCOMPARE(askCapabilities(textInput(folder.path()), folder.path(), {}).error().code,
             ErrorCode::Corrupt);
  }

  void text_withoutItsBaseOrOfAnotherName() {
    const TempFolder folder;
    RunInput input = textInput(folder.path());
    input.spec.preserveCapabilities = {"cooking"};
    QCOMPARE(askCapabilities(input, shipped(), {}).error().code, ErrorCode::InvalidInput);
    input = textInput(folder.path());
    input.spec.baseModel = {};
    QCOMPARE((*askCapabilities(input, shipped(), {}))[0].state, std::string("not_applicable"));
    input = textInput(folder.path());
    input.spec.approach = Approach::KnowledgeBase;
    input.spec.tunedModel = {"kb", "none", ""};
    const auto asked = askCapabilities(input, shipped(), {});
    QVERIFY2(asked.has_value(), asked ? "" : asked.error().text().c_str());
    QCOMPARE((*asked)[0].difference.value, 0.0);
    QCOMPARE((*asked)[0].state, std::string("kept"));
  }
};

TELESOFT_TEST(CapabilitiesTest)

}  // namespace telesoft::engine

#include "capabilities_test.moc"
