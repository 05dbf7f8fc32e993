// A run's settings as a table: what each is called, means and may be. Forms, marks of difference
// and sentences are made from it.
#pragma once

#include <variant>
#include <vector>

#include <QString>

#include "telesoft/protocol/run_spec.h"

namespace telesoft::ui {

enum class SettingGroup { Basic, Optimiser, AdapterAndMachine };

struct Setting {
  using Field = std::variant<double protocol::Hyperparameters::*,
                             std::int64_t protocol::Hyperparameters::*,
                             bool protocol::Hyperparameters::*>;
  QString key;  // as in the API
  QString title, help;
  SettingGroup group = SettingGroup::Basic;
  Field field;
  double low = 0, high = 1, step = 1;
  int decimals = 0;
  QString zero = {};         // what 0 means: "preset"
  bool adapterOnly = false;  // of parameter-efficient tuning
  bool textOnly = false;

  [[nodiscard]] double value(const protocol::Hyperparameters& from) const;
  void set(protocol::Hyperparameters& to, double value) const;
  [[nodiscard]] bool isSwitch() const { return field.index() == 2; }
  /// "0.0002", "preset", "on".
  [[nodiscard]] QString text(double value) const;
};

[[nodiscard]] const std::vector<Setting>& settings();
[[nodiscard]] QString groupTitle(SettingGroup group);

}  // namespace telesoft::ui
