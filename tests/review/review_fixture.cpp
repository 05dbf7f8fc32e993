#include "review_fixture.h"

namespace telesoft::tests {

using protocol::DecisionKind;
using store::ReviewTable;

ReviewFixture::ReviewFixture() {
  database = must(store::Database::open({folder / "workspace.db", std::string(32, 'k')}, clock));
}

protocol::Review ReviewFixture::review(const std::string& id) {
  protocol::Review out;
  out.id = id;
  out.modelId = "md_1";
  out.datasetId = "ds_1";
  out.state = "open";
  out.classes = {{"flu", ""}, {"cold", ""}, {"asthma", ""}};
  return out;
}

store::CaseRecord ReviewFixture::record(std::int64_t number, bool readTwice) {
  store::CaseRecord out;
  out.id = "cs_" + std::to_string(number);
  out.reviewId = "rv_1";
  out.number = number;
  out.row = 100 + number;
  out.pseudonym = "8f3a";
  out.reason = "uncertain";
  out.uncertainty = 0.4;
  out.readTwice = readTwice;
  out.findings = {{"cold", 0.6}, {"flu", 0.3}, {"asthma", 0.1}};
  out.contributions = {{"", 0.2, 0, 5}};
  return out;
}

void ReviewFixture::add(const protocol::Review& one) {
  must(write([&](store::Transaction& t) { return ReviewTable::insert(t, one); }));
}

void ReviewFixture::add(const store::CaseRecord& one) {
  must(write([&](store::Transaction& t) { return ReviewTable::insertCase(t, one); }));
}

base::Result<review::Decided> ReviewFixture::decide(const std::string& reader,
                                                    const protocol::DecisionRequest& request) {
  return write(
      [&](store::Transaction& t) { return review::decide(t, "rv_1", request, {reader}, key); });
}

base::Result<review::Decided> ReviewFixture::decide(const std::string& reader,
                                                    const std::string& caseId,
                                                    const std::string& label,
                                                    const std::string& reading) {
  return decide(reader, requestFor(caseId, label, reading));
}

base::Result<review::Decided> ReviewFixture::undo(const std::string& reader) {
  return write([&](store::Transaction& t) { return review::undo(t, "rv_1", {reader}, key); });
}

store::CaseRecord ReviewFixture::find(const std::string& caseId) {
  return read([&](const store::Snapshot& s) { return ReviewTable::findCase(s, caseId); });
}

protocol::DecisionRequest requestFor(const std::string& caseId,
                                     const std::string& label,
                                     const std::string& reading) {
  protocol::DecisionRequest out;
  out.caseId = caseId;
  out.reading = reading;
  out.kind = base::enumOf<DecisionKind>(label).value_or(DecisionKind::Correct);
  out.label = out.kind == DecisionKind::Correct ? label : "";
  out.seconds = 2;
  return out;
}

}  // namespace telesoft::tests
