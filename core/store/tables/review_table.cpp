#include "telesoft/store/tables/review_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;
using protocol::Decision;
using protocol::Review;

namespace {

/// What the JSON column of a case holds.
template <class V>
void describe(V& v, CaseRecord& c) {
  v.required("pseudonym", c.pseudonym);
  v.required("reason", c.reason);
  v.optional("uncertainty", c.uncertainty);
  v.optional("readTwice", c.readTwice);
  v.optional("findings", c.findings);
  v.optional("contributions", c.contributions);
  v.optional("comment", c.sealedComment);
}

constexpr const char* kCaseColumns =
    "SELECT json, id, review, number, row, receipt, state, label, corrected FROM review_cases ";

/// describe() above is of this file, where base::toJson() does not see it.
std::string jsonOf(const CaseRecord& record) {
  base::JsonWriter writer;
  CaseRecord copy = record;
  describe(writer, copy);
  return dumpJson(writer.out);
}

Result<CaseRecord> caseFrom(const Row& row) {
  const auto damaged = [] {
    return base::fail(base::ErrorCode::Corrupt, "a row of review_cases in workspace.db is damaged",
                      "restore the workspace from its backup");
  };
  const auto parsed = base::parseJson(row.text(0));
  if (!parsed || !parsed->is_object()) {
    return damaged();
  }
  CaseRecord out;
  base::JsonReader reader(*parsed, base::Keys::Lenient, "");
  describe(reader, out);
  if (reader.error) {
    return damaged();
  }
  out.id = row.text(1);
  out.reviewId = row.text(2);
  out.number = row.integer(3);
  out.row = row.integer(4);
  out.receipt = row.text(5);
  out.state = row.text(6);
  out.label = row.text(7);
  out.corrected = row.integer(8) != 0;
  return out;
}

Status countCases(Connection& connection, Review& review) {
  review.cases = review.decided = review.waiting = review.conflicts = review.corrected = 0;
  return connection.each(
      "SELECT state, COUNT(*), SUM(corrected) FROM review_cases WHERE review = ? GROUP BY state",
      {review.id}, [&](const Row& row) -> Status {
        const std::string state = row.text(0);
        const std::int64_t count = row.integer(1);
        review.cases += count;
        review.corrected += row.integer(2);
        if (state == "decided" || state == "adjudicated") {
          review.decided += count;
        } else if (state == "conflict") {
          review.conflicts += count;
        } else {
          review.waiting += count;
        }
        return {};
      });
}

Result<std::vector<Review>> counted(const Snapshot& snapshot, std::vector<Review> reviews) {
  for (Review& review : reviews) {
    TELESOFT_CHECK(countCases(snapshot.connection(), review));
  }
  return reviews;
}

Result<std::string> firstText(const Snapshot& snapshot,
                              std::string_view sql,
                              const std::vector<Value>& values) {
  TELESOFT_TRY(rows, snapshot.connection().rows(sql, values));
  return rows.empty() ? std::string() : rows.front().text(0);
}

/// A decision that no undo names, and that is no undo itself.
constexpr const char* kCounting =
    "d.review = ? AND d.reader = ? AND d.kind <> 'undo' AND NOT EXISTS "
    "(SELECT 1 FROM decisions u WHERE u.undoes > 0 AND u.undoes = d.seq)";

}  // namespace

Status ReviewTable::insert(Transaction& transaction, Review review) {
  if (review.createdAt.empty()) {
    review.createdAt = transaction.now();
  }
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO reviews (id, model, kind, state, created, json) VALUES (?, ?, ?, ?, ?, ?)",
      {review.id, review.modelId, review.kind, review.state, review.createdAt,
       dumpJson(base::toJson(review))}));
  return {};
}

Status ReviewTable::update(Transaction& transaction, const Review& review) {
  return changedOne(
      transaction.connection().change("UPDATE reviews SET state = ?, json = ? WHERE id = ?",
                                      {review.state, dumpJson(base::toJson(review)), review.id}),
      "review");
}

Result<Review> ReviewTable::find(const Snapshot& snapshot, const std::string& id) {
  TELESOFT_TRY(found, recordsOf<Review>(snapshot.connection(),
                                        "SELECT json FROM reviews WHERE id = ?", {id}, "reviews"));
  if (found.empty()) {
    return notFound("review");
  }
  TELESOFT_CHECK(countCases(snapshot.connection(), found.front()));
  return std::move(found.front());
}

Result<std::vector<Review>> ReviewTable::list(const Snapshot& snapshot) {
  TELESOFT_TRY(
      all, recordsOf<Review>(snapshot.connection(), "SELECT json FROM reviews ORDER BY number DESC",
                             {}, "reviews"));
  return counted(snapshot, std::move(all));
}

Result<std::vector<Review>> ReviewTable::preparing(const Snapshot& snapshot) {
  return recordsOf<Review>(snapshot.connection(),
                           "SELECT json FROM reviews WHERE state = 'preparing' ORDER BY number", {},
                           "reviews");
}

Result<std::string> ReviewTable::openFeedback(const Snapshot& snapshot,
                                              const std::string& modelId) {
  return firstText(snapshot,
                   "SELECT id FROM reviews WHERE model = ? AND kind = 'feedback' AND state = "
                   "'open' ORDER BY number DESC LIMIT 1",
                   {modelId});
}

Status ReviewTable::insertCase(Transaction& transaction, const CaseRecord& record) {
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO review_cases (id, review, number, row, receipt, state, label, corrected, json) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {record.id, record.reviewId, record.number, record.row, record.receipt, record.state,
       record.label, static_cast<std::int64_t>(record.corrected), jsonOf(record)}));
  return {};
}

Status ReviewTable::updateState(Transaction& transaction, const CaseRecord& record) {
  return changedOne(
      transaction.connection().change(
          "UPDATE review_cases SET state = ?, label = ?, corrected = ? WHERE id = ?",
          {record.state, record.label, static_cast<std::int64_t>(record.corrected), record.id}),
      "case");
}

Result<CaseRecord> ReviewTable::findCase(const Snapshot& snapshot, const std::string& id) {
  TELESOFT_TRY(rows, snapshot.connection().rows(std::string(kCaseColumns) + "WHERE id = ?", {id}));
  if (rows.empty()) {
    return notFound("case");
  }
  return caseFrom(rows.front());
}

Result<std::string> ReviewTable::caseOfReceipt(const Snapshot& snapshot,
                                               const std::string& reviewId,
                                               const std::string& receipt) {
  return firstText(snapshot,
                   "SELECT id FROM review_cases WHERE review = ? AND receipt = ? AND receipt <> ''",
                   {reviewId, receipt});
}

Result<std::vector<CaseRecord>> ReviewTable::cases(const Snapshot& snapshot,
                                                   const std::string& reviewId) {
  std::vector<CaseRecord> out;
  TELESOFT_CHECK(
      snapshot.connection().each(std::string(kCaseColumns) + "WHERE review = ? ORDER BY number",
                                 {reviewId}, [&](const Row& row) -> Status {
                                   TELESOFT_TRY(record, caseFrom(row));
                                   out.push_back(std::move(record));
                                   return {};
                                 }));
  return out;
}

Result<std::vector<std::string>> ReviewTable::casesInState(const Snapshot& snapshot,
                                                           const std::string& reviewId,
                                                           const std::string& state) {
  std::vector<std::string> out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT id FROM review_cases WHERE review = ? AND state = ? ORDER BY number",
      {reviewId, state}, [&](const Row& row) -> Status {
        out.push_back(row.text(0));
        return {};
      }));
  return out;
}

Result<std::int64_t> ReviewTable::append(Transaction& transaction, Decision decision) {
  Connection& connection = transaction.connection();
  TELESOFT_TRY(last, connection.integer("SELECT COALESCE(MAX(seq), 0) FROM decisions"));
  decision.seq = last + 1;
  if (decision.time.empty()) {
    decision.time = transaction.now();
  }
  const auto appended = connection.change(
      "INSERT INTO decisions (seq, review, case_id, reader, reading, kind, undoes, time, json) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {decision.seq, decision.reviewId, decision.caseId, decision.by, decision.reading,
       std::string(base::nameOf(decision.kind)), decision.undoes, decision.time,
       dumpJson(base::toJson(decision))});
  if (!appended) {
    return appended.error().code == base::ErrorCode::AlreadyExists
               ? base::fail(base::ErrorCode::Conflict, "this decision was taken back already",
                            "ask for the next case")
               : appended.error();
  }
  return decision.seq;
}

Result<std::vector<Decision>> ReviewTable::decisionsOf(const Snapshot& snapshot,
                                                       const std::string& caseId) {
  return recordsOf<Decision>(snapshot.connection(),
                             "SELECT json FROM decisions WHERE case_id = ? ORDER BY seq", {caseId},
                             "decisions");
}

Result<std::vector<Decision>> ReviewTable::decisions(const Snapshot& snapshot,
                                                     const std::string& reviewId) {
  return recordsOf<Decision>(snapshot.connection(),
                             "SELECT json FROM decisions WHERE review = ? ORDER BY seq", {reviewId},
                             "decisions");
}

Result<std::vector<OwnDecision>> ReviewTable::counting(const Snapshot& snapshot,
                                                       const std::string& reviewId,
                                                       const std::string& reader) {
  std::vector<OwnDecision> out;
  TELESOFT_CHECK(snapshot.connection().each(
      std::string("SELECT case_id, reading, time, kind FROM decisions d WHERE ") + kCounting +
          " ORDER BY d.seq",
      {reviewId, reader}, [&](const Row& row) -> Status {
        const auto kind = base::enumOf<protocol::DecisionKind>(row.text(3));
        out.push_back(
            {row.text(0), row.text(1), row.text(2), kind.value_or(protocol::DecisionKind::Skip)});
        return {};
      }));
  return out;
}

Result<Decision> ReviewTable::lastCounting(const Snapshot& snapshot,
                                           const std::string& reviewId,
                                           const std::string& reader) {
  TELESOFT_TRY(found, recordsOf<Decision>(snapshot.connection(),
                                          std::string("SELECT json FROM decisions d WHERE ") +
                                              kCounting + " ORDER BY d.seq DESC LIMIT 1",
                                          {reviewId, reader}, "decisions"));
  if (found.empty()) {
    return notFound("decision");
  }
  return std::move(found.front());
}

}  // namespace telesoft::store
