#include "telesoft/deploy/release/approvals.h"

#include <functional>

#include "release_fixture.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::Approval;

const std::string kKey(32, 'k');

struct Asked {
  protocol::ApprovalRequest request;
  protocol::Model model;
  protocol::ReleaseReport report;
  deploy::Signer signer;
};

Asked goodRequest() {
  const deploy::GateInput input = goodInput();
  Asked out;
  out.model = input.model;
  out.report.bytesSha256 = input.bytesNow;
  out.report.gates = deploy::gatesOf(input);
  out.report.statement =
      deploy::statementOf(out.model, out.report.gates, input.bytesNow, "approved for production");
  out.request.modelId = "md_1";
  out.request.bytesSha256 = input.bytesNow;
  out.request.reason = "checked against the audit sample";
  out.signer = {"chief", "Dr Lee", false};
  return out;
}

class ApprovalsTest : public QObject {
  Q_OBJECT
 private slots:
  void statement_namesModelVersionFiguresAndMeaning();
  void mayApprove_refusesWithAReason_data();
  void mayApprove_refusesWithAReason();
  void mayApprove_namesTheGatesThatDoNotHold();
  void singlePerson_mayApproveTheirOwnAndItIsSaid();
  void signature_coversEveryField();
  void isValid_followsBytesWithdrawalAndKey();

 private:
  static Approval signedApproval() {
    const Asked asked = goodRequest();
    Approval out =
        deploy::approvalOf(asked.request, asked.report, asked.signer, "2026-11-25T03:00:00.000Z");
    out.signature = deploy::signatureOf(out, kKey);
    return out;
  }
};

void ApprovalsTest::statement_namesModelVersionFiguresAndMeaning() {
  const std::string text = goodRequest().report.statement;
  for (const char* part :
       {"md_1", "Recurrence", "telesoft-risk-v1", "aaaaaaaaaaaa", "approved for production",
        "AUROC .912 (95 % CI .897-.926, n = 1,204)"}) {
    QVERIFY2(text.find(part) != std::string::npos, part);
  }
  QVERIFY(text.find(std::string(13, 'a')) == std::string::npos);  // the short hash
}

void ApprovalsTest::mayApprove_refusesWithAReason_data() {
  QTest::addColumn<int>("spoiled");
  QTest::addColumn<int>("code");
  QTest::newRow("as it should be") << 0 << -1;
  QTest::newRow("a short reason") << 1 << static_cast<int>(ErrorCode::InvalidInput);
  QTest::newRow("a reason of spaces") << 2 << static_cast<int>(ErrorCode::InvalidInput);
  QTest::newRow("no meaning") << 3 << static_cast<int>(ErrorCode::InvalidInput);
  QTest::newRow("who has trained it") << 4 << static_cast<int>(ErrorCode::PermissionDenied);
  QTest::newRow("other bytes were shown") << 5 << static_cast<int>(ErrorCode::Conflict);
  QTest::newRow("bytes cannot be read") << 6 << static_cast<int>(ErrorCode::Conflict);
  QTest::newRow("no gates") << 7 << static_cast<int>(ErrorCode::Conflict);
  QTest::newRow("ten characters, not bytes") << 8 << static_cast<int>(ErrorCode::InvalidInput);
}

void ApprovalsTest::mayApprove_refusesWithAReason() {
  QFETCH(int, spoiled);
  QFETCH(int, code);
  Asked asked = goodRequest();
  const std::vector<std::function<void()>> spoil = {
      [] {},
      [&] { asked.request.reason = "too short"; },
      [&] { asked.request.reason = std::string(20, ' '); },
      [&] { asked.request.meaning = " "; },
      [&] { asked.signer.name = "trainer"; },
      [&] { asked.request.bytesSha256[0] = 'f'; },
      [&] { asked.request.bytesSha256 = asked.report.bytesSha256 = ""; },
      [&] { asked.report.gates.clear(); },
      [&] { asked.request.reason = "ääääääää"; },  // 8 characters, 16 bytes
  };
  spoil[static_cast<size_t>(spoiled)]();
  const auto may = deploy::mayApprove(asked.request, asked.model, asked.report, asked.signer);
  QCOMPARE(may.has_value(), code < 0);
  if (!may) {
    QCOMPARE(static_cast<int>(may.error().code), code);
    QVERIFY(!may.error().hint.empty());
  }
}

void ApprovalsTest::mayApprove_namesTheGatesThatDoNotHold() {
  Asked asked = goodRequest();
  asked.report.gates[1].state = "fails";
  asked.report.gates[3].state = "missing";
  const auto may = deploy::mayApprove(asked.request, asked.model, asked.report, asked.signer);
  QVERIFY(!may);
  QCOMPARE(may.error().code, ErrorCode::Conflict);
  QCOMPARE(may.error().message,
           std::string("not every gate holds: evaluation (fails), capabilities (missing)"));
}

void ApprovalsTest::singlePerson_mayApproveTheirOwnAndItIsSaid() {
  Asked asked = goodRequest();
  asked.signer = {"trainer", "trainer", true};
  QVERIFY(deploy::mayApprove(asked.request, asked.model, asked.report, asked.signer).has_value());
  const Approval approval = deploy::approvalOf(asked.request, asked.report, asked.signer, "now");
  QVERIFY(approval.singlePerson);
  QVERIFY(approval.statement.find("single-person mode") != std::string::npos);
}

void ApprovalsTest::signature_coversEveryField() {
  const Approval good = signedApproval();
  QCOMPARE(good.signature.size(), size_t{64});
  const base::json whole = base::toJson(good);
  int altered = 0;
  for (const auto& [name, value] : whole.items()) {
    if (name == "signature" || name == "valid") {
      continue;
    }
    base::json other = whole;
    if (value.is_boolean()) {
      other[name] = !value.get<bool>();
    } else if (value.is_array()) {
      other[name][0]["statement"] = "something else";
    } else {
      other[name] = value.get<std::string>() + "x";
    }
    const auto read = base::fromJson<Approval>(other);
    QVERIFY2(read.has_value(), name.c_str());
    QVERIFY2(deploy::signatureOf(*read, kKey) != good.signature, name.c_str());
    ++altered;
  }
  QCOMPARE(altered, 13);
}

void ApprovalsTest::isValid_followsBytesWithdrawalAndKey() {
  Approval approval = signedApproval();
  const std::string bytes = approval.bytesSha256;
  QVERIFY(deploy::isValid(approval, bytes, kKey));
  QVERIFY(!deploy::isValid(approval, std::string(64, 'f'), kKey));
  QVERIFY(!deploy::isValid(approval, "", kKey));
  QVERIFY(!deploy::isValid(approval, bytes, std::string(32, 'x')));
  approval.valid = true;  // what is filled when read is not signed
  QVERIFY(deploy::isValid(approval, bytes, kKey));
  approval.withdrawnAt = "2026-11-26T00:00:00.000Z";
  approval.signature = deploy::signatureOf(approval, kKey);
  QVERIFY(!deploy::isValid(approval, bytes, kKey));
  approval.withdrawnAt.clear();  // taken back in the database: the signature tells
  QVERIFY(!deploy::isValid(approval, bytes, kKey));
}

TELESOFT_TEST(ApprovalsTest)

}  // namespace

#include "approvals_test.moc"
