#include "telesoft/knowledge/formulary/check.h"

#include <algorithm>
#include <set>

#include "telesoft/base/text.h"
#include "telesoft/knowledge/formulary/drug_lookup.h"
#include "telesoft/knowledge/formulary/drug_name.h"
#include "telesoft/knowledge/search.h"
#include "telesoft/knowledge/word_query.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;
using protocol::FormularyAnswer;
using store::FormularyItem;
using store::KnowledgeTable;

namespace {

constexpr size_t kMostAlternatives = 8, kMostCitations = 12, kMostTaking = 50;
constexpr size_t kMostBytes = 200;  // of a drug's name

const protocol::KnowledgeDocument& documentOf(const DrugLists& lists, const std::string& id) {
  return *std::find_if(lists.documents.begin(), lists.documents.end(),
                       [&](const auto& document) { return document.id == id; });
}

/// The passage as a whole: a row of a table.
base::Status cite(const store::Snapshot& snapshot,
                  const DrugLists& lists,
                  const std::string& passageId,
                  const std::string& today,
                  std::vector<protocol::Citation>& to) {
  const bool there = std::any_of(to.begin(), to.end(), [&](const protocol::Citation& citation) {
    return citation.passageId == passageId;
  });
  if (there || to.size() >= kMostCitations) {
    return {};
  }
  TELESOFT_TRY(passages, KnowledgeTable::passagesById(snapshot, {passageId}));
  if (!passages.empty()) {
    to.push_back(citationOf(documentOf(lists, passages.front().documentId), passages.front(),
                            passages.front().text, today));
  }
  return {};
}

std::string listText(const std::vector<std::string>& texts) {
  return base::join(texts, ", ");
}

/// A check as it goes: the answer grows by each step.
class Check {
 public:
  Check(const store::Snapshot& snapshot,
        const protocol::FormularyCheckRequest& request,
        const std::string& today)
      : snapshot_(snapshot), request_(request), today_(today) {}

  base::Result<FormularyAnswer> run() {
    TELESOFT_TRY(lists, drugListsOf(snapshot_, today_));
    lists_ = std::move(lists);
    answer_.status = "unknown";
    TELESOFT_TRY(found, findDrug(snapshot_, request_.drug, lists_));
    drug_ = std::move(found);
    if (drug_.items.empty()) {
      sayUnknown();
      TELESOFT_CHECK(classMembers());
    } else {
      answer_.drug = drug_.name;
      answer_.code = drug_.codes.empty() ? "" : drug_.codes.front();
      TELESOFT_CHECK(readStatus());
      if (answer_.status == "not_on_formulary") {
        TELESOFT_CHECK(findAlternatives());
      }
    }
    TELESOFT_CHECK(findInteractions());
    TELESOFT_CHECK(citeGuidelines());
    return std::move(answer_);
  }

 private:
  void say(const std::string& sentence) {
    answer_.statement += (answer_.statement.empty() ? "" : " ") + sentence;
  }

  void sayUnknown() {
    if (lists_.documents.empty()) {
      say("The knowledge base has no valid document.");
    } else if (!drug_.near.empty()) {
      say("No list has a drug of that name; these are spelt nearly so.");
      for (const std::string& name : drug_.near) {
        answer_.alternatives.push_back({name, "", "similar name"});
      }
    } else {
      say("No list of the knowledge base has a drug of that name.");
    }
  }

  /// Where a class was asked for by its code: what of it is on the formulary.
  base::Status classMembers() {
    const std::string code = atcCode(request_.drug);
    if (code.empty() || code.size() == 7) {
      return {};
    }
    answer_.code = code;
    say("The code is that of a class of drugs.");
    return alternativesOf(code, "of class " + code);
  }

  base::Status readStatus() {
    if (drug_.bySpelling) {
      say("Taken for \"" + drug_.name + "\", the nearest name.");
    }
    std::set<std::string> listing, leavingOut;  // titles
    for (const FormularyItem& item : drug_.items) {
      if (item.role == "formulary") {
        TELESOFT_CHECK(readItem(item, listing, leavingOut));
      }
    }
    const std::vector<std::string> on(listing.begin(), listing.end());
    if (!on.empty() && answer_.restrictions.empty()) {
      answer_.status = "on_formulary";
      say("On formulary: " + listText(on) + ".");
    } else if (!on.empty()) {
      answer_.status = "restricted";
      say("On formulary with restrictions: " + listText(on) + ".");
    } else if (lists_.hasFormulary) {
      answer_.status = "not_on_formulary";
      say("Not on formulary.");
      TELESOFT_CHECK(citeNames());
    } else {
      say("The drug is known, but the knowledge base has no valid formulary.");
    }
    return {};
  }

  base::Status readItem(const FormularyItem& item,
                        std::set<std::string>& listing,
                        std::set<std::string>& leavingOut) {
    const std::string& title = documentOf(lists_, item.documentId).title;
    const auto restrict = [&](const std::string& text) {
      const auto there = std::find(answer_.restrictions.begin(), answer_.restrictions.end(), text);
      if (there == answer_.restrictions.end()) {
        answer_.restrictions.push_back(text);
      }
    };
    if (item.listed) {
      listing.insert(title);
    } else if (leavingOut.insert(title).second) {
      restrict("Not on formulary: " + title);
    }
    for (const std::string& restriction : item.restrictions) {
      restrict(restriction + " (" + title + (item.detail.empty() ? "" : "; " + item.detail) + ")");
    }
    return cite(snapshot_, lists_, item.passageId, today_, answer_.citations);
  }

  base::Status citeNames() {
    for (const FormularyItem& item : drug_.items) {
      if (answer_.citations.size() < 2) {
        TELESOFT_CHECK(cite(snapshot_, lists_, item.passageId, today_, answer_.citations));
      }
    }
    return {};
  }

  base::Status findAlternatives() {
    const bool systemic = std::any_of(drug_.codes.begin(), drug_.codes.end(),
                                      [](const auto& code) { return !isTopical(code); });
    for (const size_t length : {size_t{5}, size_t{4}}) {
      for (const std::string& code : drug_.codes) {
        if (answer_.alternatives.empty() && code.size() == 7 && !(systemic && isTopical(code))) {
          const std::string prefix = code.substr(0, length);
          TELESOFT_CHECK(alternativesOf(
              prefix, std::string(length == 5 ? "same" : "related") + " class " + prefix));
          answer_.code = answer_.alternatives.empty() ? answer_.code : code;
        }
      }
    }
    if (answer_.alternatives.empty()) {
      say(drug_.codes.empty() ? "Without an ATC code no alternatives can be named."
                              : "The formulary has no drug of its class.");
    }
    return {};
  }

  /// Drugs of the class that a formulary lists; those without restriction first.
  base::Status alternativesOf(const std::string& prefix, const std::string& why) {
    TELESOFT_TRY(members, KnowledgeTable::itemsByCode(snapshot_, prefix, lists_.ids));
    std::vector<protocol::FormularyAlternative> free, restricted;
    std::set<std::string> seen;
    for (const FormularyItem& member : members) {
      const std::vector<std::string> keys = drugKeys(member.name);
      if (keys.empty() || !seen.insert(keys.back()).second) {
        continue;
      }
      TELESOFT_TRY(items, KnowledgeTable::itemsByKey(snapshot_, keys, lists_.ids));
      std::erase_if(items, [](const auto& item) { return item.role != "formulary"; });
      if (items.empty() ||
          std::none_of(items.begin(), items.end(), [](const auto& item) { return item.listed; })) {
        continue;
      }
      const bool hasRestriction = std::any_of(items.begin(), items.end(), [](const auto& item) {
        return !item.listed || !item.restrictions.empty();
      });
      const auto code = std::find_if(member.codes.begin(), member.codes.end(),
                                     [&](const auto& one) { return one.rfind(prefix, 0) == 0; });
      (hasRestriction ? restricted : free)
          .push_back({shownName(member.name), code == member.codes.end() ? "" : *code,
                      why + (hasRestriction ? ", restricted" : "")});
    }
    free.insert(free.end(), restricted.begin(), restricted.end());
    free.resize(std::min(free.size(), kMostAlternatives));
    answer_.alternatives = std::move(free);
    return {};
  }

  base::Status findInteractions() {
    std::vector<std::string> own = drug_.keys;
    for (const std::string& key : drugKeys(request_.drug)) {
      own.push_back(key);
    }
    std::vector<std::string> unknown;
    for (const std::string& taken : request_.taking) {
      TELESOFT_TRY(other, findDrug(snapshot_, taken, lists_));
      std::vector<std::string> keys = other.keys;
      for (const std::string& key : drugKeys(taken)) {
        keys.push_back(key);
      }
      TELESOFT_TRY(pairs, KnowledgeTable::interactions(snapshot_, own, keys, lists_.interactions));
      if (other.items.empty() && pairs.empty()) {
        unknown.push_back("\"" + taken + "\"");
      }
      TELESOFT_CHECK(addInteraction(taken, pairs));
    }
    if (!request_.taking.empty() && lists_.interactions.empty()) {
      say("Interactions were not checked: the knowledge base has no valid list of them.");
    } else if (!unknown.empty()) {
      say("Not known, and so not checked for interactions: " + listText(unknown) + ".");
    }
    return {};
  }

  /// One for each list that has the pair.
  base::Status addInteraction(const std::string& taken,
                              const std::vector<store::InteractionRow>& pairs) {
    std::set<std::string> documents;
    for (const store::InteractionRow& pair : pairs) {
      if (!documents.insert(pair.documentId).second) {
        continue;
      }
      protocol::DrugInteraction interaction;
      const std::string& title = documentOf(lists_, pair.documentId).title;
      interaction.with = taken;
      interaction.severity = pair.severity.empty() ? "listed" : pair.severity;
      interaction.effect = pair.effect.empty() ? pair.oneName + " with " + pair.otherName +
                                                     " is a pair of \"" + title + "\""
                                               : pair.effect;
      std::vector<protocol::Citation> citations;
      TELESOFT_CHECK(cite(snapshot_, lists_, pair.passageId, today_, citations));
      if (!citations.empty()) {
        interaction.citation = std::move(citations.front());
      }
      answer_.interactions.push_back(std::move(interaction));
    }
    return {};
  }

  /// What a guideline says of the drug and the indication, both in one passage.
  base::Status citeGuidelines() {
    std::vector<std::string> guidelines;
    for (const auto& document : lists_.documents) {
      if (document.kind == "guideline") {
        guidelines.push_back(document.id);
      }
    }
    const std::string query = allWordsQuery((answer_.drug.empty() ? request_.drug : answer_.drug) +
                                            " " + request_.indication);
    if (request_.indication.empty() || guidelines.empty() || query.empty()) {
      return {};
    }
    TELESOFT_TRY(ids, KnowledgeTable::findWords(snapshot_, {query, guidelines, 2}));
    for (const std::string& id : ids) {
      TELESOFT_CHECK(cite(snapshot_, lists_, id, today_, answer_.citations));
    }
    return {};
  }

  const store::Snapshot& snapshot_;
  const protocol::FormularyCheckRequest& request_;
  const std::string& today_;
  DrugLists lists_;
  FoundDrug drug_;
  FormularyAnswer answer_;
};

}  // namespace

base::Result<FormularyAnswer> checkFormulary(const store::Snapshot& snapshot,
                                             const protocol::FormularyCheckRequest& request,
                                             const std::string& today) {
  const bool tooLong = request.drug.size() > kMostBytes || request.indication.size() > kMostBytes ||
                       request.taking.size() > kMostTaking ||
                       std::any_of(request.taking.begin(), request.taking.end(),
                                   [](const auto& name) { return name.size() > kMostBytes; });
  if (tooLong) {
    return fail(ErrorCode::InvalidInput, "the question is too long",
                "give names of at most 200 bytes, and at most 50 drugs in \"taking\"");
  }
  if (drugKeys(request.drug).empty() && atcCode(request.drug).empty()) {
    return fail(ErrorCode::InvalidInput, "\"drug\" does not name a drug",
                "give its name or its ATC code");
  }
  return Check(snapshot, request, today).run();
}

}  // namespace telesoft::knowledge
