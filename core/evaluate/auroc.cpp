#include "telesoft/evaluate/auroc.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace telesoft::evaluate {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<std::uint32_t> inOrder(const std::vector<double>& values) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  return order;
}

/// Ranks from 1, equal values share their mean.
std::vector<double> midRanks(const std::vector<double>& values) {
  const auto order = inOrder(values);
  std::vector<double> ranks(values.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]]) {
      ++end;
    }
    const double middle = static_cast<double>(begin + end + 1) / 2;
    for (; begin < end; ++begin) {
      ranks[order[begin]] = middle;
    }
  }
  return ranks;
}

std::vector<double> ofSide(const std::vector<double>& scores,
                           const std::vector<bool>& positive,
                           bool side) {
  std::vector<double> out;
  for (size_t row = 0; row < scores.size(); ++row) {
    if (positive[row] == side) {
      out.push_back(scores[row]);
    }
  }
  return out;
}

/// The placement of each row of one side: the share of the other side that it beats (or that beats
/// it).
struct Placements {
  std::vector<double> positives, negatives;
};

Placements placementsOf(const std::vector<double>& scores, const std::vector<bool>& positive) {
  const auto high = ofSide(scores, positive, true), low = ofSide(scores, positive, false);
  std::vector<double> all = high;
  all.insert(all.end(), low.begin(), low.end());
  const auto ranks = midRanks(all), highRanks = midRanks(high), lowRanks = midRanks(low);
  const auto m = static_cast<double>(high.size()), n = static_cast<double>(low.size());
  Placements out;
  for (size_t i = 0; i < high.size(); ++i) {
    out.positives.push_back((ranks[i] - highRanks[i]) / n);
  }
  for (size_t i = 0; i < low.size(); ++i) {
    out.negatives.push_back(1 - (ranks[high.size() + i] - lowRanks[i]) / m);
  }
  return out;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double covarianceOf(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() < 2) {
    return kNaN;
  }
  const double meanA = mean(a), meanB = mean(b);
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    sum += (a[i] - meanA) * (b[i] - meanB);
  }
  return sum / static_cast<double>(a.size() - 1);
}

}  // namespace

RankedScores::RankedScores(const std::vector<double>& scores, const std::vector<bool>& positive) {
  const auto order = inOrder(scores);
  entries_.reserve(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    const bool last = i + 1 == order.size() || scores[order[i + 1]] != scores[order[i]];
    entries_.push_back({order[i], positive[order[i]], last});
  }
}

double RankedScores::auroc(const std::vector<double>& weights) const {
  double below = 0, positives = 0, wins = 0;
  double tiedPositives = 0, tiedNegatives = 0;
  for (const Entry& entry : entries_) {
    (entry.positive ? tiedPositives : tiedNegatives) += weights[entry.row];
    if (entry.endsTie) {
      wins += tiedPositives * (below + tiedNegatives / 2);
      below += tiedNegatives;
      positives += tiedPositives;
      tiedPositives = tiedNegatives = 0;
    }
  }
  return positives > 0 && below > 0 ? wins / (positives * below) : kNaN;
}

DeLong delong(const std::vector<std::vector<double>>& scoresOfArm,
              const std::vector<bool>& positive) {
  std::vector<Placements> arms;
  for (const auto& scores : scoresOfArm) {
    arms.push_back(placementsOf(scores, positive));
  }
  DeLong out;
  for (const Placements& a : arms) {
    const auto m = static_cast<double>(a.positives.size());
    const auto n = static_cast<double>(a.negatives.size());
    out.auroc.push_back(m > 0 && n > 0 ? mean(a.positives) : kNaN);
    std::vector<double>& line = out.covariance.emplace_back();
    for (const Placements& b : arms) {
      line.push_back(covarianceOf(a.positives, b.positives) / m +
                     covarianceOf(a.negatives, b.negatives) / n);
    }
  }
  return out;
}

}  // namespace telesoft::evaluate
