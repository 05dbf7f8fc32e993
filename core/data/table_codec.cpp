#include "telesoft/data/table_codec.h"

#include <cstring>

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;

constexpr std::string_view kMagic = "TSTB";
constexpr std::uint64_t kVersion = 1;
constexpr size_t kHashBytes = 32;

void putNumber(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(static_cast<unsigned char>((value & 0x7FU) | 0x80U));
    value >>= 7U;
  }
  out += static_cast<char>(static_cast<unsigned char>(value));
}

void putText(std::string& out, std::string_view text) {
  putNumber(out, text.size());
  out.append(text);
}

std::string_view bytesOf(const base::Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// Every read is checked against the end.
class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}
  base::Result<std::uint64_t> number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && at_ < bytes_.size(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) {
        return value;
      }
    }
    return cut();
  }
  base::Result<std::string> text() {
    TELESOFT_TRY(length, number());
    if (length > left()) {
      return cut();
    }
    at_ += length;
    return std::string(bytes_.substr(at_ - length, length));
  }
  [[nodiscard]] size_t left() const { return bytes_.size() - at_; }
  static base::Error cut() {
    return fail(ErrorCode::Corrupt, "the stored table is cut off or damaged",
                "Import the file again, or restore the workspace from a backup.");
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
};

base::Result<Table> decodeBody(Input& in) {
  TELESOFT_TRY(columns, in.number());
  TELESOFT_TRY(rows, in.number());
  // A cell takes a byte at least: larger numbers cannot be true.
  if (columns > in.left() || rows > in.left() || (columns > 0 && rows > in.left() / columns)) {
    return Input::cut();
  }
  std::vector<std::int64_t> fileRows;
  std::int64_t last = 0;
  for (std::uint64_t row = 0; row < rows; ++row) {
    TELESOFT_TRY(step, in.number());
    last += static_cast<std::int64_t>(step);
    fileRows.push_back(last);
  }
  Table out;
  for (const std::int64_t fileRow : fileRows) {
    out.appendRow({}, fileRow);
  }
  for (std::uint64_t c = 0; c < columns; ++c) {
    TELESOFT_TRY(name, in.text());
    std::vector<std::string> cells;
    cells.reserve(rows);
    for (std::uint64_t row = 0; row < rows; ++row) {
      TELESOFT_TRY(cell, in.text());
      cells.push_back(std::move(cell));
    }
    out.appendColumn(std::move(name), std::move(cells));
  }
  return in.left() == 0 ? base::Result<Table>(std::move(out)) : Input::cut();
}

}  // namespace

std::string encodeTable(const Table& table) {
  std::string out(kMagic);
  putNumber(out, kVersion);
  putNumber(out, table.columns());
  putNumber(out, table.rows());
  std::int64_t last = 0;
  for (size_t row = 0; row < table.rows(); ++row) {
    // Two's complement: rows in another order than the file's step backwards.
    putNumber(out, static_cast<std::uint64_t>(table.fileRow(row) - last));
    last = table.fileRow(row);
  }
  for (size_t c = 0; c < table.columns(); ++c) {
    putText(out, table.columnName(c));
    for (size_t row = 0; row < table.rows(); ++row) {
      putText(out, table.cell(row, c));
    }
  }
  out.append(bytesOf(base::sha256(out)));
  return out;
}

base::Result<Table> decodeTable(std::string_view bytes) {
  if (bytes.size() < kMagic.size() + 1 + kHashBytes || bytes.substr(0, kMagic.size()) != kMagic) {
    return fail(ErrorCode::Corrupt, "this is not a stored table",
                "Import the file again, or restore the workspace from a backup.");
  }
  const std::string_view body = bytes.substr(0, bytes.size() - kHashBytes);
  Input in(body.substr(kMagic.size()));
  TELESOFT_TRY(version, in.number());
  if (version != kVersion) {
    return fail(ErrorCode::Unsupported, "the stored table is of a newer format",
                "Open the workspace with a newer version of the program.");
  }
  if (bytesOf(base::sha256(body)) != bytes.substr(body.size())) {
    return Input::cut();
  }
  return decodeBody(in);
}

}  // namespace telesoft::data
