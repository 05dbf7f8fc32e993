// telesoft-engine: trains, evaluates and serves; the only program with LibTorch. A run directory
// in, a run directory out; or a model that answers JSON lines.
#include <cstdio>
#include <string>
#include <vector>

#include "telesoft/base/clock.h"
#include "telesoft/engine/kernels/compute.h"
#include "telesoft/engine/run/engine_run.h"
#include "telesoft/engine/serve/serve_loop.h"

namespace {

constexpr const char* kUsage =
    "usage: telesoft-engine run RUN_DIRECTORY\n"
    "       telesoft-engine serve FILE\n"
    "       telesoft-engine --version\n\n"
    "Does what RUN_DIRECTORY/spec.json asks for: events go to events.jsonl, the state to "
    "status.json,\nthe outcome to result.json. A run that was interrupted goes on from its "
    "checkpoint.\n"
    "serve opens the model that FILE names and answers requests, a JSON line each, until its "
    "input ends.\n";

int exitStatusOf(const telesoft::base::Status& done) {
  if (done) {
    return 0;
  }
  const telesoft::base::Error& error = done.error();
  std::fprintf(stderr, "error: %s\n", error.text().c_str());
  if (!error.hint.empty()) {
    std::fprintf(stderr, "  %s\n", error.hint.c_str());
  }
  return telesoft::base::errorInfo(error.code).exitStatus;
}

}  // namespace

int main(int argc, char** argv) {
  telesoft::engine::waitAsleep(argv);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 2 && arguments[0] == "run") {
    const telesoft::base::SystemClock clock;
    return exitStatusOf(telesoft::engine::runEngine(arguments[1], clock));
  }
  if (arguments.size() == 2 && arguments[0] == "serve") {
    telesoft::engine::guardProcess();
    return exitStatusOf(telesoft::engine::serve(arguments[1], stdin, stdout));
  }
  if (arguments.size() == 1 && arguments[0] == "--version") {
    std::printf("telesoft-engine %s\n", TELESOFT_VERSION);
    return 0;
  }
  const bool asked = arguments.size() == 1 && (arguments[0] == "--help" || arguments[0] == "-h");
  std::fputs(kUsage, asked ? stdout : stderr);
  return asked ? 0 : 2;
}
