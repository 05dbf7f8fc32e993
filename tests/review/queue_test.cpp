#include "telesoft/review/queue.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "telesoft/base/rng.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::review;

std::vector<double> someUncertainty(size_t rows) {
  base::Rng rng(7, "uncertainty");
  std::vector<double> out(rows);
  for (double& value : out) {
    value = rng.uniform();
  }
  return out;
}

std::vector<size_t> rowsOf(const std::vector<QueuedRow>& queue) {
  std::vector<size_t> out;
  for (const QueuedRow& one : queue) {
    out.push_back(one.row);
  }
  return out;
}

class QueueTest : public QObject {
  Q_OBJECT
 private slots:
  void withoutAudit_isByUncertaintyAndTiesKeepTheirOrder();
  void shares_areAsAsked_data();
  void shares_areAsAsked();
  void theRest_areTheMostUncertainOfTheOthers();
  void audit_hasOneInEachStretch();
  void audit_isDrawnFromAllRowsAlike();
  void sameSeed_isTheSameQueue();
};

void QueueTest::withoutAudit_isByUncertaintyAndTiesKeepTheirOrder() {
  const auto queue = makeQueue({0.1, 0.5, 0.3, 0.5, std::nan(""), 0.3}, {5, 0, 0, 1});
  QCOMPARE(rowsOf(queue), (std::vector<size_t>{4, 1, 3, 2, 5}));
}

void QueueTest::shares_areAsAsked_data() {
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("cases");
  QTest::addColumn<double>("audit");
  QTest::addColumn<double>("second");
  QTest::addColumn<int>("expectedCases");
  QTest::addColumn<int>("expectedAudit");
  QTest::addColumn<int>("expectedSecond");
  QTest::newRow("usual") << 500 << 60 << 0.1 << 0.2 << 60 << 6 << 12;
  QTest::newRow("more asked than there are") << 40 << 60 << 0.25 << 0.5 << 40 << 10 << 20;
  QTest::newRow("all by chance, all twice") << 100 << 30 << 1.0 << 1.0 << 30 << 30 << 30;
  QTest::newRow("rounded") << 100 << 7 << 0.1 << 0.5 << 7 << 1 << 4;
  QTest::newRow("no rows") << 0 << 60 << 0.1 << 0.1 << 0 << 0 << 0;
  QTest::newRow("no cases") << 10 << 0 << 0.5 << 0.5 << 0 << 0 << 0;
}

void QueueTest::shares_areAsAsked() {
  QFETCH(int, rows);
  QFETCH(int, cases);
  QFETCH(double, audit);
  QFETCH(double, second);
  const auto queue = makeQueue(someUncertainty(static_cast<size_t>(rows)), {cases, audit, second});
  QTEST(static_cast<int>(queue.size()), "expectedCases");
  const auto rowList = rowsOf(queue);
  QCOMPARE(std::set<size_t>(rowList.begin(), rowList.end()).size(), queue.size());
  QTEST(
      static_cast<int>(std::count_if(queue.begin(), queue.end(), [](auto& q) { return q.audit; })),
      "expectedAudit");
  QTEST(static_cast<int>(
            std::count_if(queue.begin(), queue.end(), [](auto& q) { return q.readTwice; })),
        "expectedSecond");
}

void QueueTest::theRest_areTheMostUncertainOfTheOthers() {
  const auto uncertainty = someUncertainty(300);
  const auto queue = makeQueue(uncertainty, {50, 0.2, 0, 5});
  std::set<size_t> audit, uncertain;
  std::vector<double> order;
  for (const QueuedRow& one : queue) {
    (one.audit ? audit : uncertain).insert(one.row);
    if (!one.audit) {
      order.push_back(uncertainty[one.row]);
    }
  }
  QVERIFY(std::is_sorted(order.rbegin(), order.rend()));
  for (size_t row = 0; row < uncertainty.size(); ++row) {
    if (!audit.contains(row) && !uncertain.contains(row)) {
      QVERIFY(uncertainty[row] <= order.back());
    }
  }
}

void QueueTest::audit_hasOneInEachStretch() {
  const auto queue = makeQueue(someUncertainty(1000), {100, 0.1, 0, 9});
  std::set<size_t> offsets;
  for (size_t stretch = 0; stretch < 10; ++stretch) {
    size_t count = 0;
    for (size_t i = 0; i < 10; ++i) {
      count += queue[stretch * 10 + i].audit ? 1 : 0;
      if (queue[stretch * 10 + i].audit) {
        offsets.insert(i);
      }
    }
    QCOMPARE(count, size_t{1});
  }
  QVERIFY(offsets.size() > 3);  // not at one place that a reader could learn
}

/// Each of 20 rows is in the audit share of 5 with a chance of 1/4, however certain it is: over
/// 4,000 seeds, within 4.5 standard deviations of it.
void QueueTest::audit_isDrawnFromAllRowsAlike() {
  std::vector<double> uncertainty(20);
  std::iota(uncertainty.begin(), uncertainty.end(), 0.0);
  std::vector<int> drawn(20, 0), twice(20, 0);
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    for (const QueuedRow& one : makeQueue(uncertainty, {20, 0.25, 0.25, seed})) {
      drawn[one.row] += one.audit ? 1 : 0;
      twice[one.row] += one.readTwice ? 1 : 0;
    }
  }
  const double deviation = std::sqrt(4000 * 0.25 * 0.75);
  for (size_t row = 0; row < 20; ++row) {
    QVERIFY2(std::abs(drawn[row] - 1000) < 4.5 * deviation,
             qPrintable(QString::number(drawn[row])));
    QVERIFY2(std::abs(twice[row] - 1000) < 4.5 * deviation,
             qPrintable(QString::number(twice[row])));
  }
}

void QueueTest::sameSeed_isTheSameQueue() {
  const auto uncertainty = someUncertainty(200);
  const auto a = makeQueue(uncertainty, {60, 0.3, 0.3, 42});
  const auto b = makeQueue(uncertainty, {60, 0.3, 0.3, 42});
  const auto c = makeQueue(uncertainty, {60, 0.3, 0.3, 43});
  QCOMPARE(rowsOf(a), rowsOf(b));
  QVERIFY(rowsOf(a) != rowsOf(c));
  for (size_t i = 0; i < a.size(); ++i) {
    QCOMPARE(a[i].readTwice, b[i].readTwice);
  }
}

TELESOFT_TEST(QueueTest)

}  // namespace

#include "queue_test.moc"
