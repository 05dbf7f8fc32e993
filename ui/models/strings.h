// The one place where QString and UTF-8 meet, and where values become words for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <QString>

#include "telesoft/base/error.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"

namespace telesoft::ui {

[[nodiscard]] QString toQString(std::string_view utf8);
[[nodiscard]] std::string toUtf8(const QString& text);
/// QChar position of a byte offset in UTF-8 text; for spans of the server.
[[nodiscard]] int charPosition(std::string_view utf8, std::int64_t byteOffset);

/// "3,512", as the locale groups.
[[nodiscard]] QString countText(std::int64_t count);
/// "1 row", "3,512 rows". `one` and `many` are nouns.
[[nodiscard]] QString countText(std::int64_t count, const QString& one, const QString& many);
/// Three decimals without the leading zero for shares (".912"), as statistics are printed; NaN is
/// "not defined".
[[nodiscard]] QString shareText(double value, int decimals = 3);
/// Signed: "+.031", "−.004".
[[nodiscard]] QString differenceText(double value, int decimals = 3);
/// ".912 (95 % CI .897–.926, n = 1,204)"; what is not known is left out.
[[nodiscard]] QString estimateText(const protocol::Estimate& estimate);
/// Four significant digits: "0.0002", "1.42", "44.1".
[[nodiscard]] QString numberText(double value);
/// "43 %", no decimals. `fraction` 0..1.
[[nodiscard]] QString percentText(double fraction);
/// "under a minute", "6 min", "1 h 20 min"; seconds NaN is "".
[[nodiscard]] QString durationText(double seconds);
/// "just now", "2 min ago", "3 h ago", then the date.
[[nodiscard]] QString ageText(const std::string& iso8601);
/// "2026-11-24T01:50:33.123Z" as the locale writes local date and time.
[[nodiscard]] QString dateTimeText(const std::string& iso8601);
/// Seconds from now until the moment; NaN where it cannot be read.
[[nodiscard]] double secondsUntil(const std::string& iso8601);
[[nodiscard]] QString bytesText(double bytes);

// Words for the API's enums.
[[nodiscard]] QString titleOf(protocol::JobState state);
[[nodiscard]] QString titleOf(protocol::DatasetState state);
[[nodiscard]] QString titleOf(protocol::ColumnRole role);
[[nodiscard]] QString titleOf(protocol::ColumnType type);
[[nodiscard]] QString titleOf(protocol::Approach approach);
[[nodiscard]] QString titleOf(protocol::Task task);
[[nodiscard]] QString titleOf(protocol::Verdict verdict);
/// "f1_score" -> "Macro-F1"; an unknown one as it is.
[[nodiscard]] QString metricTitle(const std::string& name);
/// "deidentified" -> "de-identified".
[[nodiscard]] QString datasetKindTitle(const std::string& kind);

/// What, why, what to do, and what is copied; the fields of widgets' ErrorText.
struct ErrorWords {
  QString what, why, todo, details;
};
/// `doing`: "The datasets could not be read".
[[nodiscard]] ErrorWords errorWords(const base::Error& error, const QString& doing);

}  // namespace telesoft::ui
