// SPDX-License-Identifier: MIT
//
// GnuCash has no field for an IBAN: people write it into an account's code, description or notes,
// and banks into the text of a payment.
#pragma once

#include <afpunt/iban.hpp>

#include <optional>
#include <string_view>

namespace afpunt::gnucash {

// The only IBAN that stands in the text, however it is spaced; nullopt where there is none, or
// where two different ones stand and nobody can say which is meant.
[[nodiscard]] std::optional<Iban> iban_in_text(std::string_view text);

} // namespace afpunt::gnucash
