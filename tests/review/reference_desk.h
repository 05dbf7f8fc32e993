// The rules of a review once more, as a person would keep them with paper: who has read which case,
// and each reader's own pile of decisions. Nothing is shared with the program.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace telesoft::tests {

class ReferenceDesk {
 public:
  /// `answer`: a label, "unsure" or "skip". False where it is refused.
  bool decide(const std::string& caseId,
              const std::string& reader,
              const std::string& reading,
              const std::string& answer) {
    Sheet& sheet = sheets_[caseId];
    if (sheet.count("adjudication") != 0) {
      return false;
    }
    const bool bothRead = sheet.count("first") != 0 && (!readTwice || sheet.count("second") != 0);
    const bool conflict = bothRead && readTwice && sheet["first"].second != sheet["second"].second;
    if (reading == "adjudication") {
      if (!conflict || sheet["first"].first == reader || sheet["second"].first == reader) {
        return false;
      }
    } else if (bothRead) {
      return false;
    } else if (reading == "first") {
      if (sheet.count("first") != 0 ||
          (sheet.count("second") != 0 && sheet["second"].first == reader)) {
        return false;
      }
    } else if (sheet.count("first") == 0 || sheet["first"].first == reader) {
      return false;
    }
    if (answer != "skip") {
      sheet[reading] = {reader, answer};
    }
    piles_[reader].push_back({caseId, reading, answer == "skip"});
    return true;
  }

  bool undo(const std::string& reader) {
    auto& pile = piles_[reader];
    if (pile.empty()) {
      return false;
    }
    const Done last = pile.back();
    if (!last.skipped) {
      Sheet& sheet = sheets_[last.caseId];
      if (sheet.count("adjudication") != 0 && last.reading != "adjudication") {
        return false;
      }
      sheet.erase(last.reading);
    }
    pile.pop_back();
    return true;
  }

  /// State and settled label.
  std::pair<std::string, std::string> look(const std::string& caseId) {
    const auto label = [](const std::string& answer) { return answer == "unsure" ? "" : answer; };
    Sheet& sheet = sheets_[caseId];
    if (sheet.count("adjudication") != 0) {
      return {"adjudicated", label(sheet["adjudication"].second)};
    }
    if (sheet.count("first") == 0) {
      return {"open", ""};
    }
    if (readTwice && sheet.count("second") == 0) {
      return {"second_reading", ""};
    }
    if (readTwice && sheet["first"].second != sheet["second"].second) {
      return {"conflict", ""};
    }
    return {"decided", label(sheet["first"].second)};
  }

  bool readTwice = true;

 private:
  struct Done {
    std::string caseId, reading;
    bool skipped = false;
  };
  using Sheet = std::map<std::string, std::pair<std::string, std::string>>;  // reader, answer
  std::map<std::string, Sheet> sheets_;
  std::map<std::string, std::vector<Done>> piles_;
};

}  // namespace telesoft::tests
