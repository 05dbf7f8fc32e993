// Which approach fits the data, why, and what it costs on this machine.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/protocol/job.h"

namespace telesoft::jobs {

struct AdviceInput {
  protocol::Task task = protocol::Task::TextClassification;
  std::int64_t rows = 0;      // for training
  std::int64_t patients = 0;  // 0: not known
  std::map<std::string, std::int64_t> labelCounts;
  std::int64_t unlabelledRows = 0;              // of the rows, those without a label
  double averageTextBytes = 0;                  // text only
  std::int64_t features = 0;                    // tabular only
  std::vector<protocol::BaseModel> baseModels;  // the whole catalogue
  std::string baseModel;                        // the one asked about; "": the best fit
  protocol::Hyperparameters hyperparameters;    // 0 in a field: its preset
  std::int64_t cores = 1;
  double memoryMb = 0;  // of the machine; 0: not known
};

/// The product's rules: parameter-efficient tuning for about 1,000 to 5,000 examples, full from
/// 10,000, expert feedback where labels are few, a knowledge base for reference content, and a
/// look at the frozen base with a trained head always.
///
/// Cost: seconds = epochs * rows * tokens * 2 * parameters * k / (cores * rate), with k = 2 passes
/// for frozen weights (forward and the backward of activations), 3 for full, and for a head 1
/// forward in all; rate = 25e9 multiplications with addition a second a core in float (measured
/// range 15e9 to 70e9, so the minutes are right within a factor of three). Memory = weights + what
/// an optimizer keeps of the trained ones (16 bytes each) + activations of a batch + 250 MB.
/// Tokens = bytes / 4.2 + 2, cut at maxLength.
[[nodiscard]] protocol::Advice advise(const AdviceInput& input);

}  // namespace telesoft::jobs
