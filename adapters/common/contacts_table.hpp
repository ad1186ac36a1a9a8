// SPDX-License-Identifier: MIT
//
// A small table that people keep in a spreadsheet: comma or semicolon, told by the first line.
#pragma once

#include "common/csv_rows.hpp"

#include <afpunt/result.hpp>

#include <string_view>
#include <vector>

namespace afpunt {

struct Table {
    std::vector<TableRow> rows; // the first holds the column names; empty lines are left out
    std::vector<Failure> problems;
};

// Any bytes: what is not UTF-8 is read as Windows-1252.
[[nodiscard]] Table read_table(std::string_view bytes);

} // namespace afpunt
