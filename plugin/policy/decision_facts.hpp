// SPDX-License-Identifier: MIT
//
// Writes the facts of a decision: amounts as "EUR 12.34", days as ISO dates, texts of the host on
// one line and cut to a length that a sentence can bear. A fact that is not known is left out; the
// sentence then leaves out the words around it.
#pragma once

#include "policy/plan.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace afpunt::policy {

// Bytes of a host's text in a sentence: a line of remittance information has at most 140.
inline constexpr std::size_t most_fact_bytes = 140;

void put(Decision& decision, std::string_view name, const Money& amount);
void put(Decision& decision, std::string_view name, const std::optional<Money>& amount);
void put(Decision& decision, std::string_view name, Date day);
void put(Decision& decision, std::string_view name, std::optional<Date> day);
void put(Decision& decision, std::string_view name, int number);
void put(Decision& decision, std::string_view name, std::string_view words);

} // namespace afpunt::policy
