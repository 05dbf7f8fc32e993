// How long a large table takes to be split and proven: bench_split FILE.csv, PadChest's
// table (torchxrayvision's data/PADCHEST_..._160K_01.02.19.csv.gz, unpacked).
#include <chrono>
#include <cstdio>

#include <fmt/format.h>
#include <sys/resource.h>

#include "telesoft/data/import.h"
#include "telesoft/data/split/split_plan.h"

namespace {

using namespace telesoft;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double peakMb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

protocol::ColumnSchema column(const char* name, protocol::ColumnRole role) {
  protocol::ColumnSchema out;
  out.name = name;
  out.role = role;
  out.type = role == protocol::ColumnRole::Note      ? protocol::ColumnType::Text
             : role == protocol::ColumnRole::Patient ? protocol::ColumnType::Identifier
                                                     : protocol::ColumnType::Category;
  return out;
}

int split(const data::Imported& set, const char* name, const protocol::SplitRequest& request) {
  const auto start = Clock::now();
  const auto made = data::planSplit(set.table, set.columns, request);
  if (!made) {
    fmt::print("{}: {}\n", name, made.error().text());
    return 1;
  }
  fmt::print("{}: {:.1f} s, {:.0f} MB at most; {}\n", name, secondsSince(start), peakMb(),
             made->split.proof.statement);
  for (const protocol::SplitPart& part : made->split.parts) {
    fmt::print("  {:<10} {:>7} rows {:>6} patients\n", part.part, part.rows, part.patients);
  }
  const auto again = Clock::now();
  const bool stands = data::recountManifest(data::MemorySource(set.table), set.columns,
                                            made->rowsOfPart, made->manifest)
                          .has_value();
  fmt::print("  manifest of {:.1f} MB {} in {:.1f} s\n",
             static_cast<double>(made->manifest.size()) / 1e6,
             stands ? "counted again" : "DOES NOT STAND", secondsSince(again));
  return stands ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    fmt::print("usage: bench_split FILE.csv\n");
    return 2;
  }
  using protocol::ColumnRole;
  protocol::Recipe recipe;
  recipe.columns = {column("PatientID", ColumnRole::Patient), column("Report", ColumnRole::Note),
                    column("MethodLabel", ColumnRole::Label),
                    column("PatientSex_DICOM", ColumnRole::Subgroup),
                    column("Manufacturer_DICOM", ColumnRole::Subgroup)};
  const auto start = Clock::now();
  const auto set = data::importFile(arguments[1], recipe);
  if (!set) {
    fmt::print("{}\n", set.error().text());
    return 1;
  }
  fmt::print("{} rows, {} patients read in {:.1f} s\n", set->table.rows(), set->patients,
             secondsSince(start));
  protocol::SplitRequest request;
  request.stratifyBy = {"PatientSex_DICOM"};
  int failed = split(*set, "patient", request);
  request.timeColumn = "StudyDate_DICOM";
  request.testFrom = "2016-01-01";
  failed += split(*set, "time", request);
  request.timeColumn = request.testFrom = "";
  request.testColumn = "Manufacturer_DICOM";
  request.testValue = "PhilipsMedicalSystems";
  failed += split(*set, "machine", request);
  return failed == 0 ? 0 : 1;
}
