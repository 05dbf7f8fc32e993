// PDF and HTML are read by a program of its own, so that a hostile file can take down nothing else.
#pragma once

#include <string>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/knowledge/read/document.h"

namespace telesoft::knowledge {

/// Runs telesoft-reader ($TELESOFT_READER_PROGRAM, else the one beside this program) over the file,
/// with a gigabyte of memory, a minute of processor time and an empty environment. `format`: "pdf"
/// | "html". Errors: those of readPdf() and readHtml(); InvalidInput where the file has used up
/// what it may or has crashed the reader; Cancelled within 100 ms.
[[nodiscard]] base::Result<ReadDocument> readInProcess(const base::Path& file,
                                                       const std::string& format,
                                                       const base::Stop& stop);

}  // namespace telesoft::knowledge
