#include "telesoft/ui/wizards/deid/check_step.h"

#include <QBoxLayout>
#include <QScrollArea>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/span_text.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

using protocol::DeidSample;
using protocol::PhiSpan;

CheckStep::CheckStep(DeidContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      lines_(new RecordModel<Line>(
          {{tr("Row"),
            [](const Line& l) { return countText(l.sample.row); },
            [](const Line& l) { return QVariant::fromValue<qlonglong>(l.sample.row); },
            {},
            true},
           {tr("Column"), [](const Line& l) { return toQString(l.sample.column); }},
           {tr("Found"),
            [](const Line& l) {
              return countText(static_cast<std::int64_t>(l.sample.spans.size()));
            },
            [](const Line& l) { return QVariant::fromValue<qulonglong>(l.sample.spans.size()); },
            {},
            true}},
          [](const Line& l) { return QString::number(l.index); },
          this)),
      table_(new DataTable(tr("Samples"))),
      before_(new Card(tr("Text as it is"))),
      text_(new SpanText()),
      reason_(new TextLabel()),
      mark_(new SecondaryButton(tr("Not an identifier"))),
      after_(new TextLabel(QString(), TextStyle::Body, Ink::Secondary)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace12);
  table_->setSource(lines_);
  table_->setCompact(true);
  table_->setColumnWidths({52, -1, 56});
  auto* list = new Card(tr("Samples"));
  list->setFixedWidth(256);
  list->add(table_, 1);
  row->addWidget(list);
  row->addWidget(makeText(), 1);
  connect(table_, &DataTable::rowSelected, this, &CheckStep::showSample);
  connect(table_, &DataTable::rowActivated, text_,
          [this] { text_->setFocus(Qt::OtherFocusReason); });
  connect(text_, &SpanText::currentChanged, this, &CheckStep::showSpan);
  connect(text_, &SpanText::toggleRequested, this, &CheckStep::toggle);
  connect(mark_, &QAbstractButton::clicked, this, [this] { toggle(text_->current()); });
}

QWidget* CheckStep::makeText() {
  auto* right = new QWidget();
  auto* column = new QVBoxLayout(right);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  text_->setAccessibleName(tr("Text with identifiers marked"));
  before_->add(text_);
  reason_->setWordWrap(true);
  auto* line = new QHBoxLayout();
  line->addWidget(reason_, 1);
  line->addWidget(mark_);
  before_->content()->addLayout(line);
  mark_->setHelp(tr("Mark or unmark the find as no identifier; Enter in the text does the same"));
  auto* after = new Card(tr("What it becomes"));
  after_->setWordWrap(true);
  after_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  after->add(after_);
  auto* keys =
      new TextLabel(tr("In the text: Left and Right go from find to find, Enter marks one as no "
                       "identifier. Marks measure the search; everything found is replaced."),
                    TextStyle::Small, Ink::Secondary);
  keys->setWordWrap(true);
  column->addWidget(before_);
  column->addWidget(after);
  column->addWidget(keys);
  column->addStretch(1);
  return right;
}

void CheckStep::fillLines() {
  std::vector<Line> lines;
  const auto& samples = context_.preview()->samples;
  for (size_t i = 0; i < samples.size(); ++i) {
    lines.push_back({static_cast<int>(i), samples[i]});
  }
  lines_->setRows(std::move(lines));
}

void CheckStep::showContext() {
  if (!context_.preview()) {
    return;
  }
  fillLines();
  if (table_->currentSourceRow() < 0 && lines_->rowCount() > 0) {
    table_->selectSourceRow(0);
  }
  showSample(table_->currentSourceRow());
}

void CheckStep::showSample(int row) {
  const bool shown = isVisible();
  const Line* const line = lines_->row(row);
  before_->setVisible(line != nullptr);
  if (line == nullptr) {
    after_->setText(tr("No identifier was found in notes of the first rows."));
    return;
  }
  sample_ = line->index;
  if (shown) {
    context_.setLookedAt(sample_);
  }
  std::vector<TextSpan> spans;
  const DeidSample& sample = line->sample;
  for (size_t i = 0; i < sample.spans.size(); ++i) {
    const PhiSpan& span = sample.spans[i];
    spans.push_back({charPosition(sample.before, span.begin), charPosition(sample.before, span.end),
                     toQString(span.kind), toQString(span.reason),
                     context_.isWrong(sample_, static_cast<int>(i))});
  }
  const int before = text_->current();
  text_->setText(toQString(sample.before), std::move(spans));
  if (before > 0) {
    text_->setCurrent(0);
  }
  before_->setTitle(
      tr("Row %1, column \"%2\"").arg(countText(sample.row), toQString(sample.column)));
  after_->setText(toQString(sample.after));
  showSpan();
  if (shown) {
    Q_EMIT edited();
  }
}

void CheckStep::showSpan() {
  const int current = text_->current();
  mark_->setVisible(current >= 0);
  if (current < 0 || sample_ < 0) {
    reason_->setText(tr("Nothing was found in this text."));
    return;
  }
  const TextSpan& span = text_->spans()[static_cast<size_t>(current)];
  const double confidence = context_.preview()
                                ->samples[static_cast<size_t>(sample_)]
                                .spans[static_cast<size_t>(current)]
                                .confidence;
  reason_->setText(tr("Taken for %1: %2, confidence %3%4")
                       .arg(span.kind, span.reason, shareText(confidence, 2),
                            span.kept ? tr(". Marked as no identifier.") : QStringLiteral(".")));
  mark_->setText(span.kept ? tr("An identifier after all") : tr("Not an identifier"));
}

void CheckStep::toggle(int span) {
  if (span < 0 || sample_ < 0) {
    return;
  }
  const bool wrong = !context_.isWrong(sample_, span);
  context_.setWrong(sample_, span, wrong);
  text_->setKept(span, wrong);
  showSpan();
  Q_EMIT edited();
}

QWidget* CheckStep::firstField() {
  return table_;
}

}  // namespace telesoft::ui
