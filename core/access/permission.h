// What a person may be allowed to do: one table of names, meanings and what each brings with it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace telesoft::access {

enum class Permission {
  WorkspaceRead,
  DataImport,
  DataReadRows,
  DataDeidentify,
  DataSplit,
  JobRun,
  ModelRead,
  EvaluationRun,
  ReviewManage,
  ReviewDecide,
  KnowledgeRead,
  KnowledgeEdit,
  ReleaseDeploy,
  ReleaseApprove,
  ReleaseRollback,
  PredictionMake,
  PredictionFeedback,
  MetricsRead,
  UsersManage,
  BackupMake,
  AuditRead,
  ServerStop,
};

struct PermissionInfo {
  Permission permission;
  std::string_view name;  // "data.import"
  std::string_view meaning;
  std::vector<Permission> implies;
};

[[nodiscard]] const std::vector<PermissionInfo>& permissionTable();
[[nodiscard]] const PermissionInfo& permissionInfo(Permission permission);
[[nodiscard]] std::optional<Permission> permissionOf(std::string_view name);
/// With all that they imply.
[[nodiscard]] std::set<Permission> withImplied(const std::set<Permission>& given);
[[nodiscard]] std::set<Permission> allPermissions();

/// What people are: a table of names and of the permissions that each gives.
struct RoleInfo {
  std::string_view name;  // "clinician"
  std::string_view title;
  std::vector<Permission> permissions;
};
[[nodiscard]] const std::vector<RoleInfo>& roleTable();
[[nodiscard]] std::set<Permission> permissionsOf(const std::vector<std::string>& roles);

}  // namespace telesoft::access
