#include "telesoft/access/permission.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::access;

class PermissionTest : public QObject {
  Q_OBJECT
 private slots:
  void table_namesEveryPermissionOnce();
  void permissionOf_findsNamesAndNothingElse();
  void withImplied_reachesWhatIsImpliedByTheImplied();
  void withImplied_addsNothingElse();
  void reading_givesNoRightToChange();
  void allPermissions_areThoseOfTheTable();
};

void PermissionTest::table_namesEveryPermissionOnce() {
  std::set<std::string_view> names;
  for (const PermissionInfo& info : permissionTable()) {
    QVERIFY2(names.insert(info.name).second, std::string(info.name).c_str());
    QVERIFY(!info.meaning.empty());
    QCOMPARE(&permissionInfo(info.permission), &info);
  }
  QCOMPARE(names.size(), static_cast<size_t>(Permission::ServerStop) + 1);  // the last of the enum
}

void PermissionTest::permissionOf_findsNamesAndNothingElse() {
  QVERIFY(permissionOf("data.import") == Permission::DataImport);
  QVERIFY(permissionOf("audit.read") == Permission::AuditRead);
  for (const char* name : {"", "data", "Data.Import", "data.import ", "*"}) {
    QVERIFY2(!permissionOf(name).has_value(), name);
  }
}

void PermissionTest::withImplied_reachesWhatIsImpliedByTheImplied() {
  const std::set<Permission> expected = {Permission::DataDeidentify, Permission::DataReadRows,
                                         Permission::WorkspaceRead};
  QVERIFY(withImplied({Permission::DataDeidentify}) == expected);
}

void PermissionTest::withImplied_addsNothingElse() {
  QVERIFY(withImplied({}).empty());
  QVERIFY(withImplied({Permission::ServerStop}) == std::set<Permission>{Permission::ServerStop});
  QVERIFY(withImplied(allPermissions()) == allPermissions());
}

void PermissionTest::reading_givesNoRightToChange() {
  const std::set<Permission> reader = withImplied({Permission::WorkspaceRead});
  QVERIFY(reader == std::set<Permission>{Permission::WorkspaceRead});
  for (const Permission other : {Permission::DataImport, Permission::JobRun}) {
    QVERIFY(!withImplied({other}).contains(Permission::DataReadRows));  // rows are asked for apart
  }
}

void PermissionTest::allPermissions_areThoseOfTheTable() {
  QCOMPARE(allPermissions().size(), permissionTable().size());
}

TELESOFT_TEST(PermissionTest)

}  // namespace

#include "permission_test.moc"
