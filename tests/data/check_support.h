// One finding out of a report.
#pragma once

#include "telesoft/data/check/quality.h"

#include "data/data_support.h"

namespace telesoft::tests {

/// The first finding of that check; one without a severity where there is none.
inline protocol::QualityFinding findingOf(const data::Table& table,
                                          const std::vector<protocol::ColumnSchema>& columns,
                                          const std::string& check) {
  for (auto& finding : data::checkQuality(table, columns).findings) {
    if (finding.check == check) {
      return finding;
    }
  }
  return {};
}

inline QString shown(const protocol::QualityFinding& finding) {
  return shown(finding.severity) + QLatin1Char(' ') + QString::number(finding.count);
}

}  // namespace telesoft::tests
