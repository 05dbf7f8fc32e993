#include "telesoft/ui/review/case_view.h"

#include <algorithm>
#include <cmath>

#include <QBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTextBrowser>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/review/field_table.h"
#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr double kFaint = 0.10, kDeep = 0.45;  // opacity of the ground
constexpr double kLeastShare = 0.15;           // of the strongest word's weight

QString escaped(std::string_view text) {
  return toQString(text).toHtmlEscaped();
}

}  // namespace

QString evidenceHtml(const protocol::ReviewCase& shown, bool marks) {
  auto evidence = marks ? shown.evidence : std::vector<protocol::Contribution>();
  std::sort(evidence.begin(), evidence.end(),
            [](const auto& a, const auto& b) { return a.start < b.start; });
  double strongest = 0;
  for (const protocol::Contribution& word : evidence) {
    strongest = std::max(strongest, std::abs(word.weight));
  }
  const std::string_view text = shown.text;
  QString out;
  size_t at = 0;
  for (const protocol::Contribution& word : evidence) {
    const auto start = static_cast<size_t>(std::max<std::int64_t>(0, word.start));
    const auto end = static_cast<size_t>(std::max<std::int64_t>(0, word.end));
    const double share = strongest > 0 ? std::abs(word.weight) / strongest : 0;
    if (start < at || end <= start || end > text.size() || share < kLeastShare) {
      continue;
    }
    const Tone tone = word.weight >= 0 ? Tone::Accent : Tone::Caution;
    const QColor ground =
        blend(toneColor(colors(), tone), colors().surface, kFaint + (kDeep - kFaint) * share);
    out += escaped(text.substr(at, start - at));
    out += QStringLiteral("<span style=\"background-color:%1\">%2</span>")
               .arg(ground.name(), escaped(text.substr(start, end - start)));
    at = end;
  }
  out += escaped(text.substr(std::min(at, text.size())));
  return QStringLiteral("<div style=\"line-height:140%\">") +
         out.replace(QLatin1Char('\n'), QStringLiteral("<br>")) + QStringLiteral("</div>");
}

CaseView::CaseView(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace8);
  text_ = new QTextBrowser();
  text_->setFrameShape(QFrame::NoFrame);
  text_->setAccessibleName(tr("The case"));
  QFont large = textFont(TextStyle::Body);
  large.setPixelSize(textFont(TextStyle::Section).pixelSize());
  text_->setFont(large);
  text_->viewport()->setAutoFillBackground(false);
  fields_ = new FieldTable();
  kinds_ = new QStackedWidget();
  kinds_->addWidget(text_);
  auto* scroll = new QScrollArea();
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(fields_);
  scroll->setFocusPolicy(Qt::NoFocus);  // the table has it
  scroll->viewport()->setAutoFillBackground(false);
  fields_->setAutoFillBackground(false);
  kinds_->addWidget(scroll);
  column->addWidget(kinds_, 1);
  legend_ = new TextLabel(QString(), TextStyle::Small, Ink::Secondary);
  column->addWidget(legend_);
}

void CaseView::setCase(const protocol::ReviewCase& shown) {
  shown_ = shown;
  render();
}

void CaseView::setMarks(bool on) {
  marks_ = on;
  render();
}

void CaseView::render() {
  const bool tabular = !shown_.fields.empty();
  kinds_->setCurrentIndex(tabular ? 1 : 0);
  const bool explained =
      tabular ? std::any_of(shown_.fields.begin(), shown_.fields.end(),
                            [](const auto& field) { return std::isfinite(field.contribution); })
              : !shown_.evidence.empty();
  if (tabular) {
    fields_->setFields(shown_.fields, marks_);
  } else {
    text_->setHtml(evidenceHtml(shown_, marks_));
  }
  legend_->setVisible(explained);
  legend_->setText(!marks_   ? tr("H shows what moved the model")
                   : tabular ? tr("Bars: what speaks for the first finding (right) and against it "
                                  "(left). H hides them")
                             : tr("Shaded: the words that moved the model most. H hides them"));
}

void CaseView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && !shown_.id.empty()) {
    render();  // the grounds are made of the theme's colours
  }
}

}  // namespace telesoft::ui
