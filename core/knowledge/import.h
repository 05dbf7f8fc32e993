// A file becomes a document's content: read by what it is, cut into passages, its drugs understood.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/store/tables/knowledge_table.h"

namespace telesoft::knowledge {

struct Imported {
  std::string format;  // "markdown" | "html" | "pdf" | "csv" | "text"
  std::string title;   // as the document says; "" where it does not
  std::string sha256;  // of the file's bytes
  std::int64_t bytes = 0;
  store::KnowledgeContent content;
  std::vector<std::string> warnings;
};

/// "guideline" | "formulary" | "drug_names" | "interactions"; InvalidInput names them.
[[nodiscard]] base::Status checkKind(const std::string& kind);

/// All passages, items and pairs carry the document's id. A guideline is of any format; the others
/// are tables (CSV or JSON Lines). Errors: InvalidInput (empty, larger than 50 MB, NULs, mixed
/// encodings, more than 5,000 pages or 200,000 passages, no text, and what the readers say),
/// Unsupported, NotFound, Cancelled.
[[nodiscard]] base::Result<Imported> importDocument(const base::Path& file,
                                                    const std::string& kind,
                                                    const std::string& documentId,
                                                    const base::Stop& stop);

}  // namespace telesoft::knowledge
