// SPDX-License-Identifier: MIT
//
// Ties money to invoices as GnuCash's own "Assign as payment" does: the line that the bank import
// made becomes the payment, and no second one is booked. What GnuCash could not book exactly as it
// was asked is refused before anything is touched.
#pragma once

#include "gnucash/book_reader.hpp"
#include "gnucash/settings_folder.hpp"

#include <afpunt/host.hpp>
#include <afpunt/result.hpp>

#include <span>
#include <string_view>

namespace afpunt::gnucash {

// All parts or none. [main]
[[nodiscard]] Result<void> book_payment(const BookReader& reader, const BookSettings& settings,
                                        std::string_view bank_line_id,
                                        std::span<const host::MatchPart> parts);
// The payment stays with the customer as an advance. A link between two documents is refused: it is
// a transaction of its own, which is deleted in GnuCash. [main]
[[nodiscard]] Result<void> untie_payment(const BookReader& reader, std::string_view allocation_id);

} // namespace afpunt::gnucash
