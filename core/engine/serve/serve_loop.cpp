#include "telesoft/engine/serve/serve_loop.h"

#include <chrono>
#include <csignal>
#include <cstdlib>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "telesoft/engine/run/guard.h"
#include "telesoft/engine/run/run_outcome.h"

namespace telesoft::engine {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::json;
using base::Path;
using base::Result;
using base::Status;
using protocol::WorkerReply;
using protocol::WorkerRequest;

namespace {

constexpr std::uint64_t kMostSpecBytes = 1U << 24U;

protocol::WorkerError toWorker(const Error& error) {
  const bool noRoom = error.code == ErrorCode::OutOfResources;
  return {std::string(base::errorInfo(error.code).name), error.text(),
          noRoom ? "send fewer rows at once" : error.hint};
}

std::string lineOf(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

Status answer(Predictor& predictor, const WorkerRequest& request, WorkerReply& reply) {
  if (request.kind == "ping") {
    return {};
  }
  if (request.kind != "predict" && request.kind != "embed") {
    return fail(ErrorCode::InvalidInput, "\"kind\" is none of predict, embed, ping",
                "send one of these");
  }
  TELESOFT_TRY(rows, request.kind == "embed" ? predictor.embed(request.rows)
                                             : predictor.predict(request.rows, request.explain));
  reply.rows = std::move(rows);
  return {};
}

Result<WorkerRequest> readRequest(std::string_view line, WorkerReply& reply) {
  TELESOFT_TRY(parsed, base::parseJson(line));
  if (parsed.is_object() && parsed.contains("id") && parsed["id"].is_number_integer()) {
    reply.id = parsed["id"].get<std::int64_t>();
  }
  return base::fromJson<WorkerRequest>(parsed);
}

Status say(std::FILE* out, std::string line) {
  line += '\n';
  if (std::fwrite(line.data(), 1, line.size(), out) != line.size() || std::fflush(out) != 0) {
    return fail(ErrorCode::Unavailable, "whoever asks does not read the answers");
  }
  return {};
}

Result<std::unique_ptr<Predictor>> openServed(const Path& file) {
  TELESOFT_TRY(text, base::readFile(file, kMostSpecBytes).in("reading the serve spec"));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading the serve spec"));
  TELESOFT_TRY(spec, base::fromJson<protocol::ServeSpec>(parsed).in("reading the serve spec"));
  if (spec.format != "telesoft.serve-spec" || spec.version != 1) {
    return fail(ErrorCode::Unsupported, "the file is not a telesoft.serve-spec of version 1",
                "update the engine and the server together");
  }
  return Predictor::open(spec);
}

protocol::WorkerHello helloOf(const Predictor& predictor) {
  protocol::WorkerHello hello;
  hello.temperature = predictor.calibration().temperature;
  hello.calibrationRows = predictor.calibration().rows;
  hello.embeddingWidth = predictor.embeddingWidth();
  hello.maxTokens = predictor.maxTokens();
  hello.memoryMb = memoryMb();
  return hello;
}

/// Lines of a stream, of any length.
class Lines {
 public:
  explicit Lines(std::FILE* in) : in_(in) {}
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  ~Lines() { std::free(text_); }
  bool next(std::string_view& line) {
    const ssize_t length = ::getline(&text_, &capacity_, in_);
    if (length < 0) {
      return false;
    }
    line = {text_, static_cast<size_t>(length)};
    return true;
  }

 private:
  std::FILE* in_;
  char* text_ = nullptr;
  size_t capacity_ = 0;
};

pid_t parent = 0;

/// The signal also comes when only the parent's thread that started us ends.
void endWithParent(int /*signal*/) {
  if (::getppid() != parent) {
    ::_exit(0);
  }
}

}  // namespace

std::string answerLine(Predictor& predictor, std::string_view line) {
  const auto begin = std::chrono::steady_clock::now();
  WorkerReply reply;
  const Status done = guarded([&]() -> Status {
    TELESOFT_TRY(request, readRequest(line, reply));
    return answer(predictor, request, reply);
  });
  if (!done) {
    reply.error = toWorker(done.error());
  }
  reply.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return lineOf(base::toJson(reply));
}

Status serve(const Path& file, std::FILE* in, std::FILE* out) {
  std::unique_ptr<Predictor> predictor;
  const Status opened = guarded([&]() -> Status {
    TELESOFT_TRY(made, openServed(file));
    predictor = std::move(made);
    return {};
  });
  if (!opened) {
    WorkerReply reply;
    reply.error = toWorker(opened.error());
    TELESOFT_CHECK(say(out, lineOf(base::toJson(reply))));
    return opened;
  }
  TELESOFT_CHECK(say(out, lineOf(base::toJson(helloOf(*predictor)))));
  Lines lines(in);
  std::string_view line;
  while (lines.next(line)) {
    TELESOFT_CHECK(say(out, answerLine(*predictor, line)));
  }
  return {};
}

void guardProcess() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
  parent = ::getppid();
  struct sigaction action {};
  action.sa_handler = endWithParent;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGUSR1, &action, nullptr);
  ::prctl(PR_SET_PDEATHSIG, SIGUSR1);
}

}  // namespace telesoft::engine
