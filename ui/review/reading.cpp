#include "telesoft/ui/review/reading.h"

#include <algorithm>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

using protocol::DecisionKind;
using protocol::ReviewCase;

namespace {

constexpr int kAhead = 4;          // cases asked for at once
constexpr size_t kFetchBelow = 3;  // fetch more when fewer are there

QString wordsOf(const ReviewCase& decided, DecisionKind kind, const QString& label) {
  const QString name = toQString(decided.pseudonym);
  switch (kind) {
    case DecisionKind::Confirm:
      return Reading::tr("Case %1 confirmed").arg(name);
    case DecisionKind::Correct:
      return Reading::tr("Case %1 decided: %2").arg(name, label);
    case DecisionKind::Unsure:
      return Reading::tr("Case %1: unsure").arg(name);
    default:
      return Reading::tr("Case %1 skipped").arg(name);
  }
}

}  // namespace

Reading::Reading(ReviewStore& store, QObject* parent) : QObject(parent), store_(store) {}

void Reading::start(const QString& review, const QString& reading) {
  stop();
  review_ = review;
  reading_ = reading;
  started_ = true;
  fetch();
}

void Reading::stop() {
  ++round_;
  cases_.clear();
  remaining_ = decided_ = decidedToday_ = 0;
  sending_.clear();
  decidedSince_.clear();
  undoWanted_ = 0;
  fetching_ = started_ = false;
}

const ReviewCase* Reading::current() const {
  return cases_.empty() ? nullptr : &cases_.front();
}

double Reading::secondsOnScreen() const {
  return shownSince_.isValid() ? static_cast<double>(shownSince_.elapsed()) / 1000.0 : 0;
}

void Reading::fetch() {
  if (fetching_ || !started_) {
    return;
  }
  fetching_ = true;
  decidedSince_ = sending_;
  const int count = static_cast<int>(cases_.size()) + kAhead;
  store_.next(review_, reading_, std::min(count, 10), this,
              [this, round = round_](const base::Result<protocol::NextCases>& answer) {
                if (round == round_) {
                  fetching_ = false;
                  onFetched(answer);
                }
              });
}

void Reading::onFetched(const base::Result<protocol::NextCases>& answer) {
  if (!answer) {
    Q_EMIT fetchFailed(answer.error());
    return;
  }
  const bool wasEmpty = cases_.empty();
  for (const ReviewCase& item : answer->items) {
    const bool known = decidedSince_.count(item.id) > 0 ||
                       std::any_of(cases_.begin(), cases_.end(),
                                   [&](const ReviewCase& one) { return one.id == item.id; });
    if (!known) {
      cases_.push_back(item);
    }
  }
  // Decisions under way are not in the server's count yet.
  const auto sending = static_cast<std::int64_t>(sending_.size());
  remaining_ = std::max(answer->remaining - sending, static_cast<std::int64_t>(cases_.size()));
  decided_ = answer->decided + sending;
  decidedToday_ = answer->decidedToday + sending;
  if (wasEmpty) {
    show();
  }
}

void Reading::show() {
  if (cases_.empty()) {
    shownSince_.invalidate();
    if (!fetching_) {
      Q_EMIT finished();
    }
    return;
  }
  shownSince_.start();
  Q_EMIT caseShown();
}

void Reading::decide(DecisionKind kind, const QString& label, const QString& comment) {
  if (cases_.empty()) {
    return;
  }
  const ReviewCase decided = cases_.front();
  protocol::DecisionRequest request;
  request.caseId = decided.id;
  request.reading = decided.reading;
  request.kind = kind;
  request.label = toUtf8(label);
  request.comment = toUtf8(comment.trimmed());
  request.seconds = secondsOnScreen();
  cases_.pop_front();
  sending_.insert(decided.id);
  decidedSince_.insert(decided.id);
  ++decided_;
  ++decidedToday_;
  remaining_ = std::max<std::int64_t>(0, remaining_ - 1);
  store_.decide(review_, request, this,
                [this, round = round_, decided, words = wordsOf(decided, kind, label)](
                    const base::Result<protocol::Decision>& answer) {
                  if (round == round_) {
                    onDecided(decided, words, answer);
                  }
                });
  if (cases_.empty()) {
    fetch();
  }
  show();
}

void Reading::onDecided(const ReviewCase& decided,
                        const QString& words,
                        const base::Result<protocol::Decision>& answer) {
  sending_.erase(decided.id);
  if (answer) {
    Q_EMIT decisionKept(words);
    if (cases_.size() < kFetchBelow) {
      fetch();
    }
  } else {
    --decided_;
    --decidedToday_;
    // Somebody else has decided it meanwhile, or the network broke: it is shown again in the second
    // case only.
    if (answer.error().code != base::ErrorCode::Conflict) {
      ++remaining_;
      cases_.push_front(decided);
      show();
    }
    Q_EMIT failed(answer.error(), tr("The decision was not kept."));
  }
  if (sending_.empty() && undoWanted_ > 0) {
    askUndo();
  }
}

void Reading::undo() {
  if (!started_) {
    return;
  }
  ++undoWanted_;
  if (sending_.empty()) {
    askUndo();
  }
}

void Reading::askUndo() {
  --undoWanted_;
  store_.undo(
      review_, this, [this, round = round_](const base::Result<protocol::UndoAnswer>& answer) {
        if (round != round_) {
          return;
        }
        if (!answer) {
          undoWanted_ = 0;
          Q_EMIT failed(answer.error(), tr("Nothing was taken back."));
          return;
        }
        const std::string id = answer->shown.id;
        cases_.erase(std::remove_if(cases_.begin(), cases_.end(),
                                    [&](const ReviewCase& one) { return one.id == id; }),
                     cases_.end());
        decidedSince_.erase(id);
        cases_.push_front(answer->shown);
        ++remaining_;
        decided_ = std::max<std::int64_t>(0, decided_ - 1);
        decidedToday_ = std::max<std::int64_t>(0, decidedToday_ - 1);
        show();
        Q_EMIT decisionUndone(tr("Case %1 is open again").arg(toQString(answer->shown.pseudonym)));
        if (undoWanted_ > 0) {
          askUndo();
        }
      });
}

}  // namespace telesoft::ui
