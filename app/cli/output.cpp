#include "output.h"

#include <algorithm>
#include <cmath>
#include <iostream>

#include <unistd.h>

#include "telesoft/base/text.h"

namespace telesoft::cli {

namespace {

/// Columns on a terminal: code points, which is right for what this program prints.
size_t width(const std::string& text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); ++count) {
    static_cast<void>(base::nextCodePoint(text, at));
  }
  return count;
}

bool isTerminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

}  // namespace

void Output::line(const std::string& text) {
  if (!asJson_) {
    progressDone();
    std::cout << text << std::endl;
  }
}

void Output::table(const std::vector<std::string>& head,
                   const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const std::string& cell : head) {
    widths.push_back(width(cell));
  }
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], width(row[i]));
    }
  }
  const auto print = [&](const std::vector<std::string>& row) {
    std::string text = " ";
    for (size_t i = 0; i < row.size(); ++i) {
      text += " " + row[i];
      if (i + 1 < row.size()) {
        text += std::string(widths[i] - width(row[i]) + 1, ' ');
      }
    }
    line(text);
  };
  print(head);
  for (const auto& row : rows) {
    print(row);
  }
}

void Output::progress(double fraction, const std::string& stage) {
  if (asJson_) {
    return;
  }
  const int percent = static_cast<int>(std::floor(std::clamp(fraction, 0.0, 1.0) * 100));
  if (isTerminal()) {
    const int filled = percent / 4;
    std::cerr << "\r\033[K  [" << std::string(static_cast<size_t>(filled), '=')
              << std::string(static_cast<size_t>(25 - filled), ' ') << "] " << percent << " %  "
              << stage << std::flush;
    inProgress_ = true;
  } else if (percent / 20 != lastTenth_) {
    lastTenth_ = percent / 20;
    std::cerr << "  " << percent << " %  " << stage << std::endl;
  }
}

void Output::progressDone() {
  lastTenth_ = -1;
  if (inProgress_) {
    std::cerr << "\r\033[K" << std::flush;
    inProgress_ = false;
  }
}

void Output::finish() {
  progressDone();
  if (asJson_) {
    std::cout << document_.dump(2) << std::endl;
  }
}

void Output::error(const base::Error& error) {
  progressDone();
  if (asJson_) {
    const base::json body = {{"code", base::errorInfo(error.code).name},
                             {"message", error.text()},
                             {"hint", error.hint}};
    std::cout << base::json{{"error", body}}.dump(2) << std::endl;
    return;
  }
  std::cerr << "error: " << error.text() << "\n";
  if (!error.hint.empty()) {
    std::cerr << "  " << error.hint << "\n";
  }
}

std::string estimateText(const protocol::Estimate& estimate) {
  if (!std::isfinite(estimate.value)) {
    return "not defined";
  }
  if (!std::isfinite(estimate.low)) {
    return base::proportion(estimate.value);
  }
  const bool negative = estimate.low < 0 || estimate.high < 0;  // a dash would read as a sign
  return base::proportion(estimate.value) + " (" + base::proportion(estimate.low) +
         (negative ? " to " : "-") + base::proportion(estimate.high) + ")";
}

}  // namespace telesoft::cli
