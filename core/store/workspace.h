// The workspace folder: its layout, its key, its database and its blobs, opened together.
#pragma once

#include <memory>
#include <string>

#include "telesoft/base/clock.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"
#include "telesoft/store/blob_store.h"
#include "telesoft/store/database.h"

namespace telesoft::store {

/// Everything below it is mode 0700 or 0600. Thread: any.
class Workspace {
 public:
  /// A folder that holds a workspace's key and database.
  [[nodiscard]] static bool isWorkspace(const base::Path& folder);

  /// Makes the layout, the key and the database; goes on where an earlier call was killed.
  /// Errors: AlreadyExists for a workspace; Conflict for a folder with other things in it.
  [[nodiscard]] static base::Result<std::unique_ptr<Workspace>> create(const base::Path& folder,
                                                                       const base::Clock& clock);
  /// Errors: NotFound where none is; Corrupt, PermissionDenied (a key that belongs to another
  /// user), Unsupported as Database::open(). A key that others could read is tightened to 0600.
  [[nodiscard]] static base::Result<std::unique_ptr<Workspace>> open(const base::Path& folder,
                                                                     const base::Clock& clock);
  [[nodiscard]] static base::Result<std::unique_ptr<Workspace>> openOrCreate(
      const base::Path& folder, const base::Clock& clock);

  [[nodiscard]] Database& database() const { return *database_; }
  [[nodiscard]] const BlobStore& blobs() const { return *blobs_; }
  [[nodiscard]] const base::Clock& clock() const { return clock_; }

  [[nodiscard]] const base::Path& folder() const { return folder_; }
  [[nodiscard]] base::Path runsFolder() const { return folder_ / "runs"; }
  [[nodiscard]] base::Path modelsFolder() const { return folder_ / "models"; }
  [[nodiscard]] base::Path evaluationsFolder() const { return folder_ / "evaluations"; }
  [[nodiscard]] base::Path logsFolder() const { return folder_ / "logs"; }

  /// 32 bytes for one purpose, derived from the workspace's key: the same each time, and telling
  /// nothing of the others'.
  enum class KeyPurpose {
    Blobs = 1,
    Audit = 2,
    Privacy = 3,
    Predictions = 4,
    Signatures = 5,
    Reviews = 6,
    Backup = 7,
    Assignment = 8
  };
  [[nodiscard]] std::string key(KeyPurpose purpose) const;
  /// The workspace's own key under a passphrase, for a backup (sealed_key.h).
  [[nodiscard]] base::Result<std::string> sealedKey(const std::string& passphrase) const;

 private:
  Workspace(base::Path folder, std::string masterKey, const base::Clock& clock)
      : folder_(std::move(folder)), masterKey_(std::move(masterKey)), clock_(clock) {}
  [[nodiscard]] static base::Result<std::unique_ptr<Workspace>> assemble(const base::Path& folder,
                                                                         const base::Clock& clock);
  base::Path folder_;
  std::string masterKey_;
  const base::Clock& clock_;
  std::unique_ptr<BlobStore> blobs_;
  std::unique_ptr<Database> database_;
};

}  // namespace telesoft::store
