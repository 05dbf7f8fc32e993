// Knowledge-base jobs on a whole server: which passages the engine is given, and what is refused.
#include "telesoft/api/services/index_service.h"
#include "telesoft/base/hash.h"
#include "telesoft/protocol/knowledge.h"
#include "telesoft/store/tables/knowledge_table.h"
#include "telesoft/store/workspace.h"

#include "live_server.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::Job;

class IndexJobTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { server_ = std::make_unique<LiveServer>(); }
  void cleanup() { server_.reset(); }
  void passages_areThoseOfReadyAndValidDocuments();
  void trainingData_givesTheClasses();
  void requests_thatDoNotFitAreRefused();

 private:
  void addDocuments();
  [[nodiscard]] protocol::JobRequest request() const;
  [[nodiscard]] base::Result<Job> post(const protocol::JobRequest& what) const {
    return server_->api().post<Job>("/v1/fine-tuning/jobs", what);
  }
  [[nodiscard]] std::string file(const std::string& job, const std::string& name) const {
    return must(base::readFile(server_->workspace() / "runs" / job / name));
  }
  std::unique_ptr<LiveServer> server_;
};

protocol::JobRequest IndexJobTest::request() const {
  protocol::JobRequest out;
  out.baseModel = "telesoft-diagnostic-v2";
  out.approach = protocol::Approach::KnowledgeBase;
  return out;
}

void IndexJobTest::addDocuments() {
  server_->stop();
  {
    const base::SystemClock clock;
    const auto workspace = must(store::Workspace::open(server_->workspace(), clock));
    must(workspace->database().write([&](store::Transaction& transaction) -> base::Status {
      for (const auto& [id, state, until] :
           {std::tuple{"kd_a", "ready", ""}, std::tuple{"kd_old", "ready", "2001-01-01"},
            std::tuple{"kd_new", "importing", ""}}) {
        protocol::KnowledgeDocument document;
        document.id = id;
        document.title = id;
        document.kind = "guideline";
        document.state = state;
        document.validUntil = until;
        TELESOFT_CHECK(store::KnowledgeTable::insert(transaction, document));
        store::KnowledgeContent content;
        for (int i = 1; i <= 2; ++i) {
          protocol::Passage passage;
          passage.id = std::string(id) + "-" + std::to_string(i);
          passage.documentId = id;
          passage.number = i;
          passage.heading = i == 1 ? "Dosing > Renal" : "";
          passage.text = "Text " + std::to_string(i);
          content.passages.push_back(passage);
        }
        TELESOFT_CHECK(store::KnowledgeTable::addContent(transaction, content));
      }
      return {};
    }));
  }
  server_->restart();
}

void IndexJobTest::passages_areThoseOfReadyAndValidDocuments() {
  addDocuments();
  const Job job = must(post(request()));
  QCOMPARE(job.request.documents, std::vector<std::string>{"kd_a"});
  QCOMPARE(file(job.id, "data/passages.jsonl"),
           std::string("{\"id\":\"kd_a-1\",\"text\":\"Dosing > Renal\\nText 1\"}\n"
                       "{\"id\":\"kd_a-2\",\"text\":\"Text 2\"}\n"));
  const auto manifest = must(base::parseJson(file(job.id, "data/manifest.json")));
  QCOMPARE(manifest["rows"].get<int>(), 2);
  QCOMPARE(manifest["sha256"].get<std::string>(),
           base::sha256Hex(file(job.id, "data/passages.jsonl")));
  const auto spec = must(protocol::parseRunSpec(file(job.id, "spec.json")));
  QCOMPARE(spec.kind, protocol::RunKind::Index);
  QVERIFY(spec.classes.empty());
  const Job ended = server_->waitForJob(job.id, hasEnded);
  QVERIFY2(ended.status == protocol::JobState::Succeeded, ended.message.c_str());
  const auto model =
      must(server_->api().get<protocol::Model>("/v1/models/" + ended.resultModel->id));
  QCOMPARE(model.documents, std::vector<std::string>{"kd_a"});
  QCOMPARE(model.approach, protocol::Approach::KnowledgeBase);
  QCOMPARE(model.inputs.size(), size_t{1});
  QCOMPARE(model.inputs[0].kind, std::string("text"));
}

void IndexJobTest::trainingData_givesTheClasses() {
  addDocuments();
  const protocol::Split split = server_->splitNotes();
  protocol::JobRequest what = request();
  for (const auto& part : split.parts) {
    what.trainingData = part.part == "train" ? part.datasetId : what.trainingData;
  }
  const Job job = server_->waitForJob(must(post(what)).id, hasEnded);
  const auto model = must(server_->api().get<protocol::Model>("/v1/models/" + job.resultModel->id));
  QCOMPARE(model.classes.size(), size_t{2});
  QCOMPARE(model.classes[0].name, std::string("infection"));
  protocol::EvaluationRequest asked;
  asked.modelId = model.id;
  asked.testData = split.parts[2].datasetId;
  QVERIFY(server_->api().post<protocol::Evaluation>("/v1/evaluations", asked).has_value());
  const auto spec = [&] {
    for (const auto& entry : std::filesystem::directory_iterator(server_->workspace() / "runs")) {
      auto one = must(protocol::parseRunSpec(must(base::readFile(entry.path() / "spec.json"))));
      if (one.kind == protocol::RunKind::Evaluate) {
        return one;
      }
    }
    return protocol::RunSpec{};
  }();
  QCOMPARE(spec.approach, protocol::Approach::KnowledgeBase);
  QVERIFY(spec.data.train.empty());
}

void IndexJobTest::requests_thatDoNotFitAreRefused() {
  QCOMPARE(post(request()).error().code, ErrorCode::InvalidInput);  // no document at all
  addDocuments();
  protocol::JobRequest what = request();
  what.documents = {"kd_none"};
  QCOMPARE(post(what).error().code, ErrorCode::NotFound);
  what.documents = {"kd_new"};
  QCOMPARE(post(what).error().code, ErrorCode::Conflict);
  what = request();
  what.baseModel = "telesoft-risk-v1";
  QCOMPARE(post(what).error().code, ErrorCode::InvalidInput);
  what = request();
  what.approach = protocol::Approach::Peft;
  what.documents = {"kd_a"};
  QCOMPARE(post(what).error().code, ErrorCode::InvalidInput);
}

TELESOFT_TEST(IndexJobTest)

}  // namespace

#include "index_job_test.moc"
