// What each column of a file is likely to be, with the reasons: the first page of the import
// wizard.
#pragma once

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::data {

class ColumnProfile;

/// Reads up to kPreviewRows rows. Evidence holds counts, never values.
/// Errors: as readFileRows.
[[nodiscard]] base::Result<protocol::Preview> previewFile(const base::Path& file,
                                                          const base::Stop& stop = {});

/// Type, unit, missing codes and role of every column, from its name and what was seen of it.
[[nodiscard]] std::vector<protocol::ColumnSchema> proposeSchema(
    const std::vector<std::string>& names, const std::vector<ColumnProfile>& profiles);

constexpr std::int64_t kPreviewRows = 20000;

}  // namespace telesoft::data
