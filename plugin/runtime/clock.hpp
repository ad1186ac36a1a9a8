// SPDX-License-Identifier: MIT
//
// The only place where afpunt learns what day it is.
#pragma once

#include <afpunt/date.hpp>

#include <cstdint>
#include <string>

namespace afpunt::runtime {

struct Moment {
    std::int64_t now_us = 0; // microseconds since 1970, UTC
    Date today;              // the book's civil day
    bool trial = false;      // the day was set by hand: nothing leaves

    // RFC 3339 in UTC with seconds: "2026-11-20T08:15:00Z".
    [[nodiscard]] std::string rfc3339() const;
};

// A moment in microseconds since 1970 as RFC 3339, in UTC.
[[nodiscard]] std::string moment_text(std::int64_t us);

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Moment now() const = 0; // [any]
};

// The machine's clock and time zone, for hosts that offer none.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Moment now() const override;
};

} // namespace afpunt::runtime
