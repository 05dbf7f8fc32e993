#include "support/test_case.h"

namespace telesoft::tests {

std::vector<TestFactory>& testFactories() {
  static std::vector<TestFactory> factories;
  return factories;
}

}  // namespace telesoft::tests
