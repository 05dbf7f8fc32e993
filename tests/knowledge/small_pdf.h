// PDF files of a few objects, whole and broken, for the reader's tests.
#pragma once

#include <string>
#include <vector>

namespace telesoft::tests {

struct PdfLine {
  std::string text;
  double size = 11;
  double gap = 14;  // to the line before
  double left = 72;
};

/// Objects 1.. as they are given, with a table of where they stand. `trailer`: beside /Size and
/// /Root.
[[nodiscard]] inline std::string pdfOf(const std::vector<std::string>& objects,
                                       const std::string& trailer = "") {
  std::string out = "%PDF-1.4\n";
  std::string table;
  for (size_t i = 0; i < objects.size(); ++i) {
    std::string at = std::to_string(out.size());
    table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string start = std::to_string(out.size());
  const std::string size = std::to_string(objects.size() + 1);
  return out + "xref\n0 " + size + "\n0000000000 65535 f \n" + table + "trailer\n<< /Size " + size +
         " /Root 1 0 R " + trailer + " >>\nstartxref\n" + start + "\n%%EOF\n";
}

[[nodiscard]] inline std::string pdfStream(const std::string& bytes,
                                           const std::string& entries = "") {
  return "<< /Length " + std::to_string(bytes.size()) + " " + entries + " >>\nstream\n" + bytes +
         "\nendstream";
}

/// Objects of a document with these content streams, one a page.
[[nodiscard]] inline std::vector<std::string> pdfObjects(const std::vector<std::string>& streams) {
  std::string kids;
  for (size_t i = 0; i < streams.size(); ++i) {
    kids += std::to_string(4 + 2 * i) + " 0 R ";
  }
  std::vector<std::string> out = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count " + std::to_string(streams.size()) + " /Kids [" + kids + "] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  for (size_t i = 0; i < streams.size(); ++i) {
    out.push_back(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 "
        "3 0 R >> >> /Contents " +
        std::to_string(5 + 2 * i) + " 0 R >>");
    out.push_back(streams[i]);
  }
  return out;
}

[[nodiscard]] inline std::string pageText(const std::vector<PdfLine>& lines) {
  std::string out = "BT\n";
  double y = 740;
  for (const PdfLine& line : lines) {
    y -= line.gap;
    out += "/F1 " + std::to_string(line.size) + " Tf 1 0 0 1 " + std::to_string(line.left) + " " +
           std::to_string(y) + " Tm (" + line.text + ") Tj\n";
  }
  return out + "ET";
}

[[nodiscard]] inline std::string pdfOfPages(const std::vector<std::vector<PdfLine>>& pages,
                                            const std::string& trailer = "") {
  std::vector<std::string> streams;
  for (const auto& page : pages) {
    streams.push_back(pdfStream(pageText(page)));
  }
  return pdfOf(pdfObjects(streams), trailer);
}

}  // namespace telesoft::tests
