// The knowledge base of a running server: documents imported in the background, retired, searched,
// and drugs checked against them.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/api/events/event_feed.h"
#include "telesoft/api/services/background_tasks.h"
#include "telesoft/base/log.h"
#include "telesoft/base/stop.h"
#include "telesoft/knowledge/import.h"
#include "telesoft/knowledge/vector_index.h"
#include "telesoft/protocol/job.h"
#include "telesoft/store/workspace.h"

namespace telesoft::api {

/// A document is there from the start in state "importing". Its passages are stored in parts and
/// are seen by nobody until it becomes "ready", together with its audit row and with the retirement
/// of the one that it replaces; a server killed before leaves none of them. Thread: any.
class KnowledgeService {
 public:
  KnowledgeService(store::Workspace& workspace,
                   EventFeed& feed,
                   BackgroundTasks& tasks,
                   base::Log& log)
      : workspace_(workspace), feed_(feed), tasks_(tasks), log_(log) {}

  /// A text as a vector, by a base model. Until one is given, search is by words alone.
  using Embed = std::function<base::Result<std::vector<float>>(const std::string& baseModel,
                                                               const std::string& text)>;
  /// Before the first request.
  void setEmbed(Embed embed) { embed_ = std::move(embed); }

  /// Errors: InvalidInput for a path, kind or date; NotFound for the file or the document that it
  /// replaces; Conflict where that one is not ready.
  [[nodiscard]] base::Result<protocol::KnowledgeDocument> add(
      const protocol::KnowledgeRequest& request, const std::string& actor);
  /// It is no longer shown; its passages stay for the models and answers that cite them. Conflict
  /// where it is not ready.
  [[nodiscard]] base::Result<protocol::KnowledgeDocument> retire(const std::string& id,
                                                                 const std::string& actor);
  [[nodiscard]] base::Result<std::vector<protocol::KnowledgeDocument>> list() const;
  [[nodiscard]] base::Result<protocol::KnowledgeDocument> find(const std::string& id) const;
  /// Conflict where it is not there as a whole.
  [[nodiscard]] base::Result<std::vector<protocol::Passage>> passages(const std::string& id) const;

  /// With the index of the model that is named, or of the newest knowledge-base model where none
  /// is. Where its base model cannot embed at this moment, by words, and the note says so.
  [[nodiscard]] base::Result<protocol::SearchAnswer> search(const protocol::SearchRequest& request);
  [[nodiscard]] base::Result<protocol::FormularyAnswer> check(
      const protocol::FormularyCheckRequest& request) const;

  /// At start-up: what an earlier server was importing is failed, to be imported again.
  [[nodiscard]] base::Status failInterrupted();

 private:
  using Document = protocol::KnowledgeDocument;
  struct Index {
    std::string modelId;
    std::shared_ptr<const knowledge::VectorIndex> vectors;  // shared with searches under way
  };
  void run(const Document& fresh, const std::string& path, const std::stop_token& token);
  [[nodiscard]] base::Status import(const Document& fresh,
                                    const std::string& path,
                                    const base::Stop& stop);
  [[nodiscard]] base::Status storeContent(const store::KnowledgeContent& content,
                                          const base::Stop& stop);
  [[nodiscard]] base::Status makeReady(Document document);
  [[nodiscard]] base::Result<Document> setFailed(const std::string& id, const base::Error& why);
  [[nodiscard]] base::Result<std::optional<protocol::Model>> modelFor(
      const std::string& modelId) const;
  [[nodiscard]] base::Result<std::shared_ptr<const knowledge::VectorIndex>> indexOf(
      const std::string& modelId);
  [[nodiscard]] std::string today() const;
  void publish(const Document& document);

  store::Workspace& workspace_;
  EventFeed& feed_;
  BackgroundTasks& tasks_;
  base::Log& log_;
  Embed embed_;
  std::mutex indexMutex_;
  Index index_;  // the one that was searched last
};

}  // namespace telesoft::api
