// The 113 patients of pROC's aSAH (Turck et al. 2010), read where they are, never shipped.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/text.h"

#include "support/temp_folder.h"

namespace telesoft::tests {

struct Asah {
  std::map<std::string, std::vector<double>> scores;
  std::vector<bool> poor;
};

/// Empty where the data is not there.
inline Asah readAsah() {
  Asah out;
  const auto text = base::readFile(sourceFolder() / "../shared/data/pkg/tabular/pROC_aSAH.csv");
  const auto lines = base::split(text ? *text : "", '\n');
  for (size_t i = 1; i < lines.size(); ++i) {
    // "gos6","outcome","gender","age","wfns","s100b","ndka"
    auto cells = base::split(lines[i], ',');
    if (cells.size() < 7) {
      continue;
    }
    out.poor.push_back(cells[1] == "\"Poor\"");
    const std::string grade = cells[4].substr(1, cells[4].size() - 2);
    out.scores["wfns"].push_back(base::toDouble(grade).value_or(-1));
    out.scores["s100b"].push_back(base::toDouble(cells[5]).value_or(-1));
    out.scores["ndka"].push_back(base::toDouble(base::trim(cells[6])).value_or(-1));
  }
  return out;
}

}  // namespace telesoft::tests
