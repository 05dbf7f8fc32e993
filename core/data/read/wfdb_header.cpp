#include "telesoft/data/read/wfdb_header.h"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;

constexpr std::int64_t kMaxSignals = 1024;
constexpr std::int64_t kMaxPerFrame = 65'536;
constexpr std::int64_t kMaxFrames = 1LL << 40U;

base::Error badLine(std::int64_t line, std::string_view what) {
  return fail(ErrorCode::InvalidInput, fmt::format("line {} of the header: {}", line, what),
              "Export the record again.");
}

std::vector<std::string> wordsOf(std::string_view line) {
  std::vector<std::string> out;
  size_t at = 0;
  while ((at = line.find_first_not_of(" \t", at)) != std::string_view::npos) {
    const size_t end = std::min(line.find_first_of(" \t", at), line.size());
    out.emplace_back(line.substr(at, end - at));
    at = end;
  }
  return out;
}

/// What stands before the first of `marks`; `text` keeps the rest with the mark.
std::string_view cutBefore(std::string_view& text, std::string_view marks) {
  const size_t end = std::min(text.find_first_of(marks), text.size());
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(end);
  return out;
}

bool isPlainName(std::string_view name) {
  return !name.empty() && name != "-" && name.front() != '.' &&
         name.find_first_of(std::string_view("/\\:\0", 4)) == std::string_view::npos;
}

/// "212x2:3+24": the form, samples a frame, skew and bytes to leave out.
base::Status readFormat(std::string_view text, std::int64_t line, WfdbSignal& out) {
  const auto format = base::toInt(cutBefore(text, "x:+"));
  if (!format) {
    return badLine(line, "the sample format is no number");
  }
  if (*format != 16 && *format != 80 && *format != 212) {
    return fail(ErrorCode::Unsupported,
                fmt::format("line {} of the header: sample format {}", line, *format),
                "Formats 16, 80 and 212 are read; convert the record with xform.");
  }
  out.format = static_cast<int>(*format);
  while (!text.empty()) {
    const char mark = text.front();
    text.remove_prefix(1);
    const auto value = base::toInt(cutBefore(text, "x:+"));
    const bool fits = value && *value >= (mark == 'x' ? 1 : 0) &&
                      *value <= (mark == 'x' ? kMaxPerFrame : kMaxFrames);
    if (!fits) {
      return badLine(line, "the sample format cannot be read");
    }
    if (mark == ':' && *value != 0) {
      return fail(ErrorCode::Unsupported,
                  fmt::format("line {} of the header: a skewed signal", line),
                  "Align the signals with xform first.");
    }
    if (mark == 'x') {
      out.perFrame = static_cast<int>(*value);
    } else if (mark == '+') {
      out.skipBytes = *value;
    }
  }
  return {};
}

/// "200(1024)/mV".
base::Result<bool> readGain(std::string_view text, std::int64_t line, WfdbSignal& out) {
  const auto gain = base::toDouble(cutBefore(text, "(/"));
  if (!gain || !std::isfinite(*gain) || *gain < 0) {
    return badLine(line, "the gain is no number above 0");
  }
  out.gain = *gain > 0 ? *gain : 200;
  bool baselined = false;
  if (!text.empty() && text.front() == '(') {
    text.remove_prefix(1);
    const auto baseline = base::toDouble(cutBefore(text, ")"));
    if (!baseline || !std::isfinite(*baseline) || text.empty()) {
      return badLine(line, "the baseline cannot be read");
    }
    text.remove_prefix(1);
    out.baseline = *baseline;
    baselined = true;
  }
  if (text.size() > 1 && text.front() == '/') {
    out.unit = text.substr(1);
  }
  return baselined;
}

base::Result<WfdbSignal> signalOf(const std::vector<std::string>& words, std::int64_t line) {
  if (words.size() < 2) {
    return badLine(line, "a signal needs a file and a format");
  }
  WfdbSignal out;
  out.file = words[0];
  if (!isPlainName(out.file)) {
    return fail(ErrorCode::PermissionDenied,
                fmt::format("line {} of the header names a file outside its folder", line),
                "Put header and samples into one folder and give the plain file name.");
  }
  TELESOFT_CHECK(readFormat(words[1], line, out));
  bool baselined = false;
  if (words.size() > 2) {
    TELESOFT_TRY(given, readGain(words[2], line, out));
    baselined = given;
  }
  if (words.size() > 4 && !baselined) {
    const auto zero = base::toInt(words[4]);
    if (!zero) {
      return badLine(line, "the converter's zero is no number");
    }
    out.baseline = static_cast<double>(*zero);
  }
  if (words.size() > 6) {
    const auto sum = base::toInt(words[6]);
    if (!sum) {
      return badLine(line, "the checksum is no number");
    }
    out.summed = true;
    out.checksum = static_cast<std::int16_t>(static_cast<std::uint16_t>(*sum & 0xFFFF));
  }
  for (size_t i = 8; i < words.size(); ++i) {
    out.name += (i > 8 ? " " : "") + words[i];
  }
  return out;
}

/// Gives the number of signals.
base::Result<std::int64_t> readRecordLine(const std::vector<std::string>& words,
                                          std::int64_t line,
                                          WfdbHeader& out) {
  if (words.size() < 2) {
    return badLine(line, "a name and a number of signals are expected");
  }
  if (words[0].find('/') != std::string::npos) {
    return fail(ErrorCode::Unsupported, "the record has several segments",
                "Join them with xform, or import each segment.");
  }
  const auto signals = base::toInt(words[1]);
  if (!signals || *signals < 0 || *signals > kMaxSignals) {
    return badLine(line, fmt::format("a number of signals up to {} is expected", kMaxSignals));
  }
  if (words.size() > 2) {
    std::string_view rest = words[2];
    const auto rate = base::toDouble(cutBefore(rest, "/("));
    if (!rate || !std::isfinite(*rate) || *rate <= 0) {
      return badLine(line, "the sampling rate is no number above 0");
    }
    out.framesPerSecond = *rate;
  }
  if (words.size() > 3) {
    const auto frames = base::toInt(words[3]);
    if (!frames || *frames < 0 || *frames > kMaxFrames) {
      return badLine(line, "the number of samples cannot be read");
    }
    out.frames = *frames;
  }
  if (words.size() > 4) {
    out.start = words.size() > 5 ? words[5] + " " + words[4] : words[4];
  }
  return *signals;
}

}  // namespace

base::Result<WfdbHeader> parseWfdbHeader(std::string_view text) {
  if (!base::isUtf8(text) || text.find('\0') != std::string_view::npos) {
    return fail(ErrorCode::InvalidInput, "the header is no text", "Export the record again.");
  }
  WfdbHeader out;
  std::optional<std::int64_t> expected;
  std::int64_t number = 0;
  for (const std::string& raw : base::split(text, '\n')) {
    ++number;
    const std::string_view line = base::trim(raw);
    if (line.empty()) {
      continue;
    }
    if (line.front() == '#') {
      if (expected) {
        out.comments +=
            (out.comments.empty() ? "" : "\n") + std::string(base::trim(line.substr(1)));
      }
      continue;
    }
    const std::vector<std::string> words = wordsOf(line);
    if (!expected) {
      TELESOFT_TRY(signals, readRecordLine(words, number, out));
      expected = signals;
    } else if (static_cast<std::int64_t>(out.channels.size()) < *expected) {
      TELESOFT_TRY(signal, signalOf(words, number));
      out.channels.push_back(std::move(signal));
    } else {
      return badLine(number, "more signals than the first line says");
    }
  }
  if (!expected || static_cast<std::int64_t>(out.channels.size()) < *expected) {
    return badLine(number, "the header ends before its last signal");
  }
  return out;
}

}  // namespace telesoft::data
