#include "telesoft/ui/compare/models_panel.h"

#include <QBoxLayout>
#include <QStackedWidget>

#include "telesoft/ui/compare/model_detail.h"
#include "telesoft/ui/compare/verdict.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/widgets/two_columns.h"

namespace telesoft::ui {

using protocol::BaseModel;
using protocol::Evaluation;
using protocol::Model;

namespace {

QString verdictText(const EvaluationStore& evaluations, const Model& model) {
  const Evaluation* const newest = evaluations.newestOf(model.id);
  return newest == nullptr               ? ModelsPanel::tr("not compared")
         : newest->status == "succeeded" ? titleOf(newest->verdict)
         : isUnderWay(*newest)           ? ModelsPanel::tr("being compared")
                                         : ModelsPanel::tr("comparison failed");
}

std::vector<Column<Model>> modelColumns(const EvaluationStore& evaluations) {
  return {{ModelsPanel::tr("Model"),
           [](const Model& m) { return toQString(m.name.empty() ? m.id : m.name); }},
          {ModelsPanel::tr("Approach"), [](const Model& m) { return titleOf(m.approach); }},
          {ModelsPanel::tr("Against the base"),
           [&evaluations](const Model& m) { return verdictText(evaluations, m); },
           {},
           {},
           false,
           [&evaluations](const Model& m) {
             const Evaluation* const newest = evaluations.newestOf(m.id);
             return newest == nullptr || newest->status != "succeeded"
                        ? -1
                        : static_cast<int>(toneOf(newest->verdict));
           }},
          {ModelsPanel::tr("Made"), [](const Model& m) { return ageText(m.createdAt); },
           [](const Model& m) { return toQString(m.createdAt); }}};
}

std::vector<Column<BaseModel>> baseColumns() {
  return {{ModelsPanel::tr("Base model"), [](const BaseModel& b) { return toQString(b.title); }},
          {ModelsPanel::tr("For"), [](const BaseModel& b) { return titleOf(b.task); }},
          {ModelsPanel::tr("On this computer"),
           [](const BaseModel& b) {
             return b.available ? ModelsPanel::tr("yes") : ModelsPanel::tr("no");
           },
           {},
           {},
           false,
           [](const BaseModel& b) {
             return static_cast<int>(b.available ? Tone::Good : Tone::Neutral);
           }}};
}

}  // namespace

ModelsPanel::ModelsPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      workspace_(workspace),
      page_(new Page()),
      models_(new RecordModel<Model>(
          modelColumns(workspace.evaluations()),
          [](const Model& m) { return toQString(m.id); },
          this)),
      bases_(new RecordModel<BaseModel>(
          baseColumns(), [](const BaseModel& b) { return toQString(b.id); }, this)),
      modelTable_(new DataTable(tr("Tuned models"))),
      baseTable_(new DataTable(tr("Base models"))) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Models"));
  auto* adapt = new SecondaryButton(tr("Adapt a model"), QStringLiteral("plus"));
  adapt->setHelp(tr("Train a base model on your own data"));
  page_->addAction(adapt);
  needs(workspace.me(), "job.run", adapt);
  QWidget* const lists = makeLists();
  auto* content = new TwoColumns(lists, makeDetails());
  states_ = new StateStack(content);
  states_->errorState()->setRetry(tr("Try again"));
  page_->setContent(states_);
  connect(adapt, &QAbstractButton::clicked, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("approach"), QString()); });
  connectAll();
  onChanged();
}

QWidget* ModelsPanel::makeLists() {
  auto* left = new QWidget();
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  modelTable_->setSource(models_);
  modelTable_->setColumnWidths({-1, 150, 190, 88});
  auto* tuned = new Card(tr("Tuned models"));
  tuned->add(modelTable_, 1);
  column->addWidget(tuned, 3);
  baseTable_->setSource(bases_);
  baseTable_->setColumnWidths({-1, 150, 130});
  auto* bases = new Card(tr("Base models"));
  bases->add(baseTable_, 1);
  column->addWidget(bases, 2);
  return left;
}

QWidget* ModelsPanel::makeDetails() {
  details_ = new QStackedWidget();
  auto* none = new Card();
  auto* words = new TextLabel(
      tr("Choose a tuned model to see how it was made and how it compares with its base."),
      TextStyle::Body, Ink::Secondary);
  words->setWordWrap(true);
  none->add(words);
  none->content()->addStretch(1);
  model_ = new ModelDetail(workspace_.me());
  base_ = new Card(tr("Base model"));
  baseFacts_ = new TextLabel(QString(), TextStyle::Body, Ink::Secondary);
  baseFacts_->setWordWrap(true);
  base_->add(baseFacts_);
  base_->content()->addStretch(1);
  for (QWidget* widget :
       {static_cast<QWidget*>(none), static_cast<QWidget*>(model_), static_cast<QWidget*>(base_)}) {
    details_->addWidget(widget);
  }
  return details_;
}

void ModelsPanel::connectAll() {
  for (ListStoreBase* store : {static_cast<ListStoreBase*>(&workspace_.models()),
                               static_cast<ListStoreBase*>(&workspace_.baseModels()),
                               static_cast<ListStoreBase*>(&workspace_.evaluations()),
                               static_cast<ListStoreBase*>(&workspace_.splits())}) {
    connect(store, &ListStoreBase::changed, this, &ModelsPanel::onChanged);
    connect(store, &ListStoreBase::stateChanged, this, &ModelsPanel::onChanged);
  }
  connect(states_, &StateStack::retryTriggered, this, [this] { open(QString()); });
  connect(modelTable_, &DataTable::rowSelected, this, &ModelsPanel::onModel);
  connect(baseTable_, &DataTable::rowSelected, this, &ModelsPanel::onBase);
  connect(model_, &ModelDetail::compareRequested, this, &ModelsPanel::compare);
  connect(model_, &ModelDetail::openRequested, this,
          [this](const QString& id) { Q_EMIT navigationRequested(QStringLiteral("compare"), id); });
  connect(model_, &ModelDetail::jobRequested, this,
          [this](const QString& id) { Q_EMIT navigationRequested(QStringLiteral("jobs"), id); });
}

void ModelsPanel::open(const QString& subject) {
  wanted_ = subject.isEmpty() ? wanted_ : subject;
  workspace_.models().refresh();
  workspace_.baseModels().refresh();
  workspace_.evaluations().refresh();
  workspace_.splits().refresh();
  onChanged();
}

std::vector<PanelAction> ModelsPanel::actions() {
  return {{QStringLiteral("models.compare"), tr("Compare the model with its base"),
           QStringLiteral("compare"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M),
           [this] { compare(); }, [this] { return !modelId_.isEmpty(); }}};
}

QString ModelsPanel::help() const {
  return tr(
      "<p>A tuned model belongs to the base model that it was made from; the base stays as it is. "
      "Whether tuning has helped is decided on the untouched test part, base and tuned model on "
      "the "
      "same rows.</p><p><b>Keys</b>: Up and Down choose, Ctrl+Shift+M compares.</p>");
}

QString ModelsPanel::stateSentence() const {
  const auto count = static_cast<std::int64_t>(workspace_.models().items().size());
  return count == 0 ? tr("No tuned model yet. Adapt a base model to your own data.")
                    : tr("%1. A model is worth using only where it is better than its base.")
                          .arg(countText(count, tr("tuned model"), tr("tuned models")));
}

void ModelsPanel::onChanged() {
  const ModelStore& store = workspace_.models();
  models_->setRows(store.items());
  bases_->setRows(workspace_.baseModels().items());
  page_->setState(stateSentence());
  const bool any = !store.items().empty() || !workspace_.baseModels().items().empty();
  if (any || store.state() == LoadState::Ready) {
    states_->showContent();
  } else if (store.state() == LoadState::Failed) {
    const ErrorWords words = errorWords(store.error(), tr("The models could not be read."));
    states_->showError({words.what, words.why, words.todo, words.details});
  } else {
    states_->showLoading();
  }
  if (const int row = models_->rowOf(wanted_); !wanted_.isEmpty() && row >= 0) {
    wanted_.clear();
    onModel(row);
  }
  showModel();
}

void ModelsPanel::onModel(int row) {
  if (const Model* const model = models_->row(row)) {
    baseTable_->selectSourceRow(-1);
    modelTable_->selectSourceRow(row);
    modelId_ = toQString(model->id);
    showModel();
    details_->setCurrentWidget(model_);
  }
}

void ModelsPanel::onBase(int row) {
  const BaseModel* const base = bases_->row(row);
  if (base == nullptr) {
    return;
  }
  modelTable_->selectSourceRow(-1);
  baseTable_->selectSourceRow(row);
  modelId_.clear();
  base_->setTitle(toQString(base->title));
  QStringList lines{toQString(base->id), titleOf(base->task)};
  if (base->parameters > 0) {
    lines << tr("%1 weights").arg(countText(base->parameters));
  }
  lines << tr("Licence: %1").arg(toQString(base->licence)) << toQString(base->source);
  lines << (base->available ? tr("It is on this computer.")
                            : tr("It is not on this computer. The installer fetches it."));
  baseFacts_->setText(lines.join(QLatin1Char('\n')));
  details_->setCurrentWidget(base_);
}

void ModelsPanel::showModel() {
  const Model* const model = workspace_.models().find(modelId_);
  if (model == nullptr) {
    return;
  }
  const bool tested = workspace_.splits().siblingPart(model->trainingData, "test") != nullptr;
  model_->setModel(*model, workspace_.evaluations().newestOf(model->id),
                   tested ? QString() : tr("The split that it was trained on has no test part."));
}

void ModelsPanel::compare() {
  const Model* const model = workspace_.models().find(modelId_);
  const auto* const test =
      model == nullptr ? nullptr : workspace_.splits().siblingPart(model->trainingData, "test");
  if (test == nullptr) {
    return;
  }
  protocol::EvaluationRequest request;
  request.modelId = model->id;
  request.testData = test->datasetId;
  request.subgroupAnalysis = true;
  model_->setBusy(true);
  workspace_.evaluations().create(request, this, [this](base::Result<Evaluation> answer) {
    model_->setBusy(false);
    if (!answer) {
      model_->setError(errorWords(answer.error(), tr("The comparison did not start.")));
      return;
    }
    workspace_.evaluations().refresh();
    Q_EMIT navigationRequested(QStringLiteral("compare"), toQString(answer->id));
  });
}

}  // namespace telesoft::ui
