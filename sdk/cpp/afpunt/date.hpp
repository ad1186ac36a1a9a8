// SPDX-License-Identifier: MIT
//
// A civil day in the book's own calendar. It has no time zone and no hour: the host says which day
// it is, nothing here reads a clock.
#pragma once

#include <afpunt/result.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace afpunt {

class Date {
public:
    constexpr Date() = default; // 1970-01-01
    constexpr explicit Date(std::chrono::sys_days day) : day_(day) {}
    constexpr explicit Date(std::chrono::year_month_day day) : day_(day) {}
    // Days since 1970-01-01, the form that crosses the ABI (afpunt_date).
    [[nodiscard]] static constexpr Date from_days(std::int32_t days) {
        return Date(std::chrono::sys_days(std::chrono::days(days)));
    }
    [[nodiscard]] static constexpr Date of(int year, unsigned month, unsigned day) {
        return Date(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
    }
    // Exactly "YYYY-MM-DD" and a day that exists, years 1900 to 2999.
    [[nodiscard]] static Result<Date> parse(std::string_view text);

    [[nodiscard]] constexpr std::int32_t days() const {
        return static_cast<std::int32_t>(day_.time_since_epoch().count());
    }
    [[nodiscard]] constexpr std::chrono::year_month_day calendar() const { return day_; }
    [[nodiscard]] constexpr int year() const { return static_cast<int>(calendar().year()); }
    [[nodiscard]] constexpr unsigned month() const {
        return static_cast<unsigned>(calendar().month());
    }
    [[nodiscard]] constexpr unsigned day() const { return static_cast<unsigned>(calendar().day()); }
    [[nodiscard]] constexpr std::chrono::weekday weekday() const { return day_; }
    [[nodiscard]] std::string iso() const;

    friend constexpr auto operator<=>(Date, Date) = default;
    friend constexpr Date operator+(Date date, std::int32_t days) {
        return Date(date.day_ + std::chrono::days(days));
    }
    friend constexpr Date operator-(Date date, std::int32_t days) { return date + -days; }
    friend constexpr std::int32_t operator-(Date left, Date right) {
        return left.days() - right.days();
    }

private:
    std::chrono::sys_days day_{};
};

inline Result<Date> Date::parse(std::string_view text) {
    const auto refuse = [&] {
        return fail("date", std::string(text), "a day that exists, written YYYY-MM-DD");
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return refuse();
    int number[3] = {0, 0, 0};
    std::size_t part = 0;
    for (const char c : text) {
        if (c == '-') {
            ++part;
        } else if (c < '0' || c > '9' || part > 2) {
            return refuse();
        } else {
            number[part] = number[part] * 10 + (c - '0');
        }
    }
    const std::chrono::year_month_day day = std::chrono::year(number[0]) /
                                            std::chrono::month(static_cast<unsigned>(number[1])) /
                                            std::chrono::day(static_cast<unsigned>(number[2]));
    if (part != 2 || !day.ok() || number[0] < 1900 || number[0] > 2999) return refuse();
    return Date(day);
}

inline std::string Date::iso() const {
    const auto pad = [](unsigned value, std::size_t width) {
        std::string digits = std::to_string(value);
        return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
    };
    return pad(static_cast<unsigned>(year()), 4) + "-" + pad(month(), 2) + "-" + pad(day(), 2);
}

} // namespace afpunt
