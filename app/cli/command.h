// The verbs: one explicit table. Adding one: a function that adds its sub-command, and its line in
// command.cpp.
#pragma once

#include <vector>

#include <CLI/CLI.hpp>

#include "session.h"

namespace telesoft::cli {

/// Adds the sub-command to `app`; its callback puts what is to be done into `chosen`.
using AddCommand = void (*)(CLI::App& app, Action& chosen);
[[nodiscard]] const std::vector<AddCommand>& commands();

void addInit(CLI::App& app, Action& chosen);
void addDoctor(CLI::App& app, Action& chosen);
void addServe(CLI::App& app, Action& chosen);
void addImport(CLI::App& app, Action& chosen);
void addDeid(CLI::App& app, Action& chosen);
void addCheck(CLI::App& app, Action& chosen);
void addSplit(CLI::App& app, Action& chosen);
void addAdvise(CLI::App& app, Action& chosen);
void addTrain(CLI::App& app, Action& chosen);
void addJobs(CLI::App& app, Action& chosen);
void addStatus(CLI::App& app, Action& chosen);
void addCancel(CLI::App& app, Action& chosen);
void addPause(CLI::App& app, Action& chosen);
void addResume(CLI::App& app, Action& chosen);
void addEvaluate(CLI::App& app, Action& chosen);
void addModels(CLI::App& app, Action& chosen);
void addReview(CLI::App& app, Action& chosen);
void addKnowledge(CLI::App& app, Action& chosen);
void addGates(CLI::App& app, Action& chosen);
void addLineage(CLI::App& app, Action& chosen);
void addApprove(CLI::App& app, Action& chosen);
void addDeploy(CLI::App& app, Action& chosen);
void addRollout(CLI::App& app, Action& chosen);
void addRollback(CLI::App& app, Action& chosen);
void addDeployments(CLI::App& app, Action& chosen);
void addDemo(CLI::App& app, Action& chosen);
void addUsers(CLI::App& app, Action& chosen);
void addTokens(CLI::App& app, Action& chosen);
void addLogin(CLI::App& app, Action& chosen);
void addLogout(CLI::App& app, Action& chosen);
void addAudit(CLI::App& app, Action& chosen);
void addAnalyze(CLI::App& app, Action& chosen);
void addReceipt(CLI::App& app, Action& chosen);
void addBackup(CLI::App& app, Action& chosen);
void addRestore(CLI::App& app, Action& chosen);

}  // namespace telesoft::cli
