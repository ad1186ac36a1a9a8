// SPDX-License-Identifier: MIT
//
// Check digits of structured references, and how to find references in text that people typed.
// OGM: ten digits and their remainder modulo 97, 97 standing for 0. RF: ISO 11649, which applies
// ISO 7064 mod 97-10 to "reference, RF, check digits". Betalingskenmerk: the first digit checks the
// fifteen behind it, weights 2 4 8 5 10 9 7 3 6 1 from the right, modulo 11.
#include "matching/structured_reference.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::matching {
namespace {

constexpr std::size_t ogm_length = 12;
constexpr std::size_t betalingskenmerk_length = 16;
constexpr std::size_t shortest_creditor_reference = 5; // ISO 11649: "RF", two digits, 1 to 21 more
constexpr std::size_t longest_creditor_reference = 25;
// Free text of a payment is 140 characters (SEPA) and a few lines in CODA; what is longer is no
// remittance information, and reading it all would let one line slow an import down.
constexpr std::size_t longest_text = 2000;

[[nodiscard]] bool is_separator(char c) {
    return text::is_space(c) || c == '/' || c == '.' || c == '-';
}
[[nodiscard]] bool is_decoration(char c) {
    return c == '+' || c == '*';
}
[[nodiscard]] bool is_alphanumeric(char c) {
    return text::is_digit(c) || text::is_letter(c);
}
[[nodiscard]] bool is_all_zero(std::string_view digits) {
    return digits.find_first_not_of('0') == std::string_view::npos;
}

[[nodiscard]] bool ogm_agrees(std::string_view digits) {
    const unsigned rest = afpunt::detail::mod_97(digits.substr(0, 10));
    const unsigned check = rest == 0 ? 97 : rest;
    return digits[10] == static_cast<char>('0' + check / 10) &&
           digits[11] == static_cast<char>('0' + check % 10);
}

[[nodiscard]] bool betalingskenmerk_agrees(std::string_view digits) {
    constexpr std::array<unsigned, 10> weights{2, 4, 8, 5, 10, 9, 7, 3, 6, 1};
    // Sixteen zeros would agree, but name nothing.
    if (is_all_zero(digits)) return false;
    unsigned sum = 0;
    for (std::size_t from_right = 0; from_right + 1 < digits.size(); ++from_right) {
        const char c = digits[digits.size() - 1 - from_right];
        sum += static_cast<unsigned>(c - '0') * weights[from_right % weights.size()];
    }
    const unsigned difference = 11 - sum % 11;
    const unsigned check = difference == 10 ? 1 : difference == 11 ? 0 : difference;
    return digits[0] == static_cast<char>('0' + check);
}

[[nodiscard]] bool has_creditor_reference_shape(std::string_view capitals) {
    return capitals.size() >= shortest_creditor_reference &&
           capitals.size() <= longest_creditor_reference && capitals.substr(0, 2) == "RF" &&
           text::is_digit(capitals[2]) && text::is_digit(capitals[3]) &&
           std::all_of(capitals.begin(), capitals.end(), is_alphanumeric);
}
[[nodiscard]] bool creditor_reference_agrees(std::string_view capitals) {
    const std::string_view check = capitals.substr(2, 2);
    if (check < "02" || check > "98") return false;
    return afpunt::detail::mod_97(std::string(capitals.substr(4)) +
                                  std::string(capitals.substr(0, 4))) == 1;
}

// Everything but separators, in capitals; empty when something else stands in the field.
[[nodiscard]] std::string compact(std::string_view field) {
    std::string result;
    for (const char c : field) {
        if (is_separator(c)) continue;
        if (!is_alphanumeric(c)) return {};
        result += text::upper(c);
    }
    return result;
}

[[nodiscard]] std::string grouped(std::string_view value, std::size_t size) {
    std::string result;
    for (std::size_t at = 0; at < value.size(); at += size) {
        if (at > 0) result += ' ';
        result += value.substr(at, size);
    }
    return result;
}

// A run of letters and digits with the place where it stands.
struct Word {
    std::size_t begin = 0, end = 0;
};

[[nodiscard]] bool touches_letter(std::string_view text, std::size_t begin, std::size_t end) {
    return (begin > 0 && text::is_letter(text[begin - 1])) ||
           (end < text.size() && text::is_letter(text[end]));
}

// The runs of digits (or of letters and digits) in a text, in order.
[[nodiscard]] std::vector<Word> words_of(std::string_view text, bool (*belongs)(char)) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
        if (!belongs(text[at])) {
            ++at;
            continue;
        }
        Word word{at, at};
        while (word.end < text.size() && belongs(text[word.end]))
            ++word.end;
        words.push_back(word);
        at = word.end;
    }
    return words;
}

[[nodiscard]] bool are_joined(std::string_view text, const Word& left, const Word& right) {
    constexpr std::size_t widest_separator = 3; // " / "
    const std::string_view between = text.substr(left.end, right.begin - left.end);
    return between.size() <= widest_separator &&
           std::all_of(between.begin(), between.end(), is_separator);
}

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    [[nodiscard]] std::vector<ReferenceInText> scan() {
        scan_digits();
        scan_creditor_references();
        std::stable_sort(found_.begin(), found_.end(),
                         [](const ReferenceInText& left, const ReferenceInText& right) {
                             return left.begin < right.begin;
                         });
        return std::move(found_);
    }

private:
    void add(ReferenceScheme scheme, std::string value, const Word& place, bool is_verified) {
        found_.push_back({scheme, std::move(value), place.begin, place.end, is_verified});
    }

    // The shapes in which twelve or sixteen digits are a reference: in one run, in the printed
    // groups, or in any groups between +++ or ***.
    void scan_digits() {
        const std::vector<Word> runs = words_of(text_, text::is_digit);
        for (std::size_t first = 0; first < runs.size(); ++first) {
            std::string digits;
            std::string shape;
            for (std::size_t last = first; last < runs.size(); ++last) {
                if (last > first && !are_joined(text_, runs[last - 1], runs[last])) break;
                const std::size_t size = runs[last].end - runs[last].begin;
                if (digits.size() + size > betalingskenmerk_length) break;
                digits += text_.substr(runs[last].begin, size);
                shape += static_cast<char>('a' + size);
                take_digits(digits, shape, Word{runs[first].begin, runs[last].end});
            }
        }
    }

    void take_digits(const std::string& digits, std::string_view shape, const Word& place) {
        const auto of = [](std::initializer_list<char> sizes) {
            std::string wanted;
            for (const char size : sizes)
                wanted += static_cast<char>('a' + size);
            return wanted;
        };
        const bool is_decorated = place.begin > 0 && is_decoration(text_[place.begin - 1]);
        // Letters that touch the digits make a slip in them a guess about something else.
        const bool is_free = is_decorated || !touches_letter(text_, place.begin, place.end);
        if (digits.size() == ogm_length &&
            (is_decorated || shape == of({12}) || shape == of({3, 4, 5}))) {
            const bool agrees = ogm_agrees(digits);
            if (agrees || is_free) add(ReferenceScheme::Ogm, digits, place, agrees);
        }
        if (digits.size() == betalingskenmerk_length &&
            (shape == of({16}) || shape == of({4, 4, 4, 4}))) {
            const bool agrees = betalingskenmerk_agrees(digits);
            if (agrees || is_free) add(ReferenceScheme::Betalingskenmerk, digits, place, agrees);
        }
    }

    // "RF18539007547034" in one word, or in groups of four with a shorter last one. Where a text
    // goes on after the reference it is not visible where it ends: every end that agrees is taken.
    void scan_creditor_references() {
        const std::vector<Word> words = words_of(text_, is_alphanumeric);
        for (std::size_t first = 0; first < words.size(); ++first) {
            std::string value;
            std::string longest;
            Word place = words[first];
            bool is_found = false;
            for (std::size_t last = first; last < words.size(); ++last) {
                if (last > first && !are_joined(text_, words[last - 1], words[last])) break;
                const std::string_view word =
                    text_.substr(words[last].begin, words[last].end - words[last].begin);
                if (value.size() + word.size() > longest_creditor_reference) break;
                value += text::upper(word);
                if (value.substr(0, 2) != "RF") break;
                if (has_creditor_reference_shape(value)) {
                    place.end = words[last].end;
                    longest = value;
                    if (creditor_reference_agrees(value)) {
                        add(ReferenceScheme::CreditorReference, value, place, true);
                        is_found = true;
                    }
                }
                if (value.size() % 4 != 0) break;
            }
            if (!longest.empty() && !is_found) {
                add(ReferenceScheme::CreditorReference, longest, place, false);
            }
        }
    }

    std::string_view text_;
    std::vector<ReferenceInText> found_;
};

} // namespace

Result<StructuredReference> parse_reference(std::string_view text) {
    const auto refuse = [&](std::string expected) {
        return fail("structured reference", std::string(text::utf8_prefix(text, 48)),
                    std::move(expected));
    };
    std::string_view field = text::trim(text);
    while (!field.empty() && is_decoration(field.front()))
        field.remove_prefix(1);
    while (!field.empty() && is_decoration(field.back()))
        field.remove_suffix(1);
    if (field.size() > longest_text) return refuse("at most 25 letters and digits");
    const std::string value = compact(field);
    if (value.substr(0, 2) == "RF") {
        if (!has_creditor_reference_shape(value)) {
            return refuse("RF, two check digits and 1 to 21 letters or digits");
        }
        if (!creditor_reference_agrees(value)) {
            return refuse("check digits from 02 to 98 that agree (a digit may be mistyped)");
        }
        return StructuredReference{ReferenceScheme::CreditorReference, value};
    }
    const bool only_digits = std::all_of(value.begin(), value.end(), text::is_digit);
    if (only_digits && value.size() == ogm_length) {
        if (ogm_agrees(value)) return StructuredReference{ReferenceScheme::Ogm, value};
        return refuse("two last digits that agree with the ten before them");
    }
    if (only_digits && value.size() == betalingskenmerk_length) {
        if (betalingskenmerk_agrees(value)) {
            return StructuredReference{ReferenceScheme::Betalingskenmerk, value};
        }
        return refuse("a first digit that agrees with the fifteen behind it");
    }
    return refuse("12 digits, 16 digits, or a reference that begins with RF");
}

std::string print_reference(const StructuredReference& reference) {
    const std::string& value = reference.value;
    if (reference.scheme == ReferenceScheme::Ogm && value.size() == ogm_length) {
        return "+++" + value.substr(0, 3) + "/" + value.substr(3, 4) + "/" + value.substr(7) +
               "+++";
    }
    return grouped(value, 4);
}

std::vector<ReferenceInText> scan_references(std::string_view text) {
    return Scanner(text::utf8_prefix(text, longest_text)).scan();
}

std::vector<StructuredReference> find_references(std::string_view text) {
    std::vector<StructuredReference> references;
    for (ReferenceInText& found : scan_references(text)) {
        if (!found.is_verified) continue;
        StructuredReference reference{found.scheme, std::move(found.value)};
        if (std::find(references.begin(), references.end(), reference) == references.end()) {
            references.push_back(std::move(reference));
        }
    }
    return references;
}

std::vector<NearReference> find_near_references(std::string_view text) {
    std::vector<NearReference> references;
    for (ReferenceInText& found : scan_references(text)) {
        if (!found.is_verified) references.push_back({found.scheme, std::move(found.value)});
    }
    return references;
}

bool is_one_slip_away(std::string_view written, std::string_view meant) {
    if (written.size() != meant.size()) return false;
    const auto [first, other] = std::mismatch(written.begin(), written.end(), meant.begin());
    if (first == written.end()) return false;
    const bool rest_agrees = std::equal(first + 1, written.end(), other + 1);
    const bool is_swapped = first + 1 != written.end() && *first == *(other + 1) &&
                            *(first + 1) == *other &&
                            std::equal(first + 2, written.end(), other + 2);
    return rest_agrees || is_swapped;
}

} // namespace afpunt::matching
