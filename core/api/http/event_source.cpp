#include "telesoft/api/http/event_source.h"

#include "telesoft/base/text.h"

namespace telesoft::api {

std::string toWire(const ServerEvent& event) {
  std::string out;
  if (!event.id.empty()) {
    out += "id: " + event.id + "\n";
  }
  if (!event.kind.empty()) {
    out += "event: " + event.kind + "\n";
  }
  for (const std::string& line : base::split(event.data, '\n')) {
    out += "data: " + line + "\n";
  }
  return out + "\n";
}

}  // namespace telesoft::api
