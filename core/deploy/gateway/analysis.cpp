#include "telesoft/deploy/gateway/analysis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace telesoft::deploy {

using base::ErrorCode;
using base::fail;
using protocol::Contribution;

namespace {

constexpr size_t kNamed = 3;  // on either side

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    out += i == 0 ? "" : i + 1 == names.size() ? " and " : ", ";
    out += names[i];
  }
  return out;
}

std::vector<std::string> strongest(const std::vector<Contribution>& all, bool positive) {
  std::vector<std::string> out;
  for (const Contribution& one : all) {
    const bool fits = positive ? one.weight > 0 : one.weight < 0;
    if (fits && out.size() < kNamed && std::find(out.begin(), out.end(), one.name) == out.end()) {
      out.push_back(one.name);
    }
  }
  return out;
}

std::string calibrationText(const protocol::WorkerHello& hello) {
  return fmt::format("temperature {:.2f}, fitted on {} validation rows", hello.temperature,
                     hello.calibrationRows);
}

}  // namespace

std::string explanationText(const std::vector<Contribution>& contributions,
                            const std::string& label) {
  const auto towards = strongest(contributions, true), against = strongest(contributions, false);
  std::string out;
  if (!towards.empty()) {
    out = fmt::format("{} {} most for {}", listed(towards),
                      towards.size() == 1 ? "speaks" : "speak", label);
  }
  if (!against.empty()) {
    const char* verb = against.size() == 1 ? "speaks" : "speak";
    out += out.empty() ? fmt::format("{} {} against {}", listed(against), verb, label)
                       : fmt::format("; {} {} against it", listed(against), verb);
  }
  return out;
}

base::Result<protocol::Analysis> analysisOf(const ServedModel& model,
                                            protocol::WorkerAnswer answer,
                                            const std::optional<protocol::WorkerHello>& hello) {
  const bool sound =
      answer.probabilities.size() == model.classes.size() && !model.classes.empty() &&
      std::all_of(answer.probabilities.begin(), answer.probabilities.end(),
                  [](double p) { return std::isfinite(p) && p >= 0 && p <= 1 + 1e-6; });
  if (!sound) {
    return fail(ErrorCode::Internal, "the model gave no probabilities of its classes",
                "roll this version back and look at its training");
  }
  protocol::Analysis out;
  out.model = {model.modelId, model.name, model.bytesSha256.substr(0, 12), model.baseModel};
  for (size_t i = 0; i < model.classes.size(); ++i) {
    out.findings.push_back({model.classes[i].name, answer.probabilities[i]});
  }
  std::stable_sort(out.findings.begin(), out.findings.end(),
                   [](const auto& a, const auto& b) { return a.confidence > b.confidence; });
  out.confidence = out.findings.front().confidence;
  out.calibrated = hello && hello->calibrationRows > 0;
  out.calibration = out.calibrated ? calibrationText(*hello) : "";
  out.explanation.method = std::move(answer.method);
  out.explanation.contributions = std::move(answer.contributions);
  out.explanation.text = explanationText(out.explanation.contributions, out.findings.front().label);
  return out;
}

}  // namespace telesoft::deploy
