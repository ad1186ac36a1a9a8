// SPDX-License-Identifier: MIT
//
// The report of the day as rows of words: what report.html prints. Each part can be tried alone.
#pragma once

#include "document/day_report.hpp"
#include "document/rendering.hpp"

#include <cstddef>

namespace afpunt::document {

// Rows of one list. A browser becomes slow beyond some thousands of rows, and nobody reads them;
// how many are left out is said below the list.
inline constexpr std::size_t most_report_rows = 2000;

[[nodiscard]] View report_view(const ReportInput& input);
// One row per bank account: name, date, named gaps.
[[nodiscard]] std::vector<View> bank_rows(const ReportInput& input);

} // namespace afpunt::document
