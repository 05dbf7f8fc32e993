#include "telesoft/engine/models/probe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <deque>
#include <numeric>

#include "telesoft/base/json.h"
#include "telesoft/engine/models/weight_source.h"
#include "telesoft/engine/train/validation.h"

namespace telesoft::engine {

using base::Result;
using base::Status;

namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// The objective divided by C * rows, so that its size does not depend on the data's.
class Objective {
 public:
  Objective(const ProbeData& data, double c)
      : data_(data),
        rows_(static_cast<std::int64_t>(data.labels->size())),
        penalty_(1.0 / (c * static_cast<double>(rows_))) {}

  [[nodiscard]] size_t size() const {
    return static_cast<size_t>(data_.classes * (data_.features + 1));
  }

  double operator()(const Vector& at, Vector& gradient) {
    const std::int64_t k = data_.classes;
    const std::int64_t d = data_.features;
    weight_.resize(k * d);
    std::transform(at.begin(), at.begin() + k * d, weight_.data(),
                   [](double x) { return static_cast<float>(x); });
    float* logits = logits_.resize(rows_ * k);
    multiply(Product<float>{{data_.x, rows_, d},
                            Shape::Plain,
                            {weight_.data(), k, d},
                            Shape::Transposed,
                            {logits, rows_, k},
                            false});
    const double loss = differentiateLogits(at.data() + k * d);
    product_.resize(k * d);
    multiply(Product<float>{{dLogits_.data(), rows_, k},
                            Shape::Transposed,
                            {data_.x, rows_, d},
                            Shape::Plain,
                            {product_.data(), k, d},
                            false});
    gradient.assign(size(), 0.0);
    double squares = 0;
    for (std::int64_t i = 0; i < k * d; ++i) {
      const double w = at[static_cast<size_t>(i)];
      squares += w * w;
      gradient[static_cast<size_t>(i)] = static_cast<double>(product_[i]) + penalty_ * w;
    }
    for (std::int64_t row = 0; row < rows_; ++row) {
      for (std::int64_t c = 0; c < k; ++c) {
        gradient[static_cast<size_t>(k * d + c)] += static_cast<double>(dLogits_[row * k + c]);
      }
    }
    return loss + 0.5 * penalty_ * squares;
  }

 private:
  double differentiateLogits(const double* bias) {
    const std::int64_t k = data_.classes;
    float* gradient = dLogits_.resize(rows_ * k);
    LossTerms terms;
    terms.scale = 1.0 / static_cast<double>(rows_);
    double total = 0;
    for (std::int64_t row = 0; row < rows_; ++row) {
      float* logits = logits_.data() + row * k;
      for (std::int64_t c = 0; c < k; ++c) {
        logits[c] += static_cast<float>(bias[c]);
      }
      total += crossEntropy(logits, k, (*data_.labels)[static_cast<size_t>(row)], terms,
                            gradient + row * k);
    }
    return total * terms.scale;
  }

  const ProbeData& data_;
  std::int64_t rows_;
  double penalty_;
  Buffer<float> weight_, logits_, dLogits_, product_;
};

struct Pair {
  Vector step, change;
  double rho;
};

/// Algorithm 7.4: the two-loop recursion.
Vector direction(const Vector& gradient, const std::deque<Pair>& memory) {
  Vector q = gradient;
  Vector alpha(memory.size());
  for (size_t i = memory.size(); i-- > 0;) {
    alpha[i] = memory[i].rho * dot(memory[i].step, q);
    for (size_t j = 0; j < q.size(); ++j) {
      q[j] -= alpha[i] * memory[i].change[j];
    }
  }
  if (!memory.empty()) {
    const Pair& last = memory.back();
    const double scale = dot(last.step, last.change) / dot(last.change, last.change);
    std::transform(q.begin(), q.end(), q.begin(), [scale](double x) { return x * scale; });
  }
  for (size_t i = 0; i < memory.size(); ++i) {
    const double beta = memory[i].rho * dot(memory[i].change, q);
    for (size_t j = 0; j < q.size(); ++j) {
      q[j] += memory[i].step[j] * (alpha[i] - beta);
    }
  }
  std::transform(q.begin(), q.end(), q.begin(), [](double x) { return -x; });
  return q;
}

Vector minimise(Objective& objective, Vector at) {
  constexpr int kIterations = 300;
  constexpr size_t kMemory = 10;
  constexpr double kEnough = 1e-5;
  Vector gradient;
  double value = objective(at, gradient);
  std::deque<Pair> memory;
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    const double steepest =
        *std::max_element(gradient.begin(), gradient.end(),
                          [](double a, double b) { return std::abs(a) < std::abs(b); });
    if (std::abs(steepest) < kEnough) {
      break;
    }
    const Vector way = direction(gradient, memory);
    const double slope = dot(way, gradient);
    double length = memory.empty() ? std::min(1.0, 1.0 / std::sqrt(dot(gradient, gradient))) : 1.0;
    Vector next(at.size());
    Vector nextGradient;
    double nextValue = 0;
    for (int halvings = 0; halvings < 30; ++halvings, length *= 0.5) {  // algorithm 3.1
      for (size_t j = 0; j < at.size(); ++j) {
        next[j] = at[j] + length * way[j];
      }
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + 1e-4 * length * slope) {
        break;
      }
    }
    Pair pair{Vector(at.size()), Vector(at.size()), 0};
    for (size_t j = 0; j < at.size(); ++j) {
      pair.step[j] = next[j] - at[j];
      pair.change[j] = nextGradient[j] - gradient[j];
    }
    const double curvature = dot(pair.step, pair.change);
    if (nextValue >= value || !std::isfinite(nextValue)) {
      break;  // float products give no more
    }
    at = std::move(next);
    gradient = std::move(nextGradient);
    value = nextValue;
    if (curvature > 1e-12) {
      pair.rho = 1.0 / curvature;
      memory.push_back(std::move(pair));
      if (memory.size() > kMemory) {
        memory.pop_front();
      }
    }
  }
  return at;
}

}  // namespace

Probe fitProbe(const ProbeData& data, double c, const Probe& start) {
  Objective objective(data, c);
  Vector at(objective.size(), 0.0);
  if (!start.weight.empty()) {
    std::copy(start.weight.begin(), start.weight.end(), at.begin());
    std::copy(start.bias.begin(), start.bias.end(),
              at.begin() + static_cast<std::ptrdiff_t>(start.weight.size()));
  }
  at = minimise(objective, std::move(at));
  Probe out;
  out.features = data.features;
  out.classes = data.classes;
  out.c = c;
  const auto split = at.begin() + data.classes * data.features;
  out.weight.assign(at.begin(), split);
  out.bias.assign(split, at.end());
  return out;
}

Probabilities probeProbabilities(const Probe& probe, const float* x, std::int64_t rows) {
  Buffer<float> logits(rows * probe.classes);
  multiply(Product<float>{{x, rows, probe.features},
                          Shape::Plain,
                          {probe.weight.data(), probe.classes, probe.features},
                          Shape::Transposed,
                          {logits.data(), rows, probe.classes},
                          false});
  Probabilities out;
  out.reserve(static_cast<size_t>(rows));
  for (std::int64_t row = 0; row < rows; ++row) {
    float* at = logits.data() + row * probe.classes;
    for (std::int64_t c = 0; c < probe.classes; ++c) {
      at[c] += probe.bias[static_cast<size_t>(c)];
    }
    out.push_back(softmax(at, probe.classes));
  }
  return out;
}

Result<Probe> chooseProbe(const ProbeData& train,
                          const ProbeData& validation,
                          const base::Stop& stop) {
  static constexpr std::array<double, 7> kGrid = {0.1, 0.3, 1, 3, 10, 30, 100};
  Probe best;
  Probe last;
  ValidationMetrics bestMetrics;
  for (const double c : kGrid) {
    TELESOFT_CHECK(stop.check("fitting the probe"));
    last = fitProbe(train, c, last);
    const auto rows = static_cast<std::int64_t>(validation.labels->size());
    const auto metrics =
        validate(probeProbabilities(last, validation.x, rows), *validation.labels, train.classes);
    const bool better = best.weight.empty() || metrics.macroF1 > bestMetrics.macroF1 ||
                        (metrics.macroF1 == bestMetrics.macroF1 && metrics.loss < bestMetrics.loss);
    if (better) {
      best = last;
      bestMetrics = metrics;
    }
  }
  return best;
}

Status writeProbe(const base::Path& folder, const Probe& probe) {
  const auto bytes = [](const std::vector<float>& x) {
    return std::string_view(reinterpret_cast<const char*>(x.data()), x.size() * sizeof(float));
  };
  TELESOFT_CHECK(writeSafetensors(
      folder / "probe.safetensors",
      {{"bias", DType::F32, {probe.classes}, bytes(probe.bias)},
       {"weight", DType::F32, {probe.classes, probe.features}, bytes(probe.weight)}},
      {{"format", "pt"}}));
  const base::json about = {{"format", "telesoft.probe"},
                            {"version", 1},
                            {"features", probe.features},
                            {"classes", probe.classes},
                            {"c", probe.c},
                            {"input", "mean-pooled, normalised embedding of the frozen base"}};
  return base::writeFileWhole(folder / "probe.json", about.dump(2) + "\n");
}

Result<Probe> readProbe(const base::Path& folder) {
  TELESOFT_TRY(text, base::readFile(folder / "probe.json", 1U << 20U));
  TELESOFT_TRY(about, base::parseJson(text));
  if (about.value("format", "") != "telesoft.probe" || !about.contains("features") ||
      !about["features"].is_number_integer() || !about.contains("classes") ||
      !about["classes"].is_number_integer()) {
    return base::fail(base::ErrorCode::Corrupt, "probe.json is not a telesoft.probe",
                      "train the model again");
  }
  Probe out;
  out.features = about["features"].get<std::int64_t>();
  out.classes = about["classes"].get<std::int64_t>();
  TELESOFT_TRY(source, WeightSource::open(folder / "probe.safetensors"));
  TELESOFT_CHECK(source.read("weight", {out.classes, out.features}, out.weight));
  TELESOFT_CHECK(source.read("bias", {out.classes}, out.bias));
  return out;
}

}  // namespace telesoft::engine
