// Splits: planned on the dataset's rows, kept with their proof, their parts datasets of their own.
#pragma once

#include "telesoft/api/services/services.h"
#include "telesoft/data/split/split_plan.h"
#include "telesoft/protocol/split.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::api {

/// Nothing is stored.
[[nodiscard]] base::Result<protocol::Split> previewSplit(Services& services,
                                                         const protocol::SplitRequest& request);
/// The split, its part datasets, their rows and the audit row in one transaction; the manifest, to
/// whose hash the proof refers, in <workspace>/splits/<id>.json.
[[nodiscard]] base::Result<protocol::Split> createSplit(Services& services,
                                                        const protocol::SplitRequest& request,
                                                        const std::string& actor);

/// Counts the parts again, and holds them against the manifest, and the manifest against its
/// signature and the hash that was stored with the split. A manifest older than signatures is held
/// against its hash alone.
[[nodiscard]] base::Result<protocol::SplitStanding> standingOf(Services& services,
                                                               const base::SplitId& id);
/// Corrupt where the split does not stand any more: no run may start on it.
[[nodiscard]] base::Status checkStanding(Services& services, const base::SplitId& id);
/// Who looked at the split's test part.
[[nodiscard]] base::Result<std::vector<protocol::SplitOpening>> openingsOf(Services& services,
                                                                           const base::SplitId& id);
/// Counts and logs a look at the rows of a test part; nothing for other datasets.
[[nodiscard]] base::Status noteRowsOpened(Services& services,
                                          const base::DatasetId& dataset,
                                          const std::string& actor);

/// The import that a dataset goes back to.
[[nodiscard]] base::Result<std::string> originOf(const store::Snapshot& snapshot, std::string id);

/// A planned or proven split of `parent` as a record: with ids for itself and for its parts.
[[nodiscard]] store::SplitRecord recordOf(data::SplitResult result,
                                          const std::string& parentId,
                                          const std::string& name,
                                          const std::string& createdAt);
/// The split and its parts as datasets of `parent`, which is there; with the audit row.
[[nodiscard]] base::Status insertSplit(store::Transaction& transaction,
                                       const store::SplitRecord& record,
                                       const protocol::Dataset& parent,
                                       const std::string& actor);
/// <workspace>/splits/<id>.json, and beside it <id>.signature.json; gives the former.
[[nodiscard]] base::Result<base::Path> writeManifest(const store::Workspace& workspace,
                                                     const std::string& splitId,
                                                     const std::string& manifest);

}  // namespace telesoft::api
