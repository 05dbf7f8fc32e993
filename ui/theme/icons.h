// The icon set: 20x20, one stroke of 1.5 px, drawn in the theme's colours at any scale.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>
#include <QStringList>

namespace telesoft::ui {

/// An icon of resources/icons by its file name, such as "data". It follows the theme: text colour
/// where enabled, disabled colour where not, accent where it is on. An unknown name gives an empty
/// icon.
[[nodiscard]] QIcon icon(const QString& name);
/// The same in one fixed colour.
[[nodiscard]] QIcon icon(const QString& name, const QColor& color);
[[nodiscard]] QPixmap iconPixmap(const QString& name,
                                 int size,
                                 const QColor& color,
                                 qreal devicePixelRatio);
/// Names of all icons.
[[nodiscard]] QStringList iconNames();

}  // namespace telesoft::ui
