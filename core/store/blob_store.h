// Patient data at rest: content-addressed files, sealed with the workspace's key.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::store {

/// A blob is XChaCha20-Poly1305 (libsodium secretstream) in chunks of 1 MiB of content, written
/// whole or not at all. Its id is the HMAC-SHA-256 of the plain content under a key of the
/// workspace: equal content is kept once, and the id tells nothing to who does not have the key.
/// Thread: any.
class BlobStore {
 public:
  /// `key`: 32 bytes. Removes what a killed writer has left half-written.
  [[nodiscard]] static base::Result<BlobStore> open(const base::Path& folder,
                                                    const std::string& key);

  /// Gives the id. OutOfResources when the disk is full, with nothing kept.
  [[nodiscard]] base::Result<std::string> put(std::string_view content) const;
  /// The same for content that comes in pieces; constant memory.
  [[nodiscard]] base::Result<std::string> put(
      const std::function<base::Status(const base::Sink&)>& produce) const;

  /// Corrupt where a bit has changed or the end is missing; NotFound.
  [[nodiscard]] base::Result<std::string> get(const std::string& id) const;
  /// Chunk by chunk. The sink has seen unverified content only when this returns an error.
  [[nodiscard]] base::Status get(const std::string& id, const base::Sink& sink) const;

  [[nodiscard]] bool contains(const std::string& id) const;
  /// For content that nothing refers to any more. No error where it is not there.
  [[nodiscard]] base::Status remove(const std::string& id) const;

 private:
  BlobStore(base::Path folder, std::string sealKey, std::string idKey)
      : folder_(std::move(folder)), sealKey_(std::move(sealKey)), idKey_(std::move(idKey)) {}
  [[nodiscard]] base::Path fileOf(const std::string& id) const;
  base::Path folder_;
  std::string sealKey_;
  std::string idKey_;
};

}  // namespace telesoft::store
