// SPDX-License-Identifier: MIT
//
// GnuCash keeps days as moments: at 10:59 UTC since version 3, which is the same day from
// California to New Zealand, and at the local midnight in older books.
#pragma once

#include "gnucash/engine_types.hpp"

#include <afpunt/date.hpp>

#include <optional>

namespace afpunt::gnucash {

// The day in this computer's time zone, as GnuCash itself shows it, but for an exact midnight in
// UTC, which means that day everywhere; nullopt = none, or outside of the years 1900 to 2999.
[[nodiscard]] std::optional<Date> civil_day(Time64 moment);

} // namespace afpunt::gnucash
