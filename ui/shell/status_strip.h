// The line under everything: is the server there, what runs, is the audit trail whole.
#pragma once

#include <QTimer>
#include <QWidget>

#include "telesoft/ui/models/workspace.h"

namespace telesoft::ui {

class LinkButton;
class ProgressStrip;
class StateDot;
class TextLabel;

class StatusStrip : public QWidget {
  Q_OBJECT

 public:
  explicit StatusStrip(Workspace& workspace, QWidget* parent = nullptr);
  [[nodiscard]] QString serverText() const;
  [[nodiscard]] QString jobText() const;

 Q_SIGNALS:
  void jobRequested(const QString& id);
  void auditRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showServer();
  void showJob();
  Workspace& workspace_;
  StateDot* dot_;
  TextLabel* server_;
  LinkButton* job_;
  ProgressStrip* progress_;
  LinkButton* audit_;
  QString jobId_;
  QTimer age_;  // what is old grows older without an event
};

/// "2 min ago" of the server's last answer; "" where it never answered.
[[nodiscard]] QString lastSeenText(const ServerConnection& connection);

}  // namespace telesoft::ui
