// SPDX-License-Identifier: MIT
//
// See ledger_identity.hpp.
#include "ledger_identity.hpp"

#include <afpunt/text.hpp>

namespace afpunt::standalone {
namespace {

// Formats cut free text at 35, 53, 106 or 140 characters; the first words tell payments apart.
constexpr std::size_t identity_text_bytes = 35;
constexpr char separator = '|';

std::string letters_and_digits(std::string_view written) {
    std::string result;
    for (const char c : written) {
        if (text::is_letter(c) || text::is_digit(c)) result += text::upper(c);
    }
    return result;
}

// "2026-101" -> "9999-999": two numbers of one series look alike.
std::string shape_of(std::string_view number) {
    std::string shape(number);
    for (char& c : shape) {
        if (text::is_digit(c)) c = '9';
    }
    return shape;
}

bool both_have_balances(const StatementFacts& left, const StatementFacts& right) {
    return left.opening && left.closing && right.opening && right.closing;
}

// `first` ends on the day on which `second` begins, and its closing balance is the other's opening
// balance; or the numbers say that they are two of one series and no balance contradicts.
bool comes_before(const StatementFacts& first, const StatementFacts& second) {
    if (first.until != second.from || first.from > second.from || first.until > second.until) {
        return false;
    }
    if (!both_have_balances(first, second)) return false;
    const bool one_series = first.sequence > 0 && second.sequence > 0 &&
                            first.sequence != second.sequence &&
                            shape_of(first.number) == shape_of(second.number);
    const bool moves = *first.opening != *first.closing && *second.opening != *second.closing;
    if (*first.closing == *second.opening && (moves || one_series)) return true;
    return one_series && *first.opening != *second.opening && *first.closing != *second.closing;
}

} // namespace

bool same_by_number(const StatementFacts& left, const StatementFacts& right) {
    if (left.provisional != right.provisional || left.from != right.from ||
        left.until != right.until) {
        return false;
    }
    // Without a number, two reports of one day are one as long as no balance says otherwise.
    const bool no_numbers = left.number.empty() && right.number.empty();
    if (no_numbers) return !left.opening || !right.opening || *left.opening == *right.opening;
    return left.number == right.number || (left.sequence > 0 && left.sequence == right.sequence);
}

bool same_by_balances(const StatementFacts& left, const StatementFacts& right) {
    return !left.provisional && !right.provisional && left.from == right.from &&
           left.until == right.until && both_have_balances(left, right) &&
           *left.opening == *right.opening && *left.closing == *right.closing &&
           left.came_in == right.came_in && *left.opening != *left.closing;
}

bool follow_each_other(const StatementFacts& left, const StatementFacts& right) {
    if (left.provisional || right.provisional) return false;
    return comes_before(left, right) || comes_before(right, left);
}

std::string plain_account(std::string_view written) {
    return letters_and_digits(written);
}

std::string identity_of(const BankEntry& entry) {
    const std::string& words =
        entry.structured_reference.empty() ? entry.remittance : entry.structured_reference;
    std::string key = text::digits_only(words);
    if (key.empty()) key = letters_and_digits(words);
    if (key.empty()) key = letters_and_digits(entry.end_to_end_id);
    if (key.size() > identity_text_bytes) key.resize(identity_text_bytes);
    return plain_account(entry.counterparty_iban) + separator + key;
}

bool may_be_same(std::string_view left_identity, std::string_view right_identity) {
    const auto halves = [](std::string_view identity) {
        const std::size_t at = identity.find(separator);
        return std::pair(identity.substr(0, at), identity.substr(at + 1));
    };
    const auto [left_account, left_words] = halves(left_identity);
    const auto [right_account, right_words] = halves(right_identity);
    const auto contains = [](std::string_view outer, std::string_view inner) {
        return outer.find(inner) != std::string_view::npos; // an empty text is in every text
    };
    const bool accounts_fit =
        left_account.empty() || right_account.empty() || left_account == right_account;
    return accounts_fit && (contains(left_words, right_words) || contains(right_words, left_words));
}

} // namespace afpunt::standalone
