#include "telesoft/engine/run/run_journal.h"

#include <algorithm>

#include <unistd.h>

namespace telesoft::engine {

using base::json;
using base::Path;
using base::Result;
using base::Status;
using protocol::RunState;

namespace {

constexpr std::chrono::milliseconds kBetweenWrites{200};

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Result<RunJournal> RunJournal::open(const Path& run, const base::Clock& clock) {
  TELESOFT_TRY(events, base::LineAppender::open(run / "events.jsonl"));
  RunJournal out(run, clock, std::move(events));
  TELESOFT_CHECK(out.readEarlier());
  out.status_.processId = ::getpid();
  return out;
}

Status RunJournal::readEarlier() {
  TELESOFT_TRY(text, base::readFile(run_ / "events.jsonl"));
  lastSeq_ = std::count(text.begin(), text.end(), '\n');
  if (!text.empty()) {
    const size_t before = text.rfind('\n', text.size() - 2);
    const size_t begin = before == std::string::npos ? 0 : before + 1;
    if (const auto line = base::parseJson(std::string_view(text).substr(begin)); line) {
      if (const auto last = base::fromJson<protocol::JobEvent>(*line); last) {
        lastSeq_ = last->seq;
        lastKind_ = last->kind;
      }
    }
  }
  if (const auto earlier = base::readFile(run_ / "status.json", 1U << 20U); earlier) {
    if (const auto parsed = base::parseJson(*earlier); parsed) {
      if (auto known = base::fromJson<protocol::RunStatus>(*parsed); known) {
        status_ = *std::move(known);
        status_.message.clear();
        status_.errorCode.clear();
      }
    }
  }
  return {};
}

Status RunJournal::event(const std::string& kind, json data) {
  protocol::JobEvent event;
  event.seq = lastSeq_ + 1;
  event.time = base::toIso8601(clock_.now());
  event.kind = kind;
  event.data = std::move(data);
  TELESOFT_CHECK(events_.append(dump(base::toJson(event))).in("writing events.jsonl"));
  ++lastSeq_;
  lastKind_ = kind;
  return {};
}

Status RunJournal::warning(const std::string& message, const std::string& hint) {
  return event("warning", {{"message", message}, {"hint", hint}});
}

Status RunJournal::milestone(const std::string& name, const std::string& message) {
  return event("milestone", {{"name", name}, {"message", message}});
}

Status RunJournal::progress(const Progress& progress) {
  status_.step = progress.step;
  status_.totalSteps = progress.totalSteps;
  status_.fraction = std::max(status_.fraction, progress.fraction);
  status_.secondsLeft = progress.secondsLeft;
  if (clock_.steady() - writtenAt_ < kBetweenWrites) {
    return {};
  }
  TELESOFT_CHECK(event("progress", {{"step", progress.step},
                                    {"totalSteps", progress.totalSteps},
                                    {"epoch", progress.epoch},
                                    {"fraction", status_.fraction},
                                    {"secondsLeft", base::toJson(progress.secondsLeft)}}));
  return writeStatus();
}

Status RunJournal::enter(RunState state) {
  status_.state = state;
  if (state == RunState::Succeeded) {
    status_.fraction = 1;
    status_.secondsLeft = 0;
  }
  return writeStatus();
}

Status RunJournal::writeStatus() {
  status_.updatedAt = base::toIso8601(clock_.now());
  writtenAt_ = clock_.steady();
  return base::writeFileWhole(run_ / "status.json", dump(base::toJson(status_)) + "\n")
      .in("writing status.json");
}

void RunJournal::fail(const base::Error& error) {
  const std::string code(base::errorInfo(error.code).name);
  static_cast<void>(
      event("failed", {{"code", code}, {"message", error.text()}, {"hint", error.hint}}));
  static_cast<void>(events_.sync());
  status_.state = RunState::Failed;
  status_.errorCode = code;
  status_.message = error.text() + (error.hint.empty() ? "" : "\n" + error.hint);
  static_cast<void>(writeStatus());
}

}  // namespace telesoft::engine
