// kb: the knowledge base, from import to search and formulary check.
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/protocol/knowledge.h"
#include "telesoft/protocol/server.h"

#include "command.h"

namespace telesoft::cli {

namespace {

using protocol::KnowledgeDocument;

constexpr const char* kDocuments = "/v1/knowledge/documents";

std::string placeOf(const protocol::Citation& citation) {
  std::string out = citation.title;
  if (!citation.version.empty()) {
    out += ", " + citation.version;
  }
  if (!citation.heading.empty()) {
    out += ": " + citation.heading;
  }
  if (citation.page > 0) {
    out += fmt::format(", page {}", citation.page);
  }
  return out + (citation.expired ? " (expired)" : "");
}

base::Result<KnowledgeDocument> waitForDocument(Session& session,
                                                const client::Client& api,
                                                const std::string& id) {
  while (true) {
    TELESOFT_TRY(document, api.get<KnowledgeDocument>(std::string(kDocuments) + "/" + id));
    if (document.state == "failed") {
      const size_t newline = document.message.find('\n');
      return base::fail(base::ErrorCode::InvalidInput, document.message.substr(0, newline),
                        newline == std::string::npos ? "" : document.message.substr(newline + 1));
    }
    if (document.state != "importing") {
      session.out.progressDone();
      return document;
    }
    session.out.progress(0, "reading the document");
    if (interrupted()) {
      return base::fail(base::ErrorCode::Cancelled, "stopped watching; the import goes on",
                        "see how it ends: telesoft kb list");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

base::Status add(Session& session, protocol::KnowledgeRequest request) {
  request.path = std::filesystem::absolute(request.path).string();
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(started, api.post<KnowledgeDocument>(kDocuments, request));
  TELESOFT_TRY(document, waitForDocument(session, api, started.id));
  session.out.line(fmt::format("{}  {} ({}): {} passages", document.id, document.title,
                               document.format, base::withThousands(document.passages)));
  for (const std::string& warning : document.warnings) {
    session.out.line("  warning: " + warning);
  }
  session.out.result(base::toJson(document));
  return {};
}

base::Status list(Session& session) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(all, api.get<protocol::Items<KnowledgeDocument>>(kDocuments));
  std::vector<std::vector<std::string>> rows;
  for (const KnowledgeDocument& document : all.items) {
    rows.push_back({document.id, document.kind, document.state, document.title, document.version,
                    document.validUntil, base::withThousands(document.passages)});
  }
  session.out.table({"document", "kind", "state", "title", "version", "valid until", "passages"},
                    rows);
  session.out.result(base::toJson(all));
  return {};
}

base::Status search(Session& session, const protocol::SearchRequest& request) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(answer, api.post<protocol::SearchAnswer>("/v1/knowledge/search", request));
  for (const protocol::SearchHit& hit : answer.hits) {
    session.out.line(placeOf(hit.citation));
    session.out.line("  " + hit.citation.quote);
  }
  session.out.line(fmt::format("{} passages, by {}{}", answer.hits.size(), answer.mode,
                               answer.note.empty() ? "" : "; " + answer.note));
  session.out.result(base::toJson(answer));
  return {};
}

base::Status check(Session& session, const protocol::FormularyCheckRequest& request) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(answer,
               api.post<protocol::FormularyAnswer>("/v1/knowledge/formulary/check", request));
  session.out.line(fmt::format("{}{}: {}", answer.drug.empty() ? request.drug : answer.drug,
                               answer.code.empty() ? "" : " (" + answer.code + ")",
                               answer.statement));
  for (const std::string& restriction : answer.restrictions) {
    session.out.line("  restriction: " + restriction);
  }
  for (const protocol::FormularyAlternative& other : answer.alternatives) {
    session.out.line(fmt::format("  instead: {} {} ({})", other.name, other.code, other.why));
  }
  for (const protocol::DrugInteraction& pair : answer.interactions) {
    session.out.line(
        fmt::format("  interaction with {}: {}; {}", pair.with, pair.severity, pair.effect));
  }
  for (const protocol::Citation& citation : answer.citations) {
    session.out.line("  source: " + placeOf(citation));
  }
  session.out.result(base::toJson(answer));
  return {};
}

base::Status retire(Session& session, const std::string& id) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(document,
               api.post<KnowledgeDocument>(std::string(kDocuments) + "/" + id + "/retire"));
  session.out.line(document.id + " is retired");
  session.out.result(base::toJson(document));
  return {};
}

void addAdd(CLI::App& kb, Action& chosen) {
  const auto request = std::make_shared<protocol::KnowledgeRequest>();
  CLI::App* command = kb.add_subcommand("add", "import a document");
  command->add_option("file", request->path, "Markdown, HTML, PDF, CSV or plain text")->required();
  command->add_option("--title", request->title, "what it is called; else what it says itself");
  command->add_option("--kind", request->kind, "guideline, formulary, drug_names or interactions")
      ->capture_default_str();
  command->add_option("--owner", request->owner, "who answers for it");
  command->add_option("--doc-version", request->version, "its version");
  command->add_option("--valid-from", request->validFrom, "YYYY-MM-DD");
  command->add_option("--valid-until", request->validUntil, "YYYY-MM-DD");
  command->add_option("--replaces", request->replaces, "the document that it takes the place of");
  command->footer(
      "Example: telesoft kb add formulary.csv --kind formulary --owner Pharmacy --doc-version "
      "2026.1");
  command->callback([request, &chosen] {
    chosen = [request](Session& session) { return add(session, *request); };
  });
}

void addSearch(CLI::App& kb, Action& chosen) {
  const auto request = std::make_shared<protocol::SearchRequest>();
  CLI::App* command = kb.add_subcommand("search", "passages by words and meaning");
  command->add_option("query", request->query, "what to look for")->required();
  command->add_option("--limit", request->limit, "how many")->capture_default_str();
  command->add_option("--model", request->modelId, "a knowledge-base model; else the newest");
  command->add_flag("--expired", request->includeExpired, "expired and retired documents too");
  command->footer("Example: telesoft kb search \"vancomycin dose in renal impairment\"");
  command->callback([request, &chosen] {
    chosen = [request](Session& session) { return search(session, *request); };
  });
}

void addFormularyCheck(CLI::App& kb, Action& chosen) {
  const auto request = std::make_shared<protocol::FormularyCheckRequest>();
  CLI::App* command = kb.add_subcommand("check", "whether a drug may be given, and what else");
  command->add_option("drug", request->drug, "as it is written, or its ATC code")->required();
  command->add_option("--taking", request->taking, "what the patient takes; may be repeated");
  command->add_option("--for", request->indication, "the indication");
  command->footer("Example: telesoft kb check \"Simvastatin 40 mg\" --taking clarithromycin");
  command->callback([request, &chosen] {
    chosen = [request](Session& session) { return check(session, *request); };
  });
}

void addRetire(CLI::App& kb, Action& chosen) {
  const auto id = std::make_shared<std::string>();
  CLI::App* command = kb.add_subcommand("retire", "show a document no more");
  command->add_option("document", *id, "its id")->required();
  command->callback(
      [id, &chosen] { chosen = [id](Session& session) { return retire(session, *id); }; });
}

}  // namespace

void addKnowledge(CLI::App& app, Action& chosen) {
  CLI::App* kb = app.add_subcommand("kb", "the knowledge base: guidelines, formularies, checks");
  kb->require_subcommand(1);
  addAdd(*kb, chosen);
  CLI::App* all = kb->add_subcommand("list", "all documents");
  all->callback([&chosen] { chosen = list; });
  addSearch(*kb, chosen);
  addFormularyCheck(*kb, chosen);
  addRetire(*kb, chosen);
}

}  // namespace telesoft::cli
