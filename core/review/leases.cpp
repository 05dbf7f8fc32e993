#include "telesoft/review/leases.h"

namespace telesoft::review {

Leases::Taken Leases::take(const std::vector<std::string>& cases,
                           const std::string& reading,
                           const std::string& reader,
                           size_t count) {
  const std::lock_guard lock(mutex_);
  const std::chrono::milliseconds now = clock_.steady();
  std::erase_if(leases_, [&](const auto& entry) { return entry.second.until <= now; });
  Taken out;
  for (const std::string& id : cases) {
    const auto held = leases_.find({id, reading});
    if (held != leases_.end() && held->second.reader != reader) {
      continue;
    }
    ++out.free;
    if (out.cases.size() < count) {
      leases_[{id, reading}] = {reader, now + time_};
      out.cases.push_back(id);
    }
  }
  return out;
}

void Leases::giveBack(const std::string& caseId,
                      const std::string& reading,
                      const std::string& reader) {
  const std::lock_guard lock(mutex_);
  const auto held = leases_.find({caseId, reading});
  if (held != leases_.end() && held->second.reader == reader) {
    leases_.erase(held);
  }
}

}  // namespace telesoft::review
