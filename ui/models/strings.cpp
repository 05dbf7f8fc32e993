#include "telesoft/ui/models/strings.h"

#include <cmath>
#include <limits>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "telesoft/base/text.h"

namespace telesoft::ui {

namespace {

constexpr int kMinute = 60;
constexpr int kHour = 60 * kMinute;
constexpr int kDay = 24 * kHour;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Words)
};

QDateTime momentOf(const std::string& iso8601) {
  return QDateTime::fromString(toQString(iso8601), Qt::ISODateWithMs);
}

/// Ends with a full stop and begins with a capital letter.
QString sentence(const std::string& text) {
  QString out = toQString(text).trimmed();
  if (!out.isEmpty()) {
    out[0] = out.at(0).toUpper();
    if (out.back().isLetterOrNumber() || out.back() == QLatin1Char('`') ||
        out.back() == QLatin1Char('"') || out.back() == QLatin1Char(')')) {
      out += QLatin1Char('.');
    }
  }
  return out;
}

}  // namespace

QString toQString(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string toUtf8(const QString& text) {
  return text.toStdString();
}

int charPosition(std::string_view utf8, std::int64_t byteOffset) {
  const auto bytes = static_cast<size_t>(std::max<std::int64_t>(byteOffset, 0));
  return static_cast<int>(toQString(utf8.substr(0, std::min(bytes, utf8.size()))).size());
}

QString countText(std::int64_t count) {
  return QLocale().toString(static_cast<qlonglong>(count));
}

QString countText(std::int64_t count, const QString& one, const QString& many) {
  return countText(count) + QLatin1Char(' ') + (count == 1 ? one : many);
}

QString shareText(double value, int decimals) {
  return std::isfinite(value) ? toQString(base::proportion(value, decimals))
                              : Words::tr("not defined");
}

QString differenceText(double value, int decimals) {
  if (!std::isfinite(value)) {
    return Words::tr("not defined");
  }
  const QString size = shareText(std::abs(value), decimals);
  return (value < 0 ? QStringLiteral(u"\u2212") : QStringLiteral("+")) + size;
}

QString estimateText(const protocol::Estimate& estimate) {
  QString out = shareText(estimate.value);
  QStringList known;
  if (std::isfinite(estimate.low) && std::isfinite(estimate.high)) {
    known << Words::tr("95\u00a0% CI %1\u2013%2")
                 .arg(shareText(estimate.low), shareText(estimate.high));
  }
  if (estimate.n > 0) {
    known << Words::tr("n\u00a0=\u00a0%1").arg(countText(estimate.n));
  }
  if (!known.isEmpty()) {
    out += QStringLiteral(" (") + known.join(QStringLiteral(", ")) + QLatin1Char(')');
  }
  return out;
}

QString numberText(double value) {
  if (!std::isfinite(value)) {
    return std::isnan(value) ? QStringLiteral("NaN") : QStringLiteral(u"\u221e");
  }
  const double size = std::abs(value);
  QLocale locale;
  if (size != 0 && (size < 1e-4 || size >= 1e7)) {
    return locale.toString(value, 'e', 1);
  }
  const int whole = size < 1e-12 ? 0 : static_cast<int>(std::floor(std::log10(size)));
  QString out = locale.toString(value, 'f', qBound(0, 3 - whole, 8));
  const QString point(locale.decimalPoint());
  if (out.contains(point)) {
    while (out.endsWith(QLatin1Char('0'))) {
      out.chop(1);
    }
    if (out.endsWith(point)) {
      out.chop(static_cast<int>(point.size()));
    }
  }
  return out;
}

QString percentText(double fraction) {
  const int whole = static_cast<int>(std::floor(qBound(0.0, fraction, 1.0) * 100 + 1e-9));
  return QString::number(whole) + QStringLiteral(u"\u00a0%");
}

QString durationText(double seconds) {
  if (!std::isfinite(seconds)) {
    return {};
  }
  if (seconds < kMinute) {
    return Words::tr("under a minute");
  }
  const int minutes = static_cast<int>(std::lround(seconds / kMinute));
  if (minutes < 60) {
    return Words::tr("%1\u00a0min").arg(minutes);
  }
  return minutes % 60 == 0 ? Words::tr("%1\u00a0h").arg(minutes / 60)
                           : Words::tr("%1\u00a0h %2\u00a0min").arg(minutes / 60).arg(minutes % 60);
}

double secondsUntil(const std::string& iso8601) {
  const QDateTime moment = momentOf(iso8601);
  return moment.isValid()
             ? static_cast<double>(QDateTime::currentDateTimeUtc().msecsTo(moment)) / 1000.0
             : std::numeric_limits<double>::quiet_NaN();
}

QString ageText(const std::string& iso8601) {
  const double seconds = -secondsUntil(iso8601);
  if (std::isnan(seconds)) {
    return {};
  }
  if (seconds < kMinute) {
    return Words::tr("just now");
  }
  if (seconds < kHour) {
    return Words::tr("%1\u00a0min ago").arg(static_cast<int>(seconds / kMinute));
  }
  if (seconds < kDay) {
    return Words::tr("%1\u00a0h ago").arg(static_cast<int>(seconds / kHour));
  }
  return QLocale().toString(momentOf(iso8601).toLocalTime().date(), QLocale::ShortFormat);
}

QString dateTimeText(const std::string& iso8601) {
  const QDateTime moment = momentOf(iso8601);
  return moment.isValid() ? QLocale().toString(moment.toLocalTime(), QLocale::ShortFormat)
                          : QString();
}

QString bytesText(double bytes) {
  static const char* const kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < std::size(kUnits)) {
    bytes /= 1000;
    ++unit;
  }
  const int decimals = unit == 0 || bytes >= 100 ? 0 : bytes >= 10 ? 1 : 2;
  return QLocale().toString(bytes, 'f', decimals) + QChar(0xA0) + QLatin1String(kUnits[unit]);
}

ErrorWords errorWords(const base::Error& error, const QString& doing) {
  ErrorWords words;
  words.what = doing.isEmpty() ? sentence(error.message) : doing;
  words.why = doing.isEmpty() ? QString() : sentence(error.message);
  words.todo = sentence(error.hint);
  words.details =
      toQString(base::errorInfo(error.code).name) + QStringLiteral(": ") + toQString(error.text());
  return words;
}

}  // namespace telesoft::ui
