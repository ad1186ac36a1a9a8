// SPDX-License-Identifier: MIT
#include "csv_table.hpp"

#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {
namespace {

// Programs write who asked for the list, and when, above the names of the columns.
constexpr int header_lines = 20;

} // namespace

std::size_t place_of(const TableRow& header, std::string_view name) {
    const std::string wanted = text::lower(text::trim(name));
    for (std::size_t at = 0; at < header.fields.size(); ++at) {
        if (text::lower(header.fields[at]) == wanted) return at;
    }
    return header.fields.size();
}

std::optional<CsvHeader> find_csv_header(std::string_view utf8,
                                         const std::vector<std::string>& names) {
    for (const char separator : {';', ',', '\t'}) {
        MemorySource source(utf8);
        CsvRows rows(source, separator, csv_table_limits);
        TableRow row;
        for (int count = 0; count < header_lines; ++count) {
            const Result<bool> more = rows.next(row);
            if (!more || !*more) break;
            const bool fits = std::ranges::all_of(names, [&](const std::string& name) {
                return place_of(row, name) < row.fields.size();
            });
            if (fits) return CsvHeader{separator, row.line};
        }
    }
    return std::nullopt;
}

Result<bool> Cp1252Source::read(std::string& into) {
    std::string bytes;
    Result<bool> more = raw_.read(bytes);
    append_cp1252_as_utf8(into, bytes);
    return more;
}

} // namespace afpunt::standalone
