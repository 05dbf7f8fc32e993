// The stages as columns, each model as a card that moves through them.
#pragma once

#include <vector>

#include <QWidget>

#include "telesoft/ui/deploy/release_words.h"

namespace telesoft::ui {

struct StageCard {
  QString modelId, name, version;  // version: the first characters of the bytes' hash
  QString note;                    // "20 % · in use"
  Stage stage = Stage::Registered;
  Tone tone = Tone::Neutral;
};

/// One stop of the Tab key: arrow keys choose a card.
class StageBoard : public QWidget {
  Q_OBJECT

 public:
  explicit StageBoard(QWidget* parent = nullptr);
  void setCards(std::vector<StageCard> cards);
  void setCurrent(const QString& modelId);
  [[nodiscard]] QString current() const { return current_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void modelChosen(const QString& modelId);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  [[nodiscard]] std::vector<size_t> cardsOf(Stage stage) const;
  [[nodiscard]] QRect columnRect(int column) const;
  [[nodiscard]] QRect cardRect(int column, int place) const;
  void paintColumn(QPainter& painter, int column);
  void paintCard(QPainter& painter, const StageCard& card, const QRect& rect);
  void choose(size_t card);
  void move(int columns, int places);
  void updateAccessible();
  std::vector<StageCard> cards_;
  QString current_;
};

}  // namespace telesoft::ui
