#include "test_certificate.h"

#include <QProcess>
#include <QTest>

namespace telesoft::tests {

TestCertificate::TestCertificate(const std::string& names, const std::string& password) {
  QStringList arguments = {"req",      "-x509",
                           "-newkey",  "ec",
                           "-pkeyopt", "ec_paramgen_curve:P-256",
                           "-days",    "2",
                           "-subj",    "/CN=test",
                           "-addext",  QString::fromStdString("subjectAltName=" + names),
                           "-keyout",  QString::fromStdString(key().string()),
                           "-out",     QString::fromStdString(certificate().string())};
  if (password.empty()) {
    arguments << "-nodes";
  } else {
    arguments << "-passout" << QString::fromStdString("pass:" + password);
  }
  QCOMPARE(QProcess::execute("openssl", arguments), 0);
}

const TestCertificate& TestCertificate::shared() {
  static const TestCertificate one;
  return one;
}

}  // namespace telesoft::tests
