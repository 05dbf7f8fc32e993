// Datasets: imported, de-identified, checked, shown.
#pragma once

#include "telesoft/api/services/services.h"

namespace telesoft::api {

/// Nothing is stored.
[[nodiscard]] base::Result<protocol::Preview> previewImport(
    Services& services, const protocol::PreviewRequest& request);
/// Starts in the background; see DatasetMaker.
[[nodiscard]] base::Result<protocol::Dataset> importDataset(Services& services,
                                                            const protocol::ImportRequest& request,
                                                            const std::string& actor);
[[nodiscard]] base::Result<std::vector<protocol::Dataset>> listDatasets(Services& services);
[[nodiscard]] base::Result<protocol::Dataset> findDataset(Services& services,
                                                          const base::DatasetId& id);
[[nodiscard]] base::Result<protocol::QualityReport> checkDataset(Services& services,
                                                                 const base::DatasetId& id);

/// Starts in the background; the new dataset's parent is `id`.
[[nodiscard]] base::Result<protocol::Dataset> deidentifyDataset(
    Services& services,
    const base::DatasetId& id,
    const protocol::DeidRequest& request,
    const std::string& actor);
/// The first rows only; nothing is stored.
[[nodiscard]] base::Result<protocol::DeidReport> previewDeidentification(
    Services& services, const base::DatasetId& id, const protocol::DeidRequest& request);
/// NotFound for a dataset that is no de-identified one.
[[nodiscard]] base::Result<protocol::DeidReport> deidentificationOf(Services& services,
                                                                    const base::DatasetId& id);

}  // namespace telesoft::api
