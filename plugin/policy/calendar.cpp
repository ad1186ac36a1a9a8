// SPDX-License-Identifier: MIT
//
// The table of public holidays and the counting of working days. A holiday is a row, not code: when
// a government changes one, a row gets a last year and a new one is added, so that a plan of years
// ago is computed again with the days of then.
#include "policy/calendar.hpp"

#include <array>
#include <string>

namespace afpunt::policy {
namespace {

enum class DayRule {
    Fixed,       // the same day each year
    FromEaster,  // so many days after Easter Sunday; negative: before
    NotOnSunday, // the same day each year, on the Saturday before when that is a Sunday
};

struct Holiday {
    CalendarId calendar;
    std::string_view name;
    DayRule rule;
    unsigned month; // 0 for FromEaster
    int day;        // day of the month, or days after Easter Sunday
    int first_year; // the rule holds from this year on
};

constexpr CalendarId be = CalendarId::Belgium;
constexpr CalendarId nl = CalendarId::Netherlands;
constexpr CalendarId target = CalendarId::Target;

constexpr std::array holidays{
    // Belgium: law of 4 January 1974 on holidays, with the ten days of article 1 of the royal
    // decree of 18 April 1974. A replacement for a holiday on a Sunday is a matter between employer
    // and staff and moves no term.
    Holiday{be, "New Year's Day", DayRule::Fixed, 1, 1, 1974},      // decree art. 1, 1 January
    Holiday{be, "Easter Monday", DayRule::FromEaster, 0, 1, 1974},  // decree art. 1
    Holiday{be, "Labour Day", DayRule::Fixed, 5, 1, 1974},          // decree art. 1, 1 May
    Holiday{be, "Ascension Day", DayRule::FromEaster, 0, 39, 1974}, // decree art. 1
    Holiday{be, "Whit Monday", DayRule::FromEaster, 0, 50, 1974},   // decree art. 1
    Holiday{be, "National Day", DayRule::Fixed, 7, 21, 1974},       // decree art. 1, 21 July
    Holiday{be, "Assumption of Mary", DayRule::Fixed, 8, 15, 1974}, // decree art. 1, 15 August
    Holiday{be, "All Saints' Day", DayRule::Fixed, 11, 1, 1974},    // decree art. 1, 1 November
    Holiday{be, "Armistice Day", DayRule::Fixed, 11, 11, 1974},     // decree art. 1, 11 November
    Holiday{be, "Christmas Day", DayRule::Fixed, 12, 25, 1974},     // decree art. 1, 25 December
    // Netherlands: Algemene termijnenwet, article 3; it holds every year, days off work or not.
    Holiday{nl, "New Year's Day", DayRule::Fixed, 1, 1, 1964},      // art. 3 (1)
    Holiday{nl, "Good Friday", DayRule::FromEaster, 0, -2, 1964},   // art. 3 (2), put on a par
    Holiday{nl, "Easter Sunday", DayRule::FromEaster, 0, 0, 1964},  // a Sunday, art. 1
    Holiday{nl, "Easter Monday", DayRule::FromEaster, 0, 1, 1964},  // art. 3 (1)
    Holiday{nl, "King's Day", DayRule::NotOnSunday, 4, 27, 2014},   // art. 3 (1), king since 2013
    Holiday{nl, "Liberation Day", DayRule::Fixed, 5, 5, 1964},      // art. 3 (1), every year
    Holiday{nl, "Ascension Day", DayRule::FromEaster, 0, 39, 1964}, // art. 3 (1)
    Holiday{nl, "Whit Sunday", DayRule::FromEaster, 0, 49, 1964},   // a Sunday, art. 1
    Holiday{nl, "Whit Monday", DayRule::FromEaster, 0, 50, 1964},   // art. 3 (1)
    Holiday{nl, "Christmas Day", DayRule::Fixed, 12, 25, 1964},     // art. 3 (1), "beide"
    Holiday{nl, "Second Christmas Day", DayRule::Fixed, 12, 26, 1964}, // art. 3 (1), "beide"
    // TARGET: closing days that the European Central Bank announced on 14 December 2000, from 2002
    // until further notice.
    Holiday{target, "New Year's Day", DayRule::Fixed, 1, 1, 2002},         // announcement of 2000
    Holiday{target, "Good Friday", DayRule::FromEaster, 0, -2, 2002},      // announcement of 2000
    Holiday{target, "Easter Monday", DayRule::FromEaster, 0, 1, 2002},     // announcement of 2000
    Holiday{target, "Labour Day", DayRule::Fixed, 5, 1, 2002},             // announcement of 2000
    Holiday{target, "Christmas Day", DayRule::Fixed, 12, 25, 2002},        // announcement of 2000
    Holiday{target, "Second Christmas Day", DayRule::Fixed, 12, 26, 2002}, // announcement of 2000
};

[[nodiscard]] Date day_of(const Holiday& holiday, int year, Date easter) {
    if (holiday.rule == DayRule::FromEaster) return easter + holiday.day;
    const Date day = Date::of(year, holiday.month, static_cast<unsigned>(holiday.day));
    const bool moved = holiday.rule == DayRule::NotOnSunday && day.weekday() == std::chrono::Sunday;
    return moved ? day - 1 : day;
}

[[nodiscard]] bool is_weekend(Date day) {
    return day.weekday() == std::chrono::Saturday || day.weekday() == std::chrono::Sunday;
}

} // namespace

Result<CalendarId> parse_calendar(std::string_view code) {
    if (code == "BE") return CalendarId::Belgium;
    if (code == "NL") return CalendarId::Netherlands;
    if (code == "TARGET") return CalendarId::Target;
    return fail("calendar", std::string(code.substr(0, 16)), "BE, NL or TARGET");
}

std::string_view calendar_code(CalendarId calendar) {
    switch (calendar) {
    case CalendarId::Belgium: return "BE";
    case CalendarId::Netherlands: return "NL";
    case CalendarId::Target: break;
    }
    return "TARGET";
}

// The Gregorian rule as Meeus, Jones and Butcher wrote it down: golden number, century corrections,
// then the Sunday after the ecclesiastical full moon.
Date easter_sunday(int year) {
    const int golden = year % 19;
    const int century = year / 100;
    const int of_century = year % 100;
    const int moon_correction = (century - (century + 8) / 25 + 1) / 3;
    const int moon = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    const int to_sunday =
        (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    const int late_moon = (golden + 11 * moon + 22 * to_sunday) / 451;
    const int march_days = moon + to_sunday - 7 * late_moon + 114;
    return Date::of(year, static_cast<unsigned>(march_days / 31),
                    static_cast<unsigned>(march_days % 31 + 1));
}

std::optional<std::string_view> holiday_name(CalendarId calendar, Date day) {
    const int year = day.year();
    const Date easter = easter_sunday(year);
    for (const Holiday& holiday : holidays) {
        if (holiday.calendar != calendar || year < holiday.first_year) continue;
        if (day_of(holiday, year, easter) == day) return holiday.name;
    }
    return std::nullopt;
}

bool is_working_day(CalendarId calendar, Date day) {
    return !is_weekend(day) && !holiday_name(calendar, day);
}

Date add_working_days(CalendarId calendar, Date from, int n) {
    const int direction = n < 0 ? -1 : 1;
    Date day = n == 0 ? from : from + direction;
    while (!is_working_day(calendar, day))
        day = day + direction;
    for (int left = n * direction; left > 1; --left) {
        do {
            day = day + direction;
        } while (!is_working_day(calendar, day));
    }
    return day;
}

} // namespace afpunt::policy
