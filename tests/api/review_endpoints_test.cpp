// Reviews on a whole server, with a stand-in for the model: from a dataset to settled labels, and
// what is refused on the way.
#include "telesoft/api/endpoints/review_endpoints.h"

#include <algorithm>
#include <atomic>
#include <set>

#include "telesoft/protocol/review.h"
#include "telesoft/protocol/server.h"

#include "live_server.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using namespace std::chrono_literals;
using base::ErrorCode;
using protocol::DecisionKind;
using protocol::Review;
using protocol::ReviewCase;

constexpr const char* kBase = "telesoft-diagnostic-v2";

/// Sure of injuries; of infections the less, the higher the note's number.
protocol::WorkerAnswer opinionOn(const std::string& text, bool explain) {
  protocol::WorkerAnswer out;
  const size_t cough = text.find("cough");
  const double infection =
      cough == std::string::npos ? 0.02 : 0.95 - 0.001 * std::stod(text.substr(5));
  out.probabilities = {infection, 1 - infection};
  if (explain && cough != std::string::npos) {
    out.contributions = {
        {"cough", 0.3, static_cast<std::int64_t>(cough), static_cast<std::int64_t>(cough + 5)}};
  }
  return out;
}

class ReviewEndpointsTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup() { server_.reset(); }
  void review_opensWithItsQueue();
  void twoReaders_conflictAndAThirdPersonSettlesIt();
  void blind_holdsBackWhatTheModelAndTheFirstReaderSay();
  void next_givesTwoPeopleDifferentCases();
  void undo_goesBackInOrder();
  void closed_refusesDecisions();
  void skipped_isForOthers();
  void alone_onePersonMayDoAll();
  void create_refuses_data();
  void create_refuses();
  void create_needsAPermission();
  void failing_modelFailsTheReview();
  void close_endsThePreparation();
  void restart_failsWhatWasPrepared();
  void comments_areSealedOnDisk();
  void next_isQuickOnManyRows();

 private:
  [[nodiscard]] Review make(protocol::ReviewRequest request = {}) const;
  [[nodiscard]] Review waitFor(const std::string& id) const;
  [[nodiscard]] client::Client clinician(const std::string& name) const {
    return server_->as(name, {"clinician"});
  }
  static base::Result<protocol::NextCases> next(const client::Client& who,
                                                const Review& review,
                                                const std::string& reading = "first",
                                                int count = 1) {
    return who.get<protocol::NextCases>("/v1/reviews/" + review.id + "/next?reading=" + reading +
                                        "&count=" + std::to_string(count));
  }
  static base::Result<protocol::Decision> decide(const client::Client& who,
                                                 const ReviewCase& shown,
                                                 const std::string& label,
                                                 const std::string& comment = "") {
    protocol::DecisionRequest request;
    request.caseId = shown.id;
    request.reading = shown.reading;
    request.kind = base::enumOf<DecisionKind>(label).value_or(DecisionKind::Correct);
    request.label = request.kind == DecisionKind::Correct ? label : "";
    request.comment = comment;
    request.seconds = 4;
    return who.post<protocol::Decision>("/v1/reviews/" + shown.reviewId + "/decisions", request);
  }
  static base::Result<protocol::UndoAnswer> undo(const client::Client& who, const Review& review) {
    return who.post<protocol::UndoAnswer>("/v1/reviews/" + review.id + "/undo");
  }

  std::unique_ptr<LiveServer> server_;
  std::atomic<bool> hold_ = false, broken_ = false;
};

void ReviewEndpointsTest::init() {
  hold_ = broken_ = false;
  api::ReviewModels models;
  models.predict =
      [this](const review::ReviewedModel&, const std::vector<protocol::WorkerRow>& rows,
             bool explain,
             const base::Stop& stop) -> base::Result<std::vector<protocol::WorkerAnswer>> {
    while (hold_ && !stop.requested()) {
      std::this_thread::sleep_for(1ms);
    }
    if (broken_) {
      return base::fail(ErrorCode::Unavailable, "the model's worker has ended", "try again");
    }
    std::vector<protocol::WorkerAnswer> out;
    for (const protocol::WorkerRow& row : rows) {
      out.push_back(opinionOn(row.text, explain));
    }
    return out;
  };
  server_ = std::make_unique<LiveServer>(models);
}

Review ReviewEndpointsTest::make(protocol::ReviewRequest request) const {
  request.modelId = kBase;
  request.datasetId = request.datasetId.empty() ? server_->importNotes().id : request.datasetId;
  const auto started = server_->api().post<Review>("/v1/reviews", request);
  return started ? waitFor(started->id) : Review{};
}

Review ReviewEndpointsTest::waitFor(const std::string& id) const {
  Review last;
  for (int i = 0; i < 1500; ++i) {
    const auto answer = server_->api().get<Review>("/v1/reviews/" + id);
    last = answer ? *answer : last;
    if (last.state != "preparing") {
      break;
    }
    std::this_thread::sleep_for(10ms);
  }
  return last;
}

void ReviewEndpointsTest::review_opensWithItsQueue() {
  protocol::ReviewRequest request;
  request.cases = 10;
  request.auditShare = 0.2;
  const Review review = make(request);
  QVERIFY2(review.state == "open", review.message.c_str());
  QCOMPARE(review.cases, 10);
  QCOMPARE(review.waiting, 10);
  QCOMPARE(review.classes.size(), size_t{2});
  const auto cases = must(next(server_->api(), review, "first", 10));
  QCOMPARE(cases.remaining, 10);
  QCOMPARE(cases.items.size(), size_t{10});
  // Eight of the ten are the notes with the highest even numbers, in that order.
  std::vector<std::string> uncertain;
  std::set<std::string> pseudonyms;
  for (const ReviewCase& one : cases.items) {
    QCOMPARE(one.reason, std::string());
    pseudonyms.insert(one.pseudonym);
    if (one.uncertainty > 0.05) {
      uncertain.push_back(one.text.substr(0, one.text.find(':')));
    }
  }
  QCOMPARE(pseudonyms.size(), size_t{10});
  QVERIFY(uncertain.size() >= 8);
  QVERIFY(std::find(uncertain.begin(), uncertain.end(), "Note 238") != uncertain.end());
  const auto read = std::find_if(cases.items.begin(), cases.items.end(),
                                 [](const auto& one) { return !one.evidence.empty(); });
  QVERIFY(read != cases.items.end());
  QCOMPARE(read->evidence[0].name, std::string("cough"));
  QCOMPARE(read->findings.size(), size_t{2});
  QCOMPARE(must(server_->api().get<protocol::Items<Review>>("/v1/reviews")).items.size(),
           size_t{1});
}

void ReviewEndpointsTest::twoReaders_conflictAndAThirdPersonSettlesIt() {
  protocol::ReviewRequest request;
  request.cases = 2;
  request.secondReaderShare = 1;
  const Review review = make(request);
  const client::Client ann = clinician("ann"), ben = clinician("ben"), cat = clinician("cat");
  const ReviewCase first = must(next(ann, review)).items.at(0);
  must(decide(ann, first, "injury", "taken back"));
  must(undo(ann, review));
  must(decide(ann, first, "infection"));
  // The same reading once more, by somebody who was as quick.
  QCOMPARE(decide(ben, first, "injury").error().code, ErrorCode::Conflict);
  QVERIFY(must(next(ann, review, "second")).items.empty());
  const ReviewCase second = must(next(ben, review, "second")).items.at(0);
  QCOMPARE(second.id, first.id);
  QVERIFY(second.decisions.empty());
  must(decide(ben, second, "injury"));
  QCOMPARE(must(server_->api().get<Review>("/v1/reviews/" + review.id)).conflicts, 1);
  for (const client::Client& reader : {ann, ben}) {
    QVERIFY(must(next(reader, review, "adjudication")).items.empty());
    ReviewCase wrong = first;
    wrong.reading = "adjudication";
    QCOMPARE(decide(reader, wrong, "injury").error().code, ErrorCode::Conflict);
  }
  const ReviewCase conflict = must(next(cat, review, "adjudication")).items.at(0);
  QCOMPARE(conflict.decisions.size(), size_t{2});
  QCOMPARE(conflict.decisions[0].by, std::string("ann"));
  QCOMPARE(conflict.decisions[1].label, std::string("injury"));
  must(decide(cat, conflict, "infection"));
  QCOMPARE(undo(ann, review).error().code, ErrorCode::Conflict);
  const auto summary =
      must(server_->api().get<protocol::ReviewSummary>("/v1/reviews/" + review.id + "/summary"));
  QCOMPARE(summary.agreement.n, 1);
  QCOMPARE(summary.agreement.observed.value, 0.0);
  QCOMPARE(summary.review.decided, 1);
  QVERIFY(summary.statement.find("1 of 2 cases are settled") != std::string::npos);
  const auto ledger = must(server_->api().get<protocol::Items<protocol::Decision>>(
      "/v1/reviews/" + review.id + "/decisions"));
  QCOMPARE(ledger.items.size(), size_t{5});
  const auto audit = must(server_->api().get<protocol::AuditPage>("/v1/audit"));
  QCOMPARE(std::count_if(audit.entries.begin(), audit.entries.end(),
                         [](const auto& entry) { return entry.action == "review.decide"; }),
           4);
}

void ReviewEndpointsTest::blind_holdsBackWhatTheModelAndTheFirstReaderSay() {
  protocol::ReviewRequest request;
  request.cases = 3;
  request.secondReaderShare = 1;
  request.blind = true;
  const Review review = make(request);
  const client::Client ann = clinician("ann"), ben = clinician("ben");
  const ReviewCase first = must(next(ann, review)).items.at(0);
  QVERIFY(first.findings.empty() && first.evidence.empty());
  QCOMPARE(first.uncertainty, 0.0);
  QVERIFY(!first.text.empty());
  QCOMPARE(decide(ann, first, "confirm").error().code, ErrorCode::InvalidInput);
  must(decide(ann, first, "infection", "clearly"));
  const ReviewCase second = must(next(ben, review, "second")).items.at(0);
  QVERIFY(second.decisions.empty() && second.findings.empty() && second.comment.empty());
  QVERIFY(base::toJson(second).dump().find("clearly") == std::string::npos);
  must(decide(ben, second, "infection"));
  QCOMPARE(must(server_->api().get<Review>("/v1/reviews/" + review.id)).decided, 1);
}

void ReviewEndpointsTest::next_givesTwoPeopleDifferentCases() {
  protocol::ReviewRequest request;
  request.cases = 5;
  const Review review = make(request);
  const client::Client ann = clinician("ann"), ben = clinician("ben");
  const auto hers = must(next(ann, review, "first", 3));
  const auto his = must(next(ben, review, "first", 3));
  QCOMPARE(hers.items.size(), size_t{3});
  QCOMPARE(his.items.size(), size_t{2});
  QCOMPARE(his.remaining, 2);
  for (const ReviewCase& one : his.items) {
    for (const ReviewCase& other : hers.items) {
      QVERIFY(one.id != other.id);
    }
  }
  must(decide(ann, hers.items[0], "confirm"));
  const auto after = must(next(ann, review, "first", 3));
  QCOMPARE(after.items.at(0).id, hers.items[1].id);
  QCOMPARE(after.decided, 1);
  QCOMPARE(after.decidedToday, 1);
  QCOMPARE(next(ann, review, "third").error().code, ErrorCode::InvalidInput);
  QCOMPARE(next(ann, review, "first", 11).error().code, ErrorCode::InvalidInput);
}

void ReviewEndpointsTest::undo_goesBackInOrder() {
  protocol::ReviewRequest request;
  request.cases = 3;
  const Review review = make(request);
  const client::Client ann = clinician("ann");
  const auto cases = must(next(ann, review, "first", 3)).items;
  must(decide(ann, cases[0], "confirm"));
  must(decide(ann, cases[1], "unsure"));
  must(decide(ann, cases[2], "injury", "a fall"));
  const auto last = must(undo(ann, review));
  QCOMPARE(last.undone.caseId, cases[2].id);
  QCOMPARE(last.undone.comment, std::string("a fall"));
  QCOMPARE(last.shown.state, std::string("open"));
  QCOMPARE(last.shown.text, cases[2].text);
  QCOMPARE(must(undo(ann, review)).shown.id, cases[1].id);
  must(decide(ann, cases[1], "injury"));
  QCOMPARE(must(undo(ann, review)).undone.label, std::string("injury"));
  QCOMPARE(must(undo(ann, review)).shown.id, cases[0].id);
  QCOMPARE(undo(ann, review).error().code, ErrorCode::NotFound);
  QCOMPARE(must(server_->api().get<Review>("/v1/reviews/" + review.id)).waiting, 3);
}

void ReviewEndpointsTest::closed_refusesDecisions() {
  protocol::ReviewRequest request;
  request.cases = 3;
  const Review review = make(request);
  const client::Client me = server_->api();
  const auto cases = must(next(me, review, "first", 2)).items;
  must(decide(me, cases[0], "confirm"));
  const std::string close = "/v1/reviews/" + review.id + "/close";
  QCOMPARE(must(me.post<Review>(close)).state, std::string("closed"));
  QCOMPARE(decide(me, cases[1], "confirm").error().code, ErrorCode::Conflict);
  QCOMPARE(undo(me, review).error().code, ErrorCode::Conflict);
  QCOMPARE(next(me, review).error().code, ErrorCode::Conflict);
  QCOMPARE(me.post<Review>(close).error().code, ErrorCode::Conflict);
  QCOMPARE(must(me.get<protocol::ReviewSummary>("/v1/reviews/" + review.id + "/summary")).confirmed,
           1);
}

void ReviewEndpointsTest::skipped_isForOthers() {
  protocol::ReviewRequest request;
  request.cases = 1;
  const Review review = make(request);
  const client::Client ann = clinician("ann"), ben = clinician("ben");
  must(decide(ann, must(next(ann, review)).items.at(0), "skip"));
  QVERIFY(must(next(ann, review)).items.empty());
  must(decide(ben, must(next(ben, review)).items.at(0), "confirm"));
}

void ReviewEndpointsTest::alone_onePersonMayDoAll() {
  protocol::ReviewRequest request;
  request.cases = 1;
  request.secondReaderShare = 1;
  const Review review = make(request);
  const client::Client me = server_->api();
  for (const auto& [reading, label] :
       {std::pair{"first", "infection"}, std::pair{"second", "injury"},
        std::pair{"adjudication", "injury"}}) {
    const auto decided = must(decide(me, must(next(me, review, reading)).items.at(0), label));
    QCOMPARE(decided.by, std::string("local user (all roles)"));
    QCOMPARE(decided.reading, std::string(reading));
  }
  QCOMPARE(must(me.get<Review>("/v1/reviews/" + review.id)).decided, 1);
}

void ReviewEndpointsTest::create_refuses_data() {
  QTest::addColumn<QString>("what");
  QTest::addColumn<int>("code");
  const auto row = [](const char* what, ErrorCode code) {
    QTest::newRow(what) << QString(what) << static_cast<int>(code);
  };
  row("no cases", ErrorCode::InvalidInput);
  row("too many cases", ErrorCode::InvalidInput);
  row("audit share", ErrorCode::InvalidInput);
  row("second share", ErrorCode::InvalidInput);
  row("no dataset", ErrorCode::NotFound);
  row("no model", ErrorCode::NotFound);
  row("other task", ErrorCode::InvalidInput);
}

void ReviewEndpointsTest::create_refuses() {
  QFETCH(QString, what);
  QFETCH(int, code);
  protocol::ReviewRequest request;
  request.modelId = what == "no model"     ? "md_none"
                    : what == "other task" ? "telesoft-risk-v1"
                                           : kBase;
  request.datasetId = what == "no dataset" ? "ds_none" : server_->importNotes().id;
  request.cases = what == "no cases" ? 0 : what == "too many cases" ? 10'001 : 10;
  request.auditShare = what == "audit share" ? 1.5 : 0.1;
  request.secondReaderShare = what == "second share" ? -0.1 : 0;
  const auto refused = server_->api().post<Review>("/v1/reviews", request);
  QVERIFY(!refused.has_value());
  QCOMPARE(static_cast<int>(refused.error().code), code);
  QVERIFY(must(server_->api().get<protocol::Items<Review>>("/v1/reviews")).items.empty());
}

void ReviewEndpointsTest::create_needsAPermission() {
  protocol::ReviewRequest request;
  request.modelId = kBase;
  request.datasetId = "ds_1";
  const client::Client ann = clinician("ann");
  const auto refused = ann.post<Review>("/v1/reviews", request);
  QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
  QVERIFY(refused.error().message.find("review.manage") != std::string::npos);
  const Review review = make();
  QCOMPARE(ann.get<protocol::Items<protocol::Decision>>("/v1/reviews/" + review.id + "/decisions")
               .error()
               .code,
           ErrorCode::PermissionDenied);
  request.datasetId = server_->splitNotes().parts.back().datasetId;
  QCOMPARE(must(server_->api().get<protocol::Dataset>("/v1/datasets/" + request.datasetId)).kind,
           std::string("test"));
  QCOMPARE(server_->api().post<Review>("/v1/reviews", request).error().code,
           ErrorCode::InvalidInput);
}

void ReviewEndpointsTest::failing_modelFailsTheReview() {
  broken_ = true;
  const Review review = make();
  QCOMPARE(review.state, std::string("failed"));
  QVERIFY2(review.message.find("worker has ended") != std::string::npos, review.message.c_str());
  QCOMPARE(review.cases, 0);
  QCOMPARE(next(server_->api(), review).error().code, ErrorCode::Conflict);
}

void ReviewEndpointsTest::close_endsThePreparation() {
  hold_ = true;
  protocol::ReviewRequest request;
  request.modelId = kBase;
  request.datasetId = server_->importNotes().id;
  const auto started = must(server_->api().post<Review>("/v1/reviews", request));
  QCOMPARE(started.state, std::string("preparing"));
  const auto closed = server_->api().post<Review>("/v1/reviews/" + started.id + "/close");
  QCOMPARE(must(closed).state, std::string("closed"));
  hold_ = false;
  QCOMPARE(waitFor(started.id).state, std::string("closed"));
  QCOMPARE(waitFor(started.id).cases, 0);
}

void ReviewEndpointsTest::restart_failsWhatWasPrepared() {
  hold_ = true;
  protocol::ReviewRequest request;
  request.modelId = kBase;
  request.datasetId = server_->importNotes().id;
  const auto started = must(server_->api().post<Review>("/v1/reviews", request));
  server_->restart();
  const Review review = waitFor(started.id);
  QCOMPARE(review.state, std::string("failed"));
  QVERIFY(!review.message.empty());
}

void ReviewEndpointsTest::comments_areSealedOnDisk() {
  protocol::ReviewRequest request;
  request.cases = 2;
  const Review review = make(request);
  const auto shown = must(next(server_->api(), review)).items.at(0);
  must(decide(server_->api(), shown, "confirm", "Mrs Quillfeather of Ward 7"));
  const auto ledger = must(server_->api().get<protocol::Items<protocol::Decision>>(
      "/v1/reviews/" + review.id + "/decisions"));
  QCOMPARE(ledger.items.at(0).comment, std::string("Mrs Quillfeather of Ward 7"));
  server_->stop();
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(server_->workspace())) {
    if (entry.is_regular_file()) {
      const std::string bytes = must(base::readFile(entry.path()));
      QVERIFY2(bytes.find("Quillfeather") == std::string::npos, entry.path().c_str());
      QVERIFY2(bytes.find("cough and fever") == std::string::npos, entry.path().c_str());
      ++files;
    }
  }
  QVERIFY(files > 4);
}

/// 5,000 rows, all of them in the queue. The first answer opens the dataset.
void ReviewEndpointsTest::next_isQuickOnManyRows() {
  std::string csv = "mrn,note,diagnosis\n";
  for (int i = 0; i < 5000; ++i) {
    csv += "P" + std::to_string(i) + ",\"Note " + std::to_string(i % 900) + ": " +
           (i % 2 == 0 ? "cough and fever for days" : "pain in the left knee after a fall");
    for (int line = 0; line < 20; ++line) {
      csv += ", and a sentence of the kind that fills a note of some length";
    }
    csv += std::string("\",") + (i % 2 == 0 ? "infection" : "injury") + "\n";
  }
  protocol::ImportRequest import;
  import.path = server_->write("many.csv", csv).string();
  for (const auto& [name, role] : {std::pair{"note", protocol::ColumnRole::Note},
                                   std::pair{"diagnosis", protocol::ColumnRole::Label}}) {
    protocol::ColumnSchema column;
    column.name = name;
    column.role = role;
    column.type = role == protocol::ColumnRole::Note ? protocol::ColumnType::Text
                                                     : protocol::ColumnType::Category;
    import.recipe.columns.push_back(column);
  }
  protocol::ReviewRequest request;
  request.cases = 5000;
  request.datasetId =
      server_
          ->waitForDataset(must(server_->api().post<protocol::Dataset>("/v1/datasets", import)).id)
          .id;
  const Review review = make(request);
  QVERIFY2(review.state == "open", review.message.c_str());
  QCOMPARE(review.cases, 5000);
  const client::Client me = server_->api();
  QCOMPARE(must(next(me, review, "first", 3)).items.size(), size_t{3});
  std::vector<double> times;
  for (int i = 0; i < 40; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const auto cases = must(next(me, review, "first", 3)).items;
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
    must(decide(me, cases.at(0), "confirm"));
  }
  std::sort(times.begin(), times.end());
  qInfo("next of 5,000 cases: median %.1f ms, highest %.1f ms", times[20], times[39]);
  QVERIFY2(times[20] < 50, qPrintable(QString::number(times[20])));
}

TELESOFT_TEST(ReviewEndpointsTest)

}  // namespace

#include "review_endpoints_test.moc"
