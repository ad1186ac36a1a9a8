// SPDX-License-Identifier: MIT
#include "plain_text.hpp"

#include <afpunt/text.hpp>

namespace afpunt::standalone {

std::string plain_text(std::string_view written) {
    std::string result;
    for (const char c : written) {
        const bool wanted = text::is_letter(c) || text::is_digit(c);
        if (wanted || static_cast<unsigned char>(c) >= 0x80) result += text::upper(c);
    }
    return result;
}

bool stands_whole_in(std::string_view plain_number, std::string_view plain) {
    if (plain_number.empty()) return false;
    const auto goes_on = [](char inside, char outside) {
        return text::is_digit(inside) && text::is_digit(outside);
    };
    for (std::size_t at = plain.find(plain_number); at != std::string_view::npos;
         at = plain.find(plain_number, at + 1)) {
        const std::size_t end = at + plain_number.size();
        const bool longer = (at > 0 && goes_on(plain_number.front(), plain[at - 1])) ||
                            (end < plain.size() && goes_on(plain_number.back(), plain[end]));
        if (!longer) return true;
    }
    return false;
}

} // namespace afpunt::standalone
