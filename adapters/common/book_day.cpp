// SPDX-License-Identifier: MIT
#include "common/book_day.hpp"

#include <chrono>
#include <ctime>

namespace afpunt {

afpunt_moment moment_of(const BookDay& day) {
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm local{};
    localtime_r(&seconds, &local);
    afpunt_moment moment{};
    moment.struct_size = sizeof moment;
    moment.now =
        std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
    moment.utc_offset_minutes = static_cast<std::int32_t>(local.tm_gmtoff / 60);
    Date today = Date::of(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1),
                          static_cast<unsigned>(local.tm_mday));
    if (day.chosen) {
        today = *day.chosen;
        // Nine in the morning of that day: what is written then bears the same date everywhere.
        moment.now = (std::int64_t{today.days()} * 24 + 9) * 3'600'000'000;
    }
    moment.today = today.days();
    if (day.trial) moment.flags |= AFPUNT_MOMENT_TRIAL;
    return moment;
}

} // namespace afpunt
