// review: cases for experts to read, their decisions, and what they have shown.
#include <cmath>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/protocol/review.h"
#include "telesoft/protocol/server.h"

#include "command.h"

namespace telesoft::cli {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::DecisionKind;
using protocol::Review;
using protocol::ReviewCase;

const std::string kPath = "/v1/reviews/";

void printReview(Output& out, const Review& review) {
  out.line(fmt::format("{}  {}: {}, {} of {} settled, {} wait, {} in conflict", review.id,
                       review.name, review.state, base::withThousands(review.decided),
                       base::withThousands(review.cases), base::withThousands(review.waiting),
                       base::withThousands(review.conflicts)));
}

std::string findingText(const protocol::Finding& finding) {
  return finding.label + " " + base::proportion(finding.confidence, 2);
}

std::string rangeText(const protocol::ReviewField& field) {
  return std::isnan(field.minimum) || std::isnan(field.maximum)
             ? ""
             : fmt::format("trained on {:g} to {:g}", field.minimum, field.maximum);
}

std::string contributionText(double contribution) {
  return std::isnan(contribution) ? "" : fmt::format("{:+.2f}", contribution);
}

void printDecision(Output& out, const protocol::Decision& decision) {
  const std::string answer =
      decision.label.empty() ? std::string(base::nameOf(decision.kind)) : decision.label;
  out.line(fmt::format("  {}, {} reading: {}{}", decision.by, decision.reading, answer,
                       decision.comment.empty() ? "" : " (" + decision.comment + ")"));
}

void printCase(Output& out, const ReviewCase& one) {
  out.line(fmt::format("{}  case {}, number {}{}", one.id, one.pseudonym, one.number,
                       one.reason.empty() ? "" : ", " + one.reason));
  if (!one.text.empty()) {
    out.line("  " + one.text);
  }
  std::vector<std::vector<std::string>> rows;
  for (const protocol::ReviewField& field : one.fields) {
    rows.push_back({field.name, field.value.empty() ? "missing" : field.value, field.unit,
                    rangeText(field), contributionText(field.contribution)});
  }
  if (!rows.empty()) {
    out.table({"field", "value", "unit", "", "speaks for it"}, rows);
  }
  std::vector<std::string> findings, words;
  for (const protocol::Finding& finding : one.findings) {
    findings.push_back(findingText(finding));
  }
  for (size_t i = 0; i < one.evidence.size() && i < 5; ++i) {
    words.push_back(one.evidence[i].name + " " + contributionText(one.evidence[i].weight));
  }
  if (!findings.empty()) {
    out.line("  model: " + base::join(findings, ", "));
  }
  if (!words.empty()) {
    out.line("  because of: " + base::join(words, ", "));
  }
  if (!one.comment.empty()) {
    out.line("  comment: " + one.comment);
  }
  for (const protocol::Decision& decision : one.decisions) {
    printDecision(out, decision);
  }
}

base::Result<Review> waitUntilOpen(Session& session, const client::Client& api, Review review) {
  while (review.state == "preparing") {
    session.out.progress(review.progress, "asking the model");
    if (interrupted()) {
      session.out.progressDone();
      return fail(ErrorCode::Cancelled, "the review goes on being prepared",
                  "telesoft review list shows it");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    TELESOFT_TRY(now, api.get<Review>(kPath + review.id));
    review = std::move(now);
  }
  session.out.progressDone();
  return review.state == "failed"
             ? base::Result<Review>(fail(ErrorCode::Unavailable, review.message))
             : review;
}

base::Status create(Session& session, const protocol::ReviewRequest& request) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(started, (api.post<Review>("/v1/reviews", request)));
  TELESOFT_TRY(review, waitUntilOpen(session, api, std::move(started)));
  printReview(session.out, review);
  session.out.line("Next: telesoft review next " + review.id);
  session.out.result(base::toJson(review));
  return {};
}

base::Status list(Session& session) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(all, api.get<protocol::Items<Review>>("/v1/reviews"));
  for (const Review& review : all.items) {
    printReview(session.out, review);
  }
  if (all.items.empty()) {
    session.out.line("no review yet: telesoft review create MODEL DATASET");
  }
  session.out.result(base::toJson(all));
  return {};
}

struct NextOptions {
  std::string review, reading = "first";
  std::int64_t count = 1;
};

base::Status next(Session& session, const NextOptions& options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(cases, api.get<protocol::NextCases>(fmt::format("{}{}/next?reading={}&count={}",
                                                               kPath, options.review,
                                                               options.reading, options.count)));
  for (const ReviewCase& one : cases.items) {
    printCase(session.out, one);
  }
  session.out.line(fmt::format("{} wait for you; you have decided {}, {} of them today",
                               base::withThousands(cases.remaining),
                               base::withThousands(cases.decided),
                               base::withThousands(cases.decidedToday)));
  session.out.result(base::toJson(cases));
  return {};
}

struct DecideOptions {
  std::string review;
  protocol::DecisionRequest request;
  bool confirm = false, unsure = false, skip = false;
};

base::Status decide(Session& session, DecideOptions options) {
  const int chosen = (options.confirm ? 1 : 0) + (options.unsure ? 1 : 0) + (options.skip ? 1 : 0) +
                     (options.request.label.empty() ? 0 : 1);
  if (chosen != 1) {
    return fail(ErrorCode::InvalidInput,
                "a decision is one of --confirm, --label, --unsure, --skip", "give one of them");
  }
  options.request.kind = options.confirm  ? DecisionKind::Confirm
                         : options.unsure ? DecisionKind::Unsure
                         : options.skip   ? DecisionKind::Skip
                                          : DecisionKind::Correct;
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(decision, (api.post<protocol::Decision>(kPath + options.review + "/decisions",
                                                       options.request)));
  printDecision(session.out, decision);
  session.out.line("Take it back: telesoft review undo " + options.review);
  session.out.result(base::toJson(decision));
  return {};
}

base::Status undo(Session& session, const std::string& review) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(undone, api.post<protocol::UndoAnswer>(kPath + review + "/undo"));
  session.out.line("taken back:");
  printDecision(session.out, undone.undone);
  printCase(session.out, undone.shown);
  session.out.result(base::toJson(undone));
  return {};
}

base::Status summary(Session& session, const std::string& review) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(found, api.get<protocol::ReviewSummary>(kPath + review + "/summary"));
  printReview(session.out, found.review);
  session.out.line("  " + found.statement);
  session.out.table(
      {"", "95 % interval", "n"},
      {{"model right on the audit share", estimateText(found.modelAccuracy),
        base::withThousands(found.modelAccuracy.n)},
       {"two readers agree", estimateText(found.agreement.observed),
        base::withThousands(found.agreement.n)},
       {"kappa", estimateText(found.agreement.kappa), base::withThousands(found.agreement.n)}});
  session.out.line(fmt::format("  {} confirmed, {} corrected, {} unsure, {} skipped, {} taken back",
                               found.confirmed, found.corrected, found.unsure, found.skipped,
                               found.undone));
  session.out.result(base::toJson(found));
  return {};
}

base::Status close(Session& session, const std::string& review) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(closed, api.post<Review>(kPath + review + "/close"));
  printReview(session.out, closed);
  session.out.result(base::toJson(closed));
  return {};
}

void addCreate(CLI::App& review, Action& chosen) {
  const auto request = std::make_shared<protocol::ReviewRequest>();
  CLI::App* command = review.add_subcommand("create", "the cases that a model is least sure of");
  command->add_option("model", request->modelId, "a tuned or a base model")->required();
  command->add_option("dataset", request->datasetId, "whose rows; never a test part")->required();
  command->add_option("--name", request->name, "what to call it");
  command->add_option("--cases", request->cases, "how many")->capture_default_str();
  command->add_option("--audit-share", request->auditShare, "of them drawn by chance")
      ->capture_default_str();
  command->add_option("--second-reader-share", request->secondReaderShare, "of them read by two")
      ->capture_default_str();
  command->add_flag("--blind", request->blind, "readers do not see what the model says");
  command->add_option("--seed", request->seed, "another seed draws others")->capture_default_str();
  command->footer("Example: telesoft review create md_... ds_... --cases 60 --audit-share 0.1");
  command->callback([request, &chosen] {
    chosen = [request](Session& session) { return create(session, *request); };
  });
}

CLI::Option* addReading(CLI::App& command, std::string& reading) {
  return command.add_option("--reading", reading, "first, second or adjudication")
      ->check(CLI::IsMember({"first", "second", "adjudication"}));
}

void addNext(CLI::App& review, Action& chosen) {
  const auto options = std::make_shared<NextOptions>();
  CLI::App* command = review.add_subcommand("next", "the next cases, held for ten minutes");
  command->add_option("review", options->review, "its id")->required();
  addReading(*command, options->reading)->capture_default_str();
  command->add_option("--count", options->count, "how many")
      ->check(CLI::Range(1, 10))
      ->capture_default_str();
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return next(session, *options); };
  });
}

void addDecide(CLI::App& review, Action& chosen) {
  const auto options = std::make_shared<DecideOptions>();
  CLI::App* command = review.add_subcommand("decide", "say what is right of a case");
  command->add_option("review", options->review, "its id")->required();
  command->add_option("case", options->request.caseId, "the case's id")->required();
  command->add_flag("--confirm", options->confirm, "the model is right");
  command->add_option("--label", options->request.label, "the class that is right");
  command->add_flag("--unsure", options->unsure, "it cannot be said");
  command->add_flag("--skip", options->skip, "leave it to others");
  command->add_option("--comment", options->request.comment, "kept sealed");
  addReading(*command, options->request.reading);
  command->footer("Example: telesoft review decide rv_... cs_... --label infection");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return decide(session, *options); };
  });
}

using OnReview = base::Status (*)(Session&, const std::string&);
void addOf(CLI::App& review,
           Action& chosen,
           const std::pair<std::string, std::string>& nameAndMeaning,
           OnReview what) {
  const auto id = std::make_shared<std::string>();
  CLI::App* command = review.add_subcommand(nameAndMeaning.first, nameAndMeaning.second);
  command->add_option("review", *id, "its id")->required();
  command->callback([id, what, &chosen] {
    chosen = [id, what](Session& session) { return what(session, *id); };
  });
}

}  // namespace

void addReview(CLI::App& app, Action& chosen) {
  CLI::App* review = app.add_subcommand("review", "experts read what a model is unsure of");
  review->require_subcommand(1);
  addCreate(*review, chosen);
  CLI::App* all = review->add_subcommand("list", "all reviews");
  all->callback([&chosen] { chosen = list; });
  addNext(*review, chosen);
  addDecide(*review, chosen);
  addOf(*review, chosen, {"undo", "take one's last decision back"}, undo);
  addOf(*review, chosen, {"summary", "what it has shown and changed"}, summary);
  addOf(*review, chosen, {"close", "take no more decisions"}, close);
}

}  // namespace telesoft::cli
