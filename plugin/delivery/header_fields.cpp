// SPDX-License-Identifier: MIT
#include "delivery/header_fields.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::delivery {
namespace {

// Mails on long ways collect some fifty fields; one field of addresses or references stays below.
constexpr std::size_t fields_max = 500;
constexpr std::size_t value_bytes_max = 60'000;

bool is_address_character(char c) {
    constexpr std::string_view others = "!#$%&'*+/=?^_`{|}~-.";
    return text::is_letter(c) || text::is_digit(c) || others.find(c) != std::string_view::npos;
}

bool is_domain_character(char c) {
    return text::is_letter(c) || text::is_digit(c) || c == '-' || c == '.';
}

std::string_view take_line(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

} // namespace

HeaderFields::HeaderFields(std::string_view block) {
    bool is_field = false;
    while (!block.empty()) {
        const std::string_view line = take_line(block);
        if (line.empty()) return;
        if (line.front() == ' ' || line.front() == '\t') {
            if (!is_field || fields_.empty()) continue;
            std::string& value = fields_.back().second;
            if (value.size() + line.size() < value_bytes_max)
                value.append(" ").append(text::trim(line));
            continue;
        }
        const std::size_t colon = line.find(':');
        is_field = colon != std::string_view::npos && colon != 0;
        if (!is_field) continue;
        if (fields_.size() == fields_max) return;
        fields_.emplace_back(text::lower(text::trim(line.substr(0, colon))),
                             text::trim(line.substr(colon + 1, value_bytes_max)));
    }
}

std::string HeaderFields::first(std::string_view name) const {
    const std::vector<std::string> values = all(name);
    return values.empty() ? std::string() : values.front();
}

std::vector<std::string> HeaderFields::all(std::string_view name) const {
    const std::string wanted = text::lower(name);
    std::vector<std::string> values;
    for (const auto& [field, value] : fields_) {
        if (field == wanted) values.push_back(value);
    }
    return values;
}

std::size_t end_of_headers(std::string_view message) {
    for (std::size_t at = message.find('\n'); at != std::string_view::npos;
         at = message.find('\n', at + 1)) {
        const std::string_view next = message.substr(at + 1, 2);
        if (next.starts_with('\n')) return at + 2;
        if (next == "\r\n") return at + 3;
    }
    return message.size();
}

std::vector<std::string> addresses_in(std::string_view text, std::size_t most) {
    std::vector<std::string> found;
    std::size_t after = 0; // what was read before belongs to no second address
    for (std::size_t at = text.find('@'); at != std::string_view::npos && found.size() < most;
         at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > after && is_address_character(text[begin - 1]))
            --begin;
        std::size_t end = at + 1;
        while (end < text.size() && is_domain_character(text[end]))
            ++end;
        while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-'))
            --end;
        after = end;
        if (begin == at || end == at + 1) continue;
        std::string address = text::lower(text.substr(begin, end - begin));
        if (std::find(found.begin(), found.end(), address) == found.end())
            found.push_back(std::move(address));
    }
    return found;
}

std::vector<std::string> bracketed_in(std::string_view text, std::size_t most) {
    std::vector<std::string> found;
    std::size_t at = 0;
    while (found.size() < most) {
        const std::size_t begin = text.find('<', at);
        if (begin == std::string_view::npos) return found;
        const std::size_t end = text.find('>', begin);
        if (end == std::string_view::npos) return found;
        found.emplace_back(text.substr(begin + 1, end - begin - 1));
        at = end + 1;
    }
    return found;
}

} // namespace afpunt::delivery
