// Finds a drug in the lists of a knowledge base, however it is written.
#pragma once

#include <string>
#include <vector>

#include "telesoft/store/tables/knowledge_table.h"

namespace telesoft::knowledge {

/// The documents in which drugs are looked for: shown ones, by what they are.
struct DrugLists {
  std::vector<protocol::KnowledgeDocument> documents;
  std::vector<std::string> ids;           // of all of them
  std::vector<std::string> interactions;  // of the lists of interactions
  bool hasFormulary = false;
};
[[nodiscard]] base::Result<DrugLists> drugListsOf(const store::Snapshot& snapshot,
                                                  const std::string& today);

struct FoundDrug {
  std::vector<store::FormularyItem> items;  // empty: unknown
  std::string name;                         // as a list writes it
  std::vector<std::string> codes;           // ATC, those of systemic use first
  std::vector<std::string> keys;            // every plain name
  bool bySpelling = false;
  std::vector<std::string> near;  // where several names are as near as one another
};
[[nodiscard]] base::Result<FoundDrug> findDrug(const store::Snapshot& snapshot,
                                               const std::string& written,
                                               const DrugLists& lists);

/// Topical use by the ATC system: dermatologicals, sensory organs, stomatologicals, and so on.
[[nodiscard]] bool isTopical(const std::string& code);

/// Names in capitals as a person would write them: "CAPTOPRIL" -> "captopril"; others as they are.
[[nodiscard]] std::string shownName(const std::string& name);

}  // namespace telesoft::knowledge
