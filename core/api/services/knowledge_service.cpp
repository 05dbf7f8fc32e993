#include "telesoft/api/services/knowledge_service.h"

#include <algorithm>
#include <chrono>

#include "telesoft/base/text.h"
#include "telesoft/data/dates.h"
#include "telesoft/knowledge/formulary/check.h"
#include "telesoft/knowledge/passages.h"
#include "telesoft/knowledge/search.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using protocol::KnowledgeDocument;
using store::KnowledgeTable;

namespace {

constexpr size_t kPart = 2000;  // rows of a transaction: it holds up the other writers that long
constexpr size_t kMaxText = 300;
constexpr const char* kServerActor = "workspace server";

Status checkFile(const std::string& text) {
  const base::Path path(text);
  if (!path.is_absolute()) {
    return fail(ErrorCode::InvalidInput, "\"path\" is not an absolute path",
                "give the file's whole path, as this machine sees it");
  }
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return fail(ErrorCode::NotFound, "there is no file at \"path\"",
                "give the file's whole path, as this machine sees it");
  }
  if (error || !std::filesystem::is_regular_file(status)) {
    return fail(ErrorCode::InvalidInput, "what lies at \"path\" is not a file that can be read",
                "give a Markdown, HTML, PDF, CSV or text file");
  }
  return {};
}

Status checkDate(const std::string& name, const std::string& text) {
  const bool iso = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (text.empty() || (iso && data::parseDate(text))) {
    return {};
  }
  return fail(ErrorCode::InvalidInput, "\"" + name + "\" is not a date",
              "write it as year-month-day, such as 2026-12-31");
}

Status checkRequest(const protocol::KnowledgeRequest& request) {
  TELESOFT_CHECK(knowledge::checkKind(request.kind));
  for (const std::string* text : {&request.title, &request.owner, &request.version}) {
    if (text->size() > kMaxText || !base::isUtf8(*text)) {
      return fail(ErrorCode::InvalidInput, "title, owner and version have at most 300 bytes each",
                  "shorten it");
    }
  }
  TELESOFT_CHECK(checkDate("validFrom", request.validFrom));
  TELESOFT_CHECK(checkDate("validUntil", request.validUntil));
  if (!request.validFrom.empty() && !request.validUntil.empty() &&
      request.validUntil < request.validFrom) {
    return fail(ErrorCode::InvalidInput, "\"validUntil\" is before \"validFrom\"",
                "exchange the two dates");
  }
  return checkFile(request.path);
}

Status checkReady(const KnowledgeDocument& document) {
  if (document.state != "ready") {
    return fail(ErrorCode::Conflict, "the document is " + document.state,
                "only a document that is ready can be retired or replaced");
  }
  return {};
}

KnowledgeDocument documentOf(const protocol::KnowledgeRequest& request, const std::string& actor) {
  KnowledgeDocument out;
  out.id = base::newIdText("kd");
  out.title = request.title;
  out.kind = request.kind;
  out.owner = request.owner;
  out.version = request.version;
  out.validFrom = request.validFrom;
  out.validUntil = request.validUntil;
  out.replaces = request.replaces;
  out.state = "importing";
  out.createdBy = actor;
  return out;
}

template <class T>
std::vector<T> partOf(const std::vector<T>& all, size_t at) {
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(std::min(at, all.size()));
  return {begin, begin + static_cast<std::ptrdiff_t>(
                             std::min(kPart, static_cast<size_t>(all.end() - begin)))};
}

/// The error that a person sees: without what our own code or a library calls it.
Result<knowledge::Imported> guarded(const std::string& path,
                                    const KnowledgeDocument& document,
                                    const base::Stop& stop) {
  try {
    return knowledge::importDocument(path, document.kind, document.id, stop);
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfResources, "there is not enough memory for this document",
                "close other programs, or split the document");
  } catch (const std::exception&) {  // its words may hold what the file says
    return fail(ErrorCode::Internal, "the program failed on this document",
                "report it with the server's log");
  }
}

}  // namespace

std::string KnowledgeService::today() const {
  return base::toIso8601(workspace_.clock().now()).substr(0, 10);
}

void KnowledgeService::publish(const Document& document) {
  feed_.publish("knowledge", document.id, base::toJson(document));
}

Result<KnowledgeDocument> KnowledgeService::add(const protocol::KnowledgeRequest& request,
                                                const std::string& actor) {
  TELESOFT_CHECK(checkRequest(request));
  Document fresh = documentOf(request, actor);
  const base::Path path(request.path);
  if (fresh.title.empty()) {
    fresh.title = path.stem().string();
  }
  TELESOFT_TRY(stored, workspace_.database().write([&](store::Transaction& transaction)
                                                       -> Result<KnowledgeDocument> {
    if (!fresh.replaces.empty()) {
      TELESOFT_TRY(old, KnowledgeTable::find(transaction, fresh.replaces));
      TELESOFT_CHECK(checkReady(old));
    }
    fresh.createdAt = transaction.now();
    TELESOFT_CHECK(KnowledgeTable::insert(transaction, fresh));
    TELESOFT_CHECK(transaction.audit({actor,
                                      "knowledge.import",
                                      fresh.id,
                                      {{"kind", fresh.kind}, {"replaces", fresh.replaces}}}));
    return fresh;
  }));
  publish(stored);
  const bool ownTitle = request.title.empty();
  tasks_.start(stored.id, [this, stored, file = request.path, ownTitle](std::stop_token token) {
    Document document = stored;
    if (ownTitle) {
      document.title.clear();  // the document's own, where it has one
    }
    run(document, file, token);
  });
  return stored;
}

void KnowledgeService::run(const Document& fresh,
                           const std::string& path,
                           const std::stop_token& token) {
  const Status done = import(fresh, path, base::Stop(token));
  if (done) {
    return;
  }
  const bool stopped = done.error().code == ErrorCode::Cancelled;
  const auto failed = setFailed(
      fresh.id,
      stopped ? fail(ErrorCode::Cancelled, "interrupted by the server's stop", "import it again")
              : done.error());
  if (!failed) {
    log_.error("document " + fresh.id + ": " + failed.error().text());
  }
}

Status KnowledgeService::import(const Document& fresh,
                                const std::string& path,
                                const base::Stop& stop) {
  TELESOFT_TRY(imported, guarded(path, fresh, stop));
  Document ready = fresh;
  if (ready.title.empty()) {
    ready.title = imported.title.empty() || imported.title.size() > kMaxText
                      ? base::Path(path).stem().string()
                      : imported.title;
  }
  ready.format = imported.format;
  ready.bytes = imported.bytes;
  ready.sha256 = imported.sha256;
  ready.passages = static_cast<std::int64_t>(imported.content.passages.size());
  ready.warnings = std::move(imported.warnings);
  TELESOFT_CHECK(storeContent(imported.content, stop));
  return makeReady(std::move(ready));
}

Status KnowledgeService::storeContent(const store::KnowledgeContent& content,
                                      const base::Stop& stop) {
  const size_t rows =
      std::max({content.passages.size(), content.items.size(), content.interactions.size()});
  for (size_t at = 0; at < rows; at += kPart) {
    TELESOFT_CHECK(stop.check("the import"));
    const store::KnowledgeContent part{partOf(content.passages, at), partOf(content.items, at),
                                       partOf(content.interactions, at)};
    TELESOFT_CHECK(workspace_.database().write([&](store::Transaction& transaction) {
      return KnowledgeTable::addContent(transaction, part);
    }));
  }
  return {};
}

Status KnowledgeService::makeReady(Document document) {
  std::optional<Document> replaced;
  document.state = "ready";
  const Status stored = workspace_.database().write([&](store::Transaction& transaction) -> Status {
    TELESOFT_TRY(all, KnowledgeTable::list(transaction));
    for (Document& other : all) {
      if (other.state == "ready" && other.sha256 == document.sha256 &&
          other.id != document.replaces) {
        document.warnings.push_back("The same file is in the knowledge base already: " + other.id +
                                    ".");
      }
    }
    TELESOFT_CHECK(KnowledgeTable::update(transaction, document));
    TELESOFT_CHECK(transaction.audit({kServerActor,
                                      "knowledge.ready",
                                      document.id,
                                      {{"format", document.format},
                                       {"passages", document.passages},
                                       {"sha256", document.sha256}}}));
    if (document.replaces.empty()) {
      return {};
    }
    TELESOFT_TRY(old, KnowledgeTable::find(transaction, document.replaces));
    old.state = "retired";
    old.replacedBy = document.id;
    TELESOFT_CHECK(KnowledgeTable::update(transaction, old));
    replaced = old;
    return transaction.audit(
        {document.createdBy, "knowledge.retire", old.id, {{"replacedBy", document.id}}});
  });
  TELESOFT_CHECK(stored);
  if (replaced) {
    publish(*replaced);
  }
  publish(document);
  return {};
}

Result<KnowledgeDocument> KnowledgeService::setFailed(const std::string& id,
                                                      const base::Error& why) {
  TELESOFT_TRY(failed, workspace_.database().write([&](store::Transaction& transaction)
                                                       -> Result<KnowledgeDocument> {
    TELESOFT_TRY(document, KnowledgeTable::find(transaction, id));
    TELESOFT_CHECK(KnowledgeTable::removeContent(transaction, id));
    document.state = "failed";
    document.message = why.text() + (why.hint.empty() ? "" : "\n" + why.hint);
    TELESOFT_CHECK(KnowledgeTable::update(transaction, document));
    TELESOFT_CHECK(transaction.audit({kServerActor,
                                      "knowledge.fail",
                                      id,
                                      {{"code", std::string(base::errorInfo(why.code).name)}}}));
    return document;
  }));
  publish(failed);
  return failed;
}

Status KnowledgeService::failInterrupted() {
  TELESOFT_TRY(documents, list());
  for (const Document& document : documents) {
    if (document.state == "importing") {
      TELESOFT_CHECK(setFailed(
          document.id,
          fail(ErrorCode::Unavailable, "interrupted when the server ended; nothing of it is kept",
               "import it again")));
      log_.warning("document " + document.id + " was interrupted");
    }
  }
  return {};
}

Result<KnowledgeDocument> KnowledgeService::retire(const std::string& id,
                                                   const std::string& actor) {
  TELESOFT_TRY(retired, workspace_.database().write(
                            [&](store::Transaction& transaction) -> Result<KnowledgeDocument> {
                              TELESOFT_TRY(document, KnowledgeTable::find(transaction, id));
                              TELESOFT_CHECK(checkReady(document));
                              document.state = "retired";
                              TELESOFT_CHECK(KnowledgeTable::update(transaction, document));
                              TELESOFT_CHECK(transaction.audit({actor, "knowledge.retire", id}));
                              return document;
                            }));
  publish(retired);
  return retired;
}

Result<std::vector<KnowledgeDocument>> KnowledgeService::list() const {
  return workspace_.database().read(
      [](const store::Snapshot& snapshot) { return KnowledgeTable::list(snapshot); });
}

Result<KnowledgeDocument> KnowledgeService::find(const std::string& id) const {
  return workspace_.database().read(
      [&](const store::Snapshot& snapshot) { return KnowledgeTable::find(snapshot, id); });
}

Result<std::vector<protocol::Passage>> KnowledgeService::passages(const std::string& id) const {
  return workspace_.database().read(
      [&](const store::Snapshot& snapshot) { return knowledge::passagesOf(snapshot, {id}); });
}

Result<std::optional<protocol::Model>> KnowledgeService::modelFor(
    const std::string& modelId) const {
  TELESOFT_TRY(models, workspace_.database().read([](const store::Snapshot& snapshot) {
    return store::ModelTable::list(snapshot);
  }));
  for (protocol::Model& model : models) {
    if (modelId.empty() ? model.approach == protocol::Approach::KnowledgeBase
                        : model.id == modelId) {
      if (model.approach != protocol::Approach::KnowledgeBase) {
        return fail(ErrorCode::InvalidInput, "\"modelId\" is not a knowledge-base model",
                    "leave it out, or name a model of the approach knowledge_base");
      }
      return std::optional(std::move(model));
    }
  }
  if (!modelId.empty()) {
    return fail(ErrorCode::NotFound, "there is no such model in the workspace");
  }
  return std::optional<protocol::Model>();
}

Result<std::shared_ptr<const knowledge::VectorIndex>> KnowledgeService::indexOf(
    const std::string& modelId) {
  const std::lock_guard lock(indexMutex_);
  if (index_.modelId != modelId) {
    TELESOFT_TRY(opened, knowledge::VectorIndex::open(workspace_.modelsFolder() / modelId));
    index_ = {modelId, std::make_shared<const knowledge::VectorIndex>(std::move(opened))};
  }
  return index_.vectors;
}

Result<protocol::SearchAnswer> KnowledgeService::search(const protocol::SearchRequest& request) {
  const auto begin = std::chrono::steady_clock::now();
  TELESOFT_TRY(model, modelFor(request.modelId));
  std::shared_ptr<const knowledge::VectorIndex> index;
  std::optional<knowledge::Meaning> meaning;
  std::string note;
  if (model && embed_) {
    TELESOFT_TRY(opened, indexOf(model->id));
    index = std::move(opened);
    if (auto vector = embed_(model->baseModel, request.query); vector) {
      meaning.emplace(knowledge::Meaning{*index, *std::move(vector)});
    } else {
      note = "Found by words only: the base model does not answer at this moment.";
    }
  }
  TELESOFT_TRY(answer, workspace_.database().read([&](const store::Snapshot& snapshot) {
    return knowledge::search(snapshot, request, meaning, today());
  }));
  answer.note = answer.note.empty() ? note : answer.note;
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return answer;
}

Result<protocol::FormularyAnswer> KnowledgeService::check(
    const protocol::FormularyCheckRequest& request) const {
  return workspace_.database().read([&](const store::Snapshot& snapshot) {
    return knowledge::checkFormulary(snapshot, request, today());
  });
}

}  // namespace telesoft::api
