#include "telesoft/engine/models/tabular_encoding.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "telesoft/base/text.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using data::PreparedFeature;
using data::PreparedRow;
using data::PreparedValue;

namespace {

constexpr double kClip = 4;
constexpr double kLongTail = 1.5;  // skewness

struct Moments {
  double mean = 0, sd = 1, skewness = 0, least = 0;
  size_t distinct = 0;
};

Moments momentsOf(const std::vector<double>& x) {
  Moments out;
  if (x.empty()) {
    return out;
  }
  const auto n = static_cast<double>(x.size());
  for (const double value : x) {
    out.mean += value / n;
  }
  double second = 0;
  double third = 0;
  for (const double value : x) {
    const double d = value - out.mean;
    second += d * d / n;
    third += d * d * d / n;
  }
  out.sd = second > 0 ? std::sqrt(second) : 1.0;
  out.skewness = third / (out.sd * out.sd * out.sd);
  out.least = *std::min_element(x.begin(), x.end());
  out.distinct = std::set<double>(x.begin(), x.end()).size();
  return out;
}

EncodedFeature fitNumber(const PreparedFeature& feature, std::vector<double> x) {
  EncodedFeature out{feature.name, feature.kind, feature.unit, false, 0, 1, {}};
  Moments moments = momentsOf(x);
  if (moments.distinct > 2 && moments.least >= 0 && moments.skewness > kLongTail) {
    out.logarithm = true;
    std::transform(x.begin(), x.end(), x.begin(), [](double value) { return std::log1p(value); });
    moments = momentsOf(x);
  }
  out.mean = moments.mean;
  out.sd = moments.sd;
  return out;
}

EncodedFeature fitFeature(const PreparedFeature& feature,
                          size_t column,
                          const std::vector<PreparedRow>& rows) {
  std::vector<double> numbers;
  std::set<std::string> names;
  for (const PreparedRow& row : rows) {
    const PreparedValue value = column < row.values.size() ? row.values[column] : PreparedValue();
    if (const double* number = std::get_if<double>(&value); number != nullptr) {
      numbers.push_back(*number);
    } else if (const auto* name = std::get_if<std::string>(&value); name != nullptr) {
      names.insert(*name);
    }
  }
  if (feature.kind != "category") {
    return fitNumber(feature, std::move(numbers));
  }
  return {feature.name, feature.kind, feature.unit, false, 0, 1, {names.begin(), names.end()}};
}

base::Error wrongKind(const EncodedFeature& feature, const PreparedRow& row) {
  return fail(ErrorCode::Corrupt,
              "row " + std::to_string(row.row) + " holds no " + feature.kind + " in \"" +
                  feature.name + "\"",
              "prepare the data again");
}

Status encodeValue(const EncodedFeature& feature,
                   const PreparedValue& value,
                   const PreparedRow& row,
                   float* out) {
  float& missing = out[feature.width() - 1];
  if (std::holds_alternative<std::monostate>(value)) {
    missing = 1;
    return {};
  }
  if (feature.kind == "category") {
    const auto* name = std::get_if<std::string>(&value);
    if (name == nullptr) {
      return wrongKind(feature, row);
    }
    const auto at = std::find(feature.categories.begin(), feature.categories.end(), *name);
    (at == feature.categories.end() ? missing : out[at - feature.categories.begin()]) = 1;
    return {};
  }
  const double* number = std::get_if<double>(&value);
  if (number == nullptr || !std::isfinite(*number)) {
    return wrongKind(feature, row);
  }
  // Counts and concentrations are not negative; one that is counts as 0.
  const double x = feature.logarithm ? std::log1p(std::max(0.0, *number)) : *number;
  out[0] = static_cast<float>(std::clamp((x - feature.mean) / feature.sd, -kClip, kClip));
  return {};
}

Result<size_t> findColumn(const EncodedFeature& wanted,
                          const std::vector<PreparedFeature>& features) {
  std::vector<std::string> names;
  for (size_t i = 0; i < features.size(); ++i) {
    names.push_back(features[i].name);
    if (features[i].name != wanted.name) {
      continue;
    }
    if (features[i].kind != wanted.kind) {
      return fail(ErrorCode::InvalidInput,
                  "the model takes \"" + wanted.name + "\" as a " + wanted.kind +
                      ", and in the data it is a " + features[i].kind,
                  "set the column's type at import");
    }
    if (!features[i].unit.empty() && !wanted.unit.empty() && features[i].unit != wanted.unit) {
      return fail(ErrorCode::InvalidInput,
                  "the model takes \"" + wanted.name + "\" in " + wanted.unit +
                      ", and in the data it is in " + features[i].unit,
                  "convert the column at import");
    }
    return i;
  }
  const std::string near = base::nearest(wanted.name, names);
  return fail(ErrorCode::InvalidInput,
              "the data has no column \"" + wanted.name +
                  "\", which the "
                  "model takes",
              near.empty() ? "name the column so at import, or choose another base model"
                           : "is it the column \"" + near + "\"?");
}

}  // namespace

TabularEncoding TabularEncoding::fit(const std::vector<PreparedFeature>& features,
                                     const std::vector<PreparedRow>& rows) {
  std::vector<EncodedFeature> out;
  for (size_t i = 0; i < features.size(); ++i) {
    out.push_back(fitFeature(features[i], i, rows));
  }
  return TabularEncoding(std::move(out));
}

std::int64_t TabularEncoding::width() const {
  std::int64_t total = 0;
  for (const EncodedFeature& feature : features_) {
    total += feature.width();
  }
  return total;
}

std::vector<bool> TabularEncoding::missingInputs() const {
  std::vector<bool> out;
  for (const EncodedFeature& feature : features_) {
    out.insert(out.end(), static_cast<size_t>(feature.width() - 1), false);
    out.push_back(true);
  }
  return out;
}

Result<Examples> TabularEncoding::encode(const std::vector<PreparedFeature>& features,
                                         const std::vector<PreparedRow>& rows) const {
  std::vector<size_t> columns;
  for (const EncodedFeature& feature : features_) {
    TELESOFT_TRY(column, findColumn(feature, features));
    columns.push_back(column);
  }
  Examples out;
  out.featureCount = width();
  out.features.assign(rows.size() * static_cast<size_t>(out.featureCount), 0.0F);
  float* at = out.features.data();
  for (const PreparedRow& row : rows) {
    out.row.push_back(row.row);
    out.label.push_back(row.label);
    if (row.values.size() != features.size()) {
      return fail(ErrorCode::Corrupt,
                  "row " + std::to_string(row.row) + " has " + std::to_string(row.values.size()) +
                      " values where the manifest names " + std::to_string(features.size()) +
                      " features",
                  "prepare the data again");
    }
    for (size_t i = 0; i < features_.size(); ++i) {
      TELESOFT_CHECK(encodeValue(features_[i], row.values[columns[i]], row, at));
      at += features_[i].width();
    }
  }
  return out;
}

}  // namespace telesoft::engine
