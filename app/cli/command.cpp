#include "command.h"

namespace telesoft::cli {

const std::vector<AddCommand>& commands() {
  static const std::vector<AddCommand> table = {
      addInit,    addImport,  addDeid,    addCheck,     addSplit,   addAdvise,   addTrain,
      addJobs,    addStatus,  addCancel,  addPause,     addResume,  addEvaluate, addModels,
      addGates,   addLineage, addApprove, addDeploy,    addRollout, addRollback, addDeployments,
      addAnalyze, addReceipt, addReview,  addKnowledge, addUsers,   addTokens,   addLogin,
      addLogout,  addAudit,   addServe,   addDemo,      addDoctor,  addBackup,   addRestore};
  return table;
}

}  // namespace telesoft::cli
