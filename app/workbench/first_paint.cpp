#include "first_paint.h"

#include <ctime>
#include <limits>

#include <QEvent>
#include <QFile>
#include <QTimer>

#include <unistd.h>

namespace telesoft::workbench {

double millisecondsSinceStart() {
  // Field 22 of /proc/self/stat is the start in clock ticks after boot (proc(5)); the name in field
  // 2 may hold spaces, so counting starts behind its closing bracket.
  QFile file(QStringLiteral("/proc/self/stat"));
  if (!file.open(QIODevice::ReadOnly)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const QByteArray text = file.readAll();
  const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
  const double startedAt =
      fields.value(19).toDouble() * 1000 / static_cast<double>(sysconf(_SC_CLK_TCK));
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<double>(now.tv_sec) * 1000 + static_cast<double>(now.tv_nsec) / 1e6 -
         startedAt;
}

FirstPaint::FirstPaint(QObject& window, std::function<void()> painted)
    : QObject(&window), painted_(std::move(painted)) {
  window.installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Paint && painted_) {
    // The paint events of one window are one turn of the event loop: behind them all is painted.
    QTimer::singleShot(0, this, [painted = std::exchange(painted_, nullptr)] { painted(); });
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace telesoft::workbench
