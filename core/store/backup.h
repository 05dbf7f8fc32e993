// A workspace copied whole while it works, and made anew from the copy with everything verified.
#pragma once

#include <string>

#include "telesoft/base/stop.h"
#include "telesoft/protocol/backup.h"
#include "telesoft/store/workspace.h"

namespace telesoft::store {

/// <backup>/backup.json    protocol::Backup, written last
/// <backup>/files.jsonl    {"path", "bytes", "sha256"} of every file below data/
/// <backup>/key.sealed     the workspace's key under the passphrase (argon2id, XChaCha20-Poly1305)
/// <backup>/data/          workspace.db as one consistent state, blobs/, models/, evaluations/,
///                         splits/, and of runs/ what tells of them; the data that a run was given
///                         and its checkpoints are left out: they can be made again
/// What stands in blobs/ and in sealed columns stays sealed. Patient data is never in the clear.
struct BackupOrder {
  base::Path to;  // is not there yet
  std::string passphrase;
};

/// Beside running work: changes wait for nothing. Killed half-way, or with the disk full, it leaves
/// "<to>.partial" or nothing. Errors: AlreadyExists, InvalidInput for a passphrase under 12
/// characters, OutOfResources, Cancelled.
[[nodiscard]] base::Result<protocol::Backup> backUp(const Workspace& workspace,
                                                    const BackupOrder& order,
                                                    const base::Stop& stop = {});

struct RestoreOrder {
  base::Path from;
  base::Path workspace;  // is not there yet, or empty
  std::string passphrase;
};

/// Copies, and verifies every file's hash, the database's own check, the seal and the audit chain;
/// the workspace stands only when all of it holds. Errors: Unauthenticated for a wrong passphrase;
/// Corrupt names the kind of file that is damaged or missing; Conflict for a workspace that is
/// there.
[[nodiscard]] base::Result<protocol::RestoreReport> restore(const RestoreOrder& order,
                                                            const base::Clock& clock,
                                                            const base::Stop& stop = {});

}  // namespace telesoft::store
