// SPDX-License-Identifier: MIT
//
// The eight character sets of EPC069-12, line 3. Inside afpunt all text is UTF-8; this converts at
// the border and refuses what a set cannot express, rather than print a "?" in a customer's bank
// program.
#pragma once

#include "payment/epc_qr.hpp"

namespace afpunt::payment {

// Both name the first character that cannot be converted.
[[nodiscard]] Result<std::string> from_utf8(std::string_view utf8, EpcCharacterSet to);
[[nodiscard]] Result<std::string> to_utf8(std::string_view bytes, EpcCharacterSet from);

} // namespace afpunt::payment
