// Stands in for `telesoft-engine serve` where workers are tested: speaks core/protocol/worker.h and
// answers at once. A text gets .9 for the first class whose name it holds, else for the first of
// all; a row of values gets its first number as the probability of the last class.
// $FAKE_WORKER_... steers it:
//   HOLD=FILE       no answer while FILE exists
//   DIE_AFTER=N     killed instead of answering the request after the Nth
//   GARBAGE_AFTER=N after N answers, a line that is no JSON
//   NO_START=1      ends before it is ready; =error: says why
//   STARTS=FILE     each start adds a line
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "telesoft/base/os/files.h"
#include "telesoft/protocol/worker.h"

namespace {

using namespace telesoft;

std::string given(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}
long countOf(const char* name) {
  const std::string text = given(name);
  return text.empty() ? -1 : std::stol(text);
}

void say(const std::string& line) {
  std::cout << line << '\n' << std::flush;
}

std::vector<double> sharesOf(const protocol::ServeSpec& spec, const protocol::WorkerRow& row) {
  const size_t n = spec.classes.size();
  size_t best = 0;
  double share = .9;
  if (row.values.empty()) {
    for (size_t i = n; i-- > 0;) {
      best = row.text.find(spec.classes[i].name) != std::string::npos ? i : best;
    }
  } else {
    best = n - 1;
    share = row.values[0].is_number() ? row.values[0].get<double>() : .5;
  }
  std::vector<double> out(n, n > 1 ? (1 - share) / static_cast<double>(n - 1) : 1);
  out[best] = n > 1 ? share : 1;
  return out;
}

protocol::WorkerAnswer answerOf(const protocol::ServeSpec& spec,
                                const protocol::WorkerRequest& request,
                                const protocol::WorkerRow& row) {
  protocol::WorkerAnswer out;
  if (request.kind == "embed") {
    out.embedding = {static_cast<float>(row.text.size()), 1};
    return out;
  }
  out.probabilities = sharesOf(spec, row);
  if (request.explain) {
    out.method = "stand-in";
    const std::string word = row.text.substr(0, row.text.find(' '));
    out.contributions.push_back({row.values.empty() ? word : spec.features[0].name, .5, 0,
                                 static_cast<std::int64_t>(word.size())});
  }
  return out;
}

protocol::WorkerReply replyTo(const protocol::ServeSpec& spec,
                              const protocol::WorkerRequest& request) {
  protocol::WorkerReply out;
  out.id = request.id;
  for (const protocol::WorkerRow& row : request.rows) {
    if (row.text == "refuse this") {
      out.rows.clear();
      out.error = protocol::WorkerError{"invalid_input", "row 1 does not fit", ""};
      return out;
    }
    out.rows.push_back(answerOf(spec, request, row));
  }
  return out;
}

int serve(const protocol::ServeSpec& spec) {
  protocol::WorkerHello hello;
  hello.temperature = 1.25;
  hello.calibrationRows = 40;
  hello.embeddingWidth = 2;
  say(base::toJson(hello).dump());
  const std::string hold = given("FAKE_WORKER_HOLD");
  const long die = countOf("FAKE_WORKER_DIE_AFTER"), garbage = countOf("FAKE_WORKER_GARBAGE_AFTER");
  long answered = 0;
  for (std::string line; std::getline(std::cin, line); ++answered) {
    while (!hold.empty() && std::filesystem::exists(hold)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    if (answered == die) {
      ::kill(::getpid(), SIGKILL);
    }
    const auto request = base::fromJson<protocol::WorkerRequest>(*base::parseJson(line));
    say(answered == garbage ? "{\"id\": oops" : base::toJson(replyTo(spec, *request)).dump());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  if (argc != 3 || std::string(argv[1]) != "serve") {
    return 2;
  }
  if (const std::string starts = given("FAKE_WORKER_STARTS"); !starts.empty()) {
    std::ofstream(starts, std::ios::app) << ::getpid() << '\n';
  }
  if (const std::string refused = given("FAKE_WORKER_NO_START"); !refused.empty()) {
    if (refused == "error") {
      say(R"({"id":0,"error":{"code":"corrupt","message":"the weights are damaged"}})");
    }
    return 3;
  }
  const auto text = base::readFile(argv[2]);
  const auto parsed = text ? base::parseJson(*text) : base::Result<base::json>(text.error());
  const auto spec = parsed ? base::fromJson<protocol::ServeSpec>(*parsed)
                           : base::Result<protocol::ServeSpec>(parsed.error());
  return spec ? serve(*spec) : 2;
}
