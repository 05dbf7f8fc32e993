#include "telesoft/ui/wizards/approach/approach_context.h"

#include <algorithm>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

using protocol::Approach;
using protocol::ApproachAdvice;
using protocol::BaseModel;

void ApproachContext::dropAdvice() {
  advice_.reset();
  why_.clear();
}

void ApproachContext::setSplit(const protocol::Split& split) {
  if (!split_ || split_->id != split.id) {
    dropAdvice();
    baseModel_.clear();
    baseChosen_ = false;
    approach_.reset();
    approachChosen_ = false;
  }
  split_ = split;
}

const protocol::SplitPart* ApproachContext::part(const std::string& name) const {
  if (split_) {
    for (const protocol::SplitPart& part : split_->parts) {
      if (part.part == name) {
        return &part;
      }
    }
  }
  return nullptr;
}

bool ApproachContext::fitsData(const std::string& id) const {
  return !advice_ || std::find(advice_->baseModels.begin(), advice_->baseModels.end(), id) !=
                         advice_->baseModels.end();
}

std::vector<BaseModel> ApproachContext::baseModels() const {
  std::vector<BaseModel> out = baseModels_;
  const auto rank = [this](const BaseModel& model) {
    if (!advice_) {
      return std::ptrdiff_t{0};
    }
    const auto& order = advice_->baseModels;
    return std::find(order.begin(), order.end(), model.id) - order.begin();
  };
  std::stable_sort(out.begin(), out.end(),
                   [&](const BaseModel& a, const BaseModel& b) { return rank(a) < rank(b); });
  return out;
}

const BaseModel* ApproachContext::baseModel() const {
  for (const BaseModel& model : baseModels_) {
    if (model.id == baseModel_) {
      return &model;
    }
  }
  return nullptr;
}

void ApproachContext::setBaseModel(const std::string& id) {
  if (id != baseModel_) {
    baseModel_ = id;
    baseChosen_ = true;
    dropAdvice();
  }
}

void ApproachContext::setAdvice(protocol::Advice advice) {
  why_.clear();
  advice_ = std::move(advice);
  if (!baseChosen_ && !advice_->baseModels.empty()) {
    baseModel_ = advice_->baseModels.front();
    for (const BaseModel& model : baseModels()) {
      if (model.available && fitsData(model.id)) {
        baseModel_ = model.id;
        break;
      }
    }
  }
  if (!approachChosen_ || approach() == nullptr) {
    approach_.reset();
    for (const char* const fit : {"recommended", "possible"}) {
      for (const ApproachAdvice& one : advice_->approaches) {
        if (one.fit == fit && !approach_) {
          approach_ = one.approach;
        }
      }
    }
  }
  const BaseModel* const base = baseModel();
  if (!targetChosen_ && base != nullptr) {
    target_.primary = base->task == protocol::Task::TabularRisk ? "auroc" : "f1_score";
  }
}

void ApproachContext::setAdviceFailed(const QString& why) {
  advice_.reset();
  why_ = why;
}

void ApproachContext::setApproach(Approach approach) {
  approach_ = approach;
  approachChosen_ = true;
}

const ApproachAdvice* ApproachContext::approach() const {
  if (advice_ && approach_) {
    for (const ApproachAdvice& one : advice_->approaches) {
      if (one.approach == *approach_) {
        return &one;
      }
    }
  }
  return nullptr;
}

bool ApproachContext::applies(const Setting& setting) const {
  const BaseModel* const base = baseModel();
  const bool text = base == nullptr || base->task == protocol::Task::TextClassification;
  return (!setting.adapterOnly || approach_ == Approach::Peft) && (!setting.textOnly || text);
}

QString ApproachContext::difference(const Setting& setting) const {
  static const protocol::Hyperparameters kPreset;
  const double preset = setting.value(kPreset);
  if (setting.value(hyperparameters_) == preset) {
    return {};
  }
  const QString text = setting.text(preset);
  return preset == 0 && !setting.zero.isEmpty() ? tr("differs from the preset")
                                                : tr("preset: %1").arg(text);
}

int ApproachContext::differences(SettingGroup group) const {
  int count = 0;
  for (const Setting& setting : settings()) {
    count += setting.group == group && applies(setting) && !difference(setting).isEmpty() ? 1 : 0;
  }
  return count;
}

void ApproachContext::setTarget(const std::string& metric) {
  target_.primary = metric;
  targetChosen_ = true;
}

bool ApproachContext::isPreserved(const std::string& capability) const {
  return std::find(preserved_.begin(), preserved_.end(), capability) != preserved_.end();
}

void ApproachContext::setPreserved(const std::string& capability, bool preserved) {
  preserved_.erase(std::remove(preserved_.begin(), preserved_.end(), capability), preserved_.end());
  if (preserved) {
    preserved_.push_back(capability);
  }
}

void ApproachContext::setName(const QString& name) {
  name_ = name;
}

QString ApproachContext::name() const {
  if (!name_.isNull() || !split_) {
    return name_;
  }
  const ApproachAdvice* const chosen = approach();
  return chosen == nullptr
             ? toQString(split_->name)
             : QStringLiteral("%1, %2").arg(toQString(split_->name), titleOf(chosen->approach));
}

protocol::JobRequest ApproachContext::request() const {
  protocol::JobRequest out;
  out.name = toUtf8(name().trimmed());
  out.baseModel = baseModel_;
  out.approach = approach_.value_or(Approach::Peft);
  const auto* const train = part("train");
  const auto* const validation = part("validation");
  out.trainingData = train == nullptr ? std::string() : train->datasetId;
  out.validationData = validation == nullptr ? std::string() : validation->datasetId;
  out.hyperparameters = hyperparameters_;
  out.specialty = toUtf8(specialty_.trimmed());
  out.targetMetrics = target_;
  out.preserveCapabilities = preserved_;
  return out;
}

void ApproachContext::clear() {
  split_.reset();
  baseModel_.clear();
  baseChosen_ = false;
  dropAdvice();
  approach_.reset();
  approachChosen_ = false;
  hyperparameters_ = protocol::Hyperparameters();
  target_ = protocol::TargetMetrics();
  targetChosen_ = false;
  preserved_ = {"general_medical_knowledge"};
  specialty_.clear();
  name_ = QString();
}

QString ApproachContext::requestText() const {
  return toQString(base::toJson(request()).dump(2));
}

}  // namespace telesoft::ui
