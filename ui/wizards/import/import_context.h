// What the import wizard knows: the file's preview, the columns as confirmed, and the request they
// make.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QCoreApplication>
#include <QStringList>

#include "telesoft/protocol/dataset.h"
#include "telesoft/ui/wizards/wizard_context.h"

namespace telesoft::ui {

class ImportContext : public WizardContext {
  Q_DECLARE_TR_FUNCTIONS(ImportContext)

 public:
  enum StepId { kFile, kColumns, kNames, kDecision };

  /// Another path drops the preview and what was decided on its columns.
  void setPath(const QString& path);
  [[nodiscard]] QString path() const { return path_; }
  void setPreview(protocol::Preview preview);
  void setPreviewFailed(const QString& why);
  [[nodiscard]] const std::optional<protocol::Preview>& preview() const { return preview_; }
  [[nodiscard]] bool isReading() const { return !path_.isEmpty() && !preview_ && why_.isEmpty(); }

  [[nodiscard]] const std::vector<protocol::ColumnSchema>& columns() const { return columns_; }
  void setType(int column, protocol::ColumnType type);
  void setRole(int column, protocol::ColumnRole role);
  void setUnit(int column, const std::string& unit);
  /// Why this column's settings cannot stay so; "" where they can.
  [[nodiscard]] QString columnProblem(int column) const;
  [[nodiscard]] bool differsFromProposal(int column) const;

  void setName(const QString& name) { name_ = name; }
  [[nodiscard]] QString name() const { return name_; }
  /// The label made of a time and an event column: did it happen within the horizon?
  [[nodiscard]] bool canDeriveLabel() const;
  void setHorizon(double horizon) { horizon_ = horizon; }
  [[nodiscard]] double horizon() const { return horizon_; }  // 0: no such label
  [[nodiscard]] QString timeColumn() const;
  [[nodiscard]] QString timeUnit() const;
  /// Classes seen in the preview rows, and those added by hand.
  [[nodiscard]] QStringList classes() const;
  void addClass(const QString& name);
  void setDescription(const QString& name, const QString& sentence);
  [[nodiscard]] QString description(const QString& name) const;

  [[nodiscard]] protocol::ImportRequest request() const;
  void clear();

  [[nodiscard]] int stepCount() const override { return 4; }
  [[nodiscard]] QString stepTitle(int step) const override;
  [[nodiscard]] QString stepNote(int step) const override;
  [[nodiscard]] QString stepProblem(int step) const override;
  [[nodiscard]] std::vector<SummaryLine> summary() const override;
  [[nodiscard]] std::vector<DecisionLine> decision() const override;
  [[nodiscard]] QString requestText() const override;

 private:
  [[nodiscard]] const protocol::ColumnSchema* columnWith(protocol::ColumnRole role) const;
  [[nodiscard]] int countOf(protocol::ColumnRole role) const;
  [[nodiscard]] QString columnsProblem() const;
  [[nodiscard]] QString labelSentence() const;
  QString path_, why_, name_;
  std::optional<protocol::Preview> preview_;
  std::vector<protocol::ColumnSchema> columns_;
  double horizon_ = 0;
  QStringList added_;
  std::map<std::string, std::string> descriptions_;
};

}  // namespace telesoft::ui
