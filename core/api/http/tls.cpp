#include "telesoft/api/http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace telesoft::api {

namespace asio = boost::asio;
using base::ErrorCode;
using base::fail;
using boost::system::error_code;

namespace {

constexpr std::uint64_t kMaxPem = 1U << 20U;

base::Error badKey(const error_code& error) {
  const auto reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
  if (reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH) {
    return fail(ErrorCode::InvalidInput, "the private key is not that of the certificate",
                "give the key that the certificate was made with");
  }
  return fail(ErrorCode::InvalidInput, "the private key cannot be used",
              "give a PEM file with one private key that is not locked by a password");
}

base::Result<std::string> readPem(const base::Path& file, const std::string& what) {
  auto text = base::readFile(file, kMaxPem);
  if (!text) {
    return fail(ErrorCode::InvalidInput, "the " + what + " cannot be read: " + text.error().message,
                "give the path of a PEM file that the user of this server may read");
  }
  return *std::move(text);
}

}  // namespace

base::Result<std::unique_ptr<asio::ssl::context>> tlsContext(const base::Path& certificate,
                                                             const base::Path& privateKey) {
  TELESOFT_TRY(chain, readPem(certificate, "certificate"));
  TELESOFT_TRY(key, readPem(privateKey, "private key"));
  auto out = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX* const handle = out->native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(handle, "ECDHE+AESGCM:ECDHE+CHACHA20");  // of TLS 1.2; 1.3 has its own
  SSL_CTX_set_options(
      handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);
  error_code error;
  // Without one OpenSSL asks at the terminal.
  out->set_password_callback([](size_t, asio::ssl::context::password_purpose) { return ""; },
                             error);
  out->use_certificate_chain(asio::buffer(chain), error);
  if (error) {
    return fail(ErrorCode::InvalidInput, "the certificate cannot be used",
                "give a PEM file with the server's certificate first, then its chain");
  }
  out->use_private_key(asio::buffer(key), asio::ssl::context::pem, error);
  if (error) {
    return badKey(error);
  }
  if (SSL_CTX_check_private_key(handle) != 1) {
    ERR_clear_error();
    return fail(ErrorCode::InvalidInput, "the private key is not that of the certificate",
                "give the key that the certificate was made with");
  }
  return out;
}

}  // namespace telesoft::api
