// How long files and functions may be, and which test belongs to which source.
#pragma once

#include "structure/source_tree.h"

namespace telesoft::structure {

/// .cpp over 500 lines, .h over 250, functions over 60.
[[nodiscard]] std::vector<std::string> tooLong(const std::vector<SourceFile>& files);

/// core/<module>/.../x.cpp without tests/<module>/x_test.cpp and without a line "path: reason" in
/// `excused`; and lines of `excused` that excuse nothing any more.
[[nodiscard]] std::vector<std::string> untested(const std::vector<SourceFile>& sources,
                                                const std::vector<SourceFile>& tests,
                                                const std::string& excused);

/// Entries of the top level that do not belong there.
[[nodiscard]] std::vector<std::string> strangersAtTheTop(const std::vector<std::string>& names);

}  // namespace telesoft::structure
