// What the de-identification wizard says: titles, notes, summary and decision.
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/wizards/deid/deid_context.h"

namespace telesoft::ui {

QString actionTitle(const std::string& action) {
  static const std::map<std::string, const char*> kTitles = {
      {"surrogate", QT_TRANSLATE_NOOP("DeidContext", "Replace with an invented one")},
      {"hash", QT_TRANSLATE_NOOP("DeidContext", "Replace with a code")},
      {"shift", QT_TRANSLATE_NOOP("DeidContext", "Shift dates")},
      {"generalise", QT_TRANSLATE_NOOP("DeidContext", "Make coarser")},
      {"drop", QT_TRANSLATE_NOOP("DeidContext", "Remove the column")},
      {"keep", QT_TRANSLATE_NOOP("DeidContext", "Keep")},
      {"text", QT_TRANSLATE_NOOP("DeidContext", "Search the text")},
      {"label", QT_TRANSLATE_NOOP("DeidContext", "Replace with its kind")},
      {"redact", QT_TRANSLATE_NOOP("DeidContext", "Black out")}};
  const auto found = kTitles.find(action);
  return found == kTitles.end() ? toQString(action)
                                : QCoreApplication::translate("DeidContext", found->second);
}

QString actionHelp(const std::string& action) {
  static const std::map<std::string, const char*> kHelp = {
      {"surrogate", QT_TRANSLATE_NOOP("DeidContext",
                                      "Equal values get equal invented ones, so that "
                                      "text still reads as text.")},
      {"hash", QT_TRANSLATE_NOOP("DeidContext",
                                 "A code of this workspace's key: the same person keeps "
                                 "the same code, and nobody can read it back.")},
      {"shift", QT_TRANSLATE_NOOP("DeidContext",
                                  "Each patient's dates move by one secret number of "
                                  "days; intervals stay.")},
      {"generalise", QT_TRANSLATE_NOOP("DeidContext",
                                       "A year instead of a date, a class of ages "
                                       "instead of an age.")},
      {"drop", QT_TRANSLATE_NOOP("DeidContext", "The column is not in the new dataset.")},
      {"keep", QT_TRANSLATE_NOOP("DeidContext", "Values stay as they are.")},
      {"text", QT_TRANSLATE_NOOP("DeidContext",
                                 "Identifiers inside the text are found and handled as "
                                 "the text policy says.")},
      {"label",
       QT_TRANSLATE_NOOP("DeidContext", "[NAME], [DATE]: plain to see, but unlike real text.")},
      {"redact",
       QT_TRANSLATE_NOOP("DeidContext", "What was found is gone; nothing tells what it was.")}};
  const auto found = kHelp.find(action);
  return found == kHelp.end() ? QString()
                              : QCoreApplication::translate("DeidContext", found->second);
}

QString DeidContext::stepTitle(int step) const {
  switch (step) {
    case kDataset:
      return tr("Dataset");
    case kPolicy:
      return tr("Policies");
    case kCheck:
      return tr("Check the finds");
    case kIdentifiers:
      return tr("The 18 identifiers");
    default:
      return tr("De-identify");
  }
}

QString DeidContext::stepNote(int step) const {
  switch (step) {
    case kDataset:
      return dataset_ ? countText(dataset_->rows, tr("row"), tr("rows")) : QString();
    case kPolicy:
      return chosen_.empty() ? (preview_ ? tr("as recommended") : QString())
                             : tr("%1 of your own").arg(chosen_.size());
    case kCheck:
      return preview_ ? tr("%1 of %2 looked at").arg(lookedAt()).arg(preview_->samples.size())
                      : QString();
    case kIdentifiers:
      return preview_ ? countText(preview_->spans, tr("find"), tr("finds")) : QString();
    default:
      return {};
  }
}

std::vector<SummaryLine> DeidContext::summary() const {
  std::vector<SummaryLine> lines;
  if (!dataset_) {
    return lines;
  }
  lines.push_back({tr("Dataset"), toQString(dataset_->name)});
  lines.push_back(
      {tr("Rows"), tr("%1, %2").arg(countText(dataset_->rows, tr("row"), tr("rows")),
                                    countText(dataset_->patients, tr("patient"), tr("patients")))});
  lines.push_back({tr("In text"), actionTitle(textPolicy_)});
  lines.push_back(
      {tr("Dates"), shiftDates_ ? tr("shifted per patient") : tr("as the columns say")});
  if (preview_) {
    lines.push_back(
        {tr("Found in the first %1").arg(countText(preview_->rows, tr("row"), tr("rows"))),
         countText(preview_->spans, tr("identifier"), tr("identifiers"))});
  }
  if (wrong_.size() + looked_.size() > 0) {
    lines.push_back(
        {tr("Your check"), tr("%1 looked at, %2 wrong").arg(lookedAt()).arg(wrongCount())});
  }
  return lines;
}

std::vector<DecisionLine> DeidContext::decision() const {
  std::vector<DecisionLine> lines;
  if (!dataset_) {
    return lines;
  }
  lines.push_back(
      {tr("A new dataset \"%1\" is made from all %2 of \"%3\". The original stays, sealed, "
          "as it is.")
           .arg(name_.trimmed(), countText(dataset_->rows, tr("row"), tr("rows")),
                toQString(dataset_->name))});
  lines.push_back({tr("Identifiers found in notes: %1. %2")
                       .arg(actionTitle(textPolicy_), actionHelp(textPolicy_))});
  lines.push_back({shiftDates_
                       ? tr("Each patient's dates move by one secret number of days, so that "
                            "intervals stay true.")
                       : tr("Dates in notes are handled like the other identifiers; they are "
                            "not shifted.")});
  for (const protocol::ColumnSchema& column : dataset_->columns) {
    if (isChosen(column.name)) {
      lines.push_back({tr("Column \"%1\": %2, by your choice.")
                           .arg(toQString(column.name), actionTitle(action(column.name)))});
    }
    if (const QString warning = columnWarning(column); !warning.isEmpty()) {
      lines.push_back({warning, Tone::Danger});
    }
  }
  if (preview_ && lookedAt() == 0 && !preview_->samples.empty()) {
    lines.push_back(
        {tr("No sample has been looked at. What the search misses, only a reader finds."),
         Tone::Caution});
  } else if (preview_) {
    lines.push_back(
        {tr("You looked at %1 of %2 samples and marked %3 of %4 finds as no identifier. "
            "They are replaced all the same: losing a word is safer than keeping a name.")
             .arg(lookedAt())
             .arg(preview_->samples.size())
             .arg(wrongCount())
             .arg(sampleSpans())});
  }
  if (preview_) {
    for (const std::string& warning : preview_->warnings) {
      lines.push_back({toQString(warning), Tone::Caution});
    }
  }
  return lines;
}

}  // namespace telesoft::ui
