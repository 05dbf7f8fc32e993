// Who sits here, and what they may do: what each page opens on, and which actions it offers.
#pragma once

#include <QObject>

#include "telesoft/protocol/access.h"
#include "telesoft/ui/client/api_client.h"
#include "telesoft/ui/client/event_stream.h"

namespace telesoft::ui {

/// Read once connected, and again whenever an account changes.
class MeStore : public QObject {
  Q_OBJECT

 public:
  MeStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);

  [[nodiscard]] bool isKnown() const { return known_; }
  [[nodiscard]] const protocol::Me& me() const { return me_; }
  /// "review.decide". While it is not known yet: what the private server allows, which is all.
  [[nodiscard]] bool may(const char* permission) const;
  /// Why this permission is missing and which it is, in a sentence; "" where it is there.
  [[nodiscard]] QString whyNot(const char* permission) const;
  /// "clinician", "ml_staff", "admin", "auditor".
  [[nodiscard]] bool is(const char* role) const;

 Q_SIGNALS:
  void changed();

 private:
  void read();
  ApiClient& api_;
  protocol::Me me_;
  bool known_ = false;
};

/// The button is there for who has the permission; for others it is shut, and says so.
template <typename ButtonType>
void needs(MeStore& me, const char* permission, ButtonType* button) {
  const auto show = [&me, permission, button] { button->setForbidden(me.whyNot(permission)); };
  QObject::connect(&me, &MeStore::changed, button, show);
  show();
}

}  // namespace telesoft::ui
