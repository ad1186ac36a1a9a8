// SPDX-License-Identifier: MIT
//
// Time that passes only when somebody says so, and what is to happen in it. Two clocks: one that
// only goes forward, and the one on the wall, which people and faults set.
#pragma once

#include <afpunt/date.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace afpunt::simulation {

using Microseconds = std::int64_t;
inline constexpr Microseconds millisecond = 1'000;
inline constexpr Microseconds second = 1'000 * millisecond;
inline constexpr Microseconds minute = 60 * second;
inline constexpr Microseconds hour = 60 * minute;
inline constexpr Microseconds day_length = 24 * hour;

// Minutes that Brussels is ahead of UTC at a moment of UTC: 60, and 120 from the last Sunday of
// March, one o'clock, to that of October.
[[nodiscard]] inline int brussels_offset_minutes(Microseconds utc) {
    const auto last_sunday = [](int year, unsigned month) {
        Date day = Date::of(year, month, 31);
        while (day.weekday() != std::chrono::Sunday)
            day = day - 1;
        return day.days() * day_length + hour;
    };
    const int year = Date::from_days(static_cast<std::int32_t>(utc / day_length)).year();
    return utc >= last_sunday(year, 3) && utc < last_sunday(year, 10) ? 120 : 60;
}

class VirtualTime {
public:
    using Task = std::function<void()>;

    explicit VirtualTime(Microseconds wall_at_begin)
        : wall_at_begin_(wall_at_begin), wall_ahead_(wall_at_begin) {}

    [[nodiscard]] Microseconds now() const { return now_; } // since the begin
    // What the machine's clock shows: UTC since 1970, and the day in Brussels.
    [[nodiscard]] Microseconds wall() const { return now_ + wall_ahead_; }
    [[nodiscard]] Date today() const { return day_of(wall()); }
    // The day in the world outside, whatever the machine's clock shows.
    [[nodiscard]] Date true_day() const { return day_of(now_ + wall_at_begin_); }
    void turn_wall(Microseconds by) { wall_ahead_ += by; }
    void correct_wall() { wall_ahead_ = wall_at_begin_; }

    // Tasks of one moment run in the order in which they were asked for.
    void after(Microseconds delay, Task task) {
        tasks_.emplace(std::pair(now_ + (delay > 0 ? delay : 0), ++asked_), std::move(task));
    }
    // Runs the next task up to `until`; false = there is none, and it is `until` now.
    bool run_next(Microseconds until) {
        if (tasks_.empty() || tasks_.begin()->first.first > until) {
            now_ = now_ > until ? now_ : until;
            return false;
        }
        auto next = tasks_.extract(tasks_.begin());
        now_ = next.key().first;
        next.mapped()();
        return true;
    }

private:
    static Date day_of(Microseconds utc) {
        const Microseconds local = utc + brussels_offset_minutes(utc) * minute;
        return Date::from_days(static_cast<std::int32_t>(local / day_length));
    }
    Microseconds now_ = 0, wall_at_begin_, wall_ahead_;
    std::uint64_t asked_ = 0;
    std::map<std::pair<Microseconds, std::uint64_t>, Task> tasks_;
};

} // namespace afpunt::simulation
