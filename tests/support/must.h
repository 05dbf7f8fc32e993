// Preparation that has to succeed for a test to make sense.
#pragma once

#include <utility>

#include <QtGlobal>

#include "telesoft/base/result.h"

namespace telesoft::tests {

template <class T>
T must(base::Result<T> result) {
  if (!result) {
    qFatal("the test's own preparation failed: %s", result.error().text().c_str());
  }
  return *std::move(result);
}
inline void must(const base::Status& status) {
  if (!status) {
    qFatal("the test's own preparation failed: %s", status.error().text().c_str());
  }
}

}  // namespace telesoft::tests
