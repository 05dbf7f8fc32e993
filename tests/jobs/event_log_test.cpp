#include "telesoft/jobs/event_log.h"

#include "jobs/jobs_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using namespace telesoft::tests;

std::string kinds(const base::Result<std::vector<protocol::JobEvent>>& events) {
  std::string out;
  for (const protocol::JobEvent& event : *events) {
    out += std::to_string(event.seq) + event.kind + " ";
  }
  return out;
}

class EventLogTest : public QObject {
  Q_OBJECT
 private slots:
  void next_isEmptyWithoutAFile();
  void next_leavesATornLineForLater();
  void next_goesOnFromAStoredOffset();
  void next_showsAnUnreadableLine();
  void next_keepsUnknownKinds();
  void next_readsAtMostWhatIsAskedFor();
  void next_readsLongLinesAndManyBlocks();
  void numbers_onlyGoUp();
  void eventsAfter_givesThoseAfterANumber();
  void everyByteAtATime_givesEachEventOnce();
};

void EventLogTest::next_isEmptyWithoutAFile() {
  const TempFolder folder;
  EventTail tail(folder / "events.jsonl");
  const auto events = tail.next();
  QVERIFY(events.has_value());
  QVERIFY(events->empty());
}

void EventLogTest::next_leavesATornLineForLater() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  const std::string second = eventLine(2, "progress", {{"step", 1}});
  appendText(file, eventLine(1, "started", {}) + second.substr(0, 20));
  EventTail tail(file);
  QCOMPARE(kinds(tail.next()), std::string("1started "));
  QCOMPARE(kinds(tail.next()), std::string());
  appendText(file, second.substr(20, second.size() - 21));  // whole but for its end
  QCOMPARE(kinds(tail.next()), std::string());
  appendText(file, "\n");
  QCOMPARE(kinds(tail.next()), std::string("2progress "));
}

void EventLogTest::next_goesOnFromAStoredOffset() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  appendText(file, eventLine(1, "started", {}) + eventLine(2, "progress", {}));
  EventTail first(file);
  QCOMPARE(first.next()->size(), size_t{2});
  appendText(file, eventLine(3, "metric", {}));
  EventTail second(file, first.offset(), first.lastSeq());
  QCOMPARE(kinds(second.next()), std::string("3metric "));
}

void EventLogTest::next_showsAnUnreadableLine() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  appendText(file, eventLine(1, "started", {}) + "{\"format\":\xff\n" + "[1]\n\n" +
                       eventLine(5, "metric", {}));
  EventTail tail(file);
  QCOMPARE(kinds(tail.next()),
           std::string("1started 2unreadable 3unreadable 4unreadable 5metric "));
}

void EventLogTest::next_keepsUnknownKinds() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  appendText(file, eventLine(1, "from_the_future", {{"x", 7}}));
  EventTail tail(file);
  const auto events = tail.next();
  QCOMPARE(kinds(events), std::string("1from_the_future "));
  QCOMPARE(events->front().data.at("x").get<int>(), 7);
}

void EventLogTest::next_readsAtMostWhatIsAskedFor() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  for (int i = 1; i <= 5; ++i) {
    appendText(file, eventLine(i, "log", {}));
  }
  EventTail tail(file);
  QCOMPARE(kinds(tail.next(2)), std::string("1log 2log "));
  QCOMPARE(kinds(tail.next(2)), std::string("3log 4log "));
  QCOMPARE(kinds(tail.next(2)), std::string("5log "));
}

void EventLogTest::next_readsLongLinesAndManyBlocks() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  const std::string big(700000, 'x');  // of several blocks
  appendText(file, eventLine(1, "log", {{"message", big}}));
  for (int i = 2; i <= 4000; ++i) {
    appendText(file, eventLine(i, "log", {}));
  }
  EventTail tail(file);
  const auto events = tail.next(5000);
  QCOMPARE(events->size(), size_t{4000});
  QCOMPARE(events->front().data.at("message").get<std::string>().size(), big.size());
  QCOMPARE(events->back().seq, std::int64_t{4000});
  QCOMPARE(tail.offset(), static_cast<std::int64_t>(std::filesystem::file_size(file)));
}

void EventLogTest::numbers_onlyGoUp() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  appendText(file, eventLine(7, "log", {}) + eventLine(1, "log", {}) + eventLine(9, "log", {}));
  EventTail tail(file);
  QCOMPARE(kinds(tail.next()), std::string("7log 8log 9log "));
}

void EventLogTest::eventsAfter_givesThoseAfterANumber() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  for (int i = 1; i <= 5; ++i) {
    appendText(file, eventLine(i, "log", {}));
  }
  QCOMPARE(kinds(eventsAfter(file, 3, 100)), std::string("4log 5log "));
  QCOMPARE(kinds(eventsAfter(file, 0, 2)), std::string("1log 2log "));
  QCOMPARE(kinds(eventsAfter(file, 5, 100)), std::string());
}

void EventLogTest::everyByteAtATime_givesEachEventOnce() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  std::string text;
  for (int i = 1; i <= 3; ++i) {
    text += eventLine(i, "log", {{"message", "n\\n"}});
  }
  std::int64_t offset = 0, last = 0;
  std::string seen;
  for (const char c : text) {
    appendText(file, std::string(1, c));
    EventTail tail(file, offset, last);  // as after a restart of the server
    seen += kinds(tail.next());
    offset = tail.offset();
    last = tail.lastSeq();
  }
  QCOMPARE(seen, std::string("1log 2log 3log "));
}

TELESOFT_TEST(EventLogTest)

}  // namespace

#include "event_log_test.moc"
