#include "telesoft/data/read/wfdb.h"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/media/signal.h"
#include "telesoft/data/read/wfdb_samples.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;

constexpr std::uint64_t kMaxHeader = 1ULL << 20U;
constexpr std::uint64_t kMaxSamples = 1ULL << 30U;
const std::vector<std::string> kRecordColumns = {"record",  "start",   "rate_hz",  "samples",
                                                 "seconds", "signals", "comments", "signal"};
const std::vector<std::string> kAnnotationColumns = {"record",  "sample",  "seconds", "symbol",
                                                     "subtype", "channel", "number",  "text"};
using Rows = std::vector<std::vector<std::string>>;

/// One file of samples: the signals that share it, frame after frame.
struct SampleFile {
  std::vector<size_t> signals;
  std::vector<std::int16_t> samples;
  std::int64_t perFrame = 0;
};

base::Result<SampleFile> openSamples(const base::Path& folder,
                                     const WfdbHeader& header,
                                     const std::vector<size_t>& signals) {
  SampleFile out{signals, {}, 0};
  const WfdbSignal& first = header.channels[signals.front()];
  for (const size_t index : signals) {
    out.perFrame += header.channels[index].perFrame;
    if (header.channels[index].format != first.format) {
      return fail(ErrorCode::InvalidInput, "signals of one file have different sample formats",
                  "Export the record again.");
    }
  }
  const base::Path path = folder / first.file;
  std::error_code ignored;
  if (std::filesystem::is_symlink(path, ignored)) {
    return fail(ErrorCode::PermissionDenied, "the samples are a link to elsewhere",
                "Put the file itself beside the header.");
  }
  TELESOFT_TRY(bytes, base::readFile(path, kMaxSamples));
  const auto skip = static_cast<std::uint64_t>(first.skipBytes);
  out.samples = unpackedWfdb(std::string_view(bytes).substr(std::min<size_t>(skip, bytes.size())),
                             first.format);
  return out;
}

base::Status checkSum(const std::vector<std::int16_t>& samples, const WfdbSignal& signal) {
  std::uint32_t sum = 0;
  for (const std::int16_t sample : samples) {
    if (sample == std::numeric_limits<std::int16_t>::min()) {
      return {};  // programs differ in what a missing sample adds
    }
    sum += static_cast<std::uint16_t>(sample);
  }
  if (signal.summed && static_cast<std::int16_t>(sum & 0xFFFFU) != signal.checksum) {
    return fail(ErrorCode::Corrupt, "the samples do not fit the checksum in the header",
                "Copy the record again from where it came from.");
  }
  return {};
}

SignalChannel channelOf(const std::vector<std::int16_t>& samples,
                        const WfdbSignal& signal,
                        double framesPerSecond) {
  const double step = 1 / signal.gain;
  SignalChannel out{
      signal.name, signal.unit, framesPerSecond * signal.perFrame, step, -signal.baseline * step,
      {}};
  out.samples.reserve(samples.size());
  for (const std::int16_t sample : samples) {
    out.samples.push_back(sample == std::numeric_limits<std::int16_t>::min()
                              ? std::numeric_limits<float>::quiet_NaN()
                              : static_cast<float>((sample - signal.baseline) / signal.gain));
  }
  return out;
}

/// The channels of one file, into their places.
base::Status addChannels(const SampleFile& file, const WfdbHeader& header, Signal& out) {
  const std::int64_t held = static_cast<std::int64_t>(file.samples.size()) / file.perFrame;
  const std::int64_t frames = header.frames > 0 ? header.frames : held;
  if (frames > held) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} samples a signal where the header says {}", held, frames),
                "Copy the record again from where it came from.");
  }
  std::int64_t first = 0;
  for (const size_t index : file.signals) {
    const WfdbSignal& signal = header.channels[index];
    std::vector<std::int16_t> own;
    own.reserve(static_cast<size_t>(frames * signal.perFrame));
    for (std::int64_t frame = 0; frame < frames; ++frame) {
      const auto begin = file.samples.begin() + frame * file.perFrame + first;
      own.insert(own.end(), begin, begin + signal.perFrame);
    }
    first += signal.perFrame;
    TELESOFT_CHECK(checkSum(own, signal));
    out.channels[index] = channelOf(own, signal, header.framesPerSecond);
  }
  return {};
}

base::Result<Signal> signalOf(const base::Path& folder, const WfdbHeader& header) {
  std::map<std::string, std::vector<size_t>> files;
  for (size_t i = 0; i < header.channels.size(); ++i) {
    files[header.channels[i].file].push_back(i);
  }
  Signal out;
  out.channels.resize(header.channels.size());
  for (const auto& [name, signals] : files) {
    TELESOFT_TRY(file, openSamples(folder, header, signals));
    TELESOFT_CHECK(addChannels(file, header, out));
  }
  return out;
}

base::Result<WfdbHeader> headerAt(const base::Path& path) {
  TELESOFT_TRY(text, base::readFile(path, kMaxHeader));
  return parseWfdbHeader(text);
}

std::string numberText(double value) {
  return fmt::format("{}", value);
}

base::Result<Rows> recordRows(const base::Path& path,
                              const std::string& name,
                              const ReadOptions& options) {
  TELESOFT_TRY(header, headerAt(path));
  TELESOFT_TRY(signal, signalOf(path.parent_path(), header));
  std::vector<std::string> names;
  for (const WfdbSignal& channel : header.channels) {
    names.push_back(channel.name);
  }
  std::int64_t frames = header.frames;
  if (frames == 0 && !signal.channels.empty()) {
    frames =
        static_cast<std::int64_t>(signal.channels[0].samples.size()) / header.channels[0].perFrame;
  }
  std::string cell;
  if (options.media && !signal.channels.empty()) {
    TELESOFT_TRY(id, options.media(encodeSignal(signal), kSignalMediaType));
    cell = std::move(id);
  }
  return Rows{{name, header.start, numberText(header.framesPerSecond), std::to_string(frames),
               numberText(static_cast<double>(frames) / header.framesPerSecond),
               base::join(names, ", "), header.comments, cell}};
}

base::Result<Rows> annotationRows(const base::Path& path, const std::string& name) {
  TELESOFT_TRY(header, headerAt(path));
  base::Path annotations = path;
  annotations.replace_extension(".atr");
  std::error_code ignored;
  Rows out;
  if (!std::filesystem::exists(annotations, ignored)) {
    return out;
  }
  TELESOFT_TRY(bytes, base::readFile(annotations, kMaxSamples));
  TELESOFT_TRY(list, wfdbAnnotations(bytes));
  for (const WfdbAnnotation& mark : list) {
    out.push_back({name, std::to_string(mark.sample),
                   numberText(static_cast<double>(mark.sample) / header.framesPerSecond),
                   mark.symbol, std::to_string(mark.subtype), std::to_string(mark.channel),
                   std::to_string(mark.number), mark.text});
  }
  return out;
}

/// The headers below the folder, in the order of their names.
base::Result<std::vector<base::Path>> headersIn(const base::Path& folder) {
  std::vector<base::Path> out;
  std::error_code error;
  std::filesystem::recursive_directory_iterator it(folder, error), end;
  for (; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().extension() == ".hea" && !it->is_symlink(ignored)) {
      out.push_back(it->path());
    }
  }
  if (error) {
    return base::systemError(error.value(), "the folder cannot be read");
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Job {
  const ReadOptions& options;
  const RowSink& onRow;
  ReadReport& report;
  bool annotations = false;
};

bool enough(const Job& job) {
  return job.options.maxRows > 0 && job.report.rows >= job.options.maxRows;
}

/// The rows of one record; nothing of it is handed on before all of it is read.
base::Status readRecord(const base::Path& path, const std::string& name, Job& job) {
  auto rows = job.annotations ? annotationRows(path, name) : recordRows(path, name, job.options);
  protocol::SourceFile file{name + ".hea", "read", "", ""};
  if (!rows) {
    file = {name + ".hea", "refused", rows.error().message, rows.error().hint};
    job.report.files.push_back(std::move(file));
    return std::move(rows).error();
  }
  job.report.files.push_back(std::move(file));
  for (auto& row : *rows) {
    if (enough(job)) {
      break;
    }
    const base::Status taken = job.onRow(++job.report.rows, std::move(row));
    if (!taken) {
      job.report.files.clear();  // the sink's error, not the record's
      return taken.error();
    }
  }
  return {};
}

base::Status readFolder(const base::Path& folder, Job& job, const base::Stop& stop) {
  TELESOFT_TRY(headers, headersIn(folder));
  bool read = false;
  for (const base::Path& path : headers) {
    if (enough(job)) {
      break;
    }
    if (stop.requested()) {
      return fail(ErrorCode::Cancelled, "the reading was cancelled");
    }
    base::Path name = path.lexically_relative(folder);
    base::Status one = readRecord(path, name.replace_extension().generic_string(), job);
    if (!one && job.report.files.empty()) {
      return one;
    }
    read = read || one.has_value();
  }
  if (!read) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("no record can be read of {} in the folder", headers.size()),
                "See the reasons of its files, or choose another folder.");
  }
  return {};
}

ReadReport startedReport(bool annotations) {
  ReadReport report;
  report.fileFormat = "wfdb";
  report.encoding = "UTF-8";
  report.columns = annotations ? kAnnotationColumns : kRecordColumns;
  report.table = annotations ? "annotations" : "records";
  report.tables = {{"records", "a row a record, with its signal", -1},
                   {"annotations", "a row a beat or mark", -1}};
  report.known = {{"record", "", "", "", "name of the WFDB record"}};
  if (!annotations) {
    report.known.push_back({"signal", "signal", "", "", "samples of the WFDB record"});
  }
  return report;
}

}  // namespace

bool looksLikeWfdbHeader(std::string_view head) {
  for (const std::string& raw : base::split(head.substr(0, 4096), '\n')) {
    const std::string_view line = base::trim(raw);
    if (line.empty() || line.front() == '#') {
      continue;
    }
    const auto words = base::split(line, ' ');
    return words.size() >= 3 && words.size() <= 6 && base::toInt(words[1]).has_value() &&
           base::toInt(words[1]).value_or(-1) >= 0 &&
           base::toDouble(base::split(base::split(words[2], '/')[0], '(')[0]).value_or(0) > 0 &&
           head.find(".dat ") != std::string_view::npos;
  }
  return false;
}

base::Result<ReadReport> readWfdbRows(const base::Path& source,
                                      const ReadOptions& options,
                                      const HeaderSink& onHeader,
                                      const RowSink& onRow,
                                      const base::Stop& stop) {
  if (!options.table.empty() && options.table != "records" && options.table != "annotations") {
    return fail(ErrorCode::InvalidInput, "the source has no such table",
                "Choose records or annotations.");
  }
  ReadReport report = startedReport(options.table == "annotations");
  TELESOFT_CHECK(onHeader(report.columns));
  Job job{options, onRow, report, options.table == "annotations"};
  std::error_code ignored;
  if (std::filesystem::is_directory(source, ignored)) {
    TELESOFT_CHECK(readFolder(source, job, stop));
  } else {
    TELESOFT_CHECK(readRecord(source, source.stem().string(), job));
  }
  return report;
}

}  // namespace telesoft::data
