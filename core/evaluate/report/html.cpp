#include "telesoft/evaluate/report/html.h"

namespace telesoft::evaluate {

namespace {

constexpr std::string_view kStyle = R"css(
:root { --window: #F6F7F9; --surface: #FFFFFF; --line: #E3E6EB; --strong: #C5CBD5; --text: #171B21;
  --secondary: #566070; --accent: #0B6E6E; --good: #1E7F4F; --caution: #9A6700;
  --danger: #B3261E; --info: #2456A6; --head: #0072B2; color-scheme: light dark; }
@media screen and (prefers-color-scheme: dark) {
  :root { --window: #14171C; --surface: #1B1F26; --line: #2C323C; --strong: #424A57; --text: #E8EBF0;
    --secondary: #A3ADBB; --accent: #3DB8B0; --good: #5CC48D; --caution: #E0B04A;
    --danger: #F2857B; --info: #86B2F7; --head: #56B4E9; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--window); color: var(--text);
  font: 14px/1.5 Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 880px; margin: 0 auto; padding: 32px 24px; }
header, section { background: var(--surface); border: 1px solid var(--line); border-radius: 6px;
  padding: 24px; margin-bottom: 16px; }
.eyebrow { color: var(--secondary); font-size: 12px; margin: 0 0 8px; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 600; margin: 0 0 12px; display: flex; gap: 12px;
  align-items: center; }
h1 svg { flex: none; width: 28px; height: 28px; }
h2 { font-size: 16px; font-weight: 600; margin: 0 0 4px; }
p { margin: 0 0 12px; max-width: 76ch; }
.summary { font-size: 15px; }
.note { color: var(--secondary); font-size: 13px; }
.better { color: var(--good); } .keep { color: var(--info); } .none { color: var(--secondary); }
.little { color: var(--caution); }
dl { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 16px 0 0; padding-top: 16px;
  border-top: 1px solid var(--line); }
dt { color: var(--secondary); font-size: 12px; } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 13px; }
th, td { text-align: right; padding: 7px 0 7px 20px; border-bottom: 1px solid var(--line);
  white-space: nowrap; font-weight: 400; }
th:first-child { text-align: left; padding-left: 0; white-space: normal; }
thead th { color: var(--secondary); font-size: 12px; border-color: var(--strong); }
tbody tr:last-child > * { border-bottom: 0; }
.tag { border: 1px solid var(--strong); border-radius: 4px; padding: 0 6px; font-size: 11px;
  color: var(--secondary); margin-left: 8px; }
.range { color: var(--secondary); margin-left: 6px; } .title { display: block; font-size: 11px; }
h3 { font-size: 13px; font-weight: 600; margin: 16px 0 0; }
svg.plot { display: block; width: 100%; height: auto; margin-top: 8px; }
svg.plot text { fill: var(--text); font-size: 12px; font-variant-numeric: tabular-nums; }
svg.plot .soft { fill: var(--secondary); }
svg.plot .grid { stroke: var(--text); stroke-opacity: .08; }
svg.plot .axis { stroke: var(--strong); }
svg.plot .zero { stroke: var(--secondary); stroke-dasharray: 2 3; }
svg.plot .tuned { stroke: var(--accent); fill: var(--accent); }
svg.plot .head_only { stroke: var(--head); fill: var(--head); }
svg.plot .base { stroke: var(--secondary); fill: var(--surface); }
svg.plot .range { stroke-width: 2; } svg.plot .base.range { stroke-dasharray: 5 3; }
svg.plot .dot { stroke-width: 2; }
svg.plot .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg.plot .base.curve { stroke-dasharray: 6 4; } svg.plot .head_only.curve { stroke-dasharray: 2 3; }
svg.plot .cell { fill: var(--accent); }
ul { margin: 0; padding-left: 20px; } li { margin-bottom: 4px; max-width: 76ch; }
footer { color: var(--secondary); font-size: 12px; padding: 0 24px; }
@media print { body { background: #FFFFFF; font-size: 11px; } main { padding: 0; max-width: none; }
  header, section { border-color: #C5CBD5; break-inside: avoid; padding: 12px 16px; }
  svg.plot .cell, svg.plot .dot { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
)css";

}  // namespace

std::string escapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out +=
            static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? "" : std::string(1, c);
    }
  }
  return out;
}

std::string renderTable(const HtmlTable& table) {
  std::string out = "<div class=\"scroll\"><table><thead><tr>";
  for (const std::string& cell : table.head) {
    out += "<th scope=\"col\">" + cell + "</th>";
  }
  out += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? "<th scope=\"row\">" + row[i] + "</th>" : "<td>" + row[i] + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string section(const std::string& title,
                    const std::string& explanation,
                    const std::string& body) {
  std::string out = "<section><h2>" + escapeHtml(title) + "</h2>\n";
  if (!explanation.empty()) {
    out += "<p class=\"note\">" + escapeHtml(explanation) + "</p>\n";
  }
  return out + body + "</section>\n";
}

std::string_view styleSheet() {
  return kStyle;
}

}  // namespace telesoft::evaluate
