#include "telesoft/knowledge/formulary/drug_lookup.h"

#include <algorithm>
#include <set>

#include "telesoft/base/text.h"
#include "telesoft/knowledge/formulary/drug_name.h"
#include "telesoft/knowledge/search.h"

namespace telesoft::knowledge {

using store::FormularyItem;
using store::KnowledgeTable;

namespace {

template <class T>
void addNew(std::vector<T>& to, const T& value) {
  if (std::find(to.begin(), to.end(), value) == to.end()) {
    to.push_back(value);
  }
}

/// Name, codes and names of what was found; a formulary's own name before that of a list of names.
void describeFound(FoundDrug& drug) {
  std::stable_sort(drug.items.begin(), drug.items.end(), [](const auto& a, const auto& b) {
    return (a.role == "formulary") > (b.role == "formulary");
  });
  for (const FormularyItem& item : drug.items) {
    drug.name = drug.name.empty() ? shownName(item.name) : drug.name;
    for (const std::string& code : item.codes) {
      addNew(drug.codes, code);
    }
  }
  std::stable_sort(drug.codes.begin(), drug.codes.end(),
                   [](const auto& a, const auto& b) { return isTopical(a) < isTopical(b); });
}

/// The names of the drug itself: those by which items of the same code are called. Synonyms of an
/// item count where the item was found by its code; else a name shared by two drugs would join
/// them.
base::Result<FoundDrug> byCode(const store::Snapshot& snapshot,
                               const std::string& code,
                               const DrugLists& lists) {
  FoundDrug drug;
  TELESOFT_TRY(items, KnowledgeTable::itemsByKey(snapshot, {code}, lists.ids));
  for (const FormularyItem& item : items) {
    for (const std::string& key : drugKeys(item.name)) {
      addNew(drug.keys, key);
    }
  }
  TELESOFT_TRY(named, KnowledgeTable::itemsByKey(snapshot, drug.keys, lists.ids));
  drug.items = std::move(items);
  for (FormularyItem& item : named) {
    if (item.codes.empty()) {  // a formulary without codes
      drug.items.push_back(std::move(item));
    }
  }
  describeFound(drug);
  if (!drug.items.empty()) {
    const auto at = std::find(drug.codes.begin(), drug.codes.end(), code);
    std::rotate(drug.codes.begin(), at, at + 1);  // the one that was asked for
  }
  return drug;
}

/// The closest of the plain forms that any list has, with what the lists call the same drug.
base::Result<FoundDrug> byKeys(const store::Snapshot& snapshot,
                               const std::vector<std::string>& keys,
                               const DrugLists& lists) {
  FoundDrug drug;
  for (const std::string& key : keys) {
    TELESOFT_TRY(items, KnowledgeTable::itemsByKey(snapshot, {key}, lists.ids));
    if (items.empty()) {
      continue;
    }
    drug.keys = keys;
    drug.items = std::move(items);
    break;
  }
  std::set<std::string> seen;
  for (const FormularyItem& item : drug.items) {
    seen.insert(item.documentId + item.passageId);
  }
  // Under its other names: a brand leads to the substance, and that to the formulary.
  std::vector<std::string> own = drug.keys;
  for (const FormularyItem& item : drug.items) {
    for (const std::string& key : drugKeys(item.name)) {
      addNew(own, key);
    }
  }
  TELESOFT_TRY(more, KnowledgeTable::itemsByKey(snapshot, own, lists.ids));
  for (FormularyItem& item : more) {
    if (seen.insert(item.documentId + item.passageId).second) {
      drug.items.push_back(std::move(item));
    }
  }
  drug.keys = std::move(own);
  describeFound(drug);
  return drug;
}

/// Names within the allowed slips that begin with the same letter: the nearest of them.
base::Result<std::vector<std::string>> nearestKeys(const store::Snapshot& snapshot,
                                                   const std::vector<std::string>& keys,
                                                   const DrugLists& lists) {
  TELESOFT_TRY(known, KnowledgeTable::drugKeys(snapshot, lists.ids));
  std::vector<std::string> out;
  int best = 3;
  for (const std::string& key : keys) {
    const int allowed = allowedSlips(key);
    for (const std::string& name : known) {
      if (name.empty() || name[0] != key[0] || allowed == 0) {
        continue;
      }
      const int distance = spellingDistance(key, name, std::min(allowed, best));
      if (distance > allowed || distance > best) {
        continue;
      }
      if (distance < best) {
        out.clear();
        best = distance;
      }
      addNew(out, name);
    }
  }
  return out;
}

}  // namespace

bool isTopical(const std::string& code) {
  for (const char* group :
       {"A01", "A07", "C05", "D", "G01", "G02", "M02", "N01B", "R01A", "R02", "S", "V"}) {
    if (code.rfind(group, 0) == 0) {
      return true;
    }
  }
  return false;
}

std::string shownName(const std::string& name) {
  const bool capitals =
      std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return capitals && name.size() > 4 ? base::lowerAscii(name) : name;
}

base::Result<DrugLists> drugListsOf(const store::Snapshot& snapshot, const std::string& today) {
  DrugLists out;
  TELESOFT_TRY(documents, shownDocuments(snapshot, today, false));
  for (const protocol::KnowledgeDocument& document : documents) {
    out.ids.push_back(document.id);
    if (document.kind == "interactions") {
      out.interactions.push_back(document.id);
    }
    out.hasFormulary = out.hasFormulary || document.kind == "formulary";
  }
  out.documents = std::move(documents);
  return out;
}

base::Result<FoundDrug> findDrug(const store::Snapshot& snapshot,
                                 const std::string& written,
                                 const DrugLists& lists) {
  if (const std::string code = atcCode(written); code.size() == 7) {
    return byCode(snapshot, code, lists);
  }
  const std::vector<std::string> keys = drugKeys(written);
  TELESOFT_TRY(drug, byKeys(snapshot, keys, lists));
  if (!drug.items.empty() || keys.empty()) {
    return drug;
  }
  TELESOFT_TRY(near, nearestKeys(snapshot, keys, lists));
  if (near.empty()) {
    return drug;
  }
  // Several names may be of one drug: they are when the items found by each are the same ones.
  TELESOFT_TRY(first, byKeys(snapshot, {near.front()}, lists));
  for (size_t i = 1; i < near.size(); ++i) {
    TELESOFT_TRY(other, byKeys(snapshot, {near[i]}, lists));
    if (other.name != first.name && other.codes != first.codes) {
      drug.near = near;
      return drug;
    }
  }
  first.bySpelling = true;
  return first;
}

}  // namespace telesoft::knowledge
