// SPDX-License-Identifier: MIT
//
// How a letter asks to be paid: the reference or the text that the payer writes, and the QR payload
// and payto link that say the same. Shortening happens here once, before any form is made, so that
// the mail, the UBL and the QR code show the same name and the same text.
#pragma once

#include "document/reminder_model.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace afpunt::document {

// EPC069-12 allows 331 bytes in all; its fields at their maximum do not fit together. Fixed lines,
// BIC (11), IBAN (34), the largest amount (15) and the line ends take 79 bytes; what is left is
// divided so that 140 plain letters of text always fit and a name with accents is rarely cut.
inline constexpr std::size_t longest_payee_characters = 70;
inline constexpr std::size_t longest_payee_bytes = 105;
inline constexpr std::size_t longest_remittance_characters = 140;
inline constexpr std::size_t longest_remittance_bytes = 146;

[[nodiscard]] std::string payee_name(std::string_view name);

// The numbers of the lines, once each, separated by spaces, as many whole ones as fit. Only when
// even the first does not fit it is cut itself.
[[nodiscard]] std::string remittance_text(const std::vector<ReminderLine>& lines);

// Fills payment_reference(_print) or remittance_text, then payto and epc_payload, from the lines,
// the total and the payee that stand in the model already.
[[nodiscard]] Result<void> put_payment_request(ReminderModel& model, const PaymentOptions& options);

} // namespace afpunt::document
