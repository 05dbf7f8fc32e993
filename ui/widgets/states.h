// What stands where content cannot: nothing yet, not yet, not any more.
#pragma once

#include <QString>
#include <QTimer>
#include <QWidget>

class QStackedLayout;

namespace telesoft::ui {

class Button;
class LinkButton;
class TextLabel;

/// What this is, the one thing to do, and a sample to try.
class EmptyState : public QWidget {
  Q_OBJECT

 public:
  EmptyState(const QString& iconName,
             const QString& title,
             const QString& sentence,
             QWidget* parent = nullptr);
  /// The one thing to do; emits actionTriggered().
  Button* setAction(const QString& text);
  /// A sample to try; emits sampleTriggered().
  LinkButton* setSample(const QString& text);

 Q_SIGNALS:
  void actionTriggered();
  void sampleTriggered();

 private:
  Button* action_ = nullptr;
  LinkButton* sample_ = nullptr;
};

/// What happened, why, what to do; the details can be copied.
struct ErrorText {
  QString what, why, todo, details;
};

class ErrorState : public QWidget {
  Q_OBJECT

 public:
  explicit ErrorState(QWidget* parent = nullptr);
  void setError(const ErrorText& error);
  [[nodiscard]] ErrorText error() const { return error_; }
  /// Hidden where `text` is empty; emits retryTriggered().
  void setRetry(const QString& text);
  [[nodiscard]] static QString copyText(const ErrorText& error);

 Q_SIGNALS:
  void retryTriggered();

 private:
  ErrorText error_;
  TextLabel* what_;
  TextLabel* why_;
  TextLabel* todo_;
  Button* retry_;
  Button* copy_;
};

/// Grey bars where rows will be; shows itself 150 ms after start(), never before.
class SkeletonLoader : public QWidget {
  Q_OBJECT

 public:
  explicit SkeletonLoader(int rows = 6, QWidget* parent = nullptr);
  void start();
  void stop();
  [[nodiscard]] bool isShowing() const { return showing_; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QTimer delay_;
  int rows_;
  bool showing_ = false;
};

/// Content, or what stands in its place. Give it the content once and switch.
class StateStack : public QWidget {
  Q_OBJECT

 public:
  explicit StateStack(QWidget* content, QWidget* parent = nullptr);
  void setEmptyState(EmptyState* state);
  void showContent();
  void showEmpty();
  void showLoading();
  void showError(const ErrorText& error);
  [[nodiscard]] ErrorState* errorState() { return error_; }

 Q_SIGNALS:
  void retryTriggered();

 private:
  QStackedLayout* stack_;
  QWidget* content_;
  EmptyState* empty_ = nullptr;
  SkeletonLoader* loading_;
  ErrorState* error_;
};

}  // namespace telesoft::ui
