// May this drug be given here, and what else if not: from the formularies, names and interactions
// that are valid today, each statement with its citation.
#pragma once

#include <string>

#include "telesoft/protocol/knowledge.h"
#include "telesoft/store/transaction.h"

namespace telesoft::knowledge {

/// The drug is known by its ATC code, else by one of its plain names (drug_name.h), else by the one
/// name that is nearest in spelling and begins with the same letter; the statement says where that
/// was needed. "restricted" where any formulary restricts it or one leaves it out that another has.
/// Not on formulary: up to 8 drugs that are, of the same ATC class of level 4, else 3; codes of
/// topical groups count only where the drug has no other. A drug is "unknown" where several names
/// are as near: they are given as alternatives. Interactions are those with what is taken; names
/// there that no list knows are named in the statement. Errors: InvalidInput for a drug without
/// letters.
[[nodiscard]] base::Result<protocol::FormularyAnswer> checkFormulary(
    const store::Snapshot& snapshot,
    const protocol::FormularyCheckRequest& request,
    const std::string& today);

}  // namespace telesoft::knowledge
