#include "telesoft/ui/wizards/import/file_step.h"

#include <limits>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/file_field.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/progress_strip.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

QString delimiterTitle(const std::string& delimiter) {
  return delimiter == ","    ? FileStep::tr("commas")
         : delimiter == ";"  ? FileStep::tr("semicolons")
         : delimiter == "\t" ? FileStep::tr("tabs")
                             : QStringLiteral("\"%1\"").arg(toQString(delimiter));
}

QString readAs(const protocol::Preview& preview) {
  const QString format =
      preview.fileFormat == "csv"
          ? FileStep::tr("CSV with %1 between the columns").arg(delimiterTitle(preview.delimiter))
          : FileStep::tr("JSON Lines");
  return FileStep::tr("Read as %1, %2, %3. The proposal of the columns rests on %4.")
      .arg(format, toQString(preview.encoding), bytesText(static_cast<double>(preview.bytes)),
           countText(preview.rowsRead, FileStep::tr("row"), FileStep::tr("rows")));
}

}  // namespace

FileStep::FileStep(ImportContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      form_(new FormBuilder()),
      file_(new FileField(tr("File"), tr("Tables (*.csv *.tsv *.jsonl *.ndjson);;All files (*)"))),
      reading_(new ProgressStrip()),
      facts_(new Card(tr("What was found"))),
      read_(new TextLabel()),
      warnings_(new TextLabel(QString(), TextStyle::Body, Ink::Caution)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace16);
  form_->addField(QStringLiteral("file"), tr("File"), file_,
                  tr("A CSV or JSON Lines file that this computer can read. Encoding and delimiter "
                     "are found by the program. Nothing is stored before the last step."));
  read_->setWordWrap(true);
  warnings_->setWordWrap(true);
  reading_->setTask(tr("Reading the file"));
  reading_->setFraction(std::numeric_limits<double>::quiet_NaN());
  facts_->add(read_);
  facts_->add(warnings_);
  column->addWidget(form_);
  column->addWidget(reading_);
  column->addWidget(facts_);
  column->addStretch(1);
  connect(file_, &FileField::pathChosen, this, &FileStep::pathChosen);
}

void FileStep::showContext() {
  if (file_->path() != context_.path()) {
    file_->setPath(context_.path());
  }
  const auto& preview = context_.preview();
  reading_->setVisible(context_.isReading());
  facts_->setVisible(preview.has_value());
  const bool failed = !preview && !context_.isReading() && !context_.path().isEmpty();
  form_->setError(QStringLiteral("file"),
                  failed ? context_.stepProblem(ImportContext::kFile) : QString());
  if (preview) {
    read_->setText(readAs(*preview));
    QStringList lines;
    for (const std::string& warning : preview->warnings) {
      lines << toQString(warning);
    }
    warnings_->setText(lines.join(QLatin1Char('\n')));
    warnings_->setVisible(!lines.isEmpty());
  }
}

void FileStep::showProblems() {
  form_->setError(QStringLiteral("file"), context_.stepProblem(ImportContext::kFile));
}

QWidget* FileStep::firstField() {
  return file_;
}

}  // namespace telesoft::ui
