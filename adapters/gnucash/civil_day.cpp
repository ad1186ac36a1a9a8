// SPDX-License-Identifier: MIT
#include "gnucash/civil_day.hpp"

#include <ctime>

namespace afpunt::gnucash {

std::optional<Date> civil_day(Time64 moment) {
    constexpr Time64 first = -2'208'988'800; // 1900-01-01
    constexpr Time64 last = 32'503'593'600;  // 2999-12-31
    if (moment < first || moment > last) return std::nullopt;
    constexpr Time64 day_seconds = 86'400;
    if (moment % day_seconds == 0) {
        return Date::from_days(static_cast<std::int32_t>(moment / day_seconds));
    }
    const std::time_t seconds = moment;
    std::tm local{};
    if (localtime_r(&seconds, &local) == nullptr) return std::nullopt;
    return Date::of(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1),
                    static_cast<unsigned>(local.tm_mday));
}

} // namespace afpunt::gnucash
