#include "telesoft/jobs/event_log.h"

#include <fstream>

namespace telesoft::jobs {

using base::ErrorCode;
using base::fail;
using base::Result;
using protocol::JobEvent;

namespace {

constexpr std::size_t kBlock = 1U << 18U;
/// A longer line is a damaged file: an event has some hundred bytes.
constexpr std::size_t kLongestLine = 1U << 24U;

}  // namespace

JobEvent EventTail::parse(std::string_view line) {
  JobEvent event;
  auto parsed = base::parseJson(line);
  auto read = parsed ? base::fromJson<JobEvent>(*parsed) : Result<JobEvent>(parsed.error());
  if (read) {
    event = *std::move(read);
  } else {
    event.kind = "unreadable";
  }
  // Numbers only go up: who has read up to one gets everything after it.
  event.seq = std::max(event.seq, lastSeq_ + 1);
  lastSeq_ = event.seq;
  return event;
}

Result<std::vector<JobEvent>> EventTail::next(std::size_t most) {
  std::vector<JobEvent> out;
  std::ifstream in(file_, std::ios::binary);
  if (!in) {
    std::error_code ignored;
    return std::filesystem::exists(file_, ignored)
               ? Result<std::vector<JobEvent>>(fail(ErrorCode::PermissionDenied,
                                                    "the run's events cannot be read",
                                                    "check the rights of the workspace folder"))
               : out;
  }
  in.seekg(offset_);
  std::string pending;
  while (out.size() < most && in) {
    std::string block(kBlock, '\0');
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    block.resize(static_cast<std::size_t>(in.gcount()));
    pending += block;
    std::size_t used = 0;
    for (std::size_t end = 0;
         out.size() < most && (end = pending.find('\n', used)) != std::string::npos;
         used = end + 1) {
      out.push_back(parse(std::string_view(pending).substr(used, end - used)));
    }
    pending.erase(0, used);
    offset_ += static_cast<std::int64_t>(used);
    if (pending.size() > kLongestLine) {
      return fail(ErrorCode::Corrupt, "the run's events have a line without an end",
                  "look at events.jsonl of the run; the run itself goes on");
    }
  }
  return out;
}

Result<std::vector<JobEvent>> eventsAfter(const base::Path& file,
                                          std::int64_t after,
                                          std::size_t most) {
  EventTail tail(file);
  std::vector<JobEvent> out;
  while (out.size() < most) {
    TELESOFT_TRY(events, tail.next());
    if (events.empty()) {
      break;
    }
    for (JobEvent& event : events) {
      if (event.seq > after && out.size() < most) {
        out.push_back(std::move(event));
      }
    }
  }
  return out;
}

}  // namespace telesoft::jobs
