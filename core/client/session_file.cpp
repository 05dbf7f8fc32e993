#include "telesoft/client/session_file.h"

#include <map>

#include "telesoft/base/json.h"
#include "telesoft/base/os/paths.h"

namespace telesoft::client {

using base::Status;

template <class V>
void describe(V& v, SavedSession& s) {
  v.required("name", s.name);
  v.required("token", s.token);
  v.optional("caFile", s.caFile);
  v.optional("expiresAt", s.expiresAt);
}

namespace {

struct Saved {
  std::string format = "telesoft.session";
  std::int64_t version = 1;
  std::map<std::string, SavedSession> servers;  // by URL
};

template <class V>
void describe(V& v, Saved& s) {
  v.required("format", s.format);
  v.required("version", s.version);
  v.required("servers", s.servers);
}

Saved readFrom(const base::Path& file) {
  const auto text = base::readFile(file, 1U << 20U);
  const auto parsed = text ? base::parseJson(*text) : text.error();
  const auto saved = parsed ? base::fromJson<Saved>(*parsed) : parsed.error();
  return saved ? *saved : Saved();
}

Status writeTo(const base::Path& file, const Saved& saved) {
  TELESOFT_CHECK(base::makePrivateFolder(file.parent_path()));
  return base::writeFileWhole(file, base::toJson(saved).dump(2) + "\n", 0600)
      .in("remembering the session");
}

std::string keyOf(std::string url) {
  while (!url.empty() && url.back() == '/') {
    url.pop_back();
  }
  return url;
}

}  // namespace

SessionFile SessionFile::ofUser() {
  return SessionFile(base::configFolder() / "session.json");
}

std::optional<SavedSession> SessionFile::find(const std::string& url) const {
  const Saved saved = readFrom(file_);
  const auto found = saved.servers.find(keyOf(url));
  return found == saved.servers.end() ? std::nullopt : std::optional(found->second);
}

Status SessionFile::put(const std::string& url, const SavedSession& session) const {
  Saved saved = readFrom(file_);
  saved.servers[keyOf(url)] = session;
  return writeTo(file_, saved);
}

Status SessionFile::remove(const std::string& url) const {
  Saved saved = readFrom(file_);
  return saved.servers.erase(keyOf(url)) > 0 ? writeTo(file_, saved) : Status();
}

}  // namespace telesoft::client
