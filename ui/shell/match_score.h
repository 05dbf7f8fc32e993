// How well a typed query fits a title: what the palette sorts by.
#pragma once

#include <QString>

namespace telesoft::ui {

/// 0 where it does not fit, else the higher the better: a title that begins with the query, words
/// that begin with the query's words, a part of the title, its letters in order. Case and accents
/// do not count. An empty query fits everything alike.
[[nodiscard]] int matchScore(const QString& query, const QString& title);

}  // namespace telesoft::ui
