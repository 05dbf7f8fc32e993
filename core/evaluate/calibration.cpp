#include "telesoft/evaluate/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace telesoft::evaluate {

namespace {

struct Sums {
  double weight = 0, predicted = 0, happened = 0;
};

}  // namespace

Reliability::Reliability(std::vector<double> predicted, std::vector<bool> happened, size_t bins)
    : predicted_(std::move(predicted)), happened_(std::move(happened)), bins_(bins) {
  const auto width = static_cast<double>(bins);
  for (const double p : predicted_) {
    const double bin = std::isfinite(p) ? std::clamp(std::ceil(p * width) - 1, 0.0, width - 1) : 0;
    binOfRow_.push_back(static_cast<std::uint32_t>(bin));
  }
}

double Reliability::error(const std::vector<double>& weights) const {
  std::vector<Sums> sums(bins_);
  double all = 0;
  for (size_t row = 0; row < predicted_.size(); ++row) {
    Sums& bin = sums[binOfRow_[row]];
    bin.predicted += weights[row] * predicted_[row];
    bin.happened += happened_[row] ? weights[row] : 0;
    all += weights[row];
  }
  double error = 0;
  for (const Sums& bin : sums) {
    error += std::abs(bin.happened - bin.predicted);
  }
  return all > 0 ? error / all : std::numeric_limits<double>::quiet_NaN();
}

std::vector<protocol::CalibrationBin> Reliability::bins() const {
  std::vector<Sums> sums(bins_);
  for (size_t row = 0; row < predicted_.size(); ++row) {
    Sums& bin = sums[binOfRow_[row]];
    bin.weight += 1;
    bin.predicted += predicted_[row];
    bin.happened += happened_[row] ? 1 : 0;
  }
  std::vector<protocol::CalibrationBin> out;
  for (const Sums& bin : sums) {
    out.push_back({bin.predicted / bin.weight, bin.happened / bin.weight,
                   static_cast<std::int64_t>(bin.weight)});
  }
  return out;
}

double brierOfRow(const std::vector<double>& probabilities, std::int64_t label) {
  if (probabilities.size() == 2) {
    const double miss = probabilities[1] - static_cast<double>(label);
    return miss * miss;
  }
  double sum = 0;
  for (size_t c = 0; c < probabilities.size(); ++c) {
    const double miss = probabilities[c] - (static_cast<std::int64_t>(c) == label ? 1 : 0);
    sum += miss * miss;
  }
  return sum;
}

}  // namespace telesoft::evaluate
