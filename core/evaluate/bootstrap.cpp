#include "telesoft/evaluate/bootstrap.h"

#include <algorithm>
#include <unordered_map>

namespace telesoft::evaluate {

PatientResampler::PatientResampler(const std::vector<std::string>& keyOfRow) {
  std::unordered_map<std::string, std::uint32_t> known;
  for (const std::string& key : keyOfRow) {
    const auto next = static_cast<std::uint32_t>(patients_);
    const std::uint32_t patient = key.empty() ? next : known.try_emplace(key, next).first->second;
    patients_ += patient == next ? 1 : 0;
    patientOfRow_.push_back(patient);
  }
}

std::int64_t PatientResampler::patientsAmong(const std::vector<bool>& counts) const {
  std::vector<bool> seen(patients_);
  for (size_t row = 0; row < patientOfRow_.size(); ++row) {
    seen[patientOfRow_[row]] = seen[patientOfRow_[row]] || counts[row];
  }
  return std::count(seen.begin(), seen.end(), true);
}

void PatientResampler::draw(base::Rng& rng, std::vector<double>& weights) const {
  std::vector<double> drawn(patients_);
  for (size_t i = 0; i < patients_; ++i) {
    drawn[rng.below(patients_)] += 1;
  }
  weights.resize(patientOfRow_.size());
  for (size_t row = 0; row < patientOfRow_.size(); ++row) {
    weights[row] = drawn[patientOfRow_[row]];
  }
}

}  // namespace telesoft::evaluate
