// SPDX-License-Identifier: MIT
//
// Maps from a written form to items: all letters and digits in one, the runs without leading zeros,
// letters read as digits, and the last digits alone. Looking a text up costs a fixed number of
// steps per run, however large the book is.
#include "matching/number_index.hpp"

#include "matching/written_number.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace afpunt::matching {
namespace {

// "2026/V/26-0107" has five runs; people add a separator or two. More would join whole sentences.
constexpr std::size_t most_runs_of_a_number = 8;
// UBL and the hosts keep numbers far below this; a longer one is no number that a person types.
constexpr std::size_t longest_number = 60;
// A short number that stands for more items than this says nothing about any of them.
constexpr std::size_t most_items_of_a_short_number = 20;
// Instalments share a number; a number that more items have is a placeholder ("FACTUUR 1").
constexpr std::size_t most_items_of_a_number = 100;
// Whoever pays more invoices at once sends a list; more would only cost time.
constexpr std::size_t most_numbers_of_a_text = 50;
// "107 t/m 109": a wider range is no list of what one customer pays.
constexpr std::uint64_t widest_range = 30;
// Digits alone, shorter than this, are as easily a year, a postal code or a house number.
constexpr std::size_t telling_digits = 6;

void append_loose(std::string& key, const TextRun& run) {
    key += '|';
    key += run.is_digits ? without_zeros(run.text) : std::string_view(run.text);
}
// The key of two runs in the index of short forms; a single run has no bar in it.
[[nodiscard]] std::string pair_key(const TextRun& first, const TextRun& second) {
    std::string key;
    append_loose(key, first);
    append_loose(key, second);
    return key;
}

// Long enough to be nobody else's: four characters, three of them digits.
[[nodiscard]] bool is_telling(std::string_view key) {
    std::size_t signs = 0;
    std::size_t digits = 0;
    for (const char c : key) {
        signs += c == '|' ? 0U : 1U;
        digits += text::is_digit(c) ? 1U : 0U;
    }
    return signs >= 4 && digits >= 3;
}
[[nodiscard]] bool is_only_digits(std::string_view compact) {
    return std::all_of(compact.begin(), compact.end(), text::is_digit);
}

// A word is not cut in two: letters or digits that touch the run belong to it, unless they only
// announce the number ("F2026043", "nr107") or join it to another ("107en108").
[[nodiscard]] bool begins_a_word(const std::vector<TextRun>& runs, std::size_t at) {
    if (at == 0 || !runs[at].touches_previous) return true;
    if (at >= 2 && runs[at - 1].joins_numbers) return runs[at - 1].touches_previous;
    const bool word_before_is_whole = at < 2 || !runs[at - 1].touches_previous;
    return word_before_is_whole && runs[at - 1].announces_number;
}
[[nodiscard]] bool ends_a_word(const std::vector<TextRun>& runs, std::size_t at) {
    if (at + 1 >= runs.size() || !runs[at + 1].touches_previous) return true;
    const bool is_joined = at + 2 < runs.size() && runs[at + 2].touches_previous;
    return runs[at].is_digits && is_joined && runs[at + 1].joins_numbers;
}
[[nodiscard]] bool is_announced(const std::vector<TextRun>& runs, std::size_t at) {
    return at > 0 && runs[at - 1].announces_number;
}

void take(Positions positions, NumberForm form, NumberInText& found) {
    found.form = form;
    found.items.assign(positions.begin(), positions.end());
}

// The digits at the end of what was typed: 107 for "V26-0107".
[[nodiscard]] std::uint64_t last_value(std::string_view written) {
    std::size_t begin = written.size();
    while (begin > 0 && text::is_digit(written[begin - 1]))
        --begin;
    std::uint64_t value = 0;
    const char* const end = written.data() + written.size();
    const auto [read_until, error] = std::from_chars(written.data() + begin, end, value);
    return error == std::errc{} && read_until == end ? value : 0;
}

} // namespace

NumberIndex::NumberIndex(const book::Book& book) {
    const std::vector<book::OpenItem>& items = book.snapshot().items;
    for (std::uint32_t at = 0; at < items.size(); ++at) {
        add(items[at].number, items[at].issued_on.year(), at);
    }
    whole_.freeze(most_items_of_a_number);
    loose_.freeze(most_items_of_a_number);
    similar_.freeze(most_items_of_a_number);
    short_.freeze(most_items_of_a_short_number);
}

void NumberIndex::add(std::string_view number, int year, std::uint32_t position) {
    if (number.size() > longest_number) return;
    const std::vector<TextRun> runs = runs_of(number);
    if (runs.empty() || runs.size() > most_runs_of_a_number) return;
    std::string whole;
    std::string loose;
    for (const TextRun& run : runs) {
        whole += run.text;
        append_loose(loose, run);
    }
    whole_.add(whole, position);
    if (is_telling(loose)) loose_.add(loose, position);
    // A number without such letters is found in whole_ by what the text's letters stand for.
    if (std::string digits = with_digits_for_letters(whole); digits != whole) {
        similar_.add(digits, position);
    }
    add_short_forms(runs, year, position);
}

void NumberIndex::add_short_forms(const std::vector<TextRun>& runs, int year,
                                  std::uint32_t position) {
    const TextRun* const telling = telling_run(runs, year);
    if (telling == nullptr) return;
    short_.add(without_zeros(telling->text), position);
    short_.add(without_year(telling->text, year), position);
    const TextRun* letters = nullptr;
    const TextRun* digits_before = nullptr;
    for (const TextRun& run : runs) {
        if (&run == telling) break;
        (run.is_digits ? digits_before : letters) = &run;
    }
    if (digits_before == nullptr || letters == nullptr) return;
    short_.add(pair_key(*letters, *telling), position);
    short_.add(pair_key(*digits_before, *telling), position);
}

void NumberIndex::look_up(const std::string& whole, const std::string& loose, bool is_announced,
                          NumberInText& found) const {
    if (!is_telling(whole)) return;
    if (const Positions items = whole_.find(whole); !items.empty()) {
        const bool may_be_else = is_only_digits(whole) && !is_announced;
        take(items, may_be_else ? NumberForm::Loose : NumberForm::Whole, found);
        found.is_bare = may_be_else && whole.size() < telling_digits;
    } else if (const Positions loosely = loose_.find(loose); !loosely.empty()) {
        take(loosely, NumberForm::Loose, found);
    } else {
        const std::string digits = with_digits_for_letters(whole);
        if (const Positions alike = similar_.find(digits); !alike.empty()) {
            take(alike, NumberForm::Similar, found);
        } else if (digits != whole) {
            take(whole_.find(digits), NumberForm::Similar, found);
        }
    }
}

std::size_t NumberIndex::longest_at(const RemittanceText& text, std::size_t first,
                                    NumberInText& found) const {
    const std::vector<TextRun>& runs = text.runs;
    if (!begins_a_word(runs, first)) return 0;
    std::size_t taken = 0;
    std::string whole;
    std::string loose;
    for (std::size_t last = first; last < runs.size() && last - first < most_runs_of_a_number;
         ++last) {
        if (last > first && !runs[last].joins_previous) break;
        whole += runs[last].text;
        append_loose(loose, runs[last]);
        if (whole.size() > longest_number) break;
        if (!ends_a_word(runs, last)) continue;
        NumberInText here;
        look_up(whole, loose, is_announced(runs, first), here);
        if (here.items.empty()) continue;
        // A longer one that is only similar does not take the place of what stands there.
        if (taken > 0 && here.form == NumberForm::Similar) continue;
        found = std::move(here);
        taken = last - first + 1;
    }
    return taken;
}

bool NumberIndex::short_at(const RemittanceText& text, std::size_t at, NumberInText& found) const {
    const TextRun& run = text.runs[at];
    // A single digit is too often a quantity.
    if (!run.is_digits || run.text.size() < 2 || run.is_amount_or_date) return false;
    if (!begins_a_word(text.runs, at) || !ends_a_word(text.runs, at)) return false;
    take(short_.find(without_zeros(run.text)), NumberForm::Short, found);
    return !found.items.empty();
}

bool NumberIndex::short_pair_at(const RemittanceText& text, std::size_t at,
                                NumberInText& found) const {
    if (at + 1 >= text.runs.size()) return false;
    const TextRun& first = text.runs[at];
    const TextRun& second = text.runs[at + 1];
    if (!second.is_digits || !second.joins_previous) return false;
    if (first.is_amount_or_date || second.is_amount_or_date) return false;
    if (!begins_a_word(text.runs, at) || !ends_a_word(text.runs, at + 1)) return false;
    take(short_.find(pair_key(first, second)), NumberForm::Short, found);
    return !found.items.empty();
}

void NumberIndex::add_ranges(const RemittanceText& text, std::vector<NumberInText>& numbers) const {
    const std::size_t count = numbers.size();
    for (std::size_t at = 1; at < count; ++at) {
        const std::size_t begin = numbers[at - 1].end;
        const std::size_t end = numbers[at].begin;
        if (begin >= end || !means_until(std::string_view(text.text).substr(begin, end - begin))) {
            continue;
        }
        const std::uint64_t from = last_value(numbers[at - 1].written);
        const std::uint64_t until = last_value(numbers[at].written);
        if (from == 0 || until <= from || until - from > widest_range) continue;
        for (std::uint64_t value = from + 1; value < until; ++value) {
            const Positions items = short_.find(std::to_string(value));
            if (items.empty() || numbers.size() >= most_numbers_of_a_text) continue;
            NumberInText between;
            take(items, NumberForm::Short, between);
            between.begin = numbers[at - 1].begin;
            between.end = numbers[at].end;
            between.written = text.text.substr(between.begin, between.end - between.begin);
            numbers.push_back(std::move(between));
        }
    }
}

std::vector<NumberInText> NumberIndex::find(const RemittanceText& text) const {
    std::vector<NumberInText> numbers;
    for (std::size_t at = 0; at < text.runs.size() && numbers.size() < most_numbers_of_a_text;) {
        NumberInText found;
        std::size_t taken = longest_at(text, at, found);
        if (taken == 0 && short_pair_at(text, at, found)) taken = 2;
        if (taken == 0 && short_at(text, at, found)) taken = 1;
        if (taken == 0) {
            ++at;
            continue;
        }
        found.begin = text.runs[at].begin;
        found.end = text.runs[at + taken - 1].end;
        found.written = text.written(at, taken);
        numbers.push_back(std::move(found));
        at += taken;
    }
    add_ranges(text, numbers);
    std::vector<NumberInText> once;
    for (NumberInText& number : numbers) {
        const bool is_new = std::none_of(once.begin(), once.end(), [&](const NumberInText& other) {
            return other.items == number.items;
        });
        if (is_new) once.push_back(std::move(number));
    }
    return once;
}

} // namespace afpunt::matching
