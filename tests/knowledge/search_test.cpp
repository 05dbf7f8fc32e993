#include "telesoft/knowledge/search.h"

#include "knowledge/index_files.h"
#include "knowledge/knowledge_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using knowledge::Meaning;
using knowledge::VectorIndex;
using protocol::SearchAnswer;
using protocol::SearchRequest;

const std::string kGuide =
    "# Vancomycin\n\nA glycopeptide for serious infections.\n\n"
    "## Dosing in renal impairment\n\nLengthen the interval when the kidneys fail. Measure "
    "levels.\n\n"
    "## Infusion\n\nRun it over two hours.\n\n# Gentamicin\n\n"
    "Avoid it in renal impairment and in myasthenia.\n";

class SearchTest : public QObject {
  Q_OBJECT
 private slots:
  void search_ranksByWordsAndCites();
  void search_stemsAndMarksWhatItFound();
  void search_rewardsNeighbours();
  void search_isNotBrokenByAnyQuery_data();
  void search_isNotBrokenByAnyQuery();
  void search_refuses_data();
  void search_refuses();
  void search_leavesOutTheExpired();
  void search_fusesWordsAndMeaning();
  void search_countsWhatTheIndexDoesNotKnow();
  void search_dropsWhatTheIndexKnowsAndIsNotShown();
  void search_quotesWhatStandsThere();
  void search_isTheSameEachTime();
  void search_answersQuestionsOverRealLists();

 private:
  static SearchAnswer ask(KnowledgeFixture& base,
                          const SearchRequest& request,
                          const std::optional<Meaning>& meaning = std::nullopt) {
    return must(base.read([&](const store::Snapshot& snapshot) {
      return knowledge::search(snapshot, request, meaning, kToday);
    }));
  }
};

SearchRequest of(const std::string& query) {
  SearchRequest request;
  request.query = query;
  return request;
}

void SearchTest::search_ranksByWordsAndCites() {
  KnowledgeFixture base;
  protocol::KnowledgeDocument document;
  document.id = "kd_1";
  document.title = "Antibiotic policy";
  document.kind = "guideline";
  document.state = "ready";
  document.owner = "Pharmacy";
  document.version = "3.1";
  base.add(document, base.write("g.md", kGuide));
  const SearchAnswer answer = ask(base, of("What is the vancomycin dosing in renal impairment?"));
  QCOMPARE(answer.mode, std::string("words"));
  QVERIFY(answer.note.empty());
  const protocol::SearchHit& hit = answer.hits.front();
  QCOMPARE(hit.passage.heading, std::string("Vancomycin > Dosing in renal impairment"));
  QCOMPARE(hit.textRank, 1);
  QCOMPARE(hit.vectorRank, 0);
  QCOMPARE(hit.score, 1.0 / 61);
  QCOMPARE(hit.citation.title, std::string("Antibiotic policy"));
  QCOMPARE(hit.citation.owner, std::string("Pharmacy"));
  QCOMPARE(hit.citation.version, std::string("3.1"));
  QCOMPARE(hit.citation.passageId, hit.passage.id);
  QVERIFY(!hit.citation.expired);
}

void SearchTest::search_stemsAndMarksWhatItFound() {
  KnowledgeFixture base;
  base.addText("kd_1", "Infusions of caf\xc3\xa9ine were measured twice.\n");
  const SearchAnswer answer = ask(base, of("infusion CAFEINE measuring"));
  QCOMPARE(answer.hits.size(), size_t{1});
  std::vector<std::string> found;
  for (const protocol::Contribution& match : answer.hits[0].matches) {
    found.push_back(match.name);
    QCOMPARE(answer.hits[0].passage.text.substr(static_cast<size_t>(match.start),
                                                static_cast<size_t>(match.end - match.start)),
             match.name);
  }
  QCOMPARE(found, (std::vector<std::string>{"Infusions", "caf\xc3\xa9ine", "measured"}));
}

void SearchTest::search_rewardsNeighbours() {
  KnowledgeFixture base;
  base.addText("kd_apart", "The kidney stone was small, and the acute phase of it long.\n");
  base.addText("kd_near", "An acute kidney injury was seen, and a stone of small size.\n");
  QCOMPARE(ask(base, of("acute kidney")).hits.front().passage.documentId, std::string("kd_near"));
}

void SearchTest::search_isNotBrokenByAnyQuery_data() {
  QTest::addColumn<QByteArray>("query");
  QTest::newRow("quotes") << QByteArray("\"vancomycin \"\"");
  QTest::newRow("operators") << QByteArray("vancomycin NEAR( AND NOT OR * ^ heading : -");
  QTest::newRow("brackets") << QByteArray("((((vancomycin");
  QTest::newRow("column") << QByteArray("text:vancomycin");
  QTest::newRow("SQL") << QByteArray("vancomycin'; DROP TABLE passages; --");
  QTest::newRow("no UTF-8") << QByteArray("vancomycin \xff\xfe\xc3");
  QTest::newRow("NUL") << QByteArray("vancomycin\0 x", 13);
  QTest::newRow("many words") << QByteArray("vancomycin ") +
                                     QByteArray("a1 b2 c3 d4 ").repeated(150);
}

void SearchTest::search_isNotBrokenByAnyQuery() {
  QFETCH(QByteArray, query);
  KnowledgeFixture base;
  base.addText("kd_1", kGuide);
  const SearchAnswer answer = ask(base, of(query.toStdString()));
  QVERIFY(!answer.hits.empty());
  QVERIFY(answer.hits.front().passage.heading.rfind("Vancomycin", 0) == 0);
}

void SearchTest::search_refuses_data() {
  QTest::addColumn<QByteArray>("query");
  QTest::addColumn<int>("limit");
  QTest::newRow("empty") << QByteArray("") << 8;
  QTest::newRow("signs only") << QByteArray("?! - \"") << 8;
  QTest::newRow("too long") << QByteArray(2001, 'a') << 8;
  QTest::newRow("no hits asked for") << QByteArray("dose") << 0;
  QTest::newRow("too many asked for") << QByteArray("dose") << 51;
}

void SearchTest::search_refuses() {
  QFETCH(QByteArray, query);
  QFETCH(int, limit);
  KnowledgeFixture base;
  SearchRequest request = of(query.toStdString());
  request.limit = limit;
  const auto answer = base.read([&](const store::Snapshot& snapshot) {
    return knowledge::search(snapshot, request, std::nullopt, kToday);
  });
  QCOMPARE(answer.error().code, ErrorCode::InvalidInput);
}

void SearchTest::search_leavesOutTheExpired() {
  KnowledgeFixture base;
  const auto add = [&](const std::string& id, const std::string& from, const std::string& until,
                       const std::string& state) {
    protocol::KnowledgeDocument document;
    document.id = id;
    document.state = state;
    document.validFrom = from;
    document.validUntil = until;
    base.add(document, base.write("x.txt", "Vancomycin " + id + ".\n"));
  };
  add("kd_now", "2025-11-24", "2025-11-24", "ready");
  add("kd_past", "", "2025-11-23", "ready");
  add("kd_future", "2025-11-25", "", "ready");
  add("kd_retired", "", "", "retired");
  add("kd_half", "", "", "importing");
  add("kd_failed", "", "", "failed");
  const SearchAnswer valid = ask(base, of("vancomycin"));
  QCOMPARE(valid.hits.size(), size_t{1});
  QCOMPARE(valid.hits[0].passage.documentId, std::string("kd_now"));
  SearchRequest all = of("vancomycin");
  all.includeExpired = true;
  const SearchAnswer with = ask(base, all);
  QCOMPARE(with.hits.size(), size_t{4});
  for (const protocol::SearchHit& hit : with.hits) {
    QCOMPARE(hit.citation.expired, hit.passage.documentId != "kd_now");
  }
}

/// Passages 1 to 4 of the guide stand in four directions.
VectorIndex indexOfGuide(const TempFolder& folder) {
  writeIndex(folder.path(), {"kd_1-1", "kd_1-2", "kd_1-3", "kd_1-4"},
             {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
  return must(VectorIndex::open(folder.path()));
}

void SearchTest::search_fusesWordsAndMeaning() {
  KnowledgeFixture base;
  base.addText("kd_1", kGuide);
  const TempFolder folder;
  const VectorIndex index = indexOfGuide(folder);
  // By words: 4 ("myasthenia"). By meaning: 3, 4, 2, 1.
  const SearchAnswer answer = ask(base, of("myasthenia"), Meaning{index, {0.1F, 0.2F, 0.9F, 0.3F}});
  QCOMPARE(answer.mode, std::string("words and meaning"));
  QVERIFY(answer.note.empty());
  QCOMPARE(answer.hits.size(), size_t{4});
  QCOMPARE(answer.hits[0].passage.id, std::string("kd_1-4"));
  QCOMPARE(answer.hits[0].textRank, 1);
  QCOMPARE(answer.hits[0].vectorRank, 2);
  QCOMPARE(answer.hits[0].score, 1.0 / 61 + 1.0 / 62);
  QCOMPARE(answer.hits[1].passage.id, std::string("kd_1-3"));
  QCOMPARE(answer.hits[1].textRank, 0);
  QCOMPARE(answer.hits[1].score, 1.0 / 61);
}

void SearchTest::search_countsWhatTheIndexDoesNotKnow() {
  KnowledgeFixture base;
  base.addText("kd_1", kGuide);
  base.addText("kd_2", "# New\n\nTeicoplanin is an alternative.\n\n# More\n\nOf it.\n");
  const TempFolder folder;
  const VectorIndex index = indexOfGuide(folder);
  const SearchAnswer answer = ask(base, of("teicoplanin"), Meaning{index, {1, 0, 0, 0}});
  QVERIFY2(answer.note.rfind("2 passages are not in the index", 0) == 0, answer.note.c_str());
  QCOMPARE(answer.hits[0].passage.documentId, std::string("kd_2"));  // a tie: words go first
  QCOMPARE(answer.hits[0].textRank, 1);
  QCOMPARE(answer.hits[0].vectorRank, 0);
  QCOMPARE(answer.hits[1].passage.id, std::string("kd_1-1"));
}

void SearchTest::search_dropsWhatTheIndexKnowsAndIsNotShown() {
  KnowledgeFixture base;
  protocol::KnowledgeDocument document;
  document.id = "kd_1";
  document.state = "retired";
  base.add(document, base.write("g.md", kGuide));
  base.addText("kd_2", "Teicoplanin.\n");
  const TempFolder folder;
  const VectorIndex index = indexOfGuide(folder);
  const SearchAnswer answer = ask(base, of("vancomycin teicoplanin"), Meaning{index, {1, 0, 0, 0}});
  QCOMPARE(answer.hits.size(), size_t{1});
  QCOMPARE(answer.hits[0].passage.documentId, std::string("kd_2"));
}

void SearchTest::search_quotesWhatStandsThere() {
  KnowledgeFixture base;
  std::string text;
  for (int i = 0; i < 12; ++i) {
    text += "This sentence, number " + std::to_string(i) + ", says nothing of any use to anybody. ";
  }
  base.addText("kd_1", text + "Colistin is kept for resistant organisms. " + text + "\n");
  const SearchAnswer answer = ask(base, of("colistin"));
  const protocol::SearchHit& hit = answer.hits.front();
  QVERIFY(hit.passage.text.find(hit.citation.quote) != std::string::npos);
  QVERIFY2(hit.citation.quote.rfind("Colistin is kept", 0) == 0, hit.citation.quote.c_str());
  QVERIFY(hit.citation.quote.size() <= 700);
}

void SearchTest::search_isTheSameEachTime() {
  KnowledgeFixture base;
  for (int i = 0; i < 30; ++i) {
    base.addText("kd_" + std::to_string(i), "Vancomycin is the same in all of these.\n");
  }
  const auto idsOf = [&] {
    std::string out;
    for (const auto& hit : ask(base, of("vancomycin")).hits) {
      out += hit.passage.id + " ";
    }
    return out;
  };
  const std::string first = idsOf();
  QCOMPARE(idsOf(), first);
  QVERIFY(first.rfind("kd_0-1 kd_1-1 ", 0) == 0);  // the oldest first
}

struct Question {
  std::string query;
  std::vector<std::string> parts;  // all of them stand in a passage that answers it
};

/// Put together by hand from the files' rows, in words that are not all theirs.
const std::vector<Question>& questions() {
  static const std::vector<Question> list = {
      {"high dose amoxicillin iv", {"name: Amoxicillin\n", "high_dosage", "administration: iv"}},
      {"what is the standard dose of oral azithromycin?",
       {"name: Azithromycin", "standard_dosage", "administration: oral"}},
      {"amikacin standard dosage", {"name: Amikacin", "standard_dosage"}},
      {"dose of ampicillin with sulbactam", {"name: Ampicillin/sulbactam"}},
      {"cefadroxil for uncomplicated urinary infection uti",
       {"name: Cefadroxil", "uncomplicated_uti"}},
      {"vancomycin dosing", {"name: Vancomycin", "dose:"}},
      {"how should gentamicin be dosed", {"name: Gentamicin", "dose:"}},
      {"meropenem high dosage", {"name: Meropenem", "high_dosage"}},
      {"ciprofloxacin oral dose", {"name: Ciprofloxacin", "administration: oral"}},
      {"which strengths of enalapril tablets are essential", {"product: enalapril"}},
      {"asparaginase complementary list", {"product: asparaginase", "Complementary"}},
      {"halothane inhalation", {"product: halothane"}},
      {"ephedrine in spinal anaesthesia to prevent hypotension", {"product: ephedrine"}},
      {"aspirin for rheumatic fever and Kawasaki disease",
       {"product: acetylsalicylic acid", "Kawasaki"}},
      {"medicine against measles by vaccination", {"product: measles vaccine"}},
      {"iron and folic acid in pregnancy", {"product: ferrous salt + folic acid"}},
      {"lorazepam parenteral", {"product: lorazepam", "Parenteral"}},
      {"deferoxamine injection", {"product: deferoxamine"}},
      {"amiodarone together with escitalopram", {"Amiodarone", "Escitalopram"}},
      {"can sotalol be combined with terfenadine", {"Sotalol", "Terfenadine"}},
      {"phenelzine amitriptyline interaction", {"Amitriptyline", "Phenelzine"}},
      {"rifampicin and lopinavir", {"Lopinavir", "Rifampicin"}},
      {"ATC code of captopril", {"C09AA01"}},
      {"plain ACE inhibitors group", {"atc: C09AA\n"}},
      {"drugs for diabetes biguanides metformin code", {"A10BA02"}},
      {"brand names of amoxicillin", {"name: Amoxicillin\n", "synonyms:"}},
      {"linezolid treatment dose", {"name: Linezolid", "dose:"}},
      {"flucloxacillin high dose intravenous", {"name: Flucloxacillin", "high_dosage"}},
      {"fosfomycin for cystitis by mouth", {"name: Fosfomycin", "oral"}},
      {"medicine for absence seizures ethosuximide", {"product: ethosuximide"}},
  };
  return list;
}

void SearchTest::search_answersQuestionsOverRealLists() {
  const std::vector<std::pair<std::string, std::string>> files = {
      {"public/kb/who_eml_gnuhealth.csv", "formulary"},
      {"pkg/kb/gnumed_formulary_substances.csv", "formulary"},
      {"pkg/kb/atc_gnumed.csv", "drug_names"},
      {"public/kb/amr_antimicrobials.csv", "drug_names"},
      {"public/kb/amr_eucast_dosage.csv", "guideline"},
      {"public/kb/onc_high_priority_ddi.csv", "interactions"}};
  KnowledgeFixture base;
  for (size_t i = 0; i < files.size(); ++i) {
    const base::Path path = realData(files[i].first);
    if (path.empty()) {
      QSKIP("the real lists are not beside the checkout");
    }
    base.add("kd_" + std::to_string(i), path, files[i].second);
  }
  int found = 0;
  double reciprocal = 0;
  for (const Question& question : questions()) {
    SearchRequest request = of(question.query);
    request.limit = 5;
    const SearchAnswer answer = ask(base, request);
    const auto answers = [&](const protocol::SearchHit& hit) {
      return std::all_of(question.parts.begin(), question.parts.end(), [&](const auto& part) {
        return (hit.passage.text + "\n").find(part) != std::string::npos;
      });
    };
    const auto hit = std::find_if(answer.hits.begin(), answer.hits.end(), answers);
    if (hit == answer.hits.end()) {
      qInfo("not among five: %s", question.query.c_str());
      continue;
    }
    ++found;
    reciprocal += 1.0 / static_cast<double>(hit - answer.hits.begin() + 1);
  }
  const auto count = static_cast<double>(questions().size());
  qInfo("words: recall at 5 %.3f, mean reciprocal rank %.3f, %zu questions", found / count,
        reciprocal / count, questions().size());
  QVERIFY(found / count >= 0.8);
}

TELESOFT_TEST(SearchTest)

}  // namespace

#include "search_test.moc"
