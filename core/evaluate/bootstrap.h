// Resampling whole patients, so that a patient with many rows does not count as many patients.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/rng.h"

namespace telesoft::evaluate {

/// Thread: any, once made.
class PatientResampler {
 public:
  /// One key a row; "" is a patient of its own.
  explicit PatientResampler(const std::vector<std::string>& keyOfRow);

  [[nodiscard]] std::int64_t patients() const { return static_cast<std::int64_t>(patients_); }
  [[nodiscard]] bool oneRowEach() const { return patients_ == patientOfRow_.size(); }
  /// Patients with at least one row that counts.
  [[nodiscard]] std::int64_t patientsAmong(const std::vector<bool>& counts) const;
  /// Draws as many patients as there are, with replacement: weights[row] becomes how often the
  /// row's patient was drawn. Source: Davison & Hinkley, Bootstrap Methods 1997, section 3.8.
  void draw(base::Rng& rng, std::vector<double>& weights) const;

 private:
  std::vector<std::uint32_t> patientOfRow_;
  size_t patients_ = 0;
};

}  // namespace telesoft::evaluate
