#include "telesoft/data/read/csv_parser.h"

#include <algorithm>

#include <fmt/format.h>

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;

constexpr size_t kMaxField = 16U << 20U;
constexpr size_t kMaxFields = 100'000;

}  // namespace

CsvParser::CsvParser(char delimiter, RecordSink sink)
    : delimiter_(delimiter), sink_(std::move(sink)) {
  for (const char c : {delimiter, '\n', '\r'}) {
    special_[static_cast<unsigned char>(c)] = true;
  }
}

base::Error CsvParser::brokenQuote() const {
  return fail(
      ErrorCode::InvalidInput,
      fmt::format("line {}: the quote that opens here is not closed rightly", quoteLine_),
      "Write a quote inside a quoted field twice, and close the field before the delimiter.");
}

void CsvParser::endField() {
  fields_.push_back(field_);  // a copy takes no more memory than it needs
  field_.clear();
  state_ = State::FieldStart;
}

base::Status CsvParser::checkLength() const {
  if (field_.size() > kMaxField) {
    return state_ == State::Quoted
               ? base::Status(fail(ErrorCode::InvalidInput,
                                   fmt::format("line {}: the quote that opens here is not closed "
                                               "within 16 MiB",
                                               quoteLine_),
                                   "Close the quote, or write it twice inside a quoted field."))
               : base::Status(fail(ErrorCode::InvalidInput,
                                   fmt::format("line {} has a field of over 16 MiB", line_),
                                   "A field may have up to 16 MiB."));
  }
  if (fields_.size() > kMaxFields) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("line {} has over 100,000 fields", recordLine_),
                "Check the delimiter; a table may have up to 100,000 columns.");
  }
  return {};
}

base::Result<Reading> CsvParser::endOfLine() {
  const bool empty = fields_.empty() && field_.empty() && state_ == State::FieldStart;
  if (empty) {
    return Reading::GoOn;
  }
  endField();
  std::vector<std::string> record = std::move(fields_);
  fields_.clear();
  fields_.reserve(record.size());
  return sink_(recordLine_, std::move(record));
}

/// Copies the letters up to the next one that matters; gives where that stands.
size_t CsvParser::take(std::string_view text, size_t at) {
  size_t end = at;
  if (state_ == State::Quoted) {
    end = std::min(text.find('"', at), text.size());
    line_ += std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                        text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
  } else {
    while (end < text.size() && !special_[static_cast<unsigned char>(text[end])]) {
      ++end;
    }
  }
  field_.append(text.substr(at, end - at));
  return end;
}

base::Result<Reading> CsvParser::feed(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (std::exchange(sawCr_, false) && c == '\n') {
      continue;
    }
    if (state_ == State::FieldStart && fields_.empty() && field_.empty()) {
      recordLine_ = line_;
    }
    if (state_ == State::FieldStart && c == '"') {
      state_ = State::Quoted;
      quoteLine_ = line_;
      continue;
    }
    if (state_ == State::Unquoted || state_ == State::Quoted) {
      at = take(text, at);
      TELESOFT_CHECK(checkLength());
      if (at == text.size()) {
        break;
      }
      c = text[at];
    }
    if (state_ == State::Quoted) {
      state_ = State::QuoteSeen;
    } else if (state_ == State::QuoteSeen && c == '"') {
      field_ += '"';
      state_ = State::Quoted;
    } else if (c == delimiter_) {
      endField();
      TELESOFT_CHECK(checkLength());
    } else if (c == '\n' || c == '\r') {
      sawCr_ = c == '\r';
      TELESOFT_TRY(next, endOfLine());
      ++line_;
      if (next == Reading::Enough) {
        return next;
      }
    } else if (state_ == State::QuoteSeen) {
      return brokenQuote();
    } else {
      state_ = State::Unquoted;
      field_ += c;
    }
  }
  return Reading::GoOn;
}

base::Result<Reading> CsvParser::finish() {
  if (state_ == State::Quoted) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("line {}: the quote that opens here is never closed", quoteLine_),
                "Close the quote, or write it twice inside a quoted field.");
  }
  return endOfLine();
}

}  // namespace telesoft::data
