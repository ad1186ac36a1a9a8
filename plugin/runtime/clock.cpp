// SPDX-License-Identifier: MIT
#include "runtime/clock.hpp"

#include <chrono>
#include <ctime>

namespace afpunt::runtime {

std::string moment_text(std::int64_t now_us) {
    const std::int64_t second = now_us / 1'000'000 - (now_us % 1'000'000 < 0 ? 1 : 0);
    const std::int64_t day = second >= 0 ? second / 86'400 : -((86'399 - second) / 86'400);
    const std::int64_t of_day = second - day * 86'400;
    const auto two = [](std::int64_t value) {
        const std::string digits = std::to_string(value);
        return digits.size() < 2 ? "0" + digits : digits;
    };
    return Date::from_days(static_cast<std::int32_t>(day)).iso() + "T" + two(of_day / 3600) + ":" +
           two(of_day / 60 % 60) + ":" + two(of_day % 60) + "Z";
}

std::string Moment::rfc3339() const {
    return moment_text(now_us);
}

Moment SystemClock::now() const {
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm local{};
    localtime_r(&seconds, &local);
    Moment moment;
    moment.now_us =
        std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
    moment.today = Date::of(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1),
                            static_cast<unsigned>(local.tm_mday));
    return moment;
}

} // namespace afpunt::runtime
