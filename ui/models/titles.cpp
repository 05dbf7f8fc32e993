// Words for the API's enums and names.
#include <map>

#include <QCoreApplication>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

namespace {

struct Titles {
  Q_DECLARE_TR_FUNCTIONS(Titles)
};

}  // namespace

QString titleOf(protocol::JobState state) {
  switch (state) {
    case protocol::JobState::Queued:
      return Titles::tr("Waiting");
    case protocol::JobState::Running:
      return Titles::tr("Training");
    case protocol::JobState::Pausing:
      return Titles::tr("Pausing");
    case protocol::JobState::Paused:
      return Titles::tr("Paused");
    case protocol::JobState::Succeeded:
      return Titles::tr("Finished");
    case protocol::JobState::Failed:
      return Titles::tr("Failed");
    case protocol::JobState::Cancelled:
      return Titles::tr("Stopped");
  }
  return {};
}

QString titleOf(protocol::DatasetState state) {
  switch (state) {
    case protocol::DatasetState::Importing:
      return Titles::tr("Being made");
    case protocol::DatasetState::Ready:
      return Titles::tr("Ready");
    case protocol::DatasetState::Failed:
      return Titles::tr("Failed");
  }
  return {};
}

QString titleOf(protocol::ColumnRole role) {
  switch (role) {
    case protocol::ColumnRole::Feature:
      return Titles::tr("Feature");
    case protocol::ColumnRole::Note:
      return Titles::tr("Text");
    case protocol::ColumnRole::Label:
      return Titles::tr("Label");
    case protocol::ColumnRole::Patient:
      return Titles::tr("Patient key");
    case protocol::ColumnRole::Identifier:
      return Titles::tr("Identifier");
    case protocol::ColumnRole::Date:
      return Titles::tr("Date");
    case protocol::ColumnRole::Subgroup:
      return Titles::tr("Subgroup");
    case protocol::ColumnRole::Time:
      return Titles::tr("Time to event");
    case protocol::ColumnRole::Event:
      return Titles::tr("Event");
    case protocol::ColumnRole::Ignore:
      return Titles::tr("Not used");
  }
  return {};
}

QString titleOf(protocol::ColumnType type) {
  switch (type) {
    case protocol::ColumnType::Text:
      return Titles::tr("Text");
    case protocol::ColumnType::Category:
      return Titles::tr("Category");
    case protocol::ColumnType::Number:
      return Titles::tr("Number");
    case protocol::ColumnType::Integer:
      return Titles::tr("Whole number");
    case protocol::ColumnType::Date:
      return Titles::tr("Date");
    case protocol::ColumnType::Boolean:
      return Titles::tr("Yes or no");
    case protocol::ColumnType::Identifier:
      return Titles::tr("Identifier");
    case protocol::ColumnType::Image:
      return Titles::tr("Image");
    case protocol::ColumnType::Signal:
      return Titles::tr("Signal");
  }
  return {};
}

QString titleOf(protocol::Approach approach) {
  switch (approach) {
    case protocol::Approach::Peft:
      return Titles::tr("Adapter (LoRA)");
    case protocol::Approach::Full:
      return Titles::tr("Full fine-tuning");
    case protocol::Approach::Scratch:
      return Titles::tr("From scratch");
    case protocol::Approach::HeadOnly:
      return Titles::tr("Head on the frozen base");
    case protocol::Approach::ExpertFeedback:
      return Titles::tr("Expert feedback");
    case protocol::Approach::KnowledgeBase:
      return Titles::tr("Knowledge base");
  }
  return {};
}

QString titleOf(protocol::Task task) {
  switch (task) {
    case protocol::Task::TextClassification:
      return Titles::tr("Text classification");
    case protocol::Task::TabularRisk:
      return Titles::tr("Risk from a table");
  }
  return {};
}

QString titleOf(protocol::Verdict verdict) {
  switch (verdict) {
    case protocol::Verdict::TunedIsBetter:
      return Titles::tr("The tuned model is better");
    case protocol::Verdict::KeepBase:
      return Titles::tr("Keep the base");
    case protocol::Verdict::NoDifference:
      return Titles::tr("No difference shown");
    case protocol::Verdict::TooLittleData:
      return Titles::tr("Too little data for a verdict");
  }
  return {};
}

QString metricTitle(const std::string& name) {
  static const std::map<std::string, const char*> known = {
      {"f1_score", QT_TRANSLATE_NOOP("Titles", "Macro-F1")},
      {"macro_f1", QT_TRANSLATE_NOOP("Titles", "Macro-F1")},
      {"accuracy", QT_TRANSLATE_NOOP("Titles", "Accuracy")},
      {"auroc", QT_TRANSLATE_NOOP("Titles", "AUROC")},
      {"brier", QT_TRANSLATE_NOOP("Titles", "Brier score")},
      {"loss", QT_TRANSLATE_NOOP("Titles", "Training loss")},
      {"validationLoss", QT_TRANSLATE_NOOP("Titles", "Validation loss")},
      {"learningRate", QT_TRANSLATE_NOOP("Titles", "Learning rate")},
      {"gradientNorm", QT_TRANSLATE_NOOP("Titles", "Gradient norm")},
      {"samplesPerSecond", QT_TRANSLATE_NOOP("Titles", "Throughput")},
      {"memoryMb", QT_TRANSLATE_NOOP("Titles", "Memory")},
  };
  const auto found = known.find(name);
  return found == known.end() ? toQString(name) : Titles::tr(found->second);
}

QString datasetKindTitle(const std::string& kind) {
  static const std::map<std::string, const char*> known = {
      {"imported", QT_TRANSLATE_NOOP("Titles", "imported")},
      {"deidentified", QT_TRANSLATE_NOOP("Titles", "de-identified")},
      {"train", QT_TRANSLATE_NOOP("Titles", "training part")},
      {"validation", QT_TRANSLATE_NOOP("Titles", "validation part")},
      {"test", QT_TRANSLATE_NOOP("Titles", "test part")},
  };
  const auto found = known.find(kind);
  return found == known.end() ? toQString(kind) : Titles::tr(found->second);
}

}  // namespace telesoft::ui
