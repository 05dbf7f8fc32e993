#include "telesoft/ui/wizards/import/import_context.h"

#include <algorithm>

#include <QFileInfo>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

using protocol::ColumnRole;
using protocol::ColumnSchema;

namespace {

constexpr char kDerivedLabel[] = "event_within_horizon";

bool sameSettings(const ColumnSchema& a, const ColumnSchema& b) {
  return a.type == b.type && a.role == b.role && a.unit == b.unit;
}

}  // namespace

void ImportContext::setPath(const QString& path) {
  if (path == path_) {
    return;
  }
  clear();
  path_ = path;
  name_ = QFileInfo(path).completeBaseName();
}

void ImportContext::setPreview(protocol::Preview preview) {
  columns_ = preview.columns;
  why_.clear();
  preview_ = std::move(preview);
}

void ImportContext::setPreviewFailed(const QString& why) {
  preview_.reset();
  columns_.clear();
  why_ = why;
}

void ImportContext::setType(int column, protocol::ColumnType type) {
  columns_[static_cast<size_t>(column)].type = type;
}

void ImportContext::setRole(int column, ColumnRole role) {
  columns_[static_cast<size_t>(column)].role = role;
}

void ImportContext::setUnit(int column, const std::string& unit) {
  columns_[static_cast<size_t>(column)].unit = unit;
}

int ImportContext::countOf(ColumnRole role) const {
  return static_cast<int>(std::count_if(columns_.begin(), columns_.end(),
                                        [&](const ColumnSchema& c) { return c.role == role; }));
}

const ColumnSchema* ImportContext::columnWith(ColumnRole role) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const ColumnSchema& c) { return c.role == role; });
  return found == columns_.end() ? nullptr : &*found;
}

QString ImportContext::columnProblem(int column) const {
  const ColumnRole role = columns_[static_cast<size_t>(column)].role;
  for (const ColumnRole once :
       {ColumnRole::Label, ColumnRole::Patient, ColumnRole::Time, ColumnRole::Event}) {
    if (role == once && countOf(role) > 1) {
      return tr("%1 columns have the role \"%2\"; only one can. Give the others another role.")
          .arg(countOf(role))
          .arg(titleOf(role));
    }
  }
  return {};
}

bool ImportContext::differsFromProposal(int column) const {
  const auto at = static_cast<size_t>(column);
  return preview_ && !sameSettings(columns_[at], preview_->columns[at]);
}

bool ImportContext::canDeriveLabel() const {
  return countOf(ColumnRole::Time) == 1 && countOf(ColumnRole::Event) == 1;
}

QString ImportContext::timeColumn() const {
  const ColumnSchema* const column = columnWith(ColumnRole::Time);
  return column == nullptr ? QString() : toQString(column->name);
}

QString ImportContext::timeUnit() const {
  const ColumnSchema* const column = columnWith(ColumnRole::Time);
  return column == nullptr || column->unit.empty() ? tr("in its unit") : toQString(column->unit);
}

QStringList ImportContext::classes() const {
  QStringList names;
  if (horizon_ > 0) {
    return {QStringLiteral("0"), QStringLiteral("1")};
  }
  const ColumnSchema* const label = columnWith(ColumnRole::Label);
  if (preview_ && label != nullptr) {
    const auto at = static_cast<size_t>(label - columns_.data());
    for (const auto& row : preview_->rows) {
      const QString name = at < row.size() ? toQString(row[at]).trimmed() : QString();
      if (!name.isEmpty() && !names.contains(name)) {
        names << name;
      }
    }
    names.sort();
  }
  for (const QString& name : added_) {
    if (!names.contains(name)) {
      names << name;
    }
  }
  return names;
}

void ImportContext::addClass(const QString& name) {
  if (!name.trimmed().isEmpty() && !classes().contains(name.trimmed())) {
    added_ << name.trimmed();
  }
}

void ImportContext::setDescription(const QString& name, const QString& sentence) {
  if (sentence.trimmed().isEmpty()) {
    descriptions_.erase(toUtf8(name));
  } else {
    descriptions_[toUtf8(name)] = toUtf8(sentence.trimmed());
  }
}

QString ImportContext::description(const QString& name) const {
  const auto found = descriptions_.find(toUtf8(name));
  return found == descriptions_.end() ? QString() : toQString(found->second);
}

protocol::ImportRequest ImportContext::request() const {
  protocol::ImportRequest out;
  out.path = toUtf8(path_);
  out.name = toUtf8(name_.trimmed());
  out.recipe.name = out.name;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (differsFromProposal(static_cast<int>(i))) {
      ColumnSchema chosen;
      chosen.name = columns_[i].name;
      chosen.type = columns_[i].type;
      chosen.role = columns_[i].role;
      chosen.unit = columns_[i].unit;
      chosen.missingCodes = columns_[i].missingCodes;
      out.recipe.columns.push_back(std::move(chosen));
    }
  }
  if (horizon_ > 0 && canDeriveLabel()) {
    protocol::DerivedColumn label;
    label.name = kDerivedLabel;
    label.kind = "event_within";
    label.from = columnWith(ColumnRole::Time)->name;
    label.event = columnWith(ColumnRole::Event)->name;
    label.horizon = horizon_;
    label.role = ColumnRole::Label;
    out.recipe.derived.push_back(std::move(label));
  }
  const QStringList known = classes();
  for (const auto& [name, sentence] : descriptions_) {
    if (known.contains(toQString(name))) {
      out.recipe.classDescriptions[name] = sentence;
    }
  }
  return out;
}

void ImportContext::clear() {
  path_.clear();
  why_.clear();
  name_.clear();
  preview_.reset();
  columns_.clear();
  horizon_ = 0;
  added_.clear();
  descriptions_.clear();
}

QString ImportContext::requestText() const {
  return toQString(base::toJson(request()).dump(2));
}

}  // namespace telesoft::ui
