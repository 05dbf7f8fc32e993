#include "raw_client.h"

#include <utility>

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "telesoft/base/text.h"

namespace telesoft::tests {

namespace {
constexpr std::chrono::seconds kPatience(20);
}

RawClient::RawClient(int port, bool tls)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(descriptor_);
    descriptor_ = -1;
  }
  if (tls) {
    SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
    tls_ = SSL_new(context);
    SSL_CTX_free(context);
    SSL_set_fd(tls_, descriptor_);
    SSL_connect(tls_);
  }
}

RawClient::~RawClient() {
  SSL_free(tls_);
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

void RawClient::send(const std::string& bytes) const {
  size_t done = 0;
  while (done < bytes.size()) {
    const char* const from = bytes.data() + done;
    const size_t left = bytes.size() - done;
    const long sent = tls_ != nullptr ? SSL_write(tls_, from, static_cast<int>(left))
                                      : ::send(descriptor_, from, left, MSG_NOSIGNAL);
    if (sent <= 0) {
      return;
    }
    done += static_cast<size_t>(sent);
  }
}

long RawClient::receive(char* into, size_t size) const {
  return tls_ != nullptr ? SSL_read(tls_, into, static_cast<int>(size))
                         : ::recv(descriptor_, into, size, 0);
}

bool RawClient::isReadable(std::chrono::milliseconds limit) const {
  pollfd waiting{descriptor_, POLLIN, 0};
  return (tls_ != nullptr && SSL_pending(tls_) > 0) ||
         ::poll(&waiting, 1, static_cast<int>(limit.count())) > 0;
}

bool RawClient::readSome(std::chrono::milliseconds limit) {
  if (!isReadable(limit)) {
    return false;
  }
  char bytes[65536];
  const long got = receive(bytes, sizeof bytes);
  if (got <= 0) {
    return false;
  }
  buffer_.append(bytes, static_cast<size_t>(got));
  return true;
}

std::string RawClient::readUntil(const std::string& ending, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  size_t found = buffer_.find(ending);
  while (found == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !readSome(left)) {
      return std::exchange(buffer_, {});
    }
    found = buffer_.find(ending);
  }
  std::string out = buffer_.substr(0, found + ending.size());
  buffer_.erase(0, found + ending.size());
  return out;
}

RawReply RawClient::reply(bool hasBody) {
  RawReply out;
  const std::string head = readUntil("\r\n\r\n", kPatience);
  if (head.rfind("HTTP/1.1 ", 0) != 0) {
    return out;
  }
  out.status = static_cast<int>(base::toInt(head.substr(9, 3)).value_or(0));
  for (const std::string& line : base::split(head, '\n')) {
    const size_t colon = line.find(':');
    if (colon != std::string::npos) {
      out.headers[base::lowerAscii(line.substr(0, colon))] =
          std::string(base::trim(line.substr(colon + 1)));
    }
  }
  const auto length = static_cast<size_t>(base::toInt(out.headers["content-length"]).value_or(0));
  while (hasBody && buffer_.size() < length && readSome(kPatience)) {
  }
  if (hasBody) {
    out.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
  }
  return out;
}

bool RawClient::closedWithin(std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < end) {
    char bytes[4096];
    if (isReadable(std::chrono::milliseconds(20)) && receive(bytes, sizeof bytes) <= 0) {
      return true;
    }
  }
  return false;
}

}  // namespace telesoft::tests
