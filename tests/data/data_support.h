// Files, tables and schemas for the tests of the data module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <QString>

#include "telesoft/base/os/files.h"
#include "telesoft/data/import.h"
#include "telesoft/data/reader.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"

#include "support/temp_folder.h"

namespace telesoft::tests {

using Rows = std::vector<std::vector<std::string>>;

inline base::Path writeBytes(const TempFolder& folder,
                             std::string_view bytes,
                             const std::string& name = "data.csv") {
  const base::Path file = folder / name;
  if (!base::writeFileWhole(file, bytes)) {
    qFatal("a test file cannot be written");
  }
  return file;
}

struct ReadAll {
  data::ReadReport report;
  std::vector<std::string> columns;
  Rows rows;
};

inline base::Result<ReadAll> readAll(const base::Path& file,
                                     const data::ReadOptions& options = {}) {
  ReadAll out;
  const data::HeaderSink header = [&](const std::vector<std::string>& names) {
    out.columns = names;
    return base::Status();
  };
  const data::RowSink row = [&](std::int64_t, std::vector<std::string>&& cells) {
    out.rows.push_back(std::move(cells));
    return base::Status();
  };
  TELESOFT_TRY(report, data::readFileRows(file, options, header, row));
  out.report = std::move(report);
  return out;
}

inline base::Result<ReadAll> readBytes(std::string_view bytes) {
  const TempFolder folder;
  return readAll(writeBytes(folder, bytes));
}

inline data::Table tableOf(const std::vector<std::string>& names, const Rows& rows) {
  data::Table out(names);
  for (const auto& row : rows) {
    out.appendRow(row);
  }
  return out;
}

inline protocol::ColumnSchema columnOf(const std::string& name,
                                       protocol::ColumnRole role,
                                       protocol::ColumnType type = protocol::ColumnType::Text) {
  protocol::ColumnSchema out;
  out.name = name;
  out.role = role;
  out.type = type;
  return out;
}

inline QString shown(const std::string& text) {
  return QString::fromStdString(text);
}
/// Cells joined by "|", rows by "/".
inline QString shown(const Rows& rows) {
  QStringList out;
  for (const auto& row : rows) {
    QStringList cells;
    for (const std::string& cell : row) {
      cells << shown(cell);
    }
    out << cells.join(QLatin1Char('|'));
  }
  return out.join(QLatin1Char('/'));
}
inline QString shown(const std::vector<std::string>& cells) {
  return shown(Rows{cells});
}

inline std::string_view viewOf(const QByteArray& bytes) {
  return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

/// A file of the real data that lies beside the source tree; empty path where it is absent.
inline base::Path realData(const std::string& name) {
  const base::Path file = sourceFolder().parent_path() / "shared/data" / name;
  std::error_code ignored;
  return std::filesystem::exists(file, ignored) ? file : base::Path();
}

/// A file of the demonstration imported by its recipe, both of resources/demo.
inline base::Result<data::Imported> importDemo(const std::string& file,
                                               const std::string& recipeFile) {
  const base::Path folder = sourceFolder() / "resources/demo";
  TELESOFT_TRY(bytes, base::readFile(folder / recipeFile));
  TELESOFT_TRY(document, base::parseJson(bytes));
  TELESOFT_TRY(recipe, base::fromJson<protocol::Recipe>(document, base::Keys::Strict));
  return data::importFile(folder / file, recipe);
}

}  // namespace telesoft::tests
