// A socket that says exactly what a test wants said, also what no HTTP client would.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace telesoft::tests {

struct RawReply {
  int status = 0;                              // 0: the connection closed without an answer
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class RawClient {
 public:
  explicit RawClient(int port);
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
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace telesoft::tests
