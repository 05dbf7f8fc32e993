// One person's reading of a review: the case on screen, those after it already there, decisions on
// their way to the server, and taking them back.
#pragma once

#include <deque>
#include <set>
#include <string>

#include <QElapsedTimer>
#include <QObject>

#include "telesoft/ui/models/review_store.h"

namespace telesoft::ui {

/// The next case is shown at once, from those fetched ahead, while the decision is still being
/// sent; one that was not accepted comes back with the reason.
class Reading : public QObject {
  Q_OBJECT

 public:
  explicit Reading(ReviewStore& store, QObject* parent = nullptr);

  /// `reading`: "first", "second" or "adjudication".
  void start(const QString& review, const QString& reading);
  void stop();
  [[nodiscard]] const QString& review() const { return review_; }
  [[nodiscard]] const QString& reading() const { return reading_; }
  /// Null while there is none.
  [[nodiscard]] const protocol::ReviewCase* current() const;
  /// All that wait for this reader, the one on screen counted.
  [[nodiscard]] std::int64_t remaining() const { return remaining_; }
  [[nodiscard]] std::int64_t decided() const { return decided_; }
  [[nodiscard]] std::int64_t decidedToday() const { return decidedToday_; }
  [[nodiscard]] double secondsOnScreen() const;

  void decide(protocol::DecisionKind kind, const QString& label, const QString& comment);
  void undo();

 Q_SIGNALS:
  void caseShown();
  /// "case 77b2 corrected to procedure".
  void decisionKept(const QString& words);
  void decisionUndone(const QString& words);
  void failed(const telesoft::base::Error& error, const QString& doing);
  /// current() may be null then.
  void fetchFailed(const telesoft::base::Error& error);
  void finished();

 private:
  void fetch();
  void onFetched(const base::Result<protocol::NextCases>& answer);
  void show();
  void onDecided(const protocol::ReviewCase& decided,
                 const QString& words,
                 const base::Result<protocol::Decision>& answer);
  void askUndo();

  ReviewStore& store_;
  QString review_, reading_;
  std::deque<protocol::ReviewCase> cases_;  // the first is on screen
  QElapsedTimer shownSince_;
  std::int64_t remaining_ = 0, decided_ = 0, decidedToday_ = 0;
  int round_ = 0;                       // answers of an earlier start() are dropped
  std::set<std::string> sending_;       // cases whose decisions are under way: undo waits for them
  std::set<std::string> decidedSince_;  // the last fetch began: its answer may hold them still
  int undoWanted_ = 0;
  bool fetching_ = false;
  bool started_ = false;
};

}  // namespace telesoft::ui
