// What de-identification found and did, counted row by row, and the report that it makes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/privacy/column_plan.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

class DeidTally {
 public:
  DeidTally(const protocol::DeidRequest& request,
            const std::vector<protocol::ColumnSchema>& columns,
            const std::vector<PlannedColumn>& plan);

  /// A cell of an identifier column that was treated.
  void cell(size_t column);
  /// A note; it may become a sample.
  void note(std::int64_t row,
            size_t column,
            std::string_view before,
            std::string_view after,
            const std::vector<protocol::PhiSpan>& spans);
  void row(bool changed);
  void warn(std::string text) { warnings_.push_back(std::move(text)); }

  [[nodiscard]] protocol::DeidReport report() const;

 private:
  [[nodiscard]] std::map<std::string, std::vector<std::string>> treatments() const;
  void addWarnings(protocol::DeidReport& report) const;

  const protocol::DeidRequest& request_;
  const std::vector<protocol::ColumnSchema>& columns_;
  const std::vector<PlannedColumn>& plan_;
  std::int64_t rows_ = 0, rowsChanged_ = 0, spans_ = 0;
  std::map<std::string, std::int64_t> spansByKind_, cellsByKind_;
  std::vector<protocol::DeidSample> found_, clean_;
  std::vector<std::string> warnings_;
};

}  // namespace telesoft::privacy
