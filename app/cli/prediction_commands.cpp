// analyze, receipt: a prediction for one patient, and the proof of it afterwards.
#include <memory>

#include <fmt/format.h>

#include "telesoft/base/os/files.h"
#include "telesoft/protocol/prediction.h"

#include "command.h"

namespace telesoft::cli {

namespace {

using protocol::Analysis;
using protocol::Receipt;

struct AnalyzeOptions {
  protocol::AnalyzeRequest request;
  std::string file;
  bool noExplain = false;
};

void print(Output& out, const Analysis& analysis) {
  for (const protocol::Finding& finding : analysis.findings) {
    out.line(fmt::format("{:<28} {:5.1f} %", finding.label, finding.confidence * 100));
  }
  const std::string name = analysis.model.id.empty() ? analysis.model.baseModel : analysis.model.id;
  out.line(fmt::format("{}, version {}, {} arm, {:.1f} ms", name, analysis.model.version,
                       analysis.arm, analysis.latencyMs));
  out.line(analysis.calibrated ? "calibrated: " + analysis.calibration : "not calibrated");
  if (!analysis.explanation.text.empty()) {
    out.line(analysis.explanation.text + " (" + analysis.explanation.method + ")");
  }
  for (const protocol::Citation& citation : analysis.citations) {
    out.line(fmt::format("see {} ({}): {}", citation.title, citation.heading, citation.quote));
  }
  for (const std::string& warning : analysis.warnings) {
    out.line("note: " + warning);
  }
  for (const std::string& field : analysis.ignoredFields) {
    out.line("not read: " + field);
  }
  out.line("receipt: " + analysis.receipt);
}

base::Status analyze(Session& session, AnalyzeOptions options) {
  TELESOFT_TRY(text, base::readFile(options.file, 16U << 20U));
  auto data = base::parseJson(text);
  if (!data) {
    return base::fail(base::ErrorCode::InvalidInput, "the file: " + data.error().message,
                      R"(give a JSON object of fields, such as {"age": 61})");
  }
  options.request.patientData = *std::move(data);
  options.request.explain = !options.noExplain;
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(analysis, (api.post<Analysis>("/v1/diagnostics/analyze", options.request)));
  print(session.out, analysis);
  session.out.result(base::toJson(analysis));
  return {};
}

base::Status showReceipt(Session& session, const std::string& id) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(receipt, api.get<Receipt>("/v1/diagnostics/" + id));
  const std::string name = receipt.modelId.empty() ? receipt.baseModel : receipt.modelId;
  session.out.line(fmt::format("{}  {}  {}", receipt.receipt, receipt.time, receipt.status));
  session.out.line(fmt::format("  model {} ({}), {} arm{}", name, receipt.modelSha256.substr(0, 12),
                               receipt.arm,
                               receipt.environment.empty() ? "" : " in " + receipt.environment));
  session.out.line(receipt.status == "answered"
                       ? fmt::format("  {}, {:.1f} %", receipt.label, receipt.confidence * 100)
                       : "  " + receipt.errorCode);
  session.out.line(receipt.valid ? "  the record is as it was signed"
                                 : "  THE RECORD WAS ALTERED after it was signed");
  session.out.result(base::toJson(receipt));
  return receipt.valid ? base::Status()
                       : base::Status(base::fail(base::ErrorCode::Corrupt,
                                                 "the receipt's signature does not fit"));
}

}  // namespace

void addAnalyze(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<AnalyzeOptions>();
  CLI::App* command = app.add_subcommand("analyze", "ask a deployed model about one patient");
  command->add_option("file", options->file, "a JSON object with the patient's data")->required();
  command->add_option("--model", options->request.modelId,
                      "a model, or a base model for its service; the only service when absent");
  command->add_option("--subject", options->request.subject,
                      "whose data: the same subject stays with the same version");
  command->add_option("--environment", options->request.environment)
      ->check(CLI::IsMember({"production", "staging"}));
  command->add_flag("--no-explain", options->noExplain, "without the reasons, which take time");
  command->footer("Example: telesoft analyze patient.json --model md_...");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return analyze(session, *options); };
  });
}

void addReceipt(CLI::App& app, Action& chosen) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "receipt", "which model gave an answer, and whether the record is genuine");
  command->add_option("receipt", *id, "as the answer named it")->required();
  command->footer("Example: telesoft receipt rc_...");
  command->callback(
      [id, &chosen] { chosen = [id](Session& session) { return showReceipt(session, *id); }; });
}

}  // namespace telesoft::cli
