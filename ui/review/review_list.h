// All reviews, what each has shown, and starting a new one.
#pragma once

#include <QWidget>

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"

class QCheckBox;
class QComboBox;
class QSpinBox;
class QStackedWidget;

namespace telesoft::ui {

class Button;
class Card;
class DataTable;
class FormBuilder;
class StateStack;
class TextLabel;

class ReviewList : public QWidget {
  Q_OBJECT

 public:
  explicit ReviewList(Workspace& workspace, QWidget* parent = nullptr);
  void startMaking();

 Q_SIGNALS:
  void readingRequested(const QString& review, const QString& reading);
  void retrainRequested(const QString& review);

 private:
  QWidget* makeTable();
  QWidget* makeDetail();
  QWidget* makeForm();
  void onChanged();
  void onRow(int row);
  void showDetail();
  void readSummary();
  void make();
  void close();
  Workspace& workspace_;
  RecordModel<protocol::Review>* model_;
  DataTable* table_;
  StateStack* states_;
  QStackedWidget* side_;
  Card* detail_;
  TextLabel* facts_;
  TextLabel* summary_;
  Button *read_, *second_, *settle_, *retrain_, *close_;
  FormBuilder* form_;
  QComboBox *reviewedModel_, *dataset_;
  QSpinBox *cases_, *secondShare_;
  QCheckBox* blind_;
  TextLabel* error_;
  QString shown_, summaryOf_;
};

}  // namespace telesoft::ui
