// SPDX-License-Identifier: MIT
//
// Money that the firm sends back to a customer. It goes to the account that had paid; what it
// undoes is said by the text, or is plain: the part of a payment that was too much, the second of
// two equal payments. A transfer to a customer may as well pay his own invoice, so nothing is
// undone on an amount alone.
#pragma once

#include "ledger.hpp"
#include "ledger_database.hpp"

namespace afpunt::standalone {

// Looks at each transfer to an account that has paid before and that is not explained yet:
//   - it is what is left of a payment that was matched in part, or the second of two equal payments
//     of which the other is matched, or its text repeats that of a payment: that rest is gone;
//   - its text names a credit note, or the invoice that one credits: the credit is used;
//   - its text names an invoice that a payment from that account was matched to: the match is
//   undone.
// Gives back the matches that were undone, with the reason.
[[nodiscard]] std::vector<LedgerAllocation> settle_refunds(LedgerDatabase& database);

} // namespace afpunt::standalone
