#include "telesoft/api/endpoints/job_endpoints.h"

#include "telesoft/api/events/job_events.h"
#include "telesoft/api/services/job_service.h"
#include "telesoft/api/services/services.h"
#include "telesoft/base/text.h"
#include "telesoft/jobs/event_log.h"
#include "telesoft/jobs/job_state.h"
#include "telesoft/jobs/metric_series.h"
#include "telesoft/protocol/server.h"
#include "telesoft/store/tables/job_table.h"

namespace telesoft::api {

using access::Permission;
using base::JobId;
using base::Result;
using protocol::Items;
using protocol::Job;
using protocol::JobEvent;
using protocol::JobMetrics;
using protocol::JobRequest;

namespace {

constexpr std::size_t kMaxEvents = 1000;

Result<Job> findJob(Services& services, const JobId& id) {
  TELESOFT_TRY(record, services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::JobTable::find(snapshot, id);
  }));
  return std::move(record.job);
}

base::Path eventsFileOf(Services& services, const JobId& id) {
  return jobs::RunDirectory(services.workspace.runsFolder() / id.text()).eventsFile();
}

Result<Job> create(Services& services, const Call& call, const JobRequest& request) {
  return createJob(services, request, call.who.name);
}
Result<Items<Job>> list(Services& services, const Call& call) {
  const auto asked = call.request.query.find("kind");
  const std::string kind = asked == call.request.query.end() ? "fine_tuning" : asked->second;
  TELESOFT_TRY(all, services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::JobTable::list(snapshot, kind == "all" ? "" : kind);
  }));
  return Items<Job>{std::move(all)};
}
Result<Job> find(Services& services, const Call& call) {
  return findJob(services, JobId(call.id()));
}
Result<Job> cancel(Services& services, const Call& call) {
  return services.supervisor.cancel(JobId(call.id()), call.who.name);
}
Result<Job> pause(Services& services, const Call& call) {
  return services.supervisor.pause(JobId(call.id()), call.who.name);
}
Result<Job> resume(Services& services, const Call& call) {
  return services.supervisor.resume(JobId(call.id()), call.who.name);
}
Result<JobMetrics> metrics(Services& services, const Call& call) {
  TELESOFT_TRY(points, call.number("points", 500, 4, 100000));
  TELESOFT_TRY(job, findJob(services, JobId(call.id())));
  return jobs::readMetrics(eventsFileOf(services, JobId(job.id)), job.id,
                           static_cast<std::size_t>(points));
}

/// As a list for who asks for JSON, as a stream for everybody else.
Result<HttpResponse> events(Services& services, const Call& call) {
  const JobId id(call.id());
  TELESOFT_TRY(job, findJob(services, id));
  TELESOFT_TRY(last, lastEventId(call.request));
  const std::int64_t after = last.value_or(0);
  const base::Path file = eventsFileOf(services, id);
  const bool asList =
      base::lowerAscii(call.request.header("accept")).rfind("application/json", 0) == 0;
  TELESOFT_TRY(known, jobs::eventsAfter(file, after, asList ? kMaxEvents : 1));
  if (asList) {
    return jsonResponse(base::toJson(Items<JobEvent>{std::move(known)}));
  }
  HttpResponse out;
  if (known.empty() && jobs::isFinal(job.status)) {
    out.status = 204;  // tells readers of event streams not to come again
    return out;
  }
  out.events = jobEvents(services.feed, {file, after, [&services, id] {
                                           const auto now = findJob(services, id);
                                           return !now || jobs::isFinal(now->status);
                                         }});
  return out;
}

Endpoint onJob(const std::string& verb, Asked<Job> function, const std::string& summary) {
  return answering<Job>({.method = "POST",
                         .path = "/v1/fine-tuning/jobs/{id}/" + verb,
                         .permission = Permission::JobRun,
                         .mutates = true,
                         .summary = summary},
                        function);
}

Endpoint eventsEndpoint() {
  Endpoint out{
      .method = "GET",
      .path = "/v1/fine-tuning/jobs/{id}/events",
      .permission = Permission::WorkspaceRead,
      .summary = "The job's events as server-sent events; with Accept: application/json, a list",
      .parameters = {{"Last-Event-ID", "header", "the seq of the last event that was read",
                      "integer"},
                     {"after", "query", "the same", "integer"}},
      .response = typeReference<Items<JobEvent>>(),
      .contentType = "text/event-stream",
      .handler = events};
  return out;
}

}  // namespace

std::vector<Endpoint> jobEndpoints() {
  return {
      answering<JobRequest, Job>({.method = "POST",
                                  .path = "/v1/fine-tuning/jobs",
                                  .permission = Permission::JobRun,
                                  .mutates = true,
                                  .summary = "Fine-tune a base model on the parts of a split",
                                  .status = 201},
                                 create),
      answering<Items<Job>>(
          {.method = "GET",
           .path = "/v1/fine-tuning/jobs",
           .permission = Permission::WorkspaceRead,
           .summary = "All jobs, the newest first",
           .parameters = {{"kind", "query", "fine_tuning (the default), evaluation or all"}}},
          list),
      answering<Job>({.method = "GET",
                      .path = "/v1/fine-tuning/jobs/{id}",
                      .permission = Permission::WorkspaceRead,
                      .summary = "A job as it stands"},
                     find),
      onJob("cancel", cancel, "End a job at its next step"),
      onJob("pause", pause, "Hold a job at its next step"),
      onJob("resume", resume, "Go on with a paused job from its checkpoint"),
      eventsEndpoint(),
      answering<JobMetrics>(
          {.method = "GET",
           .path = "/v1/fine-tuning/jobs/{id}/metrics",
           .permission = Permission::WorkspaceRead,
           .summary = "The job's curves",
           .parameters = {{"points", "query", "points of a curve at most, 500 by default",
                           "integer"}}},
          metrics),
  };
}

}  // namespace telesoft::api
