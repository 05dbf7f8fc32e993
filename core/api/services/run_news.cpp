#include "telesoft/api/services/run_news.h"

#include "telesoft/base/os/files.h"
#include "telesoft/evaluate/report.h"

namespace telesoft::api {

void RunNews::jobChanged(const protocol::Job& job) {
  changed_();
  feed_.publish("job", job.id, base::toJson(job));
}

void RunNews::jobEvents(const base::JobId& id, const std::vector<protocol::JobEvent>& events) {
  for (const protocol::JobEvent& event : events) {
    feed_.publish("job_event", id.text(), base::toJson(event));
  }
}

void RunNews::modelRegistered(const protocol::Model& model) {
  feed_.publish("model", model.id, base::toJson(model));
}

void RunNews::evaluationChanged(const protocol::Evaluation& evaluation) {
  feed_.publish("evaluation", evaluation.id, base::toJson(evaluation));
}

base::Status RunNews::completeEvaluation(protocol::Evaluation& evaluation,
                                         const base::Path& folder) {
  evaluation.reportUrl = "/v1/evaluations/" + evaluation.id + "/report";
  return base::writeFileWhole(folder / "report.html", evaluate::renderHtmlReport(evaluation))
      .in("writing the evaluation's report");
}

}  // namespace telesoft::api
