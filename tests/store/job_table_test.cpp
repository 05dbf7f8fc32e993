#include "telesoft/store/tables/job_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;
using base::JobId;
using protocol::JobState;

JobRecord jobOf(StoreFixture& store, const std::string& id) {
  return store.read([&](const Snapshot& s) { return JobTable::find(s, JobId(id)); });
}

class JobTableTest : public QObject {
  Q_OBJECT
 private slots:
  void insert_putsAtTheEndOfTheQueue();
  void insert_refusesASecond();
  void update_keepsEveryField();
  void unfinished_isInTheOrderOfTheQueue();
  void list_filtersByKind();
  void evaluation_hasToBeThere();

 private:
  static void add(StoreFixture& store, const std::string& id, const std::string& kind) {
    JobRecord record;
    record.job.id = id;
    record.job.kind = kind;
    must(store.write([&](Transaction& t) { return JobTable::insert(t, record); }));
  }
  static void setState(StoreFixture& store, const std::string& id, JobState state) {
    JobRecord record = jobOf(store, id);
    record.job.status = state;
    must(store.write([&](Transaction& t) { return JobTable::update(t, record); }));
  }
};

void JobTableTest::insert_putsAtTheEndOfTheQueue() {
  StoreFixture store;
  add(store, "job_1", "fine_tuning");
  add(store, "job_2", "fine_tuning");
  QCOMPARE(jobOf(store, "job_1").queueNumber, std::int64_t{1});
  QCOMPARE(jobOf(store, "job_2").queueNumber, std::int64_t{2});
  QCOMPARE(jobOf(store, "job_1").job.createdAt, base::toIso8601(store.clock.now()));
}

void JobTableTest::insert_refusesASecond() {
  StoreFixture store;
  add(store, "job_1", "fine_tuning");
  JobRecord record;
  record.job.id = "job_1";
  QCOMPARE(store.write([&](Transaction& t) { return JobTable::insert(t, record); }).error().code,
           ErrorCode::AlreadyExists);
}

void JobTableTest::update_keepsEveryField() {
  StoreFixture store;
  add(store, "job_1", "fine_tuning");
  JobRecord record = jobOf(store, "job_1");
  record.job.status = JobState::Running;
  record.job.metrics = {{"loss", 0.25}};
  record.job.resultModel = protocol::ResultModel{"md_1"};
  record.request = RunRequest::Pause;
  record.queueNumber = 9;
  record.processId = 4711;
  record.restarts = 2;
  record.eventOffset = INT64_C(5000000000);
  record.eventSeq = 77;
  must(store.write([&](Transaction& t) { return JobTable::update(t, record); }));
  store.reopen();
  const JobRecord found = jobOf(store, "job_1");
  QCOMPARE(base::toJson(found.job).dump(), base::toJson(record.job).dump());
  QVERIFY(found.request == RunRequest::Pause);
  QCOMPARE(found.queueNumber, std::int64_t{9});
  QCOMPARE(found.processId, std::int64_t{4711});
  QCOMPARE(found.restarts, std::int64_t{2});
  QCOMPARE(found.eventOffset, INT64_C(5000000000));
  QCOMPARE(found.eventSeq, std::int64_t{77});
  record.job.id = "job_9";
  QCOMPARE(store.write([&](Transaction& t) { return JobTable::update(t, record); }).error().code,
           ErrorCode::NotFound);
}

void JobTableTest::unfinished_isInTheOrderOfTheQueue() {
  StoreFixture store;
  for (const char* id : {"job_a", "job_b", "job_c", "job_d", "job_e", "job_f"}) {
    add(store, id, "fine_tuning");
  }
  setState(store, "job_a", JobState::Succeeded);
  setState(store, "job_b", JobState::Running);
  setState(store, "job_d", JobState::Paused);
  setState(store, "job_e", JobState::Pausing);
  JobRecord moved = jobOf(store, "job_b");
  moved.queueNumber = store.read([](const Snapshot& s) { return JobTable::nextQueueNumber(s); });
  must(store.write([&](Transaction& t) { return JobTable::update(t, moved); }));
  std::string order;
  for (const JobRecord& record :
       store.read([](const Snapshot& s) { return JobTable::unfinished(s); })) {
    order += record.job.id.substr(4);
  }
  QCOMPARE(order, std::string("cefb"));
  QCOMPARE(store.read([](const Snapshot& s) { return JobTable::running(s); }), std::int64_t{2});
  QCOMPARE(store.read([](const Snapshot& s) { return JobTable::ids(s); }).size(), size_t{6});
}

void JobTableTest::list_filtersByKind() {
  StoreFixture store;
  add(store, "job_1", "fine_tuning");
  add(store, "job_2", "evaluation");
  add(store, "job_3", "fine_tuning");
  const auto tuning =
      store.read([](const Snapshot& s) { return JobTable::list(s, "fine_tuning"); });
  QCOMPARE(tuning.size(), size_t{2});
  QCOMPARE(tuning[0].id, std::string("job_3"));
  QCOMPARE(store.read([](const Snapshot& s) { return JobTable::list(s); }).size(), size_t{3});
}

void JobTableTest::evaluation_hasToBeThere() {
  StoreFixture store;
  JobRecord record;
  record.job.id = "job_1";
  record.evaluation = base::EvaluationId("ev_none");
  QVERIFY(!store.write([&](Transaction& t) { return JobTable::insert(t, record); }).has_value());
  QVERIFY(store.read([](const Snapshot& s) { return JobTable::ids(s); }).empty());
}

TELESOFT_TEST(JobTableTest)

}  // namespace

#include "job_table_test.moc"
