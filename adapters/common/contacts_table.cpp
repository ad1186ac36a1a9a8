// SPDX-License-Identifier: MIT
#include "common/contacts_table.hpp"

#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <string>

namespace afpunt {
namespace {

// A book of this host has at most some ten thousand customers.
constexpr std::size_t max_rows = 100'000;
// Names, reasons and lists of accounts; the known columns and room for a spreadsheet's own.
constexpr CsvLimits limits{4000, 64};

char separator_of(std::string_view text) {
    const std::string_view first = text.substr(0, std::min(text.find('\n'), text.size()));
    const auto semicolons = std::count(first.begin(), first.end(), ';');
    return semicolons > std::count(first.begin(), first.end(), ',') ? ';' : ',';
}

Table read_rows(std::string_view text) {
    Table table;
    MemorySource source(text);
    CsvRows rows(source, separator_of(text), limits);
    while (true) {
        TableRow row;
        const Result<bool> more = rows.next(row);
        if (!more) {
            table.problems.push_back(more.error());
            return table;
        }
        if (!*more) return table;
        if (table.rows.size() == max_rows) {
            table.problems.push_back({"line " + std::to_string(row.line), "", "more rows",
                                      "at most " + std::to_string(max_rows) + " rows"});
            return table;
        }
        table.rows.push_back(std::move(row));
    }
}

} // namespace

Table read_table(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (text::is_utf8(bytes)) return read_rows(bytes);
    std::string converted;
    append_cp1252_as_utf8(converted, bytes);
    return read_rows(converted);
}

} // namespace afpunt
