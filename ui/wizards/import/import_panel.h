// The import wizard: from a file to a dataset.
#pragma once

#include <QPointer>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"
#include "telesoft/ui/wizards/import/import_context.h"

namespace telesoft::ui {

class DecisionStep;
class FileStep;
class WizardFrame;

class ImportPanel : public Panel {
  Q_OBJECT

 public:
  explicit ImportPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// A file's path may be given; "" goes on with the draft.
  void open(const QString& subject) override;
  [[nodiscard]] QString help() const override;

 private:
  void readFile(const QString& path);
  void start();
  void cancel();
  void startAnew();
  void onDatasetsChanged();
  void showDataset(const protocol::Dataset& dataset);
  Workspace& workspace_;
  ImportContext context_;
  FileStep* file_;
  DecisionStep* decision_;
  WizardFrame* frame_;
  int asked_ = 0;    // previews asked for: only the newest answer counts
  QString dataset_;  // being imported, or done
  bool done_ = false;
};

}  // namespace telesoft::ui
