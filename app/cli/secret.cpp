#include "secret.h"

#include <cstdio>
#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace telesoft::cli {

using base::ErrorCode;
using base::fail;

namespace {

/// Turns the terminal's echo off while it lives.
class Silence {
 public:
  Silence() {
    isTerminal_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (isTerminal_) {
      termios silent = before_;
      silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
      ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
  }
  ~Silence() {
    if (isTerminal_) {
      ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
  bool isTerminal_ = false;
};

}  // namespace

base::Result<std::string> readSecret(const std::string& prompt, bool fromStdin) {
  if (!fromStdin && ::isatty(STDIN_FILENO) == 0) {
    return fail(ErrorCode::InvalidInput, "there is no terminal to type a secret at",
                "give it on standard input, with the option that ends in -stdin");
  }
  std::string line;
  if (fromStdin) {
    std::getline(std::cin, line);
  } else {
    const Silence silence;
    std::fprintf(stderr, "%s: ", prompt.c_str());
    std::getline(std::cin, line);
    std::fputc('\n', stderr);
  }
  if (!line.empty() && line.back() == '\r') {
    line.pop_back();
  }
  if (line.empty()) {
    return fail(ErrorCode::InvalidInput, "nothing was given for: " + prompt);
  }
  return line;
}

}  // namespace telesoft::cli
