// The knowledge base on a whole server: from a file to an answer, and what is refused on the way.
#include "telesoft/api/endpoints/knowledge_endpoints.h"

#include "telesoft/protocol/knowledge.h"
#include "telesoft/protocol/server.h"

#include "live_server.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::FormularyAnswer;
using protocol::KnowledgeDocument;
using protocol::KnowledgeRequest;
using protocol::SearchAnswer;
using protocol::SearchRequest;

const std::string kDocuments = "/v1/knowledge/documents";

class KnowledgeEndpointsTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { server_ = std::make_unique<LiveServer>(); }
  void cleanup() { server_.reset(); }
  void document_isImportedSearchedAndCited();
  void document_givesItsOwnTitle();
  void document_replacesAnotherInOneStep();
  void document_isRetired();
  void document_keepsNothingOfABadFile_data();
  void document_keepsNothingOfABadFile();
  void document_isRefusedBeforeItStarts_data();
  void document_isRefusedBeforeItStarts();
  void document_thatWasInterruptedIsFailed();
  void document_thatIsThereAlreadyWarns();
  void search_ofAModelThatIsNoneIsRefused();
  void formulary_isChecked();
  void changes_areAudited();

 private:
  KnowledgeDocument add(KnowledgeRequest request) {
    const auto started = server_->api().post<KnowledgeDocument>(kDocuments, request);
    if (!started) {
      return {};
    }
    KnowledgeDocument last;
    for (int i = 0; i < 1500; ++i) {
      last = *server_->api().get<KnowledgeDocument>(kDocuments + "/" + started->id);
      if (last.state != "importing") {
        break;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return last;
  }
  KnowledgeRequest requestFor(const std::string& content, const std::string& kind = "guideline") {
    KnowledgeRequest request;
    request.path = server_->write("policy.txt", content).string();
    request.kind = kind;
    return request;
  }
  std::vector<protocol::SearchHit> hitsFor(const std::string& query) {
    SearchRequest request;
    request.query = query;
    const auto answer = server_->api().post<SearchAnswer>("/v1/knowledge/search", request);
    return answer ? answer->hits : std::vector<protocol::SearchHit>();
  }
  std::unique_ptr<LiveServer> server_;
};

void KnowledgeEndpointsTest::document_isImportedSearchedAndCited() {
  KnowledgeRequest request = requestFor("# Sepsis\n\nGive antibiotics within the hour.\n");
  request.title = "Sepsis policy";
  request.owner = "Infectious diseases";
  request.version = "4";
  request.validUntil = "2099-12-31";
  const KnowledgeDocument document = add(request);
  QVERIFY2(document.state == "ready", document.message.c_str());
  QCOMPARE(document.format, std::string("markdown"));
  QCOMPARE(document.passages, 1);
  QCOMPARE(document.sha256.size(), size_t{64});
  const auto passages = server_->api().get<protocol::Items<protocol::Passage>>(
      kDocuments + "/" + document.id + "/passages");
  QCOMPARE(passages->items.size(), size_t{1});
  QCOMPARE(passages->items[0].id, document.id + "-1");
  const auto hits = hitsFor("how soon antibiotics in sepsis");
  QCOMPARE(hits.size(), size_t{1});
  QCOMPARE(hits[0].citation.title, std::string("Sepsis policy"));
  QCOMPARE(hits[0].citation.version, std::string("4"));
  QCOMPARE(hits[0].citation.quote, std::string("Give antibiotics within the hour."));
}

void KnowledgeEndpointsTest::document_givesItsOwnTitle() {
  QCOMPARE(add(requestFor("---\ntitle: Asthma\n---\n\nText of it.\n")).title,
           std::string("Asthma"));
  QCOMPARE(add(requestFor("Text without a title.\n")).title, std::string("policy"));
}

void KnowledgeEndpointsTest::document_replacesAnotherInOneStep() {
  const KnowledgeDocument old = add(requestFor("Colistin first.\n"));
  KnowledgeRequest request = requestFor("Colistin second.\n");
  request.replaces = old.id;
  const KnowledgeDocument fresh = add(request);
  QCOMPARE(fresh.state, std::string("ready"));
  const auto retired = server_->api().get<KnowledgeDocument>(kDocuments + "/" + old.id);
  QCOMPARE(retired->state, std::string("retired"));
  QCOMPARE(retired->replacedBy, fresh.id);
  const auto hits = hitsFor("colistin");
  QCOMPARE(hits.size(), size_t{1});
  QCOMPARE(hits[0].passage.documentId, fresh.id);
  // One that fails replaces nothing.
  KnowledgeRequest bad = requestFor("%PDF-1.4 torn");
  bad.replaces = fresh.id;
  QCOMPARE(add(bad).state, std::string("failed"));
  QCOMPARE(server_->api().get<KnowledgeDocument>(kDocuments + "/" + fresh.id)->state,
           std::string("ready"));
}

void KnowledgeEndpointsTest::document_isRetired() {
  const KnowledgeDocument document = add(requestFor("Colistin.\n"));
  const std::string target = kDocuments + "/" + document.id + "/retire";
  const auto retired = server_->api().post<KnowledgeDocument>(target);
  QCOMPARE(retired->state, std::string("retired"));
  QVERIFY(hitsFor("colistin").empty());
  QCOMPARE(server_->api().post<KnowledgeDocument>(target).error().code, ErrorCode::Conflict);
  QCOMPARE(server_->api().post<KnowledgeDocument>(kDocuments + "/kd_none/retire").error().code,
           ErrorCode::NotFound);
}

void KnowledgeEndpointsTest::document_keepsNothingOfABadFile_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QByteArray>("kind");
  QTest::newRow("empty") << QByteArray() << QByteArray("guideline");
  QTest::newRow("torn PDF") << QByteArray("%PDF-1.4 torn") << QByteArray("guideline");
  QTest::newRow("script only") << QByteArray("<html><script>x</script>") << QByteArray("guideline");
  QTest::newRow("nested HTML") << QByteArray("<div>").repeated(9999) << QByteArray("guideline");
  QTest::newRow("no table") << QByteArray("# Prose\n") << QByteArray("formulary");
}

void KnowledgeEndpointsTest::document_keepsNothingOfABadFile() {
  QFETCH(QByteArray, content);
  QFETCH(QByteArray, kind);
  const KnowledgeDocument document = add(requestFor(content.toStdString(), kind.toStdString()));
  QCOMPARE(document.state, std::string("failed"));
  QVERIFY(document.message.find('\n') != std::string::npos);  // with what to do
  QVERIFY(document.message.find("policy") == std::string::npos);
  QCOMPARE(document.passages, 0);
  QCOMPARE(
      server_->api()
          .get<protocol::Items<protocol::Passage>>(kDocuments + "/" + document.id + "/passages")
          .error()
          .code,
      ErrorCode::Conflict);
}

void KnowledgeEndpointsTest::document_isRefusedBeforeItStarts_data() {
  QTest::addColumn<QString>("field");
  QTest::addColumn<QString>("value");
  QTest::addColumn<ErrorCode>("code");
  QTest::newRow("relative path") << "path"
                                 << "policy.txt" << ErrorCode::InvalidInput;
  QTest::newRow("no file") << "path"
                           << "/nowhere/at/all.txt" << ErrorCode::NotFound;
  QTest::newRow("folder") << "path"
                          << "/tmp" << ErrorCode::InvalidInput;
  QTest::newRow("device") << "path"
                          << "/dev/zero" << ErrorCode::InvalidInput;
  QTest::newRow("kind") << "kind"
                        << "recipe" << ErrorCode::InvalidInput;
  QTest::newRow("date") << "validFrom"
                        << "31.12.2026" << ErrorCode::InvalidInput;
  QTest::newRow("no such day") << "validUntil"
                               << "2026-02-31" << ErrorCode::InvalidInput;
  QTest::newRow("until before from") << "validUntil"
                                     << "2025-12-31" << ErrorCode::InvalidInput;
  QTest::newRow("replaces nothing") << "replaces"
                                    << "kd_none" << ErrorCode::NotFound;
  QTest::newRow("endless title") << "title" << QString(301, 'x') << ErrorCode::InvalidInput;
}

void KnowledgeEndpointsTest::document_isRefusedBeforeItStarts() {
  QFETCH(QString, field);
  QFETCH(QString, value);
  QFETCH(ErrorCode, code);
  KnowledgeRequest request = requestFor("Text.\n");
  request.validFrom = "2026-01-01";
  base::json body = base::toJson(request);
  body[field.toStdString()] = value.toStdString();
  const auto started =
      server_->api().post<KnowledgeDocument>(kDocuments, *base::fromJson<KnowledgeRequest>(body));
  QCOMPARE(started.error().code, code);
  QVERIFY(server_->api().get<protocol::Items<KnowledgeDocument>>(kDocuments)->items.empty());
}

void KnowledgeEndpointsTest::document_thatWasInterruptedIsFailed() {
  std::string long_;
  for (int i = 0; i < 60000; ++i) {
    long_ += "# Heading " + std::to_string(i) + "\n\nText of it.\n\n";
  }
  const auto started = server_->api().post<KnowledgeDocument>(kDocuments, requestFor(long_));
  QVERIFY(started.has_value());
  server_->restart();
  const auto document = server_->api().get<KnowledgeDocument>(kDocuments + "/" + started->id);
  QCOMPARE(document->state, std::string("failed"));
  QVERIFY(document->message.find("interrupted") != std::string::npos);
  QVERIFY(hitsFor("heading text").empty());
}

void KnowledgeEndpointsTest::document_thatIsThereAlreadyWarns() {
  const KnowledgeDocument first = add(requestFor("Colistin.\n"));
  const KnowledgeDocument second = add(requestFor("Colistin.\n"));
  QCOMPARE(second.warnings.size(), size_t{1});
  QVERIFY(second.warnings[0].find(first.id) != std::string::npos);
}

void KnowledgeEndpointsTest::search_ofAModelThatIsNoneIsRefused() {
  SearchRequest request;
  request.query = "dose";
  request.modelId = "md_none";
  const auto answer = server_->api().post<SearchAnswer>("/v1/knowledge/search", request);
  QCOMPARE(answer.error().code, ErrorCode::NotFound);
  request.modelId.clear();
  const auto words = server_->api().post<SearchAnswer>("/v1/knowledge/search", request);
  QCOMPARE(words->mode, std::string("words"));
}

void KnowledgeEndpointsTest::formulary_isChecked() {
  const KnowledgeDocument formulary =
      add(requestFor("drug,atc\nRamipril,C09AA05\nSimvastatin,C10AA01\n", "formulary"));
  QVERIFY2(formulary.state == "ready", formulary.message.c_str());
  add(requestFor("drug_a,drug_b\nSimvastatin,Clarithromycin\n", "interactions"));
  protocol::FormularyCheckRequest request;
  request.drug = "simvastatin 40 mg";
  request.taking = {"Clarithromycin"};
  const auto answer =
      server_->api().post<FormularyAnswer>("/v1/knowledge/formulary/check", request);
  QCOMPARE(answer->status, std::string("on_formulary"));
  QCOMPARE(answer->code, std::string("C10AA01"));
  QCOMPARE(answer->citations[0].documentId, formulary.id);
  QCOMPARE(answer->interactions.size(), size_t{1});
  request.drug = "";
  QCOMPARE(
      server_->api().post<FormularyAnswer>("/v1/knowledge/formulary/check", request).error().code,
      ErrorCode::InvalidInput);
}

void KnowledgeEndpointsTest::changes_areAudited() {
  const KnowledgeDocument document = add(requestFor("Colistin.\n"));
  static_cast<void>(
      server_->api().post<KnowledgeDocument>(kDocuments + "/" + document.id + "/retire"));
  add(requestFor("%PDF-1.4 torn"));
  const auto audit = server_->api().get<protocol::AuditPage>("/v1/audit");
  for (const char* action :
       {"knowledge.import", "knowledge.ready", "knowledge.retire", "knowledge.fail"}) {
    QVERIFY2(std::any_of(audit->entries.begin(), audit->entries.end(),
                         [&](const auto& entry) { return entry.action == action; }),
             action);
  }
}

TELESOFT_TEST(KnowledgeEndpointsTest)

}  // namespace

#include "knowledge_endpoints_test.moc"
