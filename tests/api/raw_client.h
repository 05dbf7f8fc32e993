// A socket that says exactly what a test wants said, also what no HTTP client would.
#pragma once

#include <chrono>
#include <map>
#include <string>

struct ssl_st;

namespace telesoft::tests {

struct RawReply {
  int status = 0;                              // 0: the connection closed without an answer
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class RawClient {
 public:
  /// With TLS whatever the server's certificate says.
  explicit RawClient(int port, bool tls = false);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(const std::string& bytes) const;
  /// One reply, its body by Content-Length.
  [[nodiscard]] RawReply reply(bool hasBody = true);
  /// Whatever comes until `ending` has been read, or the time is over; keeps what lies behind it.
  [[nodiscard]] std::string readUntil(const std::string& ending,
                                      std::chrono::milliseconds limit = std::chrono::seconds(10));
  /// True once the other side has closed, within the time.
  [[nodiscard]] bool closedWithin(std::chrono::milliseconds limit);
  [[nodiscard]] bool isOpen() const { return descriptor_ >= 0; }

 private:
  [[nodiscard]] bool readSome(std::chrono::milliseconds limit);
  /// What recv() gives.
  [[nodiscard]] long receive(char* into, size_t size) const;
  [[nodiscard]] bool isReadable(std::chrono::milliseconds limit) const;
  int descriptor_ = -1;
  ssl_st* tls_ = nullptr;
  std::string buffer_;
};

}  // namespace telesoft::tests
