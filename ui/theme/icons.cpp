#include "telesoft/ui/theme/icons.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "telesoft/ui/theme/theme.h"

void initIconResources() {
  Q_INIT_RESOURCE(icons);
}  // the macro wants the global namespace

namespace telesoft::ui {

namespace {

QByteArray svgOf(const QString& name) {
  initIconResources();
  QFile file(QStringLiteral(":/telesoft/icons/") + name + QStringLiteral(".svg"));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Draws the SVG anew in the colour that the theme gives at the time of painting.
class ThemedIconEngine : public QIconEngine {
 public:
  ThemedIconEngine(QString name, QColor fixed) : name_(std::move(name)), fixed_(std::move(fixed)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const qreal ratio = painter->device() != nullptr ? painter->device()->devicePixelRatio() : 1;
    painter->drawPixmap(rect, iconPixmap(name_, rect.width(), colorOf(mode, state), ratio));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return iconPixmap(name_, size.width(), colorOf(mode, state), 1);
  }
  QPixmap scaledPixmap(const QSize& size,
                       QIcon::Mode mode,
                       QIcon::State state,
                       qreal scale) override {
    QPixmap map = iconPixmap(name_, size.width(), colorOf(mode, state), 1);
    map.setDevicePixelRatio(scale);
    return map;
  }
  [[nodiscard]] QIconEngine* clone() const override { return new ThemedIconEngine(name_, fixed_); }

 private:
  [[nodiscard]] QColor colorOf(QIcon::Mode mode, QIcon::State state) const {
    const Palette& now = colors();
    if (mode == QIcon::Disabled) {
      return now.disabled;
    }
    if (fixed_.isValid()) {
      return fixed_;
    }
    return state == QIcon::On ? now.accent : now.secondary;
  }
  QString name_;
  QColor fixed_;
};

}  // namespace

QIcon icon(const QString& name) {
  return icon(name, QColor());
}

QIcon icon(const QString& name, const QColor& color) {
  return svgOf(name).isEmpty() ? QIcon() : QIcon(new ThemedIconEngine(name, color));
}

QPixmap iconPixmap(const QString& name, int size, const QColor& color, qreal devicePixelRatio) {
  const QString key = QStringLiteral("telesoft/%1/%2/%3/%4")
                          .arg(name, color.name())
                          .arg(size)
                          .arg(devicePixelRatio);
  QPixmap map;
  if (QPixmapCache::find(key, &map)) {
    return map;
  }
  const QByteArray svg = svgOf(name).replace("currentColor", color.name().toLatin1());
  map = QPixmap(QSize(size, size) * devicePixelRatio);
  map.fill(Qt::transparent);
  if (!svg.isEmpty()) {
    QSvgRenderer renderer(svg);
    QPainter painter(&map);
    renderer.render(&painter, QRectF(QPointF(), map.size()));
  }
  map.setDevicePixelRatio(devicePixelRatio);
  QPixmapCache::insert(key, map);
  return map;
}

QStringList iconNames() {
  initIconResources();
  QStringList names;
  const QStringList files = QDir(QStringLiteral(":/telesoft/icons")).entryList(QDir::Files);
  for (const QString& file : files) {
    names << file.chopped(4);
  }
  return names;
}

}  // namespace telesoft::ui
