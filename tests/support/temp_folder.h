// A folder of its own for a test, gone afterwards.
#pragma once

#include <filesystem>

#include <QTemporaryDir>

namespace telesoft::tests {

class TempFolder {
 public:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path().toStdString(); }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path() / name;
  }

 private:
  QTemporaryDir folder_;
};

/// The project's source folder, from the environment that CTest sets.
[[nodiscard]] inline std::filesystem::path sourceFolder() {
  return qgetenv("TELESOFT_SOURCE_DIR").toStdString();
}

}  // namespace telesoft::tests
