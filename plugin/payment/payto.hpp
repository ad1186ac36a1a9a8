// SPDX-License-Identifier: MIT
//
// payto://iban/[BIC/]IBAN?amount=EUR:12.34&receiver-name=...&message=... (RFC 8905): a link that
// payment programs on the debtor's own machine can open.
#pragma once

#include "payment/epc_qr.hpp"

#include <string>

namespace afpunt::payment {

[[nodiscard]] std::string payto_uri(const EpcPayment& payment);

} // namespace afpunt::payment
