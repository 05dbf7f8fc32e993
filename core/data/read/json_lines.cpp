#include "telesoft/data/read/json_lines.h"

#include <unordered_map>

#include <fmt/format.h>

#include "telesoft/base/json.h"
#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using base::json;

constexpr size_t kMaxLine = 64U << 20U;
constexpr size_t kMaxKeys = 100'000;

/// Hears the parts of one flat object.
class FlatObject final : public nlohmann::json_sax<json> {
 public:
  using Value = std::function<bool(const std::string& key, std::string&& value)>;
  explicit FlatObject(Value onValue) : onValue_(std::move(onValue)) {}
  [[nodiscard]] const std::string& problem() const { return problem_; }

  bool null() override { return value(""); }
  bool boolean(bool v) override { return value(v ? "true" : "false"); }
  bool number_integer(number_integer_t v) override { return value(std::to_string(v)); }
  bool number_unsigned(number_unsigned_t v) override { return value(std::to_string(v)); }
  bool number_float(number_float_t, const string_t& raw) override {
    return value(std::string(raw));
  }
  bool string(string_t& v) override { return value(std::move(v)); }
  bool binary(binary_t&) override { return stop("holds binary data"); }
  bool start_object(std::size_t) override {
    return ++depth_ == 1 || stop(fmt::format("has an object inside \"{}\"", key_));
  }
  bool start_array(std::size_t) override {
    return stop(depth_ == 0 ? "is a list, not an object"
                            : fmt::format("has a list inside \"{}\"", key_));
  }
  bool end_object() override { return true; }
  bool end_array() override { return true; }
  bool key(string_t& k) override {
    key_ = k;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
    return stop(fmt::format("is not JSON at character {}", position));
  }

 private:
  bool stop(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }
  bool value(std::string&& text) {
    if (depth_ == 0) {
      return stop("is a value, not an object");
    }
    return onValue_(key_, std::move(text)) || stop(fmt::format("has the key \"{}\" twice", key_));
  }
  Value onValue_;
  std::string key_;
  std::string problem_;
  int depth_ = 0;
};

base::Status parseLine(std::int64_t number, std::string_view line, FlatObject::Value onValue) {
  FlatObject handler(std::move(onValue));
  if (json::sax_parse(line, &handler)) {
    return {};
  }
  return fail(ErrorCode::InvalidInput, fmt::format("line {} {}", number, handler.problem()),
              "Each line must be one JSON object whose values are texts, numbers, true, false or "
              "null. Flatten nested values into keys of their own.");
}

using LineSink = std::function<base::Result<Reading>(std::int64_t number, std::string_view line)>;

/// Lines out of pieces, blank ones left out.
base::Status forEachLine(const TextFile& file, const LineSink& sink, const base::Stop& stop) {
  std::string rest;
  std::int64_t number = 0;
  const auto take = [&](std::string_view line) -> base::Result<Reading> {
    ++number;
    const std::string_view content = base::trim(line);
    return content.empty() ? base::Result<Reading>(Reading::GoOn) : sink(number, content);
  };
  auto read = forEachPiece(
      file,
      [&](std::string_view piece) -> base::Result<Reading> {
        for (size_t end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
          rest.append(piece.substr(0, end));
          piece.remove_prefix(end + 1);
          TELESOFT_TRY(next, take(rest));
          rest.clear();
          if (next == Reading::Enough) {
            return next;
          }
        }
        rest.append(piece);
        if (rest.size() > kMaxLine) {
          return fail(ErrorCode::InvalidInput,
                      fmt::format("line {} is longer than 64 MiB", number + 1),
                      "Each line must be one JSON object.");
        }
        return Reading::GoOn;
      },
      stop);
  if (!read) {
    return std::move(read).error();
  }
  if (*read) {
    TELESOFT_CHECK(take(rest));
  }
  return {};
}

/// The keys of all objects, in the order in which they first stand.
class Keys {
 public:
  base::Status add(std::int64_t line, std::string_view object) {
    TELESOFT_CHECK(parseLine(line, object, [&](const std::string& key, std::string&&) {
      if (place_.emplace(key, place_.size()).second) {
        names.push_back(key);
      }
      return true;
    }));
    if (names.size() > kMaxKeys) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("line {} brings the file to over 100,000 different keys", line),
                  "A table may have up to 100,000 columns; write values as values, not as keys.");
    }
    return {};
  }
  /// `seen` holds the line that last filled each place.
  base::Result<std::vector<std::string>> row(std::int64_t line,
                                             std::string_view object,
                                             std::vector<std::int64_t>& seen) const {
    std::vector<std::string> cells(names.size());
    bool known = true;
    TELESOFT_CHECK(parseLine(line, object, [&](const std::string& key, std::string&& value) {
      const auto found = place_.find(key);
      if (found == place_.end()) {
        known = false;
        return true;
      }
      cells[found->second] = std::move(value);
      return std::exchange(seen[found->second], line) != line;
    }));
    if (!known) {
      return fail(ErrorCode::Conflict, fmt::format("line {} changed while the file was read", line),
                  "Import again when nothing writes to the file.");
    }
    return cells;
  }
  std::vector<std::string> names;

 private:
  std::unordered_map<std::string, size_t> place_;
};

}  // namespace

base::Status readJsonLines(const TextFile& file,
                           const ReadOptions& options,
                           const HeaderSink& onHeader,
                           const RowSink& onRow,
                           ReadReport& report,
                           const base::Stop& stop) {
  Keys keys;
  std::int64_t rows = 0;
  const auto next = [&] {
    return options.maxRows > 0 && rows >= options.maxRows ? Reading::Enough : Reading::GoOn;
  };
  const LineSink learn = [&](std::int64_t line, std::string_view text) -> base::Result<Reading> {
    TELESOFT_CHECK(keys.add(line, text));
    ++rows;
    return next();
  };
  TELESOFT_CHECK(forEachLine(file, learn, stop));
  report.columns = keys.names;
  TELESOFT_CHECK(onHeader(report.columns));
  rows = 0;
  std::vector<std::int64_t> seen(keys.names.size(), 0);
  const LineSink hand = [&](std::int64_t line, std::string_view text) -> base::Result<Reading> {
    TELESOFT_TRY(cells, keys.row(line, text, seen));
    report.rows = ++rows;
    TELESOFT_CHECK(onRow(rows, std::move(cells)));
    return next();
  };
  return forEachLine(file, hand, stop);
}

}  // namespace telesoft::data
