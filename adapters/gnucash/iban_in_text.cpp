// SPDX-License-Identifier: MIT
#include "gnucash/iban_in_text.hpp"

#include <afpunt/text.hpp>

namespace afpunt::gnucash {
namespace {

constexpr std::size_t iban_characters_max = 34; // ISO 13616

bool is_alphanumeric(char c) {
    return text::is_letter(c) || text::is_digit(c);
}

// The IBAN that begins here: by the length that its country uses, so that a word behind it does not
// count. Printed IBANs have a blank after every fourth character.
std::optional<Iban> iban_at(std::string_view text) {
    std::string compact;
    for (std::size_t at = 0; at < text.size() && compact.size() < iban_characters_max; ++at) {
        if (text[at] == ' ' && !compact.empty()) continue;
        if (!is_alphanumeric(text[at])) break;
        compact += text[at];
        const bool ends = at + 1 == text.size() || !is_alphanumeric(text[at + 1]);
        if (!ends || compact.size() < 15) continue; // the shortest IBAN, Norway's
        if (auto iban = Iban::parse(compact)) return *iban;
    }
    return std::nullopt;
}

} // namespace

std::optional<Iban> iban_in_text(std::string_view text) {
    std::optional<Iban> found;
    for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
        const bool begins = (at == 0 || !is_alphanumeric(text[at - 1])) &&
                            text::is_letter(text[at]) && text::is_letter(text[at + 1]) &&
                            text::is_digit(text[at + 2]) && text::is_digit(text[at + 3]);
        if (!begins) continue;
        const auto iban = iban_at(text.substr(at));
        if (!iban) continue;
        if (found && *found != *iban) return std::nullopt;
        found = iban;
    }
    return found;
}

} // namespace afpunt::gnucash
