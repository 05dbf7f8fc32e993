#include "telesoft/access/permission.h"

#include <algorithm>

namespace telesoft::access {

const std::vector<PermissionInfo>& permissionTable() {
  static const std::vector<PermissionInfo> table = {
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
      {Permission::AuditRead,
       "audit.read",
       "read and verify the audit trail",
       {Permission::WorkspaceRead}},
      {Permission::ServerStop, "server.stop", "stop the workspace server", {}},
  };
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

}  // namespace telesoft::access
