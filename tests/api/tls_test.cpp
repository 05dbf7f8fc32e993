#include "telesoft/api/http/tls.h"

#include <QProcess>

#include "telesoft/api/http/http_server.h"
#include "telesoft/client/http_client.h"

#include "support/test_case.h"
#include "test_certificate.h"

namespace {

using namespace telesoft;
using tests::TestCertificate;

class Hello final : public api::HttpHandler {
 public:
  bool isQuick(const api::HttpRequest&) const override { return true; }
  void handle(const std::shared_ptr<const api::HttpRequest>& request, Reply reply) override {
    reply({.body = request->path == "/large"
                       ? std::string(300'000, 'y')
                       : R"({"bytes":)" + std::to_string(request->body.size()) + "}"});
  }
};

struct Served {
  explicit Served(const TestCertificate* certificate) {
    api::HttpServerOptions options;
    if (certificate != nullptr) {
      options.certificate = certificate->certificate();
      options.privateKey = certificate->key();
    }
    server = std::make_unique<api::HttpServer>(*api::HttpServer::open(options, log));
    server->start(hello);
  }
  [[nodiscard]] client::ServerAddress address(const std::string& caFile = "") const {
    auto out = *client::parseAddress(server->url(), "secret-token");
    out.caFile = caFile;
    return out;
  }
  base::NullLog log;
  Hello hello;
  std::unique_ptr<api::HttpServer> server;
};

class TlsTest : public QObject {
  Q_OBJECT
 private slots:
  void context_refusesFilesThatCannotBeUsed_data();
  void context_refusesFilesThatCannotBeUsed();
  void server_wantsCertificateAndKeyTogether();
  void server_refusesOldTls();
  void client_acceptsTheAuthorityThatItIsGiven();
  void largeAnswer_arrivesWhole();
  void client_refusesACertificateThatItCannotTrust_data();
  void client_refusesACertificateThatItCannotTrust();
  void client_saysWhenOneSideSpeaksNoTls();
};

void TlsTest::context_refusesFilesThatCannotBeUsed_data() {
  QTest::addColumn<QString>("certificate");
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("word");
  QTest::newRow("no certificate file") << "absent"
                                       << "key.pem"
                                       << "certificate cannot be read";
  QTest::newRow("no key file") << "certificate.pem"
                               << "absent"
                               << "private key cannot be read";
  QTest::newRow("a folder") << "."
                            << "key.pem"
                            << "certificate cannot be read";
  QTest::newRow("no PEM") << "noise"
                          << "key.pem"
                          << "certificate cannot be used";
  QTest::newRow("the key as certificate") << "key.pem"
                                          << "key.pem"
                                          << "certificate cannot be used";
  QTest::newRow("the certificate as key") << "certificate.pem"
                                          << "certificate.pem"
                                          << "private key cannot be used";
  QTest::newRow("the key of another") << "certificate.pem"
                                      << "other/key.pem"
                                      << "not that of";
  QTest::newRow("a locked key") << "locked/certificate.pem"
                                << "locked/key.pem"
                                << "private key cannot be used";
}

void TlsTest::context_refusesFilesThatCannotBeUsed() {
  QFETCH(QString, certificate);
  QFETCH(QString, key);
  QFETCH(QString, word);
  const TestCertificate one;
  const TestCertificate other;
  const TestCertificate locked("IP:127.0.0.1", "password");
  std::filesystem::create_directory_symlink(other.folder(), one.folder() / "other");
  std::filesystem::create_directory_symlink(locked.folder(), one.folder() / "locked");
  QVERIFY(base::writeFileWhole(one.folder() / "noise", "not PEM at all").has_value());
  const auto made =
      api::tlsContext(one.folder() / certificate.toStdString(), one.folder() / key.toStdString());
  QVERIFY(!made.has_value());
  QCOMPARE(made.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(made.error().text().find(word.toStdString()) != std::string::npos,
           made.error().text().c_str());
  QVERIFY(!made.error().hint.empty());
  QVERIFY(api::tlsContext(one.certificate(), one.key()).has_value());
}

void TlsTest::server_wantsCertificateAndKeyTogether() {
  base::NullLog log;
  api::HttpServerOptions options;
  options.certificate = TestCertificate::shared().certificate();
  const auto opened = api::HttpServer::open(options, log);
  QVERIFY(!opened.has_value());
  QCOMPARE(opened.error().code, base::ErrorCode::InvalidInput);
}

void TlsTest::server_refusesOldTls() {
  const Served served(&TestCertificate::shared());
  const auto said = [&](const QString& version) {
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start("openssl",
                  {"s_client", "-connect", "127.0.0.1:" + QString::number(served.server->port()),
                   version, "-cipher", "ALL:@SECLEVEL=0"});
    openssl.closeWriteChannel();
    openssl.waitForFinished(10'000);
    return openssl.readAll();
  };
  QVERIFY2(said("-tls1_1").contains("alert protocol version"), "TLS 1.1");
  QVERIFY2(said("-tls1_2").contains("Verify return code"), "TLS 1.2");
}

void TlsTest::client_acceptsTheAuthorityThatItIsGiven() {
  const Served served(&TestCertificate::shared());
  const auto address = served.address(TestCertificate::shared().certificate());
  QVERIFY(address.tls);
  const auto reply = client::request(address, "POST", "/v1/x", std::string(100'000, 'x'));
  QVERIFY2(reply.has_value(), reply ? "" : reply.error().text().c_str());
  QCOMPARE(reply->body, std::string(R"({"bytes":100000})"));
  const TestCertificate named("DNS:localhost");
  const Served byName(&named);
  auto there = byName.address(named.certificate());
  there.host = "localhost";
  const auto greeted = client::request(there, "GET", "/");
  QVERIFY2(greeted.has_value(), greeted ? "" : greeted.error().text().c_str());
}

void TlsTest::largeAnswer_arrivesWhole() {
  const Served served(&TestCertificate::shared());
  const auto reply =
      client::request(served.address(TestCertificate::shared().certificate()), "GET", "/large");
  QVERIFY2(reply.has_value(), reply ? "" : reply.error().text().c_str());
  QCOMPARE(reply->body, std::string(300'000, 'y'));
}

void TlsTest::client_refusesACertificateThatItCannotTrust_data() {
  QTest::addColumn<QString>("names");
  QTest::addColumn<bool>("ownAuthority");
  QTest::addColumn<QString>("word");
  QTest::newRow("unknown authority") << "IP:127.0.0.1" << false << "self";
  QTest::newRow("another address") << "IP:127.0.0.2" << true << "IP address mismatch";
  QTest::newRow("a name only") << "DNS:localhost" << true << "IP address mismatch";
}

void TlsTest::client_refusesACertificateThatItCannotTrust() {
  QFETCH(QString, names);
  QFETCH(bool, ownAuthority);
  QFETCH(QString, word);
  const TestCertificate certificate(names.toStdString());
  const Served served(&certificate);
  const auto reply = client::request(
      served.address(ownAuthority ? certificate.certificate().string() : ""), "GET", "/");
  QVERIFY(!reply.has_value());
  QCOMPARE(reply.error().code, base::ErrorCode::Unavailable);
  QVERIFY2(reply.error().text().find(word.toStdString()) != std::string::npos,
           reply.error().text().c_str());
}

void TlsTest::client_saysWhenOneSideSpeaksNoTls() {
  const Served plain(nullptr);
  auto asked = plain.address();
  asked.tls = true;
  const auto secure = client::request(asked, "GET", "/");
  QVERIFY(!secure.has_value());
  QCOMPARE(secure.error().code, base::ErrorCode::Unavailable);
  const Served tls(&TestCertificate::shared());
  asked = tls.address();
  asked.tls = false;
  const auto insecure = client::request(asked, "GET", "/");
  QVERIFY(!insecure.has_value());
  QCOMPARE(insecure.error().code, base::ErrorCode::Unavailable);
  asked.tls = true;
  asked.caFile = "/nonexistent";
  const auto noAuthority = client::request(asked, "GET", "/");
  QVERIFY(!noAuthority.has_value());
  QCOMPARE(noAuthority.error().code, base::ErrorCode::InvalidInput);
}

TELESOFT_TEST(TlsTest)

}  // namespace

#include "tls_test.moc"
