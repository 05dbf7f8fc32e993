// import, deid, check, split: from a file to parts that a model may be trained and tested on.
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "telesoft/base/os/files.h"
#include "telesoft/base/text.h"
#include "telesoft/protocol/server.h"
#include "telesoft/protocol/split.h"

#include "command.h"

namespace telesoft::cli {

namespace {

using base::ErrorCode;
using base::fail;

struct ImportOptions {
  std::string file, name, recipe, label, patient, note;
  bool preview = false;
};

void setRole(protocol::Recipe& recipe, const std::string& column, protocol::ColumnRole role) {
  if (column.empty()) {
    return;
  }
  for (protocol::ColumnSchema& known : recipe.columns) {
    if (known.name == column) {
      known.role = role;
      return;
    }
  }
  protocol::ColumnSchema added;
  added.name = column;
  added.role = role;
  if (role == protocol::ColumnRole::Label) {
    added.type = protocol::ColumnType::Category;
  } else if (role == protocol::ColumnRole::Patient) {
    added.type = protocol::ColumnType::Identifier;
  }
  recipe.columns.push_back(added);
}

base::Result<protocol::Recipe> recipeOf(const ImportOptions& options) {
  protocol::Recipe recipe;
  if (!options.recipe.empty()) {
    TELESOFT_TRY(text, base::readFile(options.recipe, 1U << 24U).in("reading the recipe"));
    TELESOFT_TRY(parsed, base::parseJson(text).in("reading the recipe"));
    TELESOFT_TRY(
        read,
        base::fromJson<protocol::Recipe>(parsed, base::Keys::Strict).in("reading the recipe"));
    recipe = read;
  }
  setRole(recipe, options.label, protocol::ColumnRole::Label);
  setRole(recipe, options.patient, protocol::ColumnRole::Patient);
  setRole(recipe, options.note, protocol::ColumnRole::Note);
  return recipe;
}

void printColumns(Output& out, const std::vector<protocol::ColumnSchema>& columns) {
  std::vector<std::vector<std::string>> rows;
  for (const protocol::ColumnSchema& column : columns) {
    rows.push_back({column.name, std::string(base::nameOf(column.type)),
                    std::string(base::nameOf(column.role)), column.unit,
                    column.evidence.empty() ? "" : column.evidence.front()});
  }
  out.table({"column", "type", "role", "unit", "because"}, rows);
}

void printDataset(Output& out, const protocol::Dataset& dataset) {
  out.line(fmt::format("{}  {}: {} rows, {} patients, {}", dataset.id, dataset.name,
                       base::withThousands(dataset.rows), base::withThousands(dataset.patients),
                       dataset.kind));
  for (const std::string& warning : dataset.warnings) {
    out.line("  note: " + warning);
  }
}

base::Status preview(Session& session, const client::Client& api, const std::string& path) {
  TELESOFT_TRY(
      seen, (api.post<protocol::Preview>("/v1/datasets/preview", protocol::PreviewRequest{path})));
  session.out.line(
      fmt::format("{}, {}{}", seen.fileFormat, seen.encoding,
                  seen.delimiter.empty() ? "" : ", delimiter \"" + seen.delimiter + "\""));
  printColumns(session.out, seen.columns);
  for (const std::string& warning : seen.warnings) {
    session.out.line("  note: " + warning);
  }
  session.out.result(base::toJson(seen));
  return {};
}

base::Status import(Session& session, const ImportOptions& options) {
  TELESOFT_TRY(recipe, recipeOf(options));
  std::error_code ignored;
  const std::filesystem::path path = std::filesystem::absolute(options.file, ignored);
  TELESOFT_TRY(api, session.connect());
  if (options.preview) {
    return preview(session, api, path.string());
  }
  protocol::ImportRequest request;
  request.path = path.string();
  request.name = options.name.empty() ? path.stem().string() : options.name;
  request.recipe = recipe;
  TELESOFT_TRY(started, (api.post<protocol::Dataset>("/v1/datasets", request)));
  TELESOFT_TRY(dataset, session.waitForDataset(api, started.id));
  printDataset(session.out, dataset);
  printColumns(session.out, dataset.columns);
  session.out.line("Next: telesoft deid " + dataset.id);
  session.out.result(base::toJson(dataset));
  return {};
}

struct DeidOptions {
  std::string dataset, name, policy = "surrogate";
  std::vector<std::string> columns;
  bool keepDates = false;
};

base::Status deid(Session& session, const DeidOptions& options) {
  protocol::DeidRequest request;
  request.name = options.name;
  request.textPolicy = options.policy;
  request.shiftDates = !options.keepDates;
  for (const std::string& pair : options.columns) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::InvalidInput, "--column takes NAME=ACTION");
    }
    request.columns[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(started, (api.post<protocol::Dataset>(
                            "/v1/datasets/" + options.dataset + "/deidentify", request)));
  TELESOFT_TRY(dataset, session.waitForDataset(api, started.id));
  TELESOFT_TRY(report,
               api.get<protocol::DeidReport>("/v1/datasets/" + dataset.id + "/deidentification"));
  printDataset(session.out, dataset);
  session.out.line(
      fmt::format("  {} identifiers found in {} of {} rows", base::withThousands(report.spans),
                  base::withThousands(report.rowsChanged), base::withThousands(report.rows)));
  std::vector<std::vector<std::string>> rows;
  for (const protocol::IdentifierRow& row : report.identifiers) {
    rows.push_back({std::to_string(row.number), row.identifier, base::withThousands(row.found),
                    row.transformed});
  }
  session.out.table({"", "identifier", "found", "what was done"}, rows);
  session.out.line("Next: telesoft check " + dataset.id + ", then telesoft split " + dataset.id);
  session.out.result({{"dataset", base::toJson(dataset)}, {"report", base::toJson(report)}});
  return {};
}

base::Status check(Session& session, const std::string& dataset) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(report, api.post<protocol::QualityReport>("/v1/datasets/" + dataset + "/check"));
  if (report.findings.empty()) {
    session.out.line("nothing to mend in " + base::withThousands(report.rows) + " rows");
  }
  for (const protocol::QualityFinding& finding : report.findings) {
    session.out.line(fmt::format("  {:<8} {}{}", finding.severity, finding.message,
                                 finding.hint.empty() ? "" : ": " + finding.hint));
  }
  session.out.result(base::toJson(report));
  return {};
}

struct SplitOptions {
  protocol::SplitRequest request;
  std::string testWhere, testFrom;
  bool plain = false;
};

/// A split that was made: whether it still stands, and who looked at its test part.
base::Status showSplit(Session& session, const std::string& id) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(standing, api.get<protocol::SplitStanding>("/v1/splits/" + id + "/standing"));
  TELESOFT_TRY(openings, (api.get<protocol::Items<protocol::SplitOpening>>("/v1/splits/" + id +
                                                                           "/openings")));
  if (standing.intact) {
    session.out.line("  stands: " + standing.statement);
  }
  if (!standing.signature.empty()) {
    session.out.line("  signed: " + standing.algorithm + ", key " + standing.publicKey);
  }
  std::vector<std::vector<std::string>> rows;
  for (const protocol::SplitOpening& opening : openings.items) {
    rows.push_back({std::to_string(opening.number), opening.at, opening.actor, opening.purpose,
                    opening.subject});
  }
  if (rows.empty()) {
    session.out.line("  nobody has opened the test part");
  } else {
    session.out.line("  the test part was opened:");
    session.out.table({"", "when", "who", "what for", "subject"}, rows);
  }
  if (!standing.intact) {
    return fail(ErrorCode::Corrupt, standing.statement,
                "Split the dataset again, or restore the workspace from its backup.");
  }
  session.out.result({{"standing", base::toJson(standing)}, {"openings", base::toJson(openings)}});
  return {};
}

base::Status setFixedTest(SplitOptions& options) {
  if (!options.testWhere.empty()) {
    const size_t equals = options.testWhere.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::InvalidInput, "--test-where takes COLUMN=VALUE, such as site=North");
    }
    options.request.testColumn = options.testWhere.substr(0, equals);
    options.request.testValue = options.testWhere.substr(equals + 1);
  }
  if (!options.testFrom.empty()) {
    const size_t equals = options.testFrom.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::InvalidInput,
                  "--test-from takes COLUMN=DAY, such as admitted=2019-01-01");
    }
    options.request.timeColumn = options.testFrom.substr(0, equals);
    options.request.testFrom = options.testFrom.substr(equals + 1);
  }
  return {};
}

base::Status split(Session& session, SplitOptions options) {
  if (options.request.datasetId.starts_with("sp_")) {
    return showSplit(session, options.request.datasetId);
  }
  TELESOFT_CHECK(setFixedTest(options));
  options.request.stratify = !options.plain;
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(made, (api.post<protocol::Split>("/v1/splits", options.request)));
  std::vector<std::vector<std::string>> rows;
  for (const protocol::SplitPart& part : made.parts) {
    rows.push_back({part.part, part.datasetId, base::withThousands(part.rows),
                    base::withThousands(part.patients)});
  }
  session.out.line(made.id);
  session.out.table({"part", "dataset", "rows", "patients"}, rows);
  session.out.line("  " + made.proof.statement);
  for (const std::string& warning : made.warnings) {
    session.out.line("  note: " + warning);
  }
  if (options.request.folds == 0) {
    session.out.line("Next: telesoft advise " + made.id + ", then telesoft train --split " +
                     made.id);
  }
  session.out.result(base::toJson(made));
  return {};
}

}  // namespace

void addImport(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command =
      app.add_subcommand("import", "read a CSV or JSON Lines file into the workspace");
  command->add_option("file", options->file, "the file")->required();
  command->add_option("--name", options->name, "what to call the dataset");
  command->add_option("--recipe", options->recipe, "a saved import recipe (JSON)");
  command->add_option("--label", options->label, "the column to predict");
  command->add_option("--patient", options->patient, "the column that names the patient");
  command->add_option("--note", options->note, "the column with the text");
  command->add_flag("--preview", options->preview, "only show what the file holds");
  command->footer("Example: telesoft import notes.csv --label diagnosis --patient mrn --note text");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return import(session, *options); };
  });
}

void addDeid(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<DeidOptions>();
  CLI::App* command = app.add_subcommand("deid", "remove what identifies a patient");
  command->add_option("dataset", options->dataset, "the imported dataset")->required();
  command->add_option("--name", options->name, "what to call the result");
  command->add_option("--text-policy", options->policy, "for identifiers inside notes")
      ->check(CLI::IsMember({"surrogate", "label", "redact", "keep"}));
  command->add_option("--column", options->columns,
                      "COLUMN=surrogate|hash|shift|generalise|drop|keep");
  command->add_flag("--keep-dates", options->keepDates, "do not shift dates");
  command->footer(
      "Example: telesoft deid ds_... --text-policy redact --column birth_date=generalise");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return deid(session, *options); };
  });
}

void addCheck(CLI::App& app, Action& chosen) {
  auto dataset = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("check", "look for what would spoil a training");
  command->add_option("dataset", *dataset, "the dataset")->required();
  command->footer("Example: telesoft check ds_...");
  command->callback([dataset, &chosen] {
    chosen = [dataset](Session& session) { return check(session, *dataset); };
  });
}

void addSplit(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<SplitOptions>();
  protocol::SplitRequest& request = options->request;
  CLI::App* command = app.add_subcommand(
      "split", "divide by patient into train, validation and test, with a proof");
  command->add_option("dataset", request.datasetId, "the dataset; or a split, to look at it")
      ->required();
  command->add_option("--name", request.name, "what to call the split");
  command->add_option("--train", request.trainFraction, "share of the rows")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--validation", request.validationFraction, "share of the rows")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--test", request.testFraction, "share of the rows")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--test-where", options->testWhere,
                      "COLUMN=VALUE: these rows are the test part");
  command->add_option("--test-from", options->testFrom,
                      "COLUMN=DAY: rows of that day and later are the test part");
  command->add_option("--stratify-by", request.stratifyBy, "further columns, such as sex");
  command->add_option("--keep-together", request.keepTogether,
                      "columns whose equal values stay in one part: a family, a site");
  command->add_option("--folds", request.folds, "parts fold-1 ... in place of train, validation");
  command->add_flag("--stable", request.stable,
                    "each part follows from seed and patient: new data moves nobody");
  command->add_option("--previous", request.previousSplitId,
                      "a split whose patients keep their parts");
  command->add_flag("--keep-near-duplicates", request.keepNearDuplicates,
                    "nearly equal notes of different patients stay in one part");
  command->add_option("--max-train-rows", request.maxTrainRows,
                      "at most so many rows in the train part");
  command->add_option("--seed", request.seed, "another seed gives another split");
  command->add_flag("--no-stratify", options->plain, "do not keep the labels' shares alike");
  command->footer(
      "Example: telesoft split ds_... --test-where site=North --train 0.85 --validation 0.15");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return split(session, *options); };
  });
}

}  // namespace telesoft::cli
