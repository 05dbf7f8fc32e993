#include "telesoft/ui/models/review_store.h"

namespace telesoft::ui {

namespace {

QString pathOf(const QString& id, const char* verb) {
  return QStringLiteral("/v1/reviews/") + id + QLatin1String(verb);
}

}  // namespace

ReviewStore::ReviewStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api, events, QStringLiteral("/v1/reviews"), {QStringLiteral("review")}, parent) {}

void ReviewStore::create(const protocol::ReviewRequest& request,
                         QObject* context,
                         Done<protocol::Review> done) {
  api_.post<protocol::Review>(QStringLiteral("/v1/reviews"), request, context, std::move(done));
}

void ReviewStore::next(const QString& id,
                       const QString& reading,
                       int count,
                       QObject* context,
                       Done<protocol::NextCases> done) {
  api_.get<protocol::NextCases>(
      pathOf(id, "/next") + QStringLiteral("?count=%1&reading=%2").arg(count).arg(reading), context,
      std::move(done));
}

void ReviewStore::decide(const QString& id,
                         const protocol::DecisionRequest& decision,
                         QObject* context,
                         Done<protocol::Decision> done) {
  api_.post<protocol::Decision>(pathOf(id, "/decisions"), decision, context, std::move(done));
}

void ReviewStore::undo(const QString& id, QObject* context, Done<protocol::UndoAnswer> done) {
  api_.post<protocol::UndoAnswer>(pathOf(id, "/undo"), context, std::move(done));
}

void ReviewStore::summary(const QString& id, QObject* context, Done<protocol::ReviewSummary> done) {
  api_.get<protocol::ReviewSummary>(pathOf(id, "/summary"), context, std::move(done));
}

void ReviewStore::close(const QString& id, QObject* context, Done<protocol::Review> done) {
  api_.post<protocol::Review>(pathOf(id, "/close"), context, std::move(done));
}

std::int64_t ReviewStore::waiting() const {
  std::int64_t out = 0;
  for (const protocol::Review& review : items()) {
    out += review.state == "open" ? review.waiting + review.conflicts : 0;
  }
  return out;
}

}  // namespace telesoft::ui
