// The review pane: the case at the left, what can be said of it at the right, a quiet receipt
// below.
#pragma once

#include <QTimer>
#include <QWidget>

#include "telesoft/ui/models/workspace.h"

class QPlainTextEdit;
class QStackedLayout;

namespace telesoft::ui {

class Button;
class Card;
class CaseView;
class OpinionView;
class Reading;
class StateStack;
class TextLabel;

class ReadingView : public QWidget {
  Q_OBJECT

 public:
  explicit ReadingView(Workspace& workspace, QWidget* parent = nullptr);
  void start(const protocol::Review& review, const QString& reading);
  void stop();
  [[nodiscard]] bool isReading() const;
  [[nodiscard]] QString review() const;
  /// "12 of 60 today · case 8f3a · first because the model is unsure (.52)".
  [[nodiscard]] QString headline() const;

  void confirm();
  void choose(int number);
  void unsure();
  void skip();
  void undo();
  void toggleMarks();
  void toggleBlind();
  void comment();

 Q_SIGNALS:
  void headlineChanged();
  /// Nothing is left for this reader.
  void finished();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* makeCase();
  QWidget* makeOpinion();
  void connectReading();
  void showCase();
  void decide(protocol::DecisionKind kind, const QString& label);
  void onFetchFailed(const base::Error& error);
  void chooseLabel(const QString& label);
  void updateOpinion();
  void say(const QString& words, bool isError = false);
  Workspace& workspace_;
  Reading* reading_;
  protocol::Review review_;
  CaseView* case_;
  OpinionView* opinion_;
  Card* opinionCard_;
  TextLabel* calibration_;
  TextLabel* seconds_;
  QPlainTextEdit* comment_;
  Button *confirm_, *unsure_, *skip_, *undo_;
  TextLabel* receipt_;
  StateStack* states_;
  QTimer clock_;
};

}  // namespace telesoft::ui
