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
  bool bfloat16 = false;  // the processor multiplies in it
  double memoryMb = 0;    // of the machine; 0: not known
};

/// The product's rules: parameter-efficient tuning for about 1,000 to 5,000 examples, full from
/// 10,000, expert feedback where labels are few, a knowledge base for reference content, and a
/// look at the frozen base with a trained head always.
///
/// Cost: seconds = epochs * rows * tokens * weights * k / (cores * rate), with the weights of the
/// layers (12 * layers * hidden^2 of an encoder), k = 2 passes for frozen weights (forward and the
/// backward of activations), 3 for full, and for a head 1 forward in all; rate = 60e9
/// multiplications with addition a second a core in bfloat16 (measured 50e9 on notes of 23 tokens,
/// 80e9 on notes of 256), 25e9 in float. Memory = weights + what an optimizer keeps of the trained
/// ones (16 bytes each) + activations of a batch + 250 MB.
/// Tokens = bytes / 4.2 + 2, cut at maxLength.
[[nodiscard]] protocol::Advice advise(const AdviceInput& input);

}  // namespace telesoft::jobs
