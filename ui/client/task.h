// Work off the GUI thread: copied in, run, and its value delivered to a context object by a queued
// call.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QThreadPool>

namespace telesoft::ui {

/// `done` runs in the thread of `context`, and not at all when it is gone by then.
template <class Value>
void runTask(QObject* context, std::function<Value()> work, std::function<void(Value)> done) {
  // The pool's thread must not touch `context` while it may die: only the queued call does.
  auto* const courier = new QObject();
  courier->moveToThread(context->thread());
  const QPointer<QObject> alive(context);
  QThreadPool::globalInstance()->start(
      [courier, alive, work = std::move(work), done = std::move(done)]() mutable {
        auto value = std::make_shared<Value>(work());
        QMetaObject::invokeMethod(
            courier,
            [courier, alive, value, done = std::move(done)] {
              if (alive) {
                done(std::move(*value));
              }
              courier->deleteLater();
            },
            Qt::QueuedConnection);
      });
}

}  // namespace telesoft::ui
