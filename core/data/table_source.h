// A dataset's rows in pieces: what every step that must hold no more than a piece in memory reads.
#pragma once

#include <functional>

#include "telesoft/base/result.h"
#include "telesoft/base/stop.h"
#include "telesoft/data/table.h"

namespace telesoft::data {

/// Equal calls give equal pieces. Thread: calls of forEachPiece may run side by side.
class TableSource {
 public:
  virtual ~TableSource() = default;
  [[nodiscard]] virtual const std::vector<std::string>& columnNames() const = 0;
  [[nodiscard]] virtual std::int64_t rows() const = 0;

  /// `firstRow`: the index in the source of the piece's first row.
  using PieceSink = std::function<base::Status(const Table& piece, std::int64_t firstRow)>;
  /// Pieces in the order of their rows, with the columns of those indices in that order (empty: all
  /// of them). A piece has at most kPieceRows rows and, but for a single row, kPieceBytes of text.
  /// Errors: the sink's; Cancelled; Corrupt where a stored piece is not what was stored.
  [[nodiscard]] virtual base::Status forEachPiece(const std::vector<size_t>& columns,
                                                  const PieceSink& sink,
                                                  const base::Stop& stop) const = 0;

  static constexpr std::int64_t kPieceRows = 65'536;
  static constexpr std::uint64_t kPieceBytes = 16ULL << 20U;

  [[nodiscard]] std::optional<size_t> columnIndex(std::string_view name) const;
  /// All rows of those columns, in memory: for the few columns that a plan rests on.
  [[nodiscard]] base::Result<Table> inMemory(const std::vector<size_t>& columns,
                                             const base::Stop& stop = {}) const;
};

/// A table that is in memory. It is not copied and must outlive the source.
class MemorySource final : public TableSource {
 public:
  explicit MemorySource(const Table& table) : table_(table) {}
  [[nodiscard]] const std::vector<std::string>& columnNames() const override {
    return table_.columnNames();
  }
  [[nodiscard]] std::int64_t rows() const override {
    return static_cast<std::int64_t>(table_.rows());
  }
  [[nodiscard]] base::Status forEachPiece(const std::vector<size_t>& columns,
                                          const PieceSink& sink,
                                          const base::Stop& stop) const override;

 private:
  const Table& table_;
};

}  // namespace telesoft::data
