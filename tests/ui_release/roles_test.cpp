// What each role is offered: a button that the server would refuse is shut, and names the
// permission.
#include "telesoft/access/permission.h"

#include "keys.h"

namespace telesoft::tests {

namespace {

struct Offer {
  const char* page;
  const char* button;
  const char* permission;
};

constexpr Offer kOffers[] = {
    {"data", "Import a file", "data.import"},  {"jobs", "New job", "job.run"},
    {"models", "Adapt a model", "job.run"},    {"knowledge", "Add a document", "knowledge.edit"},
    {"knowledge", "Make an index", "job.run"}, {"import", "Next", "data.import"},
    {"deidentify", "Next", "data.deidentify"}, {"split", "Next", "data.split"},
    {"approach", "Next", "job.run"},
};

}  // namespace

class RolesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void everyRole_isOfferedWhatItMayDo_data() {
    QTest::addColumn<QString>("role");
    for (const access::RoleInfo& role : access::roleTable()) {
      QTest::newRow(std::string(role.name).c_str())
          << QString::fromStdString(std::string(role.name));
    }
  }
  void everyRole_isOfferedWhatItMayDo() {
    QFETCH(const QString, role);
    Workbench bench;
    bench.server.answer("GET /v1/me", base::toJson(person({role.toStdString()})));
    QVERIFY(bench.open());
    const ui::MeStore& me = bench.workspace->me();
    QTRY_VERIFY(me.isKnown());
    QTRY_VERIFY(bench.workspace->knowledge().readAt().isValid());
    for (const Offer& offer : kOffers) {
      bench.window->navigate(QLatin1String(offer.page));
      const QString why = blockedBy(bench, offer.button);
      const QByteArray where = QByteArray(offer.page) + ": " + offer.button + ": " + why.toUtf8();
      QVERIFY2(me.may(offer.permission) ? !why.contains(QLatin1String("permission"))
                                        : why.contains(QLatin1String(offer.permission)),
               where.constData());
    }
    // Neither do the keys lead where the button does not.
    bench.window->navigate(QStringLiteral("home"));
    press(bench, Qt::Key_I, Qt::ControlModifier);
    QCOMPARE(bench.window->current().panel,
             me.may("data.import") ? QStringLiteral("import") : QStringLiteral("home"));
  }
};

TELESOFT_TEST(RolesTest)

}  // namespace telesoft::tests

#include "roles_test.moc"
