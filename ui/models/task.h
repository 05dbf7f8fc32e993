// Where panels look for runTask(): work off the GUI thread, its value delivered by a queued call.
#pragma once

#include "telesoft/ui/client/task.h"
