#include "telesoft/privacy/detect/checksum.h"

#include <algorithm>
#include <cctype>

namespace telesoft::privacy {

namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

std::string digitsOf(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), isDigit);
  return out;
}

/// Letters and digits, in capitals.
std::string compact(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

bool allSame(std::string_view text) {
  return !text.empty() && text.find_first_not_of(text[0]) == std::string_view::npos;
}

int value(char c) {
  return c - '0';
}

bool luhnSum(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    int d = value(digits[digits.size() - 1 - i]);
    if (i % 2 == 1) {
      d = d * 2 > 9 ? d * 2 - 9 : d * 2;
    }
    sum += d;
  }
  return sum % 10 == 0;
}

bool luhn(std::string_view text) {
  const std::string digits = digitsOf(text);
  return digits.size() >= 12 && digits.size() <= 19 && !allSame(digits) && luhnSum(digits);
}

bool ssn(std::string_view text) {
  const std::string d = digitsOf(text);
  if (d.size() != 9 || allSame(d) || d == "078051120" || d == "123456789" ||
      d.rfind("98765432", 0) == 0) {
    return false;
  }
  const std::string_view area = std::string_view(d).substr(0, 3);
  return area != "000" && area != "666" && d.substr(3, 2) != "00" && d.substr(5) != "0000";
}

bool npi(std::string_view text) {
  const std::string d = digitsOf(text);
  return d.size() == 10 && (d[0] == '1' || d[0] == '2') &&
         !allSame(std::string_view(d).substr(0, 9)) && luhnSum("80840" + d);
}

bool nhs(std::string_view text) {
  const std::string d = digitsOf(text);
  if (d.size() != 10 || allSame(d)) {
    return false;
  }
  int sum = 0;
  for (int i = 0; i < 10; ++i) {
    sum += value(d[static_cast<size_t>(i)]) * (i == 9 ? 1 : 10 - i);
  }
  return sum % 11 == 0;
}

bool iban(std::string_view text) {
  const std::string code = compact(text);
  if (code.size() < 15 || code.size() > 34 || !std::isalpha(static_cast<unsigned char>(code[0])) ||
      !std::isalpha(static_cast<unsigned char>(code[1])) || !isDigit(code[2]) ||
      !isDigit(code[3])) {
    return false;
  }
  int rest = 0;
  for (const char c : code.substr(4) + code.substr(0, 4)) {
    rest = isDigit(c) ? (rest * 10 + value(c)) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

bool vin(std::string_view text) {
  const std::string code = compact(text);
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
  constexpr std::string_view kValues = "12345678123457923456789";
  constexpr int kWeights[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  if (code.size() != 17) {
    return false;
  }
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) {
    const size_t at = kLetters.find(code[i]);
    if (!isDigit(code[i]) && at == std::string_view::npos) {
      return false;
    }
    sum += kWeights[i] * (isDigit(code[i]) ? value(code[i]) : value(kValues[at]));
  }
  const int check = sum % 11;
  return code[8] == (check == 10 ? 'X' : static_cast<char>('0' + check)) && !allSame(code);
}

bool dea(std::string_view text) {
  const std::string code = compact(text);
  constexpr std::string_view kFirst = "ABCDEFGHJKLMPRSTUX";
  if (code.size() != 9 || kFirst.find(code[0]) == std::string_view::npos ||
      !std::all_of(code.begin() + 2, code.end(), isDigit) ||
      (std::isalpha(static_cast<unsigned char>(code[1])) == 0 && code[1] != '9')) {
    return false;
  }
  const auto d = [&](size_t i) { return value(code[i + 1]); };
  return (d(1) + d(3) + d(5) + 2 * (d(2) + d(4) + d(6))) % 10 == d(7);
}

bool mbi(std::string_view text) {
  const std::string code = compact(text);
  constexpr std::string_view kForm = "1A?9A?9AA99";  // ?: letter or digit
  constexpr std::string_view kNoLetters = "SLOIBZ";
  if (code.size() != kForm.size() || code[0] == '0') {
    return false;
  }
  for (size_t i = 0; i < code.size(); ++i) {
    const bool digit = isDigit(code[i]);
    if ((!digit && kNoLetters.find(code[i]) != std::string_view::npos) ||
        (kForm[i] == 'A' && digit) || ((kForm[i] == '9' || kForm[i] == '1') && !digit)) {
      return false;
    }
  }
  return true;
}

bool nanp(std::string_view text) {
  std::string d = digitsOf(text);
  if (d.size() == 11 && d[0] == '1') {
    d.erase(0, 1);
  }
  return d.size() >= 10 && d[0] >= '2' && d[3] >= '2';
}

bool ipv4(std::string_view text) {
  int parts = 0, number = -1;
  for (const char c : text) {
    if (isDigit(c)) {
      number = (number < 0 ? 0 : number) * 10 + value(c);
    } else if (c == '.' && number >= 0 && number < 256) {
      ++parts;
      number = -1;
    } else {
      return false;
    }
  }
  return parts == 3 && number >= 0 && number < 256;
}

bool mixed(std::string_view text) {
  return std::any_of(text.begin(), text.end(), isDigit);
}

struct Named {
  std::string_view name;
  Check check;
};
constexpr Named kChecks[] = {{"luhn", luhn}, {"ssn", ssn},   {"npi", npi},    {"nhs", nhs},
                             {"iban", iban}, {"vin", vin},   {"dea", dea},    {"mbi", mbi},
                             {"nanp", nanp}, {"ipv4", ipv4}, {"mixed", mixed}};

}  // namespace

Check checkNamed(std::string_view name) {
  for (const Named& row : kChecks) {
    if (row.name == name) {
      return row.check;
    }
  }
  return nullptr;
}

}  // namespace telesoft::privacy
