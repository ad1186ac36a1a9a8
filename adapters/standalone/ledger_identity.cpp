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
// balance. Two statements that both hold that whole day also look so when it comes out at zero, so
// the balances prove it only where both have money of that day left; otherwise the numbers of one
// series must say it, and no balance may contradict.
bool comes_before(const StatementFacts& first, const StatementFacts& second) {
    if (first.until != second.from || first.from > second.from || first.until > second.until ||
        !both_have_balances(first, second)) {
        return false;
    }
    const bool connects = *first.closing == *second.opening;
    const bool moves = first.last_day_net != 0 && second.first_day_net != 0;
    if (connects && moves) return true;
    const bool one_series = first.sequence > 0 && second.sequence > 0 &&
                            first.sequence != second.sequence &&
                            shape_of(first.number) == shape_of(second.number);
    const bool other_balances =
        *first.opening != *second.opening && *first.closing != *second.closing;
    return one_series && (connects || other_balances);
}

} // namespace

bool same_by_number(const StatementFacts& left, const StatementFacts& right) {
    if (left.provisional != right.provisional || left.until != right.until) return false;
    const bool same_opening = left.opening && right.opening && *left.opening == *right.opening;
    if (left.from != right.from && !same_opening) return false;
    // Without a number, two reports of the same days are one as long as no balance says otherwise.
    if (left.number.empty() && right.number.empty()) {
        return left.from == right.from && (same_opening || !left.opening || !right.opening);
    }
    return left.number == right.number || (left.sequence > 0 && left.sequence == right.sequence);
}

bool same_by_balances(const StatementFacts& left, const StatementFacts& right) {
    // Nothing that moved can lie outside the days that both have: balances and turnover are equal.
    return !left.provisional && !right.provisional && left.until == right.until &&
           both_have_balances(left, right) && *left.opening == *right.opening &&
           *left.closing == *right.closing && left.came_in == right.came_in &&
           *left.opening != *left.closing;
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

bool is_same_sum(std::string_view left_identity, std::string_view right_identity) {
    if (left_identity.front() != separator || right_identity.front() != separator) return false;
    return left_identity.size() == 1 || right_identity.size() == 1;
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
    // The same payer, day and amount: texts are cut differently, and pairing is one to one.
    if (!left_account.empty() && !right_account.empty()) return left_account == right_account;
    return contains(left_words, right_words) || contains(right_words, left_words);
}

} // namespace afpunt::standalone
