// How long a person waits for the window: from the process' start to the end of the first painting.
#pragma once

#include <functional>

#include <QObject>

namespace telesoft::workbench {

/// Since the kernel started this process, loading of libraries included; NaN where it cannot be
/// known.
[[nodiscard]] double millisecondsSinceStart();

/// Calls back once, after `window` has been painted for the first time.
class FirstPaint : public QObject {
 public:
  FirstPaint(QObject& window, std::function<void()> painted);

 private:
  bool eventFilter(QObject* watched, QEvent* event) override;
  std::function<void()> painted_;
};

}  // namespace telesoft::workbench
