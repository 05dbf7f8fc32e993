#include "telesoft/engine/serve/predictor.h"

#include <algorithm>
#include <thread>

#include "telesoft/engine/kernels/compute.h"
#include "telesoft/engine/serve/tabular_predictor.h"
#include "telesoft/engine/serve/text_predictor.h"

namespace telesoft::engine {

using base::Result;

void Predictor::calibrate(Probabilities& probabilities) const {
  for (std::vector<double>& row : probabilities) {
    applyTemperature(row, calibration_.temperature);
  }
}

Result<std::unique_ptr<Predictor>> Predictor::open(const protocol::ServeSpec& spec) {
  setThreads(spec.threads > 0 ? spec.threads
                              : std::max<std::int64_t>(1, std::thread::hardware_concurrency()));
  TELESOFT_TRY(folders, findServed(spec).in("opening the model"));
  return spec.task == protocol::Task::TextClassification
             ? openTextPredictor(spec, folders).in("opening the model")
             : openTabularPredictor(spec, folders).in("opening the model");
}

}  // namespace telesoft::engine
