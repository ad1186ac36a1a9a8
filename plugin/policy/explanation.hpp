// SPDX-License-Identifier: MIT
//
// The sentence behind a reason code, in the reader's language. It uses the bookkeeper's words
// (Dutch "afpunten" in Belgium, "afletteren" in the Netherlands), never ours (no plan, outbox,
// snapshot).
#pragma once

#include "policy/plan.hpp"

#include <span>
#include <string>
#include <string_view>

namespace afpunt::policy {

// `language`: "nl", "nl-BE", "nl-NL", "fr", "de", "en"...; anything else gives English.
// Dates and amounts come out in that language's form ("20 november 2026", "1.234,56 EUR").
[[nodiscard]] std::string explain(const Decision& decision, std::string_view language);

// The names of the facts that decisions with this reason carry, in their order. Some are left out
// where nobody knows them; none other is ever there.
[[nodiscard]] std::span<const std::string_view> fact_names(ReasonCode reason);

// "Klaar" / "Aangehouden" / "Wacht" / "Afgehandeld" and so on.
[[nodiscard]] std::string outcome_label(Outcome outcome, std::string_view language);

} // namespace afpunt::policy
