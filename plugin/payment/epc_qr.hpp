// SPDX-License-Identifier: MIT
//
// The payload of a SEPA credit transfer QR code: EPC069-12, version 3.1 of 19 March 2024. Twelve
// lines; line 10 (structured reference, at most 35) excludes line 11 (text, at most 140); at most
// 331 bytes; nothing after the last line that holds anything; euro only, 0.01 to 999999999.99.
#pragma once

#include <afpunt/iban.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <string>
#include <string_view>

namespace afpunt::payment {

// Line 3. We write UTF-8 by default; the others are written on demand and read by the parser.
enum class EpcCharacterSet {
    Utf8 = 1,
    Latin1 = 2,
    Latin2,
    Latin4,
    Latin5Cyrillic,
    Greek,
    Nordic,
    Latin9
};

struct EpcPayment {
    int version = 2; // 1 or 2: version 1 demands a BIC
    EpcCharacterSet character_set = EpcCharacterSet::Utf8;
    std::string bic{};
    std::string beneficiary{}; // account holder's name, 1 to 70 characters, UTF-8 here
    Iban iban;
    Money amount{};        // EUR; reading gives 0 where the payload leaves it to the payer
    std::string purpose{}; // at most 4 capitals or digits (ISO 20022: "GDDS", "B112")
    std::string structured_reference{};
    std::string text{};
    std::string information{}; // beneficiary to originator, at most 70
    friend bool operator==(const EpcPayment&, const EpcPayment&) = default;
};

// "EUR12.3" as in the guideline's own example, or "EUR12.30": banks are known to read two decimals
// better, so that is what we write.
enum class EpcAmountForm { TwoDecimals, Shortest };

[[nodiscard]] Result<std::string> epc_payload(const EpcPayment& payment,
                                              EpcAmountForm form = EpcAmountForm::TwoDecimals);
// Reads a payload back (LF or CRLF). What epc_payload wrote comes back equal.
[[nodiscard]] Result<EpcPayment> parse_epc_payload(std::string_view payload);

} // namespace afpunt::payment
