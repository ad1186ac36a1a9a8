// SPDX-License-Identifier: MIT
//
// Working days: Monday to Friday less the public holidays of the country. Belgium: ten legal
// holidays (law of 4 January 1974); Good Friday and 26 December are not among them. Netherlands:
// the days of the Algemene termijnenwet art. 3; 5 May every year (it counts there every year,
// though it is a general day off only each fifth). Sources: see calendar.cpp, row by row.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/result.hpp>

#include <optional>
#include <string_view>

namespace afpunt::policy {

enum class CalendarId { Belgium, Netherlands, Target };

// "BE", "NL", "TARGET"
[[nodiscard]] Result<CalendarId> parse_calendar(std::string_view code);
[[nodiscard]] std::string_view calendar_code(CalendarId calendar);

[[nodiscard]] Date easter_sunday(int year);
// English name of the holiday, nullopt on other days. Weekends are no holidays by themselves.
[[nodiscard]] std::optional<std::string_view> holiday_name(CalendarId calendar, Date day);
[[nodiscard]] bool is_working_day(CalendarId calendar, Date day);
// The n-th working day after `from` (from itself never counts); n = 0: `from` or the next working
// day; n < 0: the |n|-th working day before.
[[nodiscard]] Date add_working_days(CalendarId calendar, Date from, int n);

} // namespace afpunt::policy
