#include "telesoft/engine/run/guard.h"

#include <new>
#include <stdexcept>

#include "telesoft/engine/kernels/compute.h"

#include "support/test_case.h"

namespace telesoft::engine {

using base::ErrorCode;

class GuardTest : public QObject {
  Q_OBJECT
 private slots:
  void guarded_givesWhatTheWorkGives() {
    QVERIFY(guarded([] { return base::Status(); }));
    const auto failed = guarded([] { return base::Status(base::fail(ErrorCode::Conflict, "c")); });
    QCOMPARE(failed.error().code, ErrorCode::Conflict);
  }

  void guarded_turnsWantOfMemoryIntoWords() {
    const auto failed = guarded([]() -> base::Status { throw std::bad_alloc(); });
    QCOMPARE(failed.error().code, ErrorCode::OutOfResources);
    QVERIFY(failed.error().hint.find("batchSize") != std::string::npos);
  }

  void guarded_catchesTheLibrarysErrorsAndDoesNotQuoteThem() {
    const std::vector<float> a(6), b(6);
    std::vector<float> c(6);
    const auto failed = guarded([&]() -> base::Status {  // the inner sizes differ
      multiply(Product<float>{
          {a.data(), 2, 3}, Shape::Plain, {b.data(), 2, 3}, Shape::Plain, {c.data(), 2, 3}, false});
      return {};
    });
    QCOMPARE(failed.error().code, ErrorCode::Internal);
    QVERIFY(failed.error().text().find("mat1") == std::string::npos);
    const auto other = guarded([]() -> base::Status { throw std::runtime_error("a secret"); });
    QCOMPARE(other.error().code, ErrorCode::Internal);
    QVERIFY(other.error().text().find("secret") == std::string::npos);
  }
};

TELESOFT_TEST(GuardTest)

}  // namespace telesoft::engine

#include "guard_test.moc"
