#include "telesoft/store/blob_store.h"

#include <cerrno>
#include <cstdio>
#include <fstream>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "telesoft/base/hash.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;

namespace {

constexpr std::string_view kMagic = "TLSFBLOB1\n";
constexpr size_t kChunk = 1U << 20U;
constexpr size_t kExtra = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr size_t kIdLength = 64;

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

base::Error damaged() {
  return fail(ErrorCode::Corrupt, "a sealed file of the workspace is damaged",
              "restore the blobs folder from its backup, or import the data again");
}

/// The keyed hash of content that comes in pieces.
class IdHash {
 public:
  explicit IdHash(const std::string& key) {
    crypto_auth_hmacsha256_init(&state_, bytesOf(std::string_view(key)), key.size());
  }
  void add(std::string_view content) {
    crypto_auth_hmacsha256_update(&state_, bytesOf(content), content.size());
  }
  [[nodiscard]] std::string finish() {
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state_, bytesOf(out));
    return base::toHex(std::string_view(out));
  }

 private:
  crypto_auth_hmacsha256_state state_;
};

/// Content in, sealed chunks out. The last chunk, which may be empty, carries the end tag.
class Sealer {
 public:
  Sealer(const std::string& key, const base::Sink& sink) : key_(key), sink_(sink) {
    pending_.reserve(kChunk);
  }
  Status begin() {
    std::string header(crypto_secretstream_xchacha20poly1305_HEADERBYTES, '\0');
    crypto_secretstream_xchacha20poly1305_init_push(&state_, bytesOf(header),
                                                    bytesOf(std::string_view(key_)));
    return sink_(std::string(kMagic) + header);
  }
  Status add(std::string_view content) {
    while (!content.empty()) {
      if (pending_.size() == kChunk) {
        TELESOFT_CHECK(flush(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE));
      }
      const std::string_view part = content.substr(0, kChunk - pending_.size());
      pending_ += part;
      content.remove_prefix(part.size());
    }
    return {};
  }
  Status finish() { return flush(crypto_secretstream_xchacha20poly1305_TAG_FINAL); }

 private:
  Status flush(unsigned char tag) {
    sealed_.resize(pending_.size() + kExtra);
    crypto_secretstream_xchacha20poly1305_push(&state_, bytesOf(sealed_), nullptr,
                                               bytesOf(std::string_view(pending_)), pending_.size(),
                                               bytesOf(kMagic), kMagic.size(), tag);
    pending_.clear();
    return sink_(sealed_);
  }
  const std::string& key_;
  const base::Sink& sink_;
  crypto_secretstream_xchacha20poly1305_state state_{};
  std::string pending_;
  std::string sealed_;
};

Result<std::string> readExactly(std::ifstream& in, size_t count) {
  std::string out(count, '\0');
  in.read(out.data(), static_cast<std::streamsize>(count));
  out.resize(static_cast<size_t>(in.gcount()));
  return in.bad() ? Result<std::string>(damaged()) : out;
}

/// Opens every chunk of a sealed file in turn.
Status unseal(std::ifstream& in, const std::string& key, const base::Sink& sink) {
  const size_t headerBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
  TELESOFT_TRY(start, readExactly(in, kMagic.size() + headerBytes));
  crypto_secretstream_xchacha20poly1305_state state;
  if (start.size() != kMagic.size() + headerBytes || !start.starts_with(kMagic) ||
      crypto_secretstream_xchacha20poly1305_init_pull(
          &state, bytesOf(std::string_view(start).substr(kMagic.size())),
          bytesOf(std::string_view(key))) != 0) {
    return damaged();
  }
  std::string content;
  while (true) {
    TELESOFT_TRY(sealed, readExactly(in, kChunk + kExtra));
    if (sealed.size() < kExtra) {
      return damaged();  // the end is missing
    }
    content.resize(sealed.size() - kExtra);
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&state, bytesOf(content), nullptr, &tag,
                                                   bytesOf(std::string_view(sealed)), sealed.size(),
                                                   bytesOf(kMagic), kMagic.size()) != 0) {
      return damaged();
    }
    TELESOFT_CHECK(sink(content));
    if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
      return in.peek() == std::ifstream::traits_type::eof() ? Status() : Status(damaged());
    }
  }
}

Status syncFolder(const Path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  const int why = errno;
  if (fd >= 0) {
    ::close(fd);
  }
  return done ? Status() : Status(base::systemError(why, "syncing the blobs folder"));
}

std::string subkey(const std::string& key, std::uint64_t number) {
  std::string out(32, '\0');
  crypto_kdf_derive_from_key(bytesOf(out), out.size(), number, "tlsfblob",
                             bytesOf(std::string_view(key)));
  return out;
}

}  // namespace

Result<BlobStore> BlobStore::open(const Path& folder, const std::string& key) {
  if (sodium_init() < 0 || key.size() != crypto_kdf_KEYBYTES) {
    return fail(ErrorCode::Internal, "the key of the blobs has the wrong length");
  }
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() == ".tmp") {
      ::unlink(at->path().c_str());
    }
  }
  return BlobStore(folder, subkey(key, 1), subkey(key, 2));
}

Path BlobStore::fileOf(const std::string& id) const {
  return folder_ / id.substr(0, 2) / id;
}

Result<std::string> BlobStore::put(const std::function<Status(const base::Sink&)>& produce) const {
  const Path incoming = folder_ / (base::toHex(base::randomBytes(12)) + ".tmp");
  IdHash hash(idKey_);
  Status written = base::writeFileWhole(incoming, [&](const base::Sink& sink) -> Status {
    Sealer sealer(sealKey_, sink);
    TELESOFT_CHECK(sealer.begin());
    TELESOFT_CHECK(produce([&](std::string_view content) {
      hash.add(content);
      return sealer.add(content);
    }));
    return sealer.finish();
  });
  TELESOFT_CHECK(std::move(written).in("keeping data in the workspace"));
  const std::string id = hash.finish();
  const Path target = fileOf(id);
  Status kept = base::makePrivateFolder(target.parent_path());
  // Equal content takes the place of what is there: a damaged blob is healed by putting it again.
  if (kept && ::rename(incoming.c_str(), target.c_str()) != 0) {
    kept = base::systemError(errno, "keeping data in the workspace");
  }
  if (!kept) {
    ::unlink(incoming.c_str());
    return std::move(kept).error();
  }
  TELESOFT_CHECK(syncFolder(target.parent_path()));
  TELESOFT_CHECK(syncFolder(folder_));
  return id;
}

Result<std::string> BlobStore::put(std::string_view content) const {
  return put([&](const base::Sink& sink) { return sink(content); });
}

Status BlobStore::get(const std::string& id, const base::Sink& sink) const {
  if (!contains(id)) {
    return fail(ErrorCode::NotFound, "a sealed file of the workspace is missing",
                "restore the blobs folder from its backup, or import the data again");
  }
  std::ifstream in(fileOf(id), std::ios::binary);
  if (!in) {
    return fail(ErrorCode::PermissionDenied, "a sealed file of the workspace cannot be opened",
                "check the rights of the blobs folder");
  }
  IdHash hash(idKey_);
  TELESOFT_CHECK(unseal(in, sealKey_, [&](std::string_view content) {
    hash.add(content);
    return sink(content);
  }));
  return hash.finish() == id ? Status() : Status(damaged());
}

Result<std::string> BlobStore::get(const std::string& id) const {
  std::string out;
  TELESOFT_CHECK(get(id, [&](std::string_view content) {
    out += content;
    return Status();
  }));
  return out;
}

bool BlobStore::contains(const std::string& id) const {
  std::error_code ignored;
  return id.size() == kIdLength && id.find_first_not_of("0123456789abcdef") == std::string::npos &&
         std::filesystem::is_regular_file(fileOf(id), ignored);
}

Status BlobStore::remove(const std::string& id) const {
  if (!contains(id) || ::unlink(fileOf(id).c_str()) == 0 || errno == ENOENT) {
    return {};
  }
  return base::systemError(errno, "removing a sealed file of the workspace");
}

}  // namespace telesoft::store
