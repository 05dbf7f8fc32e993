#include "telesoft/access/permission.h"

#include <algorithm>

namespace telesoft::access {

namespace {

std::vector<PermissionInfo> ofDataAndModels() {
  return {
      {Permission::WorkspaceRead,
       "workspace.read",
       "see datasets, splits, jobs and evaluations, without their rows",
       {}},
      {Permission::DataImport,
       "data.import",
       "import files, and cancel imports",
       {Permission::WorkspaceRead}},
      {Permission::DataReadRows,
       "data.read_rows",
       "read the rows of datasets",
       {Permission::WorkspaceRead}},
      {Permission::DataDeidentify,
       "data.deidentify",
       "de-identify datasets and read their rows to check it",
       {Permission::DataReadRows}},
      {Permission::DataSplit,
       "data.split",
       "split datasets into training, validation and test parts",
       {Permission::WorkspaceRead}},
      {Permission::JobRun,
       "job.run",
       "start, pause, resume and cancel jobs",
       {Permission::ModelRead}},
      {Permission::ModelRead, "model.read", "see tuned models", {Permission::WorkspaceRead}},
      {Permission::EvaluationRun,
       "evaluation.run",
       "open test parts to evaluate models on them",
       {Permission::ModelRead}},
  };
}

std::vector<PermissionInfo> ofPeopleAndReleases() {
  return {
      {Permission::ReviewManage,
       "review.manage",
       "open and close reviews, and see what they have shown",
       {Permission::ModelRead, Permission::DataReadRows}},
      {Permission::ReviewDecide,
       "review.decide",
       "read the cases of reviews and decide on them",
       {Permission::ModelRead}},
      {Permission::KnowledgeRead,
       "knowledge.read",
       "search the knowledge base and check drugs against the formulary",
       {Permission::WorkspaceRead}},
      {Permission::KnowledgeEdit,
       "knowledge.edit",
       "import and retire documents of the knowledge base",
       {Permission::KnowledgeRead}},
      {Permission::ReleaseDeploy,
       "release.deploy",
       "deploy models, and change the share of patients that a version answers for",
       {Permission::ModelRead}},
      {Permission::ReleaseApprove,
       "release.approve",
       "sign a model that somebody else has trained for production",
       {Permission::ModelRead}},
      {Permission::ReleaseRollback,
       "release.rollback",
       "roll a deployment back",
       {Permission::ModelRead}},
      {Permission::PredictionMake, "prediction.make", "ask deployed models for predictions", {}},
      {Permission::PredictionFeedback,
       "prediction.feedback",
       "say whether a prediction was right",
       {}},
      {Permission::MetricsRead, "metrics.read", "read the gateway's metrics", {}},
      {Permission::UsersManage,
       "users.manage",
       "make and change accounts",
       {Permission::WorkspaceRead}},
      {Permission::BackupMake, "backup.make", "back the workspace up", {Permission::WorkspaceRead}},
      {Permission::AuditRead,
       "audit.read",
       "read and verify the audit trail",
       {Permission::WorkspaceRead}},
      {Permission::ServerStop, "server.stop", "stop the workspace server", {}},
  };
}

std::vector<PermissionInfo> joined(std::vector<PermissionInfo> list,
                                   const std::vector<PermissionInfo>& more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

}  // namespace

const std::vector<PermissionInfo>& permissionTable() {
  static const std::vector<PermissionInfo> table = joined(ofDataAndModels(), ofPeopleAndReleases());
  return table;
}

const PermissionInfo& permissionInfo(Permission permission) {
  const auto& table = permissionTable();
  return *std::find_if(table.begin(), table.end(),
                       [&](const PermissionInfo& info) { return info.permission == permission; });
}

std::optional<Permission> permissionOf(std::string_view name) {
  for (const PermissionInfo& info : permissionTable()) {
    if (info.name == name) {
      return info.permission;
    }
  }
  return std::nullopt;
}

std::set<Permission> withImplied(const std::set<Permission>& given) {
  std::set<Permission> out;
  std::vector<Permission> open(given.begin(), given.end());
  while (!open.empty()) {
    const Permission next = open.back();
    open.pop_back();
    if (out.insert(next).second) {
      const std::vector<Permission>& implied = permissionInfo(next).implies;
      open.insert(open.end(), implied.begin(), implied.end());
    }
  }
  return out;
}

std::set<Permission> allPermissions() {
  std::set<Permission> out;
  for (const PermissionInfo& info : permissionTable()) {
    out.insert(info.permission);
  }
  return out;
}

const std::vector<RoleInfo>& roleTable() {
  using enum Permission;
  static const std::vector<RoleInfo> table = {
      {"clinician",
       "Clinician",
       {WorkspaceRead, ModelRead, ReviewDecide, KnowledgeRead, PredictionMake, PredictionFeedback}},
      {"ml_staff",
       "ML staff",
       {DataImport, DataReadRows, DataDeidentify, DataSplit, JobRun, EvaluationRun, ReviewManage,
        KnowledgeEdit, ReleaseDeploy, ReleaseRollback, PredictionMake, MetricsRead}},
      {"admin",
       "Administrator",
       {ReleaseApprove, ReleaseDeploy, ReleaseRollback, KnowledgeRead, MetricsRead, UsersManage,
        BackupMake, AuditRead, ServerStop}},
      {"auditor", "Auditor", {WorkspaceRead, ModelRead, KnowledgeRead, MetricsRead, AuditRead}},
  };
  return table;
}

std::set<Permission> permissionsOf(const std::vector<std::string>& roles) {
  std::set<Permission> out;
  for (const RoleInfo& role : roleTable()) {
    if (std::find(roles.begin(), roles.end(), role.name) != roles.end()) {
      out.insert(role.permissions.begin(), role.permissions.end());
    }
  }
  return withImplied(out);
}

}  // namespace telesoft::access
