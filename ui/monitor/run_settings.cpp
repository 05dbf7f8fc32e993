#include "telesoft/ui/monitor/run_settings.h"

#include <algorithm>

#include <QCoreApplication>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(RunSettings)
};

/// "learningRate" -> "Learning rate".
QString titleOfKey(const std::string& key) {
  QString out;
  for (const QChar c : toQString(key)) {
    if (c.isUpper()) {
      out += QLatin1Char(' ');
    }
    out += out.isEmpty() ? c.toUpper() : c.toLower();
  }
  return out;
}

QString valueText(const base::json& value) {
  if (value.is_string()) {
    return toQString(value.get<std::string>());
  }
  if (value.is_boolean()) {
    return value.get<bool>() ? Words::tr("yes") : Words::tr("no");
  }
  if (value.is_number_float()) {
    return numberText(value.get<double>());
  }
  if (value.is_number()) {
    return QString::number(value.get<std::int64_t>());
  }
  if (value.is_array()) {
    QStringList items;
    for (const base::json& item : value) {
      items << valueText(item);
    }
    return items.isEmpty() ? Words::tr("all") : items.join(QStringLiteral(", "));
  }
  return {};
}

/// 0 means "the preset" for these two.
bool isPreset(const std::string& key, const base::json& value) {
  return (key == "learningRate" || key == "epochs") && value.is_number() &&
         value.get<double>() == 0;
}

std::vector<SettingRow> rowsOf(const protocol::JobRequest& request) {
  std::vector<SettingRow> rows = {
      {Words::tr("Base model"), toQString(request.baseModel), {}, false},
      {Words::tr("Approach"), titleOf(request.approach), {}, false},
      {Words::tr("Training data"), toQString(request.trainingData), {}, false},
      {Words::tr("Validation data"), toQString(request.validationData), {}, false},
      {Words::tr("Target"), metricTitle(request.targetMetrics.primary), {}, false},
  };
  const base::json settings = base::toJson(request.hyperparameters);
  for (const auto& [key, value] : settings.items()) {
    rows.push_back({titleOfKey(key),
                    isPreset(key, value) ? Words::tr("preset") : valueText(value),
                    {},
                    false});
  }
  return rows;
}

}  // namespace

std::vector<SettingRow> settingRows(const protocol::JobRequest& request,
                                    const protocol::JobRequest* other) {
  std::vector<SettingRow> rows = rowsOf(request);
  if (other == nullptr) {
    return rows;
  }
  const std::vector<SettingRow> others = rowsOf(*other);  // the same keys in the same order
  for (size_t i = 0; i < rows.size(); ++i) {
    rows[i].other = others[i].value;
    rows[i].differs = rows[i].value != others[i].value;
  }
  std::stable_partition(rows.begin(), rows.end(),
                        [](const SettingRow& row) { return row.differs; });
  return rows;
}

}  // namespace telesoft::ui
