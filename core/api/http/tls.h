// TLS as this server speaks it: version 1.2 or newer, ciphers with forward secrecy.
#pragma once

#include <memory>

#include <boost/asio/ssl/context.hpp>

#include "telesoft/base/os/files.h"

namespace telesoft::api {

/// From PEM files. InvalidInput for one that is missing, unreadable, no PEM, locked by a password,
/// or not the other's.
[[nodiscard]] base::Result<std::unique_ptr<boost::asio::ssl::context>> tlsContext(
    const base::Path& certificate, const base::Path& privateKey);

}  // namespace telesoft::api
