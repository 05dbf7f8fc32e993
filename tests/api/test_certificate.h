// A certificate for 127.0.0.1 that signs itself, and its key, made by the openssl command.
#pragma once

#include <string>

#include <QTemporaryDir>

#include "telesoft/base/os/files.h"

namespace telesoft::tests {

class TestCertificate {
 public:
  /// `names`: as in subjectAltName. A password locks the key.
  explicit TestCertificate(const std::string& names = "IP:127.0.0.1",
                           const std::string& password = "");
  /// One for all tests that need any.
  [[nodiscard]] static const TestCertificate& shared();
  [[nodiscard]] base::Path certificate() const { return folder() / "certificate.pem"; }
  [[nodiscard]] base::Path key() const { return folder() / "key.pem"; }
  [[nodiscard]] base::Path folder() const { return folder_.path().toStdString(); }

 private:
  QTemporaryDir folder_;
};

}  // namespace telesoft::tests
