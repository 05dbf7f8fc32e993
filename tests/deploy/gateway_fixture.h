// Models that the fake worker serves.
#pragma once

#include <future>
#include <memory>

#include "telesoft/deploy/workers/worker_pool.h"

#include "support/must.h"
#include "support/program.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

inline base::Path fakeWorker() {
  return programPath(QStringLiteral("fake_worker")).toStdString();
}

inline std::shared_ptr<deploy::ServedModel> notesModel(const std::string& id) {
  auto out = std::make_shared<deploy::ServedModel>();
  out->key = out->modelId = out->name = id;
  out->baseModel = "base-a";
  out->bytesSha256 = "";
  out->classes = out->spec.classes = {{"infection", ""}, {"injury", ""}};
  protocol::InputField note;
  note.name = "note";
  note.kind = "text";
  out->inputs = {note};
  return out;
}

/// Environment of the fake worker, gone with the test.
class WorkerSetting {
 public:
  WorkerSetting(const char* name, const std::string& value) : name_(name) {
    qputenv(name, QByteArray::fromStdString(value));
  }
  ~WorkerSetting() { qunsetenv(name_); }
  WorkerSetting(const WorkerSetting&) = delete;
  WorkerSetting& operator=(const WorkerSetting&) = delete;

 private:
  const char* name_;
};

using Answer = base::Result<protocol::WorkerAnswer>;

/// Asks without waiting.
inline std::future<Answer> ask(deploy::WorkerPool& pool,
                               const std::shared_ptr<const deploy::ServedModel>& model,
                               const std::string& text,
                               bool explain = false) {
  const auto promise = std::make_shared<std::promise<Answer>>();
  pool.predict(model, {text}, explain, [promise](Answer answer) { promise->set_value(answer); });
  return promise->get_future();
}

template <class Done>
bool waitUntil(const Done& done) {
  return QTest::qWaitFor(done, 10000);
}

}  // namespace telesoft::tests
