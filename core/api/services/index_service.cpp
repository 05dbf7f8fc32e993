#include "telesoft/api/services/index_service.h"

#include "telesoft/api/services/run_preparation.h"
#include "telesoft/base/hash.h"
#include "telesoft/data/input_fields.h"
#include "telesoft/data/prepare.h"
#include "telesoft/knowledge/passages.h"
#include "telesoft/knowledge/search.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using protocol::JobRequest;

namespace {

base::Result<std::vector<protocol::Passage>> passagesFor(Services& services, JobRequest& request) {
  const std::string today = base::toIso8601(services.workspace.clock().now()).substr(0, 10);
  TELESOFT_TRY(
      passages,
      services.workspace.database().read(
          [&](const store::Snapshot& snapshot) -> base::Result<std::vector<protocol::Passage>> {
            if (request.documents.empty()) {
              TELESOFT_TRY(all, knowledge::shownDocuments(snapshot, today, false));
              for (const protocol::KnowledgeDocument& document : all) {
                request.documents.push_back(document.id);
              }
            }
            return knowledge::passagesOf(snapshot, request.documents);
          }));
  if (passages.empty()) {
    return fail(ErrorCode::InvalidInput, "the knowledge base has no passage to index",
                "import documents, wait until they are ready, and ask again");
  }
  return passages;
}

std::string linesOf(const std::vector<protocol::Passage>& passages) {
  std::string out;
  for (const protocol::Passage& passage : passages) {
    const std::string text =
        passage.heading.empty() ? passage.text : passage.heading + "\n" + passage.text;
    out += base::json{{"id", passage.id}, {"text", text}}.dump(
               -1, ' ', false, base::json::error_handler_t::replace) +
           "\n";
  }
  return out;
}

/// What the training data, where there is any, says of classes and input.
base::Status describe(Services& services,
                      const JobRequest& request,
                      protocol::RunSpec& spec,
                      std::vector<protocol::InputField>& inputs) {
  if (request.trainingData.empty()) {
    protocol::InputField note;
    note.name = "note";
    note.kind = "text";
    inputs.push_back(std::move(note));
    return {};
  }
  TELESOFT_TRY(content, services.contents.content(base::DatasetId(request.trainingData)));
  const auto& columns = content.dataset.columns;
  if (data::manifestFor(columns, {}).task != protocol::Task::TextClassification) {
    return fail(ErrorCode::InvalidInput, "trainingData has no column that is a note",
                "give data with notes, or none");
  }
  spec.classes =
      describedClasses(data::classesOf(*content.table, columns), content.dataset.classDescriptions);
  TELESOFT_TRY(fields, data::inputFieldsOf(*content.table, columns));
  inputs = std::move(fields);
  return {};
}

}  // namespace

base::Result<protocol::Job> createIndexJob(Services& services,
                                           JobRequest request,
                                           const std::string& actor) {
  TELESOFT_TRY(model, services.baseModels.find(request.baseModel));
  if (model.task != protocol::Task::TextClassification) {
    return fail(ErrorCode::InvalidInput,
                "the base model " + model.id +
                    " reads tables of measurements, and an index is "
                    "made of texts",
                "choose a base model for texts");
  }
  TELESOFT_TRY(reference, services.baseModels.reference(request.baseModel));
  TELESOFT_TRY(passages, passagesFor(services, request));
  PreparedRun prepared;
  std::vector<protocol::InputField> inputs;
  TELESOFT_CHECK(describe(services, request, prepared.spec, inputs));
  prepared.spec.runId = "new";
  prepared.spec.kind = protocol::RunKind::Index;
  prepared.spec.task = model.task;
  prepared.spec.approach = request.approach;
  prepared.spec.baseModel = std::move(reference);
  prepared.spec.hyperparameters = request.hyperparameters;
  prepared.spec.data = {"data/manifest.json", "data/passages.jsonl", "", ""};
  prepared.writeData = [lines = linesOf(passages), rows = passages.size(),
                        inputs](const base::Path& folder) -> base::Status {
    const base::json manifest = {{"format", "telesoft.passages"},
                                 {"version", 1},
                                 {"rows", rows},
                                 {"sha256", base::sha256Hex(lines)}};
    TELESOFT_CHECK(base::writeFileWhole(folder / "passages.jsonl", lines));
    TELESOFT_CHECK(
        base::writeFileWhole(folder / "inputs.json", base::toJson(inputs).dump(2) + "\n"));
    return base::writeFileWhole(folder / "manifest.json", manifest.dump(2) + "\n");
  };
  jobs::Submission submission;
  submission.job.id = base::newIdText("job");
  submission.job.name = request.name.empty() ? "Knowledge base" : request.name;
  submission.job.request = std::move(request);
  submission.actor = actor;
  return submitRun(services, submission, prepared);
}

}  // namespace telesoft::api
