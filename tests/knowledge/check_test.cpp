#include "telesoft/knowledge/formulary/check.h"

#include "knowledge/knowledge_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::FormularyAnswer;
using protocol::FormularyCheckRequest;

const std::string kFormulary =
    "drug,strength,status,restriction\n"
    "Metformin,500 mg tablet,Formulary,\n"
    "Ramipril,5 mg capsule,Formulary,\n"
    "Linezolid,600 mg tablet,Restricted: infectious diseases,Only after microbiology advice\n"
    "Simvastatin,20 mg tablet,Formulary,no\n"
    "Rosiglitazone,4 mg tablet,Non-formulary,\n"
    "Sodium chloride,0.9 % infusion,Formulary,\n";
const std::string kNames =
    "atc,name,synonyms\n"
    "C09A,\"ACE inhibitors, plain\",\n"
    "C09AA01,CAPTOPRIL,Capoten\n"
    "C09AA05,RAMIPRIL,Altace|Tritace\n"
    "C10A,Lipid modifying agents,\n"
    "C10AA01,SIMVASTATIN,Zocor\n"
    "C10AB05,FENOFIBRATE,\n"
    "A10BA02,METFORMIN,Glucophage\n"
    "A10,Drugs used in diabetes,\n"
    "D06BB03,ACICLOVIR,\n"
    "J05AB01,ACICLOVIR,\n"
    "J05AB11,VALACICLOVIR,\n"
    "H02AB06,PREDNISOLONE,\n"
    "H02AB07,PREDNISONE,\n"
    "J01XX08,LINEZOLID,\n";
const std::string kPairs =
    "drug_a,drug_b,severity,effect\n"
    "Simvastatin,Clarithromycin,contraindicated,Muscle damage\n"
    "Linezolid,Fluoxetine,,\n";

class CheckTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void check_knowsTheDrug_data();
  void check_knowsTheDrug();
  void check_namesAlternativesOfItsClass();
  void check_goesAClassUpWhereTheNearestHasNone();
  void check_saysTheRestrictionWithItsCitation();
  void check_ofAnUnlistedRowIsNotOnFormulary();
  void check_findsInteractionsEitherWayRound();
  void check_saysWhatItCannotCheck();
  void check_givesSimilarNamesRatherThanGuess();
  void check_ofAClassNamesItsMembers();
  void check_withoutFormularyIsUnknown();
  void check_leavesOutExpiredDocuments();
  void check_refusesWhatNamesNoDrug_data();
  void check_refusesWhatNamesNoDrug();
  void check_citesWhatAGuidelineSays();
  void check_overRealLists_data();
  void check_overRealLists();

 private:
  FormularyAnswer ask(const std::string& drug, const std::vector<std::string>& taking = {}) {
    return must(base_->read([&](const store::Snapshot& snapshot) {
      return knowledge::checkFormulary(snapshot, {drug, "", taking}, kToday);
    }));
  }
  std::unique_ptr<KnowledgeFixture> base_, real_;
};

void CheckTest::initTestCase() {
  base_ = std::make_unique<KnowledgeFixture>();
  base_->addText("kd_formulary", kFormulary, "formulary");
  base_->addText("kd_names", kNames, "drug_names");
  base_->addText("kd_pairs", kPairs, "interactions");
  if (!realData("public/kb/who_eml_gnuhealth.csv").empty()) {
    real_ = std::make_unique<KnowledgeFixture>();
    real_->add("kd_eml", realData("public/kb/who_eml_gnuhealth.csv"), "formulary");
    real_->add("kd_hospital", realData("pkg/kb/gnumed_formulary_substances.csv"), "formulary");
    real_->add("kd_atc", realData("pkg/kb/atc_gnumed.csv"), "drug_names");
    real_->add("kd_amr", realData("public/kb/amr_antimicrobials.csv"), "drug_names");
    real_->add("kd_onc", realData("public/kb/onc_high_priority_ddi.csv"), "interactions");
  }
}

void CheckTest::check_knowsTheDrug_data() {
  QTest::addColumn<QString>("drug");
  QTest::addColumn<QString>("status");
  QTest::addColumn<QString>("code");
  const auto row = [](const char* drug, const char* status, const char* code) {
    QTest::newRow(drug) << drug << status << code;
  };
  row("Metformin", "on_formulary", "A10BA02");
  row("METFORMIN HYDROCHLORIDE 850 mg tablets bd", "on_formulary", "A10BA02");
  row("a10ba02", "on_formulary", "A10BA02");
  row("Glucophage", "on_formulary", "A10BA02");
  row("metfromin", "on_formulary", "A10BA02");
  row("Tritace 10 mg", "on_formulary", "C09AA05");
  row("linezolid 600mg iv", "restricted", "J01XX08");
  row("captopril", "not_on_formulary", "C09AA01");
  row("prednisone", "not_on_formulary", "H02AB07");
  row("acyclovir cream", "not_on_formulary", "J05AB01");
  row("sodium chloride 0.9%", "on_formulary", "");
  row("unobtainium", "unknown", "");
  row("A10BA99", "unknown", "");
}

void CheckTest::check_knowsTheDrug() {
  QFETCH(QString, drug);
  QFETCH(QString, status);
  QFETCH(QString, code);
  const FormularyAnswer answer = ask(drug.toStdString());
  QCOMPARE(answer.status, status.toStdString());
  QCOMPARE(answer.code, code.toStdString());
  QVERIFY(!answer.statement.empty());
  QCOMPARE(answer.citations.empty(), answer.status == "unknown");
}

void CheckTest::check_namesAlternativesOfItsClass() {
  const FormularyAnswer answer = ask("captopril");
  QCOMPARE(answer.alternatives.size(), size_t{1});
  QCOMPARE(answer.alternatives[0].name, std::string("ramipril"));
  QCOMPARE(answer.alternatives[0].code, std::string("C09AA05"));
  QCOMPARE(answer.alternatives[0].why, std::string("same class C09AA"));
}

void CheckTest::check_goesAClassUpWhereTheNearestHasNone() {
  const FormularyAnswer answer = ask("fenofibrate");
  QCOMPARE(answer.status, std::string("not_on_formulary"));
  QCOMPARE(answer.alternatives.size(), size_t{1});
  QCOMPARE(answer.alternatives[0].name, std::string("simvastatin"));
  QCOMPARE(answer.alternatives[0].why, std::string("related class C10A"));
}

void CheckTest::check_saysTheRestrictionWithItsCitation() {
  const FormularyAnswer answer = ask("Linezolid");
  QCOMPARE(answer.restrictions.size(), size_t{2});
  QVERIFY(answer.restrictions[1].find("Only after microbiology advice") != std::string::npos);
  QCOMPARE(answer.citations[0].documentId, std::string("kd_formulary"));
  QVERIFY(answer.citations[0].quote.find("Only after microbiology advice") != std::string::npos);
}

void CheckTest::check_ofAnUnlistedRowIsNotOnFormulary() {
  const FormularyAnswer answer = ask("rosiglitazone");
  QCOMPARE(answer.status, std::string("not_on_formulary"));
  QVERIFY(!answer.citations.empty());
}

void CheckTest::check_findsInteractionsEitherWayRound() {
  const FormularyAnswer one = ask("Simvastatin 20 mg", {"clarithromycin 500 mg", "metformin"});
  QCOMPARE(one.interactions.size(), size_t{1});
  QCOMPARE(one.interactions[0].with, std::string("clarithromycin 500 mg"));
  QCOMPARE(one.interactions[0].severity, std::string("contraindicated"));
  QCOMPARE(one.interactions[0].effect, std::string("Muscle damage"));
  QCOMPARE(one.interactions[0].citation.documentId, std::string("kd_pairs"));
  QCOMPARE(ask("clarithromycin", {"Zocor"}).interactions.size(), size_t{1});
  QCOMPARE(ask("metformin", {"ramipril"}).interactions.size(), size_t{0});
}

void CheckTest::check_saysWhatItCannotCheck() {
  const FormularyAnswer answer = ask("metformin", {"moonshine", "ramipril"});
  QVERIFY(answer.statement.find("\"moonshine\"") != std::string::npos);
  QVERIFY(answer.statement.find("\"ramipril\"") == std::string::npos);
}

void CheckTest::check_givesSimilarNamesRatherThanGuess() {
  const FormularyAnswer answer =
      ask("prednisonne");  // one slip from prednisone, two from the other
  QCOMPARE(answer.code, std::string("H02AB07"));
  QVERIFY(answer.statement.find("nearest name") != std::string::npos);
  QCOMPARE(ask("prednisolonne").code, std::string("H02AB06"));
  const FormularyAnswer both = ask("prednisoone");  // one slip from either
  QCOMPARE(both.status, std::string("unknown"));
  QCOMPARE(both.alternatives.size(), size_t{2});
  KnowledgeFixture twins;
  twins.addText("kd_1", "atc,name\nA01AA01,Abcdefgha\nB01AA01,Abcdefghb\n", "drug_names");
  const FormularyAnswer unsure = must(twins.read([&](const store::Snapshot& snapshot) {
    return knowledge::checkFormulary(snapshot, {"abcdefghc", "", {}}, kToday);
  }));
  QCOMPARE(unsure.status, std::string("unknown"));
  QCOMPARE(unsure.alternatives.size(), size_t{2});
}

void CheckTest::check_ofAClassNamesItsMembers() {
  const FormularyAnswer answer = ask("C10AA");
  QCOMPARE(answer.status, std::string("unknown"));
  QCOMPARE(answer.alternatives.size(), size_t{1});
  QCOMPARE(answer.alternatives[0].name, std::string("simvastatin"));
}

void CheckTest::check_withoutFormularyIsUnknown() {
  KnowledgeFixture names;
  names.addText("kd_names", kNames, "drug_names");
  const auto askOf = [&](KnowledgeFixture& of) {
    return must(of.read([&](const store::Snapshot& snapshot) {
      return knowledge::checkFormulary(snapshot, {"captopril", "", {"ramipril"}}, kToday);
    }));
  };
  const FormularyAnswer known = askOf(names);
  QCOMPARE(known.status, std::string("unknown"));
  QVERIFY(known.statement.find("no valid formulary") != std::string::npos);
  QVERIFY(known.statement.find("Interactions were not checked") != std::string::npos);
  KnowledgeFixture empty;
  QCOMPARE(askOf(empty).status, std::string("unknown"));
}

void CheckTest::check_leavesOutExpiredDocuments() {
  KnowledgeFixture old;
  protocol::KnowledgeDocument document;
  document.id = "kd_old";
  document.kind = "formulary";
  document.state = "ready";
  document.validUntil = "2025-11-23";
  old.add(document, old.write("f.csv", kFormulary));
  const auto answer = must(old.read([&](const store::Snapshot& snapshot) {
    return knowledge::checkFormulary(snapshot, {"metformin", "", {}}, kToday);
  }));
  QCOMPARE(answer.status, std::string("unknown"));
  const auto onItsLastDay = must(old.read([&](const store::Snapshot& snapshot) {
    return knowledge::checkFormulary(snapshot, {"metformin", "", {}}, "2025-11-23");
  }));
  QCOMPARE(onItsLastDay.status, std::string("on_formulary"));
}

void CheckTest::check_refusesWhatNamesNoDrug_data() {
  QTest::addColumn<QByteArray>("drug");
  QTest::newRow("empty") << QByteArray("");
  QTest::newRow("dose only") << QByteArray("500 mg tablets");
  QTest::newRow("signs") << QByteArray("\"); DROP TABLE passages; --").left(2);
  QTest::newRow("endless") << QByteArray(5000, 'a');
}

void CheckTest::check_refusesWhatNamesNoDrug() {
  QFETCH(QByteArray, drug);
  const auto answer = base_->read([&](const store::Snapshot& snapshot) {
    return knowledge::checkFormulary(snapshot, {drug.toStdString(), "", {}}, kToday);
  });
  QVERIFY(!answer);
  QCOMPARE(answer.error().code, base::ErrorCode::InvalidInput);
}

void CheckTest::check_citesWhatAGuidelineSays() {
  KnowledgeFixture house;
  house.addText("kd_formulary", kFormulary, "formulary");
  house.addText(
      "kd_guide",
      "# Diabetes\n\nStart metformin in type 2 diabetes unless renal function is poor.\n\n"
      "# Hypertension\n\nStart ramipril in hypertension.\n");
  const auto answer = must(house.read([&](const store::Snapshot& snapshot) {
    return knowledge::checkFormulary(snapshot, {"metformin", "type 2 diabetes", {}}, kToday);
  }));
  QCOMPARE(answer.citations.size(), size_t{2});
  QCOMPARE(answer.citations[1].heading, std::string("Diabetes"));
}

/// Looked up by hand in the files.
void CheckTest::check_overRealLists_data() {
  QTest::addColumn<QString>("drug");
  QTest::addColumn<QString>("status");
  QTest::addColumn<QString>("code");
  QTest::addColumn<QString>("alternative");  // one that has to be named
  QTest::addColumn<QString>("taking");
  QTest::addColumn<int>("interactions");
  const auto row = [](const char* drug, const char* status, const char* code,
                      const char* alternative = "", const char* taking = "", int pairs = 0) {
    QTest::newRow(drug) << drug << status << code << alternative << taking << pairs;
  };
  row("Amoxicillin 500 mg capsules", "on_formulary", "J01CA04");
  row("amoxicillin + clavulanic acid", "on_formulary", "J01CR02");
  row("Enalapril maleate 5mg", "on_formulary", "C09AA02");
  row("benazepril", "not_on_formulary", "C09AA07", "enalapril");
  row("halothane", "on_formulary", "N01AB01");
  row("asparaginase", "restricted", "L01XX02");
  row("Amiodarone", "restricted", "C01BD01", "", "Escitalopram", 1);
  row("Sparfloxacin 200 mg", "on_formulary", "J01MA09", "", "erythromycin", 1);
  row("moxifloxacin", "on_formulary", "J01MA14");
  row("acetaminophen 1 g", "on_formulary", "N02BE01");
}

void CheckTest::check_overRealLists() {
  if (!real_) {
    QSKIP("the real lists are not beside the checkout");
  }
  QFETCH(QString, drug);
  QFETCH(QString, status);
  QFETCH(QString, code);
  QFETCH(QString, alternative);
  QFETCH(QString, taking);
  QFETCH(int, interactions);
  std::vector<std::string> taken;
  if (!taking.isEmpty()) {
    taken.push_back(taking.toStdString());
  }
  const FormularyAnswer answer = must(real_->read([&](const store::Snapshot& snapshot) {
    return knowledge::checkFormulary(snapshot, {drug.toStdString(), "", taken}, kToday);
  }));
  const std::string text = base::toJson(answer).dump(1);
  QVERIFY2(answer.status == status.toStdString(), text.c_str());
  QVERIFY2(answer.code == code.toStdString(), text.c_str());
  QCOMPARE(answer.interactions.size(), static_cast<size_t>(interactions));
  const bool named =
      std::any_of(answer.alternatives.begin(), answer.alternatives.end(),
                  [&](const auto& one) { return one.name == alternative.toStdString(); });
  QVERIFY2(named || alternative.isEmpty(), text.c_str());
}

TELESOFT_TEST(CheckTest)

}  // namespace

#include "check_test.moc"
