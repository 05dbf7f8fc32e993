// Comma-separated records out of text that comes in pieces.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/data/read/text_source.h"

namespace telesoft::data {

/// `line`: where the record began, 1-based.
using RecordSink =
    std::function<base::Result<Reading>(std::int64_t line, std::vector<std::string>&& fields)>;

/// Holds one record at a time. Source: RFC 4180; deviations in reader.h.
class CsvParser {
 public:
  CsvParser(char delimiter, RecordSink sink);
  /// Errors: InvalidInput naming the line where a broken quote opened, or a field that is too long.
  [[nodiscard]] base::Result<Reading> feed(std::string_view text);
  /// The last record, where no line end closed it.
  [[nodiscard]] base::Result<Reading> finish();

 private:
  enum class State { FieldStart, Unquoted, Quoted, QuoteSeen };
  [[nodiscard]] size_t take(std::string_view text, size_t at);
  [[nodiscard]] base::Status checkLength() const;
  [[nodiscard]] base::Result<Reading> endOfLine();
  [[nodiscard]] base::Error brokenQuote() const;
  void endField();

  char delimiter_;
  RecordSink sink_;
  State state_ = State::FieldStart;
  bool special_[256] = {};
  bool sawCr_ = false;  // a line feed right after belongs to it
  std::string field_;
  std::vector<std::string> fields_;
  std::int64_t line_ = 1, recordLine_ = 1, quoteLine_ = 1;
};

}  // namespace telesoft::data
