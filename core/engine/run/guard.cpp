#include "telesoft/engine/run/guard.h"

#include <cstdio>
#include <new>
#include <string_view>

#include <c10/util/Exception.h>

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Status;

namespace {

Status noMemory() {
  return fail(ErrorCode::OutOfResources, "there is not enough memory for this run",
              "use a smaller batchSize with more accumulationSteps, or a smaller maxLength");
}

Status broken(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  return fail(ErrorCode::Internal, "the computation stopped on an error of its own",
              "the run's engine.log says where");
}

}  // namespace

Status guarded(const std::function<Status()>& work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return noMemory();
  } catch (const c10::Error& error) {
    const std::string_view text = error.what_without_backtrace();
    return text.find("allocate memory") != std::string_view::npos
               ? noMemory()
               : broken(error.what_without_backtrace());
  } catch (const std::exception& error) {
    return broken(error.what());
  }
}

}  // namespace telesoft::engine
