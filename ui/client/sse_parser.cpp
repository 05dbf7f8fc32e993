#include "telesoft/ui/client/sse_parser.h"

namespace telesoft::ui {

std::vector<SseMessage> SseParser::feed(const QByteArray& bytes) {
  std::vector<SseMessage> out;
  for (const char byte : bytes) {
    const bool secondOfPair = afterCr_ && byte == '\n';
    afterCr_ = byte == '\r';
    if (secondOfPair) {
      continue;
    }
    if (byte == '\n' || byte == '\r') {
      takeLine(line_, out);
      line_.clear();
    } else {
      line_.append(byte);
    }
  }
  return out;
}

void SseParser::takeLine(const QByteArray& line, std::vector<SseMessage>& out) {
  if (line.isEmpty()) {
    if (hasData_) {
      out.push_back({lastId_, event_.isEmpty() ? QByteArrayLiteral("message") : event_, data_});
    }
    data_.clear();
    event_.clear();
    hasData_ = false;
    return;
  }
  const qsizetype colon = line.indexOf(':');
  if (colon == 0) {
    return;  // a comment: the heartbeat
  }
  const QByteArray field = colon < 0 ? line : line.left(colon);
  QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1);
  if (value.startsWith(' ')) {
    value.remove(0, 1);
  }
  if (field == "data") {
    data_ += hasData_ ? '\n' + value : value;
    hasData_ = true;
  } else if (field == "event") {
    event_ = value;
  } else if (field == "id" && !value.contains('\0')) {
    lastId_ = value;
  }
}

void SseParser::reset() {
  *this = SseParser();
}

}  // namespace telesoft::ui
