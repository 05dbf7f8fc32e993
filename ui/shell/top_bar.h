// The bar over everything: whose workspace, where one is, the search, the theme and the user.
#pragma once

#include <QWidget>

class QToolButton;

namespace telesoft::ui {

class SearchButton;
class TextLabel;

class TopBar : public QWidget {
  Q_OBJECT

 public:
  explicit TopBar(QWidget* parent = nullptr);
  void setWorkspace(const QString& name, const QString& folder);
  /// "Data / Import a file".
  void setTrail(const QString& trail);
  [[nodiscard]] QString trail() const;
  void setUser(const QString& name, const QString& role);
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void searchRequested();
  void helpRequested();
  /// The theme was chosen from the menu.
  void themeChosen();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fillThemeMenu();
  TextLabel* workspace_;
  TextLabel* trail_;
  SearchButton* search_;
  QToolButton* theme_;
  TextLabel* user_;
  TextLabel* role_;
};

}  // namespace telesoft::ui
