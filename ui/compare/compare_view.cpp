#include "telesoft/ui/compare/compare_view.h"

#include <cmath>
#include <map>

#include <QBoxLayout>
#include <QScrollArea>

#include "telesoft/ui/compare/verdict.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/charts/confusion_matrix.h"
#include "telesoft/ui/widgets/charts/forest_plot.h"
#include "telesoft/ui/widgets/charts/line_chart.h"
#include "telesoft/ui/widgets/form/segmented_control.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

using protocol::ArmMetrics;
using protocol::ClassMetrics;
using protocol::Estimate;
using protocol::Evaluation;

namespace {

/// ".912 (.897–.926)"; the n stands in the page's head.
QString shortText(const Estimate& estimate) {
  const QString value = shareText(estimate.value);
  return std::isnan(estimate.low) || std::isnan(estimate.high)
             ? value
             : QStringLiteral("%1 (%2\u2013%3)")
                   .arg(value, shareText(estimate.low), shareText(estimate.high));
}

QVariant sortable(double value) {
  return std::isnan(value) ? -1e9 : value;
}

template <class T>
Column<T> figure(const QString& title, std::function<const Estimate&(const T&)> of) {
  return {title, [of](const T& t) { return shortText(of(t)); },
          [of](const T& t) { return sortable(of(t).value); },
          [of](const T& t) {
            const Estimate& e = of(t);
            return e.method.empty() ? estimateText(e)
                                    : estimateText(e) + QStringLiteral(", ") + toQString(e.method);
          },
          true};
}

std::vector<Column<ArmMetrics>> armColumns() {
  using A = ArmMetrics;
  return {{CompareView::tr("Model"),
           armTitle,
           {},
           {},
           false,
           [](const A& a) {
             return static_cast<int>(a.arm == "tuned" ? Tone::Accent : Tone::Neutral);
           }},
          figure<A>(CompareView::tr("Accuracy"),
                    [](const A& a) -> const Estimate& { return a.accuracy; }),
          figure<A>(CompareView::tr("Macro-F1"),
                    [](const A& a) -> const Estimate& { return a.macroF1; }),
          figure<A>(CompareView::tr("AUROC"),
                    [](const A& a) -> const Estimate& { return a.macroAuroc; }),
          figure<A>(CompareView::tr("Brier (lower is better)"),
                    [](const A& a) -> const Estimate& { return a.brier; }),
          figure<A>(CompareView::tr("Calibration error"),
                    [](const A& a) -> const Estimate& { return a.calibrationError; })};
}

Card* tableCard(const QString& title, DataTable* table, QAbstractItemModel* model) {
  table->setSource(model);
  table->setCompact(true);
  table->setFitsRows(true);
  auto* card = new Card(title);
  card->add(table);
  return card;
}

}  // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent),
      badge_(new Badge()),
      verdict_(new TextLabel(QString(), TextStyle::Section)),
      forest_(new ForestPlot(tr("Differences, tuned model minus the other"))),
      arms_(new RecordModel<ArmMetrics>(
          armColumns(), [](const ArmMetrics& a) { return toQString(a.arm); }, this)),
      arm_(new SegmentedControl(tr("Whose answers"), {tr("Tuned"), tr("Base")})),
      confusion_(new ConfusionMatrix(tr("True against predicted classes"))),
      calibration_(new LineChart(tr("Calibration"))),
      calibrationText_(new TextLabel(QString(), TextStyle::Small, Ink::Secondary)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  auto* area = new QScrollArea();
  auto* content = new QWidget();
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->viewport()->setAutoFillBackground(false);
  area->setWidget(content);
  area->setAccessibleName(tr("Comparison"));
  content->setAutoFillBackground(false);  // setWidget() turns it on
  all->addWidget(area);
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, kSpace8, 0);
  column->setSpacing(kSpace12);
  makeVerdict(column);
  makeTables(column);
  makeCharts(column);
  column->addStretch(1);
}

void CompareView::makeVerdict(QVBoxLayout* column) {
  auto* card = new Card();
  card->content()->addWidget(badge_, 0, Qt::AlignLeft);
  verdict_->setWordWrap(true);
  verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  card->add(verdict_);
  column->addWidget(card);
  auto* differences = new Card(tr("Difference, with its 95 % interval"));
  forest_->setReference(0, tr("base better"), tr("tuned better"));
  differences->add(forest_);
  column->addWidget(differences);
}

void CompareView::makeTables(QVBoxLayout* column) {
  auto* armTable = new DataTable(tr("Models side by side"));
  armTable->setColumnWidths({-1, 136, 136, 136, 150, 136});
  column->addWidget(tableCard(tr("Models side by side"), armTable, arms_));
  using L = ClassLine;
  classes_ = new RecordModel<L>(
      {{tr("Class"), [](const L& l) { return toQString(l.tuned.name); }},
       {tr("Rows"),
        [](const L& l) { return countText(l.tuned.support); },
        [](const L& l) { return QVariant::fromValue<qlonglong>(l.tuned.support); },
        {},
        true},
       figure<L>(tr("Precision"), [](const L& l) -> const Estimate& { return l.tuned.precision; }),
       figure<L>(tr("Recall"), [](const L& l) -> const Estimate& { return l.tuned.recall; }),
       figure<L>(tr("F1"), [](const L& l) -> const Estimate& { return l.tuned.f1; }),
       figure<L>(tr("F1 of the base"), [](const L& l) -> const Estimate& { return l.baseF1; }),
       figure<L>(tr("AUROC"), [](const L& l) -> const Estimate& { return l.tuned.auroc; })},
      [](const L& l) { return toQString(l.tuned.name); }, this);
  auto* classTable = new DataTable(tr("Classes"));
  classTable->setColumnWidths({-1, 56, 134, 134, 134, 134, 134});
  column->addWidget(tableCard(tr("The tuned model by class"), classTable, classes_));
  using S = SubgroupLine;
  subgroups_ = new RecordModel<S>(
      {{tr("Subgroup"), [](const S& s) { return s.group; }},
       {tr("Rows"),
        [](const S& s) { return countText(s.n); },
        [](const S& s) { return QVariant::fromValue<qlonglong>(s.n); },
        {},
        true},
       figure<S>(tr("Base"), [](const S& s) -> const Estimate& { return s.base; }),
       figure<S>(tr("Tuned"), [](const S& s) -> const Estimate& { return s.tuned; })},
      [](const S& s) { return s.group; }, this);
  auto* subgroupTable = new DataTable(tr("Subgroups"));
  subgroupTable->setColumnWidths({-1, 72, 160, 160});
  subgroupCard_ = tableCard(tr("Subgroups"), subgroupTable, subgroups_);
  column->addWidget(subgroupCard_);
}

void CompareView::makeCharts(QVBoxLayout* column) {
  auto* row = new QHBoxLayout();
  row->setSpacing(kSpace12);
  auto* confusion = new Card(tr("What was taken for what"));
  confusion->addHeaderWidget(arm_);
  confusion->add(confusion_);
  confusion->content()->addStretch(1);
  row->addWidget(confusion, 3);
  auto* calibration = new Card(tr("Calibration"));
  calibration_->setXTitle(tr("probability said"));
  calibration_->setXRange(0, 1);
  calibration_->setYRange(0, 1);
  calibration_->setDecimals(2);
  calibration_->setMinimumHeight(260);
  calibrationText_->setWordWrap(true);
  calibration->add(calibration_, 1);
  calibration->add(calibrationText_);
  row->addWidget(calibration, 2);
  column->addLayout(row);
  connect(arm_, &SegmentedControl::currentChanged, this, &CompareView::showConfusion);
}

void CompareView::setEvaluation(const Evaluation& evaluation) {
  shown_ = evaluation.arms;
  showVerdict(evaluation);
  arms_->setRows(evaluation.arms);
  showClasses(evaluation);
  showSubgroups(evaluation);
  const bool base = armOf(evaluation, "base") != nullptr;
  arm_->setOptionEnabled(1, base, tr("The base was not run."));
  showConfusion();
  showCalibration(evaluation);
}

void CompareView::showVerdict(const Evaluation& evaluation) {
  badge_->setText(titleOf(evaluation.verdict));
  badge_->setTone(toneOf(evaluation.verdict));
  verdict_->setText(toQString(evaluation.improvementSummary));
  forest_->setRows(forestRows(evaluation));
}

void CompareView::showClasses(const Evaluation& evaluation) {
  std::vector<ClassLine> lines;
  const ArmMetrics* const tuned = armOf(evaluation, "tuned");
  const ArmMetrics* const base = armOf(evaluation, "base");
  for (const ClassMetrics& one : tuned == nullptr ? std::vector<ClassMetrics>() : tuned->classes) {
    ClassLine line{one, {}};
    for (const ClassMetrics& other :
         base == nullptr ? std::vector<ClassMetrics>() : base->classes) {
      line.baseF1 = other.name == one.name ? other.f1 : line.baseF1;
    }
    lines.push_back(std::move(line));
  }
  classes_->setRows(std::move(lines));
}

void CompareView::showConfusion() {
  const std::string wanted = arm_->current() == 1 ? "base" : "tuned";
  for (const ArmMetrics& arm : shown_) {
    if (arm.arm == wanted) {
      QStringList names;
      for (const ClassMetrics& one : arm.classes) {
        names << toQString(one.name);
      }
      confusion_->setData(names, arm.confusion);
    }
  }
}

void CompareView::showCalibration(const Evaluation& evaluation) {
  calibration_->clear();
  LineSeries ideal;
  ideal.id = QStringLiteral("ideal");
  ideal.base = true;
  ideal.points = {{0, 0}, {1, 1}};
  calibration_->setSeries(std::move(ideal));
  if (const ArmMetrics* const tuned = armOf(evaluation, "tuned")) {
    LineSeries line;
    line.id = QStringLiteral("tuned");
    line.label = tr("tuned");
    for (const protocol::CalibrationBin& bin : tuned->calibration) {
      if (bin.n > 0) {
        line.points.emplace_back(bin.meanPredicted, bin.observed);
      }
    }
    calibration_->setSeries(std::move(line));
    calibrationText_->setText(tr("Share that was right, by the probability the tuned model gave; "
                                 "dashed: as it should be. Calibration error %1.")
                                  .arg(shortText(tuned->calibrationError)));
  }
}

void CompareView::showSubgroups(const Evaluation& evaluation) {
  std::map<std::pair<std::string, std::string>, SubgroupLine> lines;
  for (const protocol::SubgroupMetrics& one : evaluation.subgroupPerformance) {
    SubgroupLine& line = lines[{one.column, one.value}];
    line.group = QStringLiteral("%1: %2").arg(toQString(one.column), toQString(one.value));
    line.n = std::max(line.n, one.primary.n);
    if (one.arm == "base") {
      line.base = one.primary;
    } else if (one.arm == "tuned") {
      line.tuned = one.primary;
    }
  }
  std::vector<SubgroupLine> rows;
  for (auto& [unused, line] : lines) {
    rows.push_back(std::move(line));
  }
  subgroupCard_->setVisible(!rows.empty());
  subgroupCard_->setTitle(tr("Subgroups, %1").arg(metricTitle(evaluation.primary)));
  subgroups_->setRows(std::move(rows));
}

}  // namespace telesoft::ui
