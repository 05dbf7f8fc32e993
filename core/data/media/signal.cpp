#include "telesoft/data/media/signal.h"

#include <cmath>
#include <cstring>

#include "telesoft/base/hash.h"
#include "telesoft/base/json.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;

constexpr std::string_view kMagic = "TSIG";
constexpr size_t kStart = 8;
constexpr size_t kHashBytes = 32;
constexpr std::int64_t kVersion = 1;
constexpr double kMissing = -32768.0;
constexpr double kLargest = 32767.0;

struct ChannelHeader {
  std::string name;
  std::string unit;
  double rateHz = 0;
  std::string samples;  // "int16" | "float32"
  std::int64_t count = 0;
  double step = 0;
  double offset = 0;
};

template <class V>
void describe(V& v, ChannelHeader& c) {
  v.required("name", c.name);
  v.required("unit", c.unit);
  v.required("rate_hz", c.rateHz);
  v.required("samples", c.samples);
  v.required("count", c.count);
  v.optional("step", c.step);
  v.optional("offset", c.offset);
}

struct Header {
  std::string format = "telesoft.signal";
  std::int64_t version = kVersion;
  std::vector<ChannelHeader> channels;
};

template <class V>
void describe(V& v, Header& h) {
  v.required("format", h.format);
  v.required("version", h.version);
  v.required("channels", h.channels);
}

void putLittleEndian(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(static_cast<unsigned char>(value & 0xFFU));
    value >>= 8U;
  }
}

std::uint32_t littleEndian(std::string_view bytes, size_t at, size_t count) {
  std::uint32_t value = 0;
  for (size_t i = count; i-- > 0;) {
    value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

std::uint32_t wholeOf(double value, const SignalChannel& channel) {
  if (std::isnan(value)) {
    return static_cast<std::uint16_t>(static_cast<std::int16_t>(kMissing));
  }
  const double steps = std::round((value - channel.offset) / channel.step);
  return static_cast<std::uint16_t>(
      static_cast<std::int16_t>(std::clamp(steps, -kLargest, kLargest)));
}

void putSamples(std::string& out, const SignalChannel& channel) {
  for (const float sample : channel.samples) {
    if (channel.step > 0) {
      putLittleEndian(out, wholeOf(static_cast<double>(sample), channel), 2);
    } else {
      std::uint32_t bits = 0;
      std::memcpy(&bits, &sample, sizeof bits);
      putLittleEndian(out, bits, 4);
    }
  }
}

base::Error damaged() {
  return fail(ErrorCode::Corrupt, "the stored signal is cut off or damaged",
              "Import the file again, or restore the workspace from a backup.");
}

float sampleAt(std::string_view bytes, size_t at, const ChannelHeader& header) {
  if (header.step > 0) {
    const auto whole = static_cast<double>(static_cast<std::int16_t>(littleEndian(bytes, at, 2)));
    return whole <= kMissing ? std::numeric_limits<float>::quiet_NaN()
                             : static_cast<float>(header.offset + header.step * whole);
  }
  const std::uint32_t bits = littleEndian(bytes, at, 4);
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

base::Result<SignalChannel> channelAt(std::string_view body,
                                      size_t& at,
                                      const ChannelHeader& header) {
  const bool whole = header.samples == "int16";
  if ((!whole && header.samples != "float32") || whole != (header.step > 0) ||
      !std::isfinite(header.step) || !std::isfinite(header.offset) || header.count < 0) {
    return damaged();
  }
  const size_t width = whole ? 2 : 4;
  const auto count = static_cast<std::uint64_t>(header.count);
  if (count > (body.size() - at) / width) {
    return damaged();
  }
  SignalChannel out{header.name, header.unit, header.rateHz, header.step, header.offset, {}};
  out.samples.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i, at += width) {
    out.samples.push_back(sampleAt(body, at, header));
  }
  return out;
}

base::Result<Header> headerOf(std::string_view text) {
  auto document = base::parseJson(text);
  if (!document || !document->is_object()) {
    return damaged();
  }
  auto header = base::fromJson<Header>(*document);
  if (!header || header->format != "telesoft.signal") {
    return damaged();
  }
  if (header->version != kVersion) {
    return fail(ErrorCode::Unsupported, "the signal was stored by a newer version",
                "Open the workspace with that version.");
  }
  return header;
}

}  // namespace

std::string encodeSignal(const Signal& signal) {
  Header header;
  for (const SignalChannel& channel : signal.channels) {
    const bool whole = channel.step > 0;
    header.channels.push_back({channel.name, channel.unit, channel.rateHz,
                               whole ? "int16" : "float32",
                               static_cast<std::int64_t>(channel.samples.size()),
                               whole ? channel.step : 0, whole ? channel.offset : 0});
  }
  const std::string text =
      base::toJson(header).dump(-1, ' ', false, base::json::error_handler_t::replace);
  std::string out(kMagic);
  putLittleEndian(out, static_cast<std::uint32_t>(text.size()), 4);
  out += text;
  for (const SignalChannel& channel : signal.channels) {
    putSamples(out, channel);
  }
  const base::Sha256 hash = base::sha256(out);
  out.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  return out;
}

base::Result<Signal> decodeSignal(std::string_view bytes) {
  if (bytes.size() < kStart + kHashBytes || bytes.substr(0, kMagic.size()) != kMagic) {
    return damaged();
  }
  const std::string_view body = bytes.substr(0, bytes.size() - kHashBytes);
  const base::Sha256 hash = base::sha256(body);
  if (std::memcmp(hash.data(), bytes.data() + body.size(), kHashBytes) != 0) {
    return damaged();
  }
  const size_t length = littleEndian(body, kMagic.size(), 4);
  if (length > body.size() - kStart) {
    return damaged();
  }
  TELESOFT_TRY(header, headerOf(body.substr(kStart, length)));
  Signal out;
  size_t at = kStart + length;
  for (const ChannelHeader& channel : header.channels) {
    TELESOFT_TRY(read, channelAt(body, at, channel));
    out.channels.push_back(std::move(read));
  }
  if (at != body.size()) {
    return damaged();
  }
  return out;
}

}  // namespace telesoft::data
