#include "telesoft/data/read/csv_dialect.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/dates.h"
#include "telesoft/data/read/csv_parser.h"

namespace telesoft::data {

namespace {

constexpr char kDelimiters[] = {',', ';', '\t', '|'};

/// How evenly a delimiter cuts: the most frequent field count, and the share of lines that have it.
struct Cut {
  size_t fields = 1;
  double share = 0;
  bool broken = false;
};

Cut cutBy(char delimiter, std::string_view head) {
  std::map<size_t, size_t> counts;
  size_t records = 0;
  CsvParser parser(delimiter, [&](std::int64_t, std::vector<std::string>&& fields) {
    ++counts[fields.size()];
    return base::Result<Reading>(++records < 500 ? Reading::GoOn : Reading::Enough);
  });
  Cut cut;
  cut.broken = !parser.feed(head).has_value();
  if (records == 0 && !cut.broken) {
    cut.broken = !parser.finish().has_value();
  }
  for (const auto& [fields, count] : counts) {
    const double share = static_cast<double>(count) / static_cast<double>(records);
    if (share > cut.share) {
      cut = {fields, share, cut.broken};
    }
  }
  return cut;
}

bool isDatum(const std::string& cell) {
  const std::string_view text = base::trim(cell);
  return base::toDouble(text).has_value() || parseDate(text).has_value();
}

/// A header's names stand nowhere below it, and are no numbers over columns of numbers.
bool firstIsData(const std::vector<std::vector<std::string>>& records) {
  const auto& first = records.front();
  size_t data = 0, repeated = 0;
  for (size_t c = 0; c < first.size(); ++c) {
    size_t below = 0, same = 0;
    for (size_t r = 1; r < records.size(); ++r) {
      if (c < records[r].size() && records[r] != first) {
        below += isDatum(records[r][c]) ? 1U : 0U;
        same += !first[c].empty() && records[r][c] == first[c] ? 1U : 0U;
      }
    }
    data += isDatum(first[c]) && (below > 0 || records.size() == 1) ? 1U : 0U;
    repeated += same >= 2 ? 1U : 0U;
  }
  return data * 3 >= first.size() || (repeated > 0 && repeated * 4 >= first.size());
}

}  // namespace

char findDelimiter(std::string_view head) {
  char best = ',';
  double bestScore = 0;
  for (const char delimiter : kDelimiters) {
    const Cut cut = cutBy(delimiter, head);
    if (cut.fields < 2) {
      continue;
    }
    const double score = cut.share * cut.share * (cut.broken ? 0.5 : 1.0) *
                         (1.0 + 0.05 * static_cast<double>(std::min<size_t>(cut.fields, 20)));
    if (score > bestScore) {
      bestScore = score;
      best = delimiter;
    }
  }
  return best;
}

Header namesMadeUnique(const std::vector<std::string>& names) {
  Header out;
  std::set<std::string> used;
  for (size_t c = 0; c < names.size(); ++c) {
    std::string name(base::trim(names[c]));
    if (name.empty()) {
      name = fmt::format("column_{}", c + 1);
      out.warnings.push_back(fmt::format("Column {} has no name; it is called {}.", c + 1, name));
    }
    std::string unique = name;
    for (int n = 2; used.count(unique) > 0; ++n) {
      unique = fmt::format("{}_{}", name, n);
    }
    if (unique != name) {
      out.warnings.push_back(
          fmt::format("Two columns are called \"{}\"; the one at place {} is called \"{}\".", name,
                      c + 1, unique));
    }
    used.insert(unique);
    out.names.push_back(std::move(unique));
  }
  return out;
}

Header findHeader(const std::vector<std::vector<std::string>>& records) {
  if (!firstIsData(records)) {
    return namesMadeUnique(records.front());
  }
  Header out;
  out.present = false;
  for (size_t c = 0; c < records.front().size(); ++c) {
    out.names.push_back(fmt::format("column_{}", c + 1));
  }
  out.warnings.emplace_back(
      "The first line looks like data, not like column names; the columns are called column_1, "
      "column_2, ... Add a header line if that is wrong.");
  return out;
}

}  // namespace telesoft::data
