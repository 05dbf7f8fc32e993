#include "telesoft/store/workspace.h"

#include <cerrno>
#include <set>

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "telesoft/base/hash.h"
#include "telesoft/store/sealed_key.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;

namespace {

constexpr size_t kKeyBytes = crypto_kdf_KEYBYTES;

/// What may lie in a folder that is to become a workspace: what an earlier attempt and a starting
/// server leave there.
const std::set<std::string>& ownNames() {
  static const std::set<std::string> names = {"key",
                                              "workspace.db",
                                              "workspace.db-wal",
                                              "workspace.db-shm",
                                              "workspace.db.lock",
                                              "blobs",
                                              "models",
                                              "runs",
                                              "splits",
                                              "evaluations",
                                              "logs",
                                              "server.json",
                                              "server.lock",
                                              "token"};
  return names;
}

Status refuseForeign(const Path& folder) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!ownNames().contains(name) && !name.ends_with(".tmp")) {
      return fail(ErrorCode::Conflict, "the folder has other things in it",
                  "choose an empty or a new folder for the workspace");
    }
  }
  return {};
}

Status tighten(const Path& path, unsigned mode) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    return base::systemError(errno, "looking at " + path.filename().string());
  }
  if (info.st_uid != ::geteuid()) {
    return fail(ErrorCode::PermissionDenied, "the workspace belongs to another user",
                "open it as that user");
  }
  if ((info.st_mode & 07777U) != mode && ::chmod(path.c_str(), mode) != 0) {
    return base::systemError(errno, "tightening the rights of " + path.filename().string());
  }
  return {};
}

Status makeLayout(const Path& folder) {
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  TELESOFT_CHECK(tighten(folder, 0700));
  for (const char* name : {"blobs", "models", "runs", "evaluations", "logs"}) {
    TELESOFT_CHECK(base::makePrivateFolder(folder / name));
    TELESOFT_CHECK(tighten(folder / name, 0700));
  }
  return {};
}

Result<std::string> readKey(const Path& file) {
  TELESOFT_CHECK(tighten(file, 0600));
  TELESOFT_TRY(key, base::readFile(file, 4096));
  if (key.size() != kKeyBytes) {
    return fail(ErrorCode::Corrupt, "the workspace's key is damaged",
                "restore the file \"key\" from its backup; without it the data cannot be read");
  }
  return key;
}

}  // namespace

bool Workspace::isWorkspace(const Path& folder) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(folder / "key", ignored) &&
         std::filesystem::is_regular_file(folder / "workspace.db", ignored);
}

Result<std::unique_ptr<Workspace>> Workspace::assemble(const Path& folder,
                                                       const base::Clock& clock) {
  TELESOFT_CHECK(makeLayout(folder));
  TELESOFT_TRY(master, readKey(folder / "key"));
  std::unique_ptr<Workspace> out(new Workspace(folder, std::move(master), clock));
  TELESOFT_TRY(blobs, BlobStore::open(folder / "blobs", out->key(KeyPurpose::Blobs)));
  out->blobs_ = std::make_unique<BlobStore>(std::move(blobs));
  TELESOFT_TRY(database,
               Database::open({folder / "workspace.db", out->key(KeyPurpose::Audit)}, clock));
  out->database_ = std::move(database);
  return out;
}

Result<std::unique_ptr<Workspace>> Workspace::create(const Path& folder, const base::Clock& clock) {
  if (isWorkspace(folder)) {
    return fail(ErrorCode::AlreadyExists, "the folder is a workspace already");
  }
  TELESOFT_CHECK(refuseForeign(folder));
  TELESOFT_CHECK(makeLayout(folder));
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "key", ignored)) {
    if (std::filesystem::exists(folder / "workspace.db", ignored)) {
      return fail(ErrorCode::Corrupt, "the workspace's key is missing",
                  "restore the file \"key\" from its backup; without it the data cannot be read");
    }
    TELESOFT_CHECK(
        base::writeFileWhole(folder / "key", base::randomBytes(kKeyBytes)).in("making the key"));
  }
  TELESOFT_TRY(workspace, assemble(folder, clock));
  TELESOFT_CHECK(workspace->database().write([](Transaction& transaction) {
    return transaction.audit({"local user (all roles)", "workspace.create", ""});
  }));
  return workspace;
}

Result<std::unique_ptr<Workspace>> Workspace::open(const Path& folder, const base::Clock& clock) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "workspace.db", ignored)) {
    return fail(ErrorCode::NotFound, "the folder is not a workspace",
                "make one with: telesoft init --workspace FOLDER");
  }
  if (!std::filesystem::exists(folder / "key", ignored)) {
    return fail(ErrorCode::Corrupt, "the workspace's key is missing",
                "restore the file \"key\" from its backup; without it the data cannot be read");
  }
  return assemble(folder, clock);
}

Result<std::unique_ptr<Workspace>> Workspace::openOrCreate(const Path& folder,
                                                           const base::Clock& clock) {
  std::error_code ignored;
  return std::filesystem::exists(folder / "workspace.db", ignored) ? open(folder, clock)
                                                                   : create(folder, clock);
}

std::string Workspace::key(KeyPurpose purpose) const {
  std::string out(kKeyBytes, '\0');
  crypto_kdf_derive_from_key(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                             static_cast<std::uint64_t>(purpose), "tlsfwork",
                             reinterpret_cast<const unsigned char*>(masterKey_.data()));
  return out;
}

Result<std::string> Workspace::sealedKey(const std::string& passphrase) const {
  return sealKey(masterKey_, passphrase);
}

}  // namespace telesoft::store
