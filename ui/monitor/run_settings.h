// The settings of one run, or of two side by side with what differs.
#pragma once

#include <vector>

#include <QString>

#include "telesoft/protocol/job.h"

namespace telesoft::ui {

struct SettingRow {
  QString name, value, other;
  bool differs = false;
};

/// `other` null: one run. Where there are two, what differs comes first.
[[nodiscard]] std::vector<SettingRow> settingRows(const protocol::JobRequest& request,
                                                  const protocol::JobRequest* other);

}  // namespace telesoft::ui
