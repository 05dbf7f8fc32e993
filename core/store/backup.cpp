#include "telesoft/store/backup.h"

#include <cstdio>
#include <fstream>
#include <set>
#include <vector>

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"
#include "telesoft/store/audit_log.h"
#include "telesoft/store/seal.h"
#include "telesoft/store/sealed_key.h"
#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;
using protocol::Backup;

namespace {

constexpr size_t kPiece = 1U << 20U;
constexpr size_t kShortestPassphrase = 12;

/// One line of files.jsonl.
struct FileEntry {
  std::string path;  // relative to data/
  std::int64_t bytes = 0;
  std::string sha256;
};

template <class V>
void describe(V& v, FileEntry& f) {
  v.required("path", f.path);
  v.required("bytes", f.bytes);
  v.required("sha256", f.sha256);
}

/// What a run leaves out: data that can be made again, and what belongs to a living engine.
bool isLeftOut(const Path& relative) {
  static const std::set<std::string> names = {"data", "checkpoints", "engine.lock", "engine.log"};
  auto part = relative.begin();
  if (part == relative.end() || *part != "runs") {
    return relative.extension() == ".tmp";
  }
  return std::any_of(relative.begin(), relative.end(),
                     [](const Path& name) { return names.contains(name.string()); });
}

/// Copies with the hash taken on the way; the copy is there whole or not at all.
Result<FileEntry> copyFile(const Path& from, const Path& to, const base::Stop& stop) {
  std::ifstream in(from, std::ios::binary);
  if (!in) {
    return base::systemError(errno, "reading a file of the workspace");
  }
  base::Sha256Stream hash;
  FileEntry out;
  TELESOFT_CHECK(base::makePrivateFolder(to.parent_path()));
  const Status written = base::writeFileWhole(to, [&](const base::Sink& sink) -> Status {
    std::string piece(kPiece, '\0');
    while (in) {
      TELESOFT_CHECK(stop.check("the copy"));
      in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
      const std::string_view got(piece.data(), static_cast<size_t>(in.gcount()));
      hash.add(got);
      out.bytes += static_cast<std::int64_t>(got.size());
      TELESOFT_CHECK(sink(got));
    }
    return in.bad() ? Status(fail(ErrorCode::Unavailable, "a file cannot be read to its end",
                                  "check the disk"))
                    : Status();
  });
  TELESOFT_CHECK(written);
  out.sha256 = base::toHex(hash.finish());
  return out;
}

/// Every regular file below the folders that a backup holds, relative to the workspace, sorted.
Result<std::vector<Path>> filesOf(const Path& workspace) {
  std::vector<Path> out;
  for (const char* name : {"blobs", "models", "evaluations", "splits", "runs"}) {
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator at(workspace / name, error), end;
         !error && at != end; at.increment(error)) {
      const Path relative = at->path().lexically_relative(workspace);
      if (isLeftOut(relative)) {
        if (at->is_directory(error)) {
          at.disable_recursion_pending();
        }
      } else if (at->is_regular_file(error) && !at->is_symlink(error)) {
        out.push_back(relative);
      }
    }
    if (error && error != std::errc::no_such_file_or_directory) {
      return base::systemError(error.value(), "listing the workspace");
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// What is sealed: the manifest and the head of the audit trail that it goes with.
std::string sealOf(const Backup& backup, const std::string& key) {
  return keyedHash(key, backup.createdAt + "\n" + std::to_string(backup.auditEntries) + "\n" +
                            backup.auditHash + "\n" + backup.manifestSha256);
}

Status copyDatabase(const Workspace& workspace, const Path& to, Backup& into) {
  return workspace.database().read([&](const Snapshot& snapshot) -> Status {
    TELESOFT_TRY(verified, AuditLog::verify(snapshot));
    if (!verified.intact) {
      return fail(ErrorCode::Corrupt, "the audit trail does not verify, and is not backed up so",
                  "`telesoft doctor` says where it breaks");
    }
    into.auditEntries = verified.entries;
    into.auditHash = verified.headHash;
    return snapshot.connection().copyTo(to);
  });
}

Result<Backup> fillBackup(const Workspace& workspace,
                          const Path& folder,
                          const BackupOrder& order,
                          const base::Stop& stop) {
  Backup out;
  out.createdAt = base::toIso8601(workspace.clock().now());
  TELESOFT_CHECK(base::makePrivateFolder(folder / "data"));
  TELESOFT_TRY(sealed, workspace.sealedKey(order.passphrase));
  TELESOFT_CHECK(base::writeFileWhole(folder / "key.sealed", sealed));
  const Path database = folder / "data" / "workspace.db";
  TELESOFT_CHECK(copyDatabase(workspace, database, out));
  std::string manifest;
  const auto enter = [&](const FileEntry& entry) {
    ++out.files;
    out.bytes += entry.bytes;
    manifest += dumpJson(base::toJson(entry)) + "\n";
  };
  FileEntry first{"workspace.db", static_cast<std::int64_t>(std::filesystem::file_size(database)),
                  ""};
  TELESOFT_TRY(databaseHash, base::sha256HexOfFile(database));
  first.sha256 = databaseHash;
  enter(first);
  TELESOFT_TRY(files, filesOf(workspace.folder()));
  for (const Path& relative : files) {
    stop.progress(static_cast<double>(out.files) / static_cast<double>(files.size() + 1),
                  "copying files");
    TELESOFT_TRY(entry, copyFile(workspace.folder() / relative, folder / "data" / relative, stop));
    entry.path = relative.generic_string();
    enter(entry);
  }
  out.manifestSha256 = base::sha256Hex(manifest);
  out.seal = sealOf(out, workspace.key(Workspace::KeyPurpose::Backup));
  TELESOFT_CHECK(base::writeFileWhole(folder / "files.jsonl", manifest));
  TELESOFT_CHECK(base::writeFileWhole(folder / "backup.json", base::toJson(out).dump(2) + "\n"));
  return out;
}

base::Error damaged(const std::string& what) {
  return fail(ErrorCode::Corrupt, what, "use another backup");
}

struct Read {
  Backup backup;
  std::vector<FileEntry> files;
};

/// A path that stays below data/.
bool isInside(const std::string& path) {
  const Path relative(path);
  return !path.empty() && relative.is_relative() &&
         std::none_of(relative.begin(), relative.end(),
                      [](const Path& part) { return part == ".." || part == "."; });
}

Result<Read> readBackup(const Path& folder) {
  TELESOFT_TRY(text, base::readFile(folder / "backup.json", 1U << 20U).in("opening the backup"));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading backup.json"));
  TELESOFT_TRY(backup, base::fromJson<Backup>(parsed).in("reading backup.json"));
  if (backup.format != "telesoft.backup" || backup.version != 1) {
    return fail(ErrorCode::Unsupported, "the backup was written by another or a newer program",
                "update Telesoft on this machine");
  }
  TELESOFT_TRY(manifest, base::readFile(folder / "files.jsonl").in("opening the backup"));
  if (base::sha256Hex(manifest) != backup.manifestSha256) {
    return damaged("the backup's list of files was altered");
  }
  Read out{std::move(backup), {}};
  for (const std::string& line : base::split(manifest, '\n')) {
    if (line.empty()) {
      continue;
    }
    TELESOFT_TRY(one, base::parseJson(line).in("reading files.jsonl"));
    TELESOFT_TRY(entry, base::fromJson<FileEntry>(one).in("reading files.jsonl"));
    if (!isInside(entry.path)) {
      return damaged("the backup names a file outside of itself");
    }
    out.files.push_back(std::move(entry));
  }
  return out;
}

Status copyBack(const Read& read, const Path& from, const Path& to, const base::Stop& stop) {
  std::int64_t done = 0;
  for (const FileEntry& entry : read.files) {
    stop.progress(static_cast<double>(done++) / static_cast<double>(read.files.size()),
                  "copying and verifying files");
    auto copied = copyFile(from / "data" / entry.path, to / entry.path, stop);
    if (!copied && copied.error().code != ErrorCode::NotFound) {
      return std::move(copied).error();
    }
    if (!copied || copied->sha256 != entry.sha256 || copied->bytes != entry.bytes) {
      return damaged("a file of the backup is damaged or missing, in " +
                     Path(entry.path).begin()->string());
    }
  }
  return {};
}

/// Opens what was copied as a workspace: the database's own check, the seal, the audit chain.
Result<protocol::RestoreReport> verify(const Read& read,
                                       const Path& folder,
                                       const base::Clock& clock) {
  protocol::RestoreReport out;
  out.backup = read.backup;
  out.filesIntact = true;
  TELESOFT_TRY(workspace, Workspace::open(folder, clock).in("opening the restored workspace"));
  out.databaseIntact = true;
  if (sealOf(read.backup, workspace->key(Workspace::KeyPurpose::Backup)) != read.backup.seal) {
    return damaged("the backup's seal does not fit its files");
  }
  TELESOFT_TRY(verified, workspace->database().read(
                             [](const Snapshot& snapshot) { return AuditLog::verify(snapshot); }));
  out.auditIntact = verified.intact;
  out.auditEntries = verified.entries;
  if (!verified.intact || verified.entries != read.backup.auditEntries ||
      verified.headHash != read.backup.auditHash) {
    return damaged("the backup's audit trail does not verify");
  }
  TELESOFT_CHECK(workspace->database().write([&](Transaction& transaction) {
    return transaction.audit({"local user (all roles)",
                              "workspace.restore",
                              "",
                              {{"backupOf", read.backup.createdAt},
                               {"manifest", read.backup.manifestSha256},
                               {"entries", read.backup.auditEntries}}});
  }));
  return out;
}

void removeQuietly(const Path& folder) {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

/// `fill` works in "<to>.partial", which takes the place of `to` when it has succeeded.
template <class Fill>
auto intoPlace(const Path& to, const Fill& fill) -> decltype(fill(to)) {
  std::error_code error;
  if (std::filesystem::exists(to, error) && !std::filesystem::is_empty(to, error)) {
    return fail(ErrorCode::AlreadyExists, "the target folder is there already and not empty",
                "choose a new folder");
  }
  Path partial = to;
  partial += ".partial";
  removeQuietly(partial);
  auto done = fill(partial);
  if (!done) {
    removeQuietly(partial);
    return done;
  }
  std::filesystem::remove(to, error);
  if (std::rename(partial.c_str(), to.c_str()) != 0) {
    const int why = errno;
    removeQuietly(partial);
    return base::systemError(why, "putting the folder into its place");
  }
  return done;
}

}  // namespace

Result<Backup> backUp(const Workspace& workspace,
                      const BackupOrder& order,
                      const base::Stop& stop) {
  if (order.passphrase.size() < kShortestPassphrase) {
    return fail(ErrorCode::InvalidInput, "the passphrase is shorter than 12 characters",
                "choose a longer one, and keep it apart from the backup");
  }
  if (!order.to.is_absolute()) {
    return fail(ErrorCode::InvalidInput, "the backup's path is not absolute",
                "give the whole path of a folder on the server's machine");
  }
  return intoPlace(order.to.lexically_normal(), [&](const Path& folder) -> Result<Backup> {
    return fillBackup(workspace, folder, order, stop).in("backing the workspace up");
  });
}

Result<protocol::RestoreReport> restore(const RestoreOrder& order,
                                        const base::Clock& clock,
                                        const base::Stop& stop) {
  TELESOFT_TRY(read, readBackup(order.from));
  TELESOFT_TRY(sealed, base::readFile(order.from / "key.sealed", 1U << 16U));
  TELESOFT_TRY(key, unsealKey(sealed, order.passphrase));
  TELESOFT_TRY(report, intoPlace(order.workspace.lexically_normal(),
                                 [&](const Path& folder) -> Result<protocol::RestoreReport> {
                                   TELESOFT_CHECK(copyBack(read, order.from, folder, stop));
                                   TELESOFT_CHECK(base::writeFileWhole(folder / "key", key));
                                   return verify(read, folder, clock).in("verifying the backup");
                                 }));
  report.workspace = order.workspace.string();
  return report;
}

}  // namespace telesoft::store
