#include "telesoft/ui/shell/match_score.h"

#include <algorithm>

#include <QStringList>

namespace telesoft::ui {

namespace {

/// Lower case, without accents.
QString plain(const QString& text) {
  QString out;
  for (const QChar c : text.normalized(QString::NormalizationForm_KD)) {
    if (c.category() != QChar::Mark_NonSpacing) {
      out += c.toLower();
    }
  }
  return out.simplified();
}

bool everyWordBegins(const QString& query, const QString& title) {
  const QStringList words = title.split(QLatin1Char(' '));
  const QStringList asked = query.split(QLatin1Char(' '));
  return std::all_of(asked.begin(), asked.end(), [&words](const QString& part) {
    return std::any_of(words.begin(), words.end(),
                       [&part](const QString& word) { return word.startsWith(part); });
  });
}

bool lettersInOrder(const QString& query, const QString& title) {
  qsizetype at = 0;
  for (const QChar c : query) {
    if (c.isSpace()) {
      continue;
    }
    at = title.indexOf(c, at);
    if (at < 0) {
      return false;
    }
    ++at;
  }
  return true;
}

}  // namespace

int matchScore(const QString& query, const QString& title) {
  const QString asked = plain(query);
  const QString own = plain(title);
  if (asked.isEmpty()) {
    return 1;
  }
  const int brevity = qMax(0, 40 - static_cast<int>(own.size()));  // the shorter title first
  if (own.startsWith(asked)) {
    return 400 + brevity;
  }
  if (everyWordBegins(asked, own)) {
    return 300 + brevity;
  }
  if (own.contains(asked)) {
    return 200 + brevity;
  }
  return lettersInOrder(asked, own) ? 100 + brevity : 0;
}

}  // namespace telesoft::ui
