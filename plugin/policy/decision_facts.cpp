// SPDX-License-Identifier: MIT
//
// Facts come from hosts and banks: control characters in them would break the line that people
// read, or the terminal that shows it, so they become spaces here.
#include "policy/decision_facts.hpp"

#include <afpunt/text.hpp>

#include <string>

namespace afpunt::policy {
namespace {

[[nodiscard]] std::string on_one_line(std::string_view words) {
    std::string line(text::utf8_prefix(words, most_fact_bytes));
    for (char& c : line) {
        const unsigned char byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) c = ' ';
    }
    const bool is_cut = line.size() < words.size();
    return std::string(text::trim(line)) + (is_cut ? "..." : "");
}

} // namespace

void put(Decision& decision, std::string_view name, const Money& amount) {
    decision.facts.emplace_back(name, amount.code_and_decimal());
}

void put(Decision& decision, std::string_view name, const std::optional<Money>& amount) {
    if (amount) put(decision, name, *amount);
}

void put(Decision& decision, std::string_view name, Date day) {
    decision.facts.emplace_back(name, day.iso());
}

void put(Decision& decision, std::string_view name, std::optional<Date> day) {
    if (day) put(decision, name, *day);
}

void put(Decision& decision, std::string_view name, int number) {
    decision.facts.emplace_back(name, std::to_string(number));
}

void put(Decision& decision, std::string_view name, std::string_view words) {
    std::string line = on_one_line(words);
    if (!line.empty()) decision.facts.emplace_back(name, std::move(line));
}

} // namespace afpunt::policy
