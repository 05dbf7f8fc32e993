// What a model must show before it may serve patients: gates with their evidence, signatures,
// lineage.
#pragma once

#include <QWidget>

#include "telesoft/ui/models/workspace.h"

class QVBoxLayout;

namespace telesoft::ui {

class Button;
class Card;
class TextLabel;

class GatesView : public QWidget {
  Q_OBJECT

 public:
  explicit GatesView(Workspace& workspace, QWidget* parent = nullptr);
  /// "" for none.
  void setModel(const QString& modelId);
  void refresh();
  [[nodiscard]] const protocol::ReleaseReport& report() const { return report_; }
  [[nodiscard]] bool canSign() const;
  /// What keeps this person from signing; "" where nothing does.
  [[nodiscard]] QString signBlockedBy() const;

 Q_SIGNALS:
  void reportRead();
  void signRequested();
  void evidenceRequested(const QString& kind, const QString& id);

 private:
  QWidget* gateRow(const protocol::Gate& gate);
  QWidget* approvalRow(const protocol::Approval& approval);
  void showReport();
  void showLineage(const std::vector<protocol::LineageStep>& steps);
  Workspace& workspace_;
  QString modelId_;
  protocol::ReleaseReport report_;
  Card* gates_;
  QVBoxLayout* gateRows_;
  Card* signatures_;
  QVBoxLayout* signatureRows_;
  Button* sign_;
  Card* lineage_;
  QVBoxLayout* lineageRows_;
};

}  // namespace telesoft::ui
