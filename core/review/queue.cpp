#include "telesoft/review/queue.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "telesoft/base/rng.h"

namespace telesoft::review {

namespace {

/// `count` of 0..n-1, each set of them as likely as any other, in the order drawn.
std::vector<size_t> draw(size_t n, size_t count, base::Rng& rng) {
  std::vector<size_t> all(n);
  std::iota(all.begin(), all.end(), size_t{0});
  for (size_t i = 0; i < count; ++i) {
    std::swap(all[i], all[i + rng.below(n - i)]);
  }
  all.resize(count);
  return all;
}

size_t shareOf(size_t n, double share) {
  return static_cast<size_t>(std::llround(static_cast<double>(n) * std::clamp(share, 0.0, 1.0)));
}

/// One place in each of `count` stretches of 0..n-1.
std::vector<bool> placesOf(size_t n, size_t count, base::Rng& rng) {
  std::vector<bool> out(n, false);
  for (size_t i = 0; i < count; ++i) {
    const size_t begin = i * n / count, end = (i + 1) * n / count;
    out[begin + rng.below(end - begin)] = true;
  }
  return out;
}

/// The rows that are not taken, the most uncertain first.
std::vector<size_t> mostUncertain(const std::vector<double>& uncertainty,
                                  const std::vector<bool>& taken) {
  std::vector<size_t> out;
  for (size_t row = 0; row < uncertainty.size(); ++row) {
    if (!taken[row]) {
      out.push_back(row);
    }
  }
  const auto key = [&](size_t row) {
    return std::isnan(uncertainty[row]) ? std::numeric_limits<double>::infinity()
                                        : uncertainty[row];
  };
  std::stable_sort(out.begin(), out.end(), [&](size_t a, size_t b) { return key(a) > key(b); });
  return out;
}

}  // namespace

std::vector<QueuedRow> makeQueue(const std::vector<double>& uncertainty, const QueuePlan& plan) {
  const size_t rows = uncertainty.size();
  const size_t cases = std::min(rows, static_cast<size_t>(std::max<std::int64_t>(plan.cases, 0)));
  base::Rng auditRng(plan.seed, "review audit share");
  const std::vector<size_t> audit = draw(rows, shareOf(cases, plan.auditShare), auditRng);
  std::vector<bool> taken(rows, false);
  for (const size_t row : audit) {
    taken[row] = true;
  }
  const std::vector<size_t> uncertain = mostUncertain(uncertainty, taken);
  base::Rng placeRng(plan.seed, "review audit places");
  const std::vector<bool> isAudit = placesOf(cases, audit.size(), placeRng);
  std::vector<QueuedRow> out;
  size_t nextAudit = 0, nextUncertain = 0;
  for (size_t i = 0; i < cases; ++i) {
    out.push_back({isAudit[i] ? audit[nextAudit++] : uncertain[nextUncertain++], isAudit[i]});
  }
  base::Rng secondRng(plan.seed, "review second reader");
  for (const size_t i : draw(cases, shareOf(cases, plan.secondReaderShare), secondRng)) {
    out[i].readTwice = true;
  }
  return out;
}

}  // namespace telesoft::review
