// A knowledge base of guidelines and a formulary beside the base model.
#include <thread>

#include <fmt/format.h>

#include "telesoft/protocol/knowledge.h"

#include "demo/full_demo.h"

namespace telesoft::cli {

namespace {

struct Source {
  const char* file;
  const char* title;
  const char* kind;
  const char* owner;
};

constexpr Source kSources[] = {
    {"pneumonia.md", "Community-acquired pneumonia", "guideline", "Infectious diseases"},
    {"atrial_fibrillation.html", "Atrial fibrillation", "guideline", "Cardiology"},
    {"kidney_doses.md", "Doses in reduced kidney function", "guideline", "Nephrology"},
    {"formulary.csv", "Formulary", "formulary", "Pharmacy"},
    {"interactions.csv", "Interactions", "interactions", "Pharmacy"},
};

base::Result<protocol::KnowledgeDocument> addDocument(DemoRun& run,
                                                      const std::filesystem::path& folder,
                                                      const Source& source) {
  protocol::KnowledgeRequest request;
  request.path = (folder / source.file).string();
  request.title = source.title;
  request.kind = source.kind;
  request.owner = source.owner;
  request.version = "1";
  TELESOFT_TRY(added,
               (run.api().post<protocol::KnowledgeDocument>("/v1/knowledge/documents", request)));
  while (added.state == "importing") {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    TELESOFT_TRY(now,
                 run.api().get<protocol::KnowledgeDocument>("/v1/knowledge/documents/" + added.id));
    added = std::move(now);
  }
  if (added.state != "ready") {
    return base::fail(base::ErrorCode::Internal, "a document was not imported: " + added.message);
  }
  return added;
}

base::Status search(DemoRun& run,
                    const std::string& query,
                    const std::string& model,
                    DemoPart& part) {
  protocol::SearchRequest request;
  request.query = query;
  request.modelId = model;
  request.limit = 2;
  TELESOFT_TRY(answer, (run.api().post<protocol::SearchAnswer>("/v1/knowledge/search", request)));
  run.say(fmt::format("search \"{}\" by {}", query, answer.mode));
  base::json hits = base::json::array();
  for (const protocol::SearchHit& hit : answer.hits) {
    run.say(fmt::format("  {} > {} ({}, version {})", hit.citation.title, hit.citation.heading,
                        hit.citation.owner, hit.citation.version));
    hits.push_back(base::toJson(hit.citation));
  }
  part.json["searches"].push_back({{"query", query}, {"mode", answer.mode}, {"hits", hits}});
  return {};
}

base::Status check(DemoRun& run,
                   const std::string& drug,
                   const std::vector<std::string>& taking,
                   DemoPart& part) {
  protocol::FormularyCheckRequest request;
  request.drug = drug;
  request.taking = taking;
  TELESOFT_TRY(answer, (run.api().post<protocol::FormularyAnswer>("/v1/knowledge/formulary/check",
                                                                  request)));
  run.say(
      fmt::format("formulary: {}: {}", answer.drug.empty() ? drug : answer.drug, answer.statement));
  for (const protocol::DrugInteraction& found : answer.interactions) {
    run.say(fmt::format("  with {} ({}): {}", found.with, found.severity, found.effect));
  }
  part.json["checks"].push_back(
      {{"drug", drug}, {"status", answer.status}, {"interactions", answer.interactions.size()}});
  return {};
}

}  // namespace

base::Result<DemoPart> runKnowledgeDemo(DemoRun& run, const std::filesystem::path& resources) {
  DemoPart part;
  std::int64_t passages = 0;
  for (const Source& source : kSources) {
    TELESOFT_TRY(document, addDocument(run, resources / "demo/knowledge", source));
    passages += document.passages;
  }
  run.say(fmt::format("{} documents, {} passages", std::size(kSources), passages));
  protocol::JobRequest request;
  request.name = "Knowledge base";
  request.baseModel = "telesoft-diagnostic-v2";
  request.approach = protocol::Approach::KnowledgeBase;
  TELESOFT_TRY(job, run.train(request));
  const std::string model = job.resultModel->id;
  TELESOFT_TRY(registered, run.api().get<protocol::Model>("/v1/models/" + model));
  run.say("indexed; its version is base and index in one hash: " + registered.sha256.substr(0, 12));
  part.json = {{"model", model},
               {"documents", std::size(kSources)},
               {"passages", passages},
               {"searches", base::json::array()},
               {"checks", base::json::array()}};
  TELESOFT_CHECK(search(run, "how much apixaban at a creatinine clearance of 20", model, part));
  TELESOFT_CHECK(search(run, "pausing thinners ahead of surgery", model, part));
  TELESOFT_CHECK(check(run, "Clarithromycin 500 mg tablets", {"simvastatin", "apixaban"}, part));
  TELESOFT_CHECK(check(run, "meropenem", {}, part));
  TELESOFT_CHECK(check(run, "ceftazidime", {}, part));
  part.summary.push_back(
      fmt::format("{} documents in {} passages, searched by words and meaning, "
                  "each answer with its source",
                  std::size(kSources), passages));
  return part;
}

}  // namespace telesoft::cli
