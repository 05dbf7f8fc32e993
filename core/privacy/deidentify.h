// From a table with identifiers to one without, and a report of what was found and done.
#pragma once

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

struct DeidInput {
  const data::Table& table;
  const std::vector<protocol::ColumnSchema>& columns;
  protocol::DeidRequest request;
  std::string key;            // 32 bytes, of the workspace: equal keys give equal surrogates
  base::Path resources = {};  // holds patterns/ and names/; empty: base::resourcesFolder()
  std::int64_t maxRows = 0;   // 0: all; else only the first rows, for a preview
};

struct DeidOutput {
  data::Table table;
  std::vector<protocol::ColumnSchema> columns;
  protocol::DeidReport report;  // without datasetId and parentId
};

/// Columns not named in the request get the default of their role and type. Stops within 100 ms.
/// Errors: InvalidInput for an unknown column, action or text policy; Cancelled.
[[nodiscard]] base::Result<DeidOutput> deidentify(const DeidInput& input,
                                                  const base::Stop& stop = {});

/// What is done to the column without a request: "keep" | "surrogate" | "hash" | "shift" |
/// "generalise" | "drop" | "text" (its identifiers are handled as the text policy says).
[[nodiscard]] std::string defaultColumnAction(const protocol::ColumnSchema& column,
                                              const protocol::DeidRequest& request);

}  // namespace telesoft::privacy
