// SPDX-License-Identifier: MIT
#include "delivery/return_path.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::delivery {
namespace {

constexpr std::size_t letter_id_digits = 32; // 128 random bits

bool is_hex(char c) {
    return text::is_digit(c) || (text::lower(c) >= 'a' && text::lower(c) <= 'f');
}

} // namespace

bool is_letter_id(std::string_view id) {
    return id.size() == letter_id_digits && std::all_of(id.begin(), id.end(), is_hex);
}

std::string return_path_of(const config::MailSettings& settings, std::string_view letter_id,
                           const std::string& from) {
    constexpr std::string_view mark = "{id}";
    std::string address = settings.bounce_address;
    const std::size_t at = address.find(mark);
    if (at == std::string::npos) return from;
    return address.replace(at, mark.size(), letter_id);
}

std::string letter_id_of(std::string_view address) {
    const std::size_t end = std::min(address.rfind('@'), address.size());
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= end; ++at) {
        const bool in_word =
            at < end && (text::is_letter(address[at]) || text::is_digit(address[at]));
        if (in_word) continue;
        const std::string_view word = address.substr(begin, at - begin);
        if (is_letter_id(word)) return text::lower(word);
        begin = at + 1;
    }
    return {};
}

} // namespace afpunt::delivery
