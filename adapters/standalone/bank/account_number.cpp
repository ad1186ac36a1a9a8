// SPDX-License-Identifier: MIT
#include "bank/account_number.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {

bool looks_like_iban(std::string_view compact) {
    if (compact.size() < 5) return false;
    const detail::IbanCountry* country = detail::iban_country(compact.substr(0, 2));
    return country != nullptr && detail::fits_shape(compact.substr(2, 2), "2n") &&
           detail::fits_shape(compact.substr(4), country->account_part);
}

bool looks_like_bic(std::string_view text) {
    if (text.size() != 8 && text.size() != 11) return false;
    return detail::fits_shape(text, text.size() == 8 ? "6a2c" : "6a5c");
}

std::string without_blanks(std::string_view text) {
    std::string compact;
    for (const char c : text) {
        if (!text::is_space(c)) compact += c;
    }
    return compact;
}

std::string dutch_iban(std::string_view bank, std::string_view number) {
    constexpr std::size_t digits = 10;
    if (bank.size() != 4 || number.empty() || !std::ranges::all_of(number, text::is_digit) ||
        number.size() > digits)
        return {};
    std::string account(bank);
    account.append(digits - number.size(), '0').append(number);
    const unsigned check = 98 - detail::mod_97(account + "NL00");
    const std::string iban = "NL" + std::string(check < 10 ? "0" : "") + std::to_string(check);
    return iban + account;
}

} // namespace afpunt::standalone
