// The data endpoints on a whole server: from a file to a split, and what is refused on the way.
#include "telesoft/api/endpoints/data_endpoints.h"

#include "telesoft/protocol/server.h"

#include "live_server.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::Dataset;

class DataEndpointsTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { server_ = std::make_unique<LiveServer>(); }
  void cleanup() { server_.reset(); }
  void preview_proposesWithEvidence();
  void import_makesAWholeDataset();
  void import_keepsNothingOfABadFile_data();
  void import_keepsNothingOfABadFile();
  void rows_areGivenByPages();
  void rows_areSealedOnDisk();
  void deidentify_removesNamesAndReports();
  void deidentify_refusesBeforeItStarts();
  void check_finds();
  void split_sharesNoPatient();
  void split_countsEveryLookAtItsTestPart();
  void split_standsUntilItsManifestIsAltered();
  void split_keepsAnEarlierOnesPatients();
  void split_keepsNearDuplicatesTogether();
  void split_previewStoresNothing();
  void cancel_ofAReadyDatasetIsAConflict();

 private:
  std::unique_ptr<LiveServer> server_;
};

void DataEndpointsTest::preview_proposesWithEvidence() {
  const auto file = server_->write("notes.csv", LiveServer::notesCsv());
  const auto preview = server_->api().post<protocol::Preview>(
      "/v1/datasets/preview", protocol::PreviewRequest{file.string()});
  QVERIFY(preview.has_value());
  QCOMPARE(preview->columns.size(), size_t{4});
  QCOMPARE(preview->rows.size(), size_t{20});
  for (const protocol::ColumnSchema& column : preview->columns) {
    QVERIFY2(!column.evidence.empty(), column.name.c_str());
  }
  const auto none = server_->api().post<protocol::Preview>(
      "/v1/datasets/preview", protocol::PreviewRequest{"/nowhere/at/all.csv"});
  QCOMPARE(none.error().code, ErrorCode::NotFound);
  const auto relative = server_->api().post<protocol::Preview>(
      "/v1/datasets/preview", protocol::PreviewRequest{"notes.csv"});
  QCOMPARE(relative.error().code, ErrorCode::InvalidInput);
  const auto sheet = server_->api().post<protocol::Preview>(
      "/v1/datasets/preview", protocol::PreviewRequest{file.string(), "Sheet 2"});
  QCOMPARE(sheet.error().code, ErrorCode::InvalidInput);
}

void DataEndpointsTest::import_makesAWholeDataset() {
  const Dataset dataset = server_->importNotes();
  QVERIFY2(dataset.state == protocol::DatasetState::Ready, dataset.message.c_str());
  QCOMPARE(dataset.rows, 240);
  QCOMPARE(dataset.patients, 80);
  QCOMPARE(dataset.labelCounts.at("injury"), 120);
  QCOMPARE(dataset.sha256.size(), size_t{64});
  const auto audit = server_->api().get<protocol::AuditPage>("/v1/audit");
  QVERIFY(std::any_of(audit->entries.begin(), audit->entries.end(), [&](const auto& entry) {
    return entry.action == "dataset.import" && entry.subject == dataset.id;
  }));
}

void DataEndpointsTest::import_keepsNothingOfABadFile_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("quote never closed")
      << QByteArray::fromStdString(LiveServer::notesCsv()) + "P1,North,\"open,injury\n";
  QTest::newRow("ragged") << QByteArray::fromStdString(LiveServer::notesCsv()) + "P1,North\n";
}

void DataEndpointsTest::import_keepsNothingOfABadFile() {
  QFETCH(QByteArray, content);
  protocol::ImportRequest request;
  request.path = server_->write("bad.csv", content.toStdString()).string();
  const auto started = server_->api().post<Dataset>("/v1/datasets", request);
  if (!started) {
    QCOMPARE(started.error().code, ErrorCode::InvalidInput);
    return;
  }
  const Dataset ended = server_->waitForDataset(started->id);
  QCOMPARE(ended.state, protocol::DatasetState::Failed);
  QVERIFY(!ended.message.empty());
  QVERIFY(!server_->api().get<protocol::RowPage>("/v1/datasets/" + started->id + "/rows"));
}

void DataEndpointsTest::rows_areGivenByPages() {
  const Dataset dataset = server_->importNotes();
  const auto page = server_->api().get<protocol::RowPage>("/v1/datasets/" + dataset.id +
                                                          "/rows?offset=239&limit=5");
  QVERIFY(page.has_value());
  QCOMPARE(page->total, 240);
  QCOMPARE(page->rows.size(), size_t{1});
  QCOMPARE(page->columns.size(), size_t{4});
  const auto refused =
      server_->api().get<protocol::RowPage>("/v1/datasets/" + dataset.id + "/rows?limit=1001");
  QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
}

void DataEndpointsTest::rows_areSealedOnDisk() {
  static_cast<void>(server_->importNotes());
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(server_->workspace())) {
    if (entry.is_regular_file()) {
      const auto bytes = base::readFile(entry.path());
      QVERIFY(bytes.has_value());
      QVERIFY2(bytes->find("pain in the left knee") == std::string::npos, entry.path().c_str());
      ++files;
    }
  }
  QVERIFY(files > 4);
}

void DataEndpointsTest::deidentify_removesNamesAndReports() {
  const Dataset dataset = server_->importNotes();
  protocol::DeidRequest request;
  request.textPolicy = "redact";
  const auto preview = server_->api().post<protocol::DeidReport>(
      "/v1/datasets/" + dataset.id + "/deidentification/preview", request);
  QVERIFY2(preview.has_value(), preview ? "" : preview.error().text().c_str());
  QVERIFY(!preview->samples.empty());
  const auto started =
      server_->api().post<Dataset>("/v1/datasets/" + dataset.id + "/deidentify", request);
  QVERIFY2(started.has_value(), started ? "" : started.error().text().c_str());
  const Dataset safe = server_->waitForDataset(started->id);
  QVERIFY2(safe.state == protocol::DatasetState::Ready, safe.message.c_str());
  QCOMPARE(safe.parentId, dataset.id);
  QCOMPARE(safe.kind, std::string("deidentified"));
  QCOMPARE(safe.rows, dataset.rows);
  const auto report =
      server_->api().get<protocol::DeidReport>("/v1/datasets/" + safe.id + "/deidentification");
  QVERIFY(report.has_value());
  QCOMPARE(report->identifiers.size(), size_t{18});
  QVERIFY(report->spansByKind.at("name") >= 240);
  const auto page = server_->api().get<protocol::RowPage>("/v1/datasets/" + safe.id + "/rows");
  QVERIFY(base::toJson(*page).dump().find("Ellison") == std::string::npos);
}

void DataEndpointsTest::deidentify_refusesBeforeItStarts() {
  const Dataset dataset = server_->importNotes();
  protocol::DeidRequest request;
  request.textPolicy = "shout";
  const auto policy =
      server_->api().post<Dataset>("/v1/datasets/" + dataset.id + "/deidentify", request);
  QCOMPARE(policy.error().code, ErrorCode::InvalidInput);
  request.textPolicy = "redact";
  request.columns["no such column"] = "drop";
  const auto column =
      server_->api().post<Dataset>("/v1/datasets/" + dataset.id + "/deidentify", request);
  QCOMPARE(column.error().code, ErrorCode::InvalidInput);
  QCOMPARE(server_->api().get<protocol::Items<Dataset>>("/v1/datasets")->items.size(), size_t{1});
}

void DataEndpointsTest::check_finds() {
  const Dataset dataset = server_->importNotes();
  const auto report =
      server_->api().post<protocol::QualityReport>("/v1/datasets/" + dataset.id + "/check");
  QVERIFY(report.has_value());
  QCOMPARE(report->rows, 240);
  bool fewPerClass = false;
  for (const protocol::QualityFinding& finding : report->findings) {
    QVERIFY(!finding.message.empty());
    fewPerClass |= finding.message.find("300") != std::string::npos ||
                   finding.hint.find("300") != std::string::npos;
  }
  QVERIFY(fewPerClass);
}

void DataEndpointsTest::split_sharesNoPatient() {
  const protocol::Split split = server_->splitNotes();
  QCOMPARE(split.name, std::string("Notes, thirds"));
  QCOMPARE(split.parts.size(), size_t{3});
  QCOMPARE(split.proof.sharedPatients, 0);
  QCOMPARE(split.proof.sharedRows, 0);
  std::int64_t rows = 0;
  for (const protocol::SplitPart& part : split.parts) {
    const auto dataset = server_->api().get<Dataset>("/v1/datasets/" + part.datasetId);
    QVERIFY(dataset.has_value());
    QCOMPARE(dataset->rows, part.rows);
    QCOMPARE(dataset->kind, part.part);
    rows += part.rows;
  }
  QCOMPARE(rows, 240);
  QVERIFY(!split.warnings.empty());  // notes that were not de-identified
  const auto again = server_->api().get<protocol::Split>("/v1/splits/" + split.id);
  QCOMPARE(again->proof.manifestSha256, split.proof.manifestSha256);
}

void DataEndpointsTest::split_countsEveryLookAtItsTestPart() {
  const protocol::Split split = server_->splitNotes();
  const auto openings = [&] {
    return server_->api()
        .get<protocol::Items<protocol::SplitOpening>>("/v1/splits/" + split.id + "/openings")
        ->items;
  };
  QVERIFY(openings().empty());
  for (const protocol::SplitPart& part : split.parts) {
    QVERIFY(server_->api()
                .get<protocol::RowPage>("/v1/datasets/" + part.datasetId + "/rows")
                .has_value());
  }
  QCOMPARE(openings().size(), size_t{1});
  QCOMPARE(openings()[0].number, 1);
  QCOMPARE(openings()[0].purpose, std::string("rows"));
  QVERIFY(!openings()[0].actor.empty() && !openings()[0].at.empty());
}

void DataEndpointsTest::split_standsUntilItsManifestIsAltered() {
  const protocol::Split split = server_->splitNotes();
  const auto standing = [&] {
    return server_->api().get<protocol::SplitStanding>("/v1/splits/" + split.id + "/standing");
  };
  const auto before = standing();
  QVERIFY2(before.has_value(), before ? "" : before.error().text().c_str());
  QVERIFY2(before->intact, before->statement.c_str());
  QCOMPARE(before->algorithm, std::string("Ed25519"));
  QCOMPARE(before->signature.size(), size_t{128});
  const base::Path folder = server_->workspace() / "splits";
  const auto signature = base::readFile(folder / (split.id + ".signature.json"));
  QVERIFY(base::writeFileWhole(folder / (split.id + ".signature.json"), "{}").has_value());
  QVERIFY(!standing()->intact);
  QVERIFY(base::writeFileWhole(folder / (split.id + ".signature.json"), *signature).has_value());
  QVERIFY(standing()->intact);
  const auto manifest = base::readFile(folder / (split.id + ".json"));
  QVERIFY(base::writeFileWhole(folder / (split.id + ".json"), *manifest + " ").has_value());
  QVERIFY(!standing()->intact);
}

void DataEndpointsTest::split_keepsAnEarlierOnesPatients() {
  const protocol::Split split = server_->splitNotes();
  protocol::SplitRequest request;
  request.datasetId = split.datasetId;
  request.seed = 77;
  request.previousSplitId = split.id;
  const auto again = server_->api().post<protocol::Split>("/v1/splits", request);
  QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
  for (size_t i = 0; i < split.parts.size(); ++i) {
    QCOMPARE(again->parts[i].sha256, split.parts[i].sha256);
  }
  request.previousSplitId = "sp_none";
  QCOMPARE(server_->api().post<protocol::Split>("/v1/splits", request).error().code,
           ErrorCode::NotFound);
}

void DataEndpointsTest::split_keepsNearDuplicatesTogether() {
  // Of each note a second patient has nearly the same.
  std::string csv = "mrn,note,diagnosis\n";
  for (int i = 0; i < 120; ++i) {
    std::string note;
    for (int word = 0; word < 60; ++word) {
      note += "w" + std::to_string((i % 60 * 7919 + word * word * 31) % 9973) + " ";
    }
    csv += "P" + std::to_string(i) + "," + note + (i < 60 ? "first" : "second") + "," +
           (i % 2 == 0 ? "infection" : "injury") + "\n";
  }
  protocol::ImportRequest import;
  import.path = server_->write("near.csv", csv).string();
  const std::map<std::string, protocol::ColumnRole> roles = {
      {"mrn", protocol::ColumnRole::Patient},
      {"note", protocol::ColumnRole::Note},
      {"diagnosis", protocol::ColumnRole::Label}};
  for (const auto& [name, role] : roles) {
    protocol::ColumnSchema column;
    column.name = name;
    column.role = role;
    import.recipe.columns.push_back(column);
  }
  const auto started = server_->api().post<Dataset>("/v1/datasets", import);
  QVERIFY2(started.has_value(), started ? "" : started.error().text().c_str());
  protocol::SplitRequest request;
  request.datasetId = server_->waitForDataset(started->id).id;
  const auto apart = server_->api().post<protocol::Split>("/v1/splits/preview", request);
  QVERIFY2(apart.has_value(), apart ? "" : apart.error().text().c_str());
  QCOMPARE(apart->proof.units, 120);
  request.keepNearDuplicates = true;
  const auto together = server_->api().post<protocol::Split>("/v1/splits/preview", request);
  QVERIFY2(together.has_value(), together ? "" : together.error().text().c_str());
  QCOMPARE(together->proof.units, 60);
  QCOMPARE(together->proof.clusters, 60);
  QCOMPARE(together->proof.sharedClusters, 0);
}

void DataEndpointsTest::split_previewStoresNothing() {
  protocol::SplitRequest request;
  request.datasetId = server_->importNotes().id;
  QVERIFY(server_->api().post<protocol::Split>("/v1/splits/preview", request).has_value());
  QVERIFY(server_->api().get<protocol::Items<protocol::Split>>("/v1/splits")->items.empty());
  request.trainFraction = 1.7;
  QCOMPARE(server_->api().post<protocol::Split>("/v1/splits", request).error().code,
           ErrorCode::InvalidInput);
}

void DataEndpointsTest::cancel_ofAReadyDatasetIsAConflict() {
  const Dataset dataset = server_->importNotes();
  const auto answer = server_->api().post<Dataset>("/v1/datasets/" + dataset.id + "/cancel");
  QCOMPARE(answer.error().code, ErrorCode::Conflict);
}

TELESOFT_TEST(DataEndpointsTest)

}  // namespace

#include "data_endpoints_test.moc"
