// SPDX-License-Identifier: MIT
//
// Holidays against lists that others made, and the counting of working days by hand.
#include "builders.hpp"

#include "policy/calendar.hpp"
#include "support/shared_data.hpp"

#include <set>
#include <sstream>

namespace afpunt::policy {
namespace {

using tests::day;

[[nodiscard]] std::set<std::string> holidays_of(CalendarId calendar, int first, int last) {
    std::set<std::string> days;
    for (Date at = Date::of(first, 1, 1); at.year() <= last; at = at + 1) {
        if (holiday_name(calendar, at)) days.insert(at.iso());
    }
    return days;
}

[[nodiscard]] std::set<std::string> published(const std::string& country) {
    const boost::json::value file = afpunt::tests::read_json(
        afpunt::tests::shared_folder() / "data/holidays/date-holidays-2024-2030.json");
    std::set<std::string> days;
    for (const auto& year : file.at(country).as_object()) {
        for (const boost::json::value& entry : year.value().as_array()) {
            if (entry.at("type").as_string() != "public") continue;
            days.insert(std::string(entry.at("date").as_string()));
        }
    }
    return days;
}

TEST(Calendar, KnowsTheDayOfEasterInOrdinaryAndInExtremeYears) {
    EXPECT_EQ(easter_sunday(2026), day("2026-04-05"));
    EXPECT_EQ(easter_sunday(2027), day("2027-03-28"));
    EXPECT_EQ(easter_sunday(1943), day("1943-04-25")); // the latest possible day
    EXPECT_EQ(easter_sunday(2285), day("2285-03-22")); // the earliest possible day
}

TEST(Calendar, AgreesWithThePublishedHolidaysOfBelgium) {
    AFPUNT_NEEDS_SHARED("data/holidays/date-holidays-2024-2030.json");
    EXPECT_EQ(holidays_of(CalendarId::Belgium, 2024, 2030), published("BE"));
}

TEST(Calendar, AgreesWithThePublishedHolidaysOfTheNetherlandsAndAddsThoseOfTheTermsAct) {
    AFPUNT_NEEDS_SHARED("data/holidays/date-holidays-2024-2030.json");
    std::set<std::string> expected = published("NL");
    for (int year = 2024; year <= 2030; ++year) {
        // Days that count for terms although people work on them.
        expected.insert((easter_sunday(year) - 2).iso());
        expected.insert(Date::of(year, 5, 5).iso());
    }
    EXPECT_EQ(holidays_of(CalendarId::Netherlands, 2024, 2030), expected);
}

TEST(Calendar, HasTheSixClosingDaysOfTarget) {
    AFPUNT_NEEDS_SHARED("data/law/target_closing_days.csv");
    std::istringstream rows(afpunt::tests::read_file(afpunt::tests::shared_folder() /
                                                     "data/law/target_closing_days.csv"));
    std::set<std::string> expected;
    std::string row;
    while (std::getline(rows, row)) {
        const std::string rule = row.substr(0, row.find(','));
        if (rule == "1 January") expected.insert("2026-01-01");
        if (rule == "Good Friday") expected.insert("2026-04-03");
        if (rule == "Easter Monday") expected.insert("2026-04-06");
        if (rule == "1 May") expected.insert("2026-05-01");
        if (rule == "25 December") expected.insert("2026-12-25");
        if (rule == "26 December") expected.insert("2026-12-26");
    }
    ASSERT_EQ(expected.size(), 6u);
    EXPECT_EQ(holidays_of(CalendarId::Target, 2026, 2026), expected);
}

TEST(Calendar, MovesKingsDayToSaturdayWhenItFallsOnASunday) {
    EXPECT_EQ(holiday_name(CalendarId::Netherlands, day("2025-04-26")), "King's Day");
    EXPECT_FALSE(holiday_name(CalendarId::Netherlands, day("2025-04-27")));
    EXPECT_EQ(holiday_name(CalendarId::Netherlands, day("2026-04-27")), "King's Day");
}

TEST(Calendar, WorksOnGoodFridayAndOn26DecemberInBelgium) {
    EXPECT_TRUE(is_working_day(CalendarId::Belgium, day("2026-04-03")));
    EXPECT_TRUE(is_working_day(CalendarId::Belgium, day("2025-12-26")));
    EXPECT_FALSE(is_working_day(CalendarId::Belgium, day("2026-04-06")));
}

TEST(Calendar, CountsWorkingDaysForwardWithoutTheDayItStartsFrom) {
    // Wednesday 11 November 2026 is Armistice Day.
    EXPECT_EQ(add_working_days(CalendarId::Belgium, day("2026-11-09"), 3), day("2026-11-13"));
    EXPECT_EQ(add_working_days(CalendarId::Netherlands, day("2026-11-09"), 3), day("2026-11-12"));
    EXPECT_EQ(add_working_days(CalendarId::Belgium, day("2026-11-14"), 1), day("2026-11-16"));
    EXPECT_EQ(add_working_days(CalendarId::Belgium, day("2026-11-13"), 1), day("2026-11-16"));
}

TEST(Calendar, CountsWorkingDaysBackward) {
    EXPECT_EQ(add_working_days(CalendarId::Belgium, day("2026-11-12"), -1), day("2026-11-10"));
    EXPECT_EQ(add_working_days(CalendarId::Belgium, day("2026-11-15"), -1), day("2026-11-13"));
    EXPECT_EQ(add_working_days(CalendarId::Belgium, day("2026-11-16"), -2), day("2026-11-12"));
}

TEST(Calendar, ZeroWorkingDaysKeepsAWorkingDayAndLeavesAWeekend) {
    EXPECT_EQ(add_working_days(CalendarId::Belgium, day("2026-11-13"), 0), day("2026-11-13"));
    EXPECT_EQ(add_working_days(CalendarId::Belgium, day("2026-11-14"), 0), day("2026-11-16"));
}

TEST(Calendar, ReadsItsCodesAndRefusesOthers) {
    for (const CalendarId id : {CalendarId::Belgium, CalendarId::Netherlands, CalendarId::Target}) {
        EXPECT_EQ(parse_calendar(calendar_code(id)).value(), id);
    }
    EXPECT_FALSE(parse_calendar("FR"));
    EXPECT_FALSE(parse_calendar("be"));
}

} // namespace
} // namespace afpunt::policy
