// A list of the server kept fresh: read once, then again whenever an event says that it changed.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QTimer>

#include "telesoft/protocol/server.h"
#include "telesoft/ui/client/api_client.h"
#include "telesoft/ui/client/event_stream.h"
#include "telesoft/ui/client/server_connection.h"

namespace telesoft::ui {

enum class LoadState { NotLoaded, Loading, Ready, Failed };

/// changed() after each successful read whose content may differ. While the connection is lost the
/// last content stays, and readAt() tells its age.
class ListStoreBase : public QObject {
  Q_OBJECT

 public:
  /// `kinds`: the workspace events that make a new read necessary.
  ListStoreBase(ApiClient& api, WorkspaceEvents& events, QStringList kinds, QObject* parent);

  /// Nothing is read, and the list stays empty, while it says no.
  void readOnlyIf(std::function<bool()> allowed) { allowed_ = std::move(allowed); }
  /// Reads again, at most once in 200 ms; several asks become one.
  void refresh();
  [[nodiscard]] LoadState state() const { return state_; }
  [[nodiscard]] const base::Error& error() const { return error_; }
  [[nodiscard]] QDateTime readAt() const { return readAt_; }

 Q_SIGNALS:
  void changed();
  /// NotLoaded -> Loading -> Ready or Failed.
  void stateChanged();

 protected:
  virtual void read() = 0;
  void readDone();
  void readFailed(base::Error error);
  ApiClient& api_;

 private:
  std::function<bool()> allowed_;
  QTimer soon_;
  LoadState state_ = LoadState::NotLoaded;
  base::Error error_;
  QDateTime readAt_;
  bool reading_ = false;
  bool again_ = false;
};

template <class T>
class ListStore : public ListStoreBase {
 public:
  ListStore(
      ApiClient& api, WorkspaceEvents& events, QString path, QStringList kinds, QObject* parent)
      : ListStoreBase(api, events, std::move(kinds), parent), path_(std::move(path)) {}

  [[nodiscard]] const std::vector<T>& items() const { return items_; }
  /// Null where it is not (yet) in the list.
  [[nodiscard]] const T* find(const std::string& id) const {
    for (const T& item : items_) {
      if (item.id == id) {
        return &item;
      }
    }
    return nullptr;
  }
  [[nodiscard]] const T* find(const QString& id) const { return find(id.toStdString()); }

 protected:
  void read() override {
    api_.get<protocol::Items<T>>(path_, this, [this](base::Result<protocol::Items<T>> answer) {
      if (!answer) {
        readFailed(std::move(answer).error());
        return;
      }
      items_ = std::move(answer->items);
      readDone();
    });
  }

 private:
  QString path_;
  std::vector<T> items_;
};

}  // namespace telesoft::ui
