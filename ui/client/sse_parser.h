// Server-sent events out of bytes, as the HTML standard says (section 9.2, "Interpreting an event
// stream").
#pragma once

#include <vector>

#include <QByteArray>

namespace telesoft::ui {

struct SseMessage {
  QByteArray id, event, data;
};

/// LF, CR or CRLF; comments; several data lines; a message is whole at an empty line.
class SseParser {
 public:
  /// Messages that are whole after these bytes, which may end anywhere.
  [[nodiscard]] std::vector<SseMessage> feed(const QByteArray& bytes);
  void reset();

 private:
  void takeLine(const QByteArray& line, std::vector<SseMessage>& out);
  QByteArray line_;
  QByteArray data_, event_, lastId_;
  bool hasData_ = false;
  bool afterCr_ = false;
};

}  // namespace telesoft::ui
