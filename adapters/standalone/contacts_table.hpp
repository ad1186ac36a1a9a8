// SPDX-License-Identifier: MIT
//
// Comma-separated values as RFC 4180 writes them and spreadsheets save them: quotes around fields,
// doubled quotes inside, line ends inside quotes; comma or semicolon, told by the first line.
#pragma once

#include <afpunt/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

struct TableRow {
    int line = 0; // where the row begins, 1-based
    std::vector<std::string> fields;
};

struct Table {
    std::vector<TableRow> rows; // the first holds the column names; empty lines are left out
    std::vector<Failure> problems;
};

// Any bytes: what is not UTF-8 is read as Windows-1252.
[[nodiscard]] Table read_table(std::string_view bytes);

} // namespace afpunt::standalone
