// What the API says of backups of a workspace.
#pragma once

#include <cstdint>
#include <string>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

struct BackupRequest {
  std::string path;        // a folder that is not there yet, on the server's machine
  std::string passphrase;  // seals the workspace's key in it; 12 characters at least
};
/// <backup>/backup.json.
struct Backup {
  std::string format = "telesoft.backup";
  std::int64_t version = 1;
  std::string createdAt;
  std::int64_t files = 0, bytes = 0;
  std::int64_t auditEntries = 0;
  std::string auditHash;       // of the last entry
  std::string manifestSha256;  // of files.jsonl
  std::string seal;            // HMAC over manifest and audit head under a key of the workspace
};
/// What a restore has verified.
struct RestoreReport {
  std::string workspace;
  Backup backup;
  bool filesIntact = false, databaseIntact = false, auditIntact = false;
  std::int64_t auditEntries = 0;
};

template <class V>
void describe(V& v, BackupRequest& b) {
  v.required("path", b.path);
  v.required("passphrase", b.passphrase);
}
template <class V>
void describe(V& v, Backup& b) {
  v.required("format", b.format);
  v.required("version", b.version);
  v.required("createdAt", b.createdAt);
  v.optional("files", b.files);
  v.optional("bytes", b.bytes);
  v.optional("auditEntries", b.auditEntries);
  v.optional("auditHash", b.auditHash);
  v.optional("manifestSha256", b.manifestSha256);
  v.optional("seal", b.seal);
}
template <class V>
void describe(V& v, RestoreReport& r) {
  v.required("workspace", r.workspace);
  v.required("backup", r.backup);
  v.optional("filesIntact", r.filesIntact);
  v.optional("databaseIntact", r.databaseIntact);
  v.optional("auditIntact", r.auditIntact);
  v.optional("auditEntries", r.auditEntries);
}

}  // namespace telesoft::protocol
