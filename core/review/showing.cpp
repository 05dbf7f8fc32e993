#include "telesoft/review/showing.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/hash.h"

namespace telesoft::review {

using protocol::Contribution;
using protocol::Finding;

namespace {

constexpr size_t kKeptContributions = 40;

void showOpinion(protocol::ReviewCase& out, const store::CaseRecord& record) {
  out.uncertainty = record.uncertainty;
  out.findings = record.findings;
  const auto size = static_cast<std::int64_t>(out.text.size());
  for (const Contribution& one : record.contributions) {
    if (one.end > one.start && one.start >= 0 && one.end <= size) {
      Contribution word = one;
      word.name =
          out.text.substr(static_cast<size_t>(one.start), static_cast<size_t>(one.end - one.start));
      out.evidence.push_back(std::move(word));
    }
    for (protocol::ReviewField& field : out.fields) {
      if (field.name == one.name) {
        field.contribution = one.weight;
      }
    }
  }
}

}  // namespace

std::string pseudonymOf(const std::string& caseId, int attempt) {
  return base::sha256Hex(caseId + "/" + std::to_string(attempt)).substr(0, 4);
}

double uncertaintyOf(const std::vector<Finding>& findings) {
  return findings.empty() ? 0 : 1 - findings.front().confidence;
}

std::vector<Contribution> withoutWords(const std::vector<Contribution>& contributions,
                                       protocol::Task task) {
  std::vector<Contribution> out = contributions;
  std::stable_sort(out.begin(), out.end(), [](const Contribution& a, const Contribution& b) {
    return std::abs(a.weight) > std::abs(b.weight);
  });
  out.resize(std::min(out.size(), kKeptContributions));
  if (task == protocol::Task::TextClassification) {
    for (Contribution& one : out) {
      one.name.clear();
    }
  }
  return out;
}

std::vector<Finding> findingsOf(const std::vector<double>& probabilities,
                                const std::vector<protocol::ClassSpec>& classes) {
  std::vector<Finding> out;
  for (size_t i = 0; i < probabilities.size() && i < classes.size(); ++i) {
    out.push_back({classes[i].name, probabilities[i]});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Finding& a, const Finding& b) { return a.confidence > b.confidence; });
  return out;
}

protocol::ReviewCase shownCase(const store::CaseRecord& record,
                               Content content,
                               const Sight& sight) {
  protocol::ReviewCase out;
  out.id = record.id;
  out.reviewId = record.reviewId;
  out.number = record.number;
  out.pseudonym = record.pseudonym;
  out.reason = record.reason == "feedback" ? record.reason : "";
  out.reading = sight.reading;
  out.state = record.state;
  out.text = std::move(content.text);
  out.fields = std::move(content.fields);
  if (!sight.blind) {
    showOpinion(out, record);
  }
  return out;
}

}  // namespace telesoft::review
