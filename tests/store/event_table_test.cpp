#include "telesoft/store/tables/event_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;

class EventTableTest : public QObject {
  Q_OBJECT
 private slots:
  void numbers_goUpOverRestarts();
  void after_goesOnAndKeepsTheContent();
  void oldest_areDroppedAndTheGapIsSaid();

 private:
  /// So many in one transaction; gives the last number.
  static std::int64_t append(StoreFixture& store, int count) {
    return must(store.write([&](Transaction& t) -> base::Result<std::int64_t> {
      std::int64_t last = 0;
      for (int i = 0; i < count; ++i) {
        TELESOFT_TRY(seq, EventTable::append(t, {0, "job", "job_1", {{"n", i}}}));
        last = seq;
      }
      return last;
    }));
  }
  static EventTable::Page after(StoreFixture& store, std::int64_t seq, std::int64_t limit) {
    return store.read([&](const Snapshot& s) { return EventTable::after(s, seq, limit); });
  }
};

void EventTableTest::numbers_goUpOverRestarts() {
  StoreFixture store;
  QCOMPARE(store.read([](const Snapshot& s) { return EventTable::lastSeq(s); }), std::int64_t{0});
  QCOMPARE(append(store, 3), std::int64_t{3});
  QVERIFY(store.tamper("DELETE FROM events"));
  QCOMPARE(store.read([](const Snapshot& s) { return EventTable::lastSeq(s); }), std::int64_t{3});
  QCOMPARE(append(store, 1), std::int64_t{4});
}

void EventTableTest::after_goesOnAndKeepsTheContent() {
  StoreFixture store;
  append(store, 5);
  const auto page = after(store, 2, 2);
  QCOMPARE(page.events.size(), size_t{2});
  QCOMPARE(page.events[0].seq, std::int64_t{3});
  QCOMPARE(page.events[0].kind, std::string("job"));
  QCOMPARE(page.events[0].id, std::string("job_1"));
  QCOMPARE(page.events[0].data.at("n").get<int>(), 2);
  QVERIFY(!page.gap);
  QVERIFY(after(store, 5, 10).events.empty());
}

void EventTableTest::oldest_areDroppedAndTheGapIsSaid() {
  StoreFixture store;
  append(store, static_cast<int>(EventTable::kKept) + 10);
  const auto page = after(store, 0, 1);
  QCOMPARE(page.events.front().seq, std::int64_t{11});
  QVERIFY(page.gap);
  QVERIFY(!after(store, 10, 1).gap);
}

TELESOFT_TEST(EventTableTest)

}  // namespace

#include "event_table_test.moc"
