// A store with a knowledge base for a test.
#pragma once

#include <string>

#include "telesoft/knowledge/import.h"
#include "telesoft/store/database.h"
#include "telesoft/store/tables/knowledge_table.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

inline const std::string kToday = "2025-11-24";

class KnowledgeFixture {
 public:
  KnowledgeFixture() {
    database_ =
        must(store::Database::open({folder_ / "workspace.db", std::string(32, 'k')}, clock));
  }
  [[nodiscard]] base::Path write(const std::string& name, const std::string& content) const {
    must(base::writeFileWhole(folder_ / name, content));
    return folder_ / name;
  }
  /// Imported as the service does it, ready; its title is `id`.
  protocol::KnowledgeDocument add(const std::string& id,
                                  const base::Path& file,
                                  const std::string& kind = "guideline") {
    protocol::KnowledgeDocument document;
    document.id = id;
    document.title = id;
    document.kind = kind;
    document.state = "ready";
    return add(std::move(document), file);
  }
  protocol::KnowledgeDocument add(protocol::KnowledgeDocument document, const base::Path& file) {
    document.kind = document.kind.empty() ? "guideline" : document.kind;
    const knowledge::Imported imported =
        must(knowledge::importDocument(file, document.kind, document.id, {}));
    document.passages = static_cast<std::int64_t>(imported.content.passages.size());
    document.format = imported.format;
    must(database_->write([&](store::Transaction& transaction) -> base::Status {
      TELESOFT_CHECK(store::KnowledgeTable::insert(transaction, document));
      return store::KnowledgeTable::addContent(transaction, imported.content);
    }));
    return document;
  }
  protocol::KnowledgeDocument addText(const std::string& id,
                                      const std::string& text,
                                      const std::string& kind = "guideline") {
    return add(id, write(id + ".txt", text), kind);
  }
  template <class Work>
  auto read(Work&& work) {
    return database_->read(std::forward<Work>(work));
  }
  template <class Work>
  auto write(Work&& work) {
    return database_->write(std::forward<Work>(work));
  }
  [[nodiscard]] base::Path folder() const { return folder_.path(); }

  FakeClock clock;

 private:
  TempFolder folder_;
  std::unique_ptr<store::Database> database_;
};

/// A file of the real data beside the checkout; empty where it is not there.
[[nodiscard]] inline base::Path realData(const std::string& name) {
  const base::Path file = sourceFolder().parent_path() / "shared/data" / name;
  return std::filesystem::exists(file) ? file : base::Path();
}

}  // namespace telesoft::tests
