#include "telesoft/api/events/event_feed.h"

#include "support/test_case.h"

using namespace telesoft;

class EventFeedTest : public QObject {
  Q_OBJECT
 private slots:
  void eventFeed_givesEverythingAfterANumberOnceAndInOrder() {
    api::EventFeed feed(1000);
    for (int i = 0; i < 5; ++i) {
      feed.publish("dataset", "ds_1", {{"i", i}});
    }
    const auto page = feed.after(1002, 2);
    QVERIFY(!page.gap);
    QCOMPARE(page.events.size(), size_t(2));
    QCOMPARE(page.events[0].seq, std::int64_t(1003));
    QCOMPARE(page.events[0].data.value("i", -1), 2);
    QCOMPARE(page.events[1].seq, std::int64_t(1004));
    QVERIFY(feed.after(1005, 2).events.empty());
  }

  void eventFeed_saysWhenEventsAreGone() {
    api::EventFeed feed(0, 3);
    for (int i = 0; i < 5; ++i) {
      feed.publish("dataset", "", {});
    }
    QVERIFY(feed.after(1, 10).gap);
    QVERIFY(!feed.after(2, 10).gap);
    QVERIFY(feed.after(6, 10).gap);  // a number it has not given yet: of another server's life
  }

  void workspaceEvents_tellAReaderThatWasAwayTooLongToReadAnew() {
    api::EventFeed feed(0, 3);
    for (int i = 0; i < 5; ++i) {
      feed.publish("dataset", "", {});
    }
    const auto source = api::workspaceEvents(feed, 1);
    const auto first = source->next();
    QVERIFY(first && first->size() == 1);
    QCOMPARE((*first)[0].kind, std::string("reset"));
    QCOMPARE((*first)[0].id, std::string("5"));
    feed.publish("job", "job_1", {});
    const auto then = source->next();
    QVERIFY(then && then->size() == 1);
    QCOMPARE((*then)[0].kind, std::string("job"));
  }

  void workspaceEvents_beginWithAnEventToResumeFrom() {
    api::EventFeed feed(7);
    const auto source = api::workspaceEvents(feed, std::nullopt);
    const auto first = source->next();
    QVERIFY(first && first->size() == 1);
    QCOMPARE((*first)[0].kind, std::string("connected"));
    QCOMPARE((*first)[0].id, std::string("7"));
    QVERIFY(source->next()->empty());
  }

  void eventFeed_wakesItsReadersUntilTheyLeave() {
    api::EventFeed feed(0);
    int woken = 0;
    {
      api::FeedSubscription subscription(feed);
      subscription.set([&] { ++woken; });
      feed.publish("job", "", {});
      feed.wake();
    }
    feed.publish("job", "", {});
    QCOMPARE(woken, 2);
  }
};

TELESOFT_TEST(EventFeedTest)
#include "event_feed_test.moc"
