// What the command line prints: for people on a terminal, or one JSON document for programs.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/protocol/evaluation.h"

namespace telesoft::cli {

/// In JSON mode nothing but the final document reaches standard output. Thread: one.
class Output {
 public:
  explicit Output(bool asJson) : asJson_(asJson) {}
  [[nodiscard]] bool asJson() const { return asJson_; }
  void line(const std::string& text = "");
  void table(const std::vector<std::string>& head,
             const std::vector<std::vector<std::string>>& rows);
  /// One line that is overwritten on a terminal, and is printed now and then where there is none.
  void progress(double fraction, const std::string& stage);
  /// Ends the progress line.
  void progressDone();
  /// The document of JSON mode; printed once, at the end.
  void result(base::json document) { document_ = std::move(document); }
  void finish();
  /// To standard error for people, as {"error": ...} on standard output in JSON mode.
  void error(const base::Error& error);

 private:
  bool asJson_;
  bool inProgress_ = false;
  std::string lastStage_;
  int lastTenth_ = -1;
  base::json document_ = base::json::object();
};

/// The arms and their differences, with intervals.
void printEvaluation(Output& out, const protocol::Evaluation& evaluation);
/// ".912 (.897-.926)"; "not defined" for NaN.
[[nodiscard]] std::string estimateText(const protocol::Estimate& estimate);

}  // namespace telesoft::cli
