// SPDX-License-Identifier: MIT
//
// Three maps from a written form to items: all letters and digits in one, the runs without leading
// zeros, and the last digits alone. Looking a text up costs a fixed number of steps per run,
// however large the book is.
#include "matching/number_index.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

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
// Digits alone, shorter than this, are as easily a year, a postal code or a house number.
constexpr std::size_t telling_digits = 6;

[[nodiscard]] std::string_view without_zeros(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? digits.substr(digits.size() - 1)
                                           : digits.substr(first);
}
void append_loose(std::string& key, const TextRun& run) {
    key += '|';
    key += run.is_digits ? without_zeros(run.text) : std::string_view(run.text);
}

// Long enough to be nobody else's: four characters, three of them digits.
[[nodiscard]] bool is_telling(std::string_view compact) {
    return compact.size() >= 4 &&
           std::count_if(compact.begin(), compact.end(), text::is_digit) >= 3;
}
[[nodiscard]] bool is_only_digits(std::string_view compact) {
    return std::all_of(compact.begin(), compact.end(), text::is_digit);
}
[[nodiscard]] std::string loose_compact(std::string_view loose_key) {
    std::string compact;
    for (const char c : loose_key) {
        if (c != '|') compact += c;
    }
    return compact;
}

// A word is not cut in two: letters or digits that touch the run belong to it, unless they only
// announce the number ("F2026043", "nr107").
[[nodiscard]] bool begins_a_word(const std::vector<TextRun>& runs, std::size_t at) {
    if (at == 0 || !runs[at].touches_previous) return true;
    const bool word_before_is_whole = at < 2 || !runs[at - 1].touches_previous;
    return word_before_is_whole && runs[at].is_digits && announces_number(runs[at - 1].text);
}
[[nodiscard]] bool ends_a_word(const std::vector<TextRun>& runs, std::size_t at) {
    return at + 1 >= runs.size() || !runs[at + 1].touches_previous;
}
[[nodiscard]] bool is_announced(const std::vector<TextRun>& runs, std::size_t at) {
    return at > 0 && announces_number(runs[at - 1].text);
}

// The digits by which people tell one invoice from the next: the last ones, or those before them
// where the number ends with its year ("0107/2026").
[[nodiscard]] const TextRun* telling_run(const std::vector<TextRun>& runs, int year) {
    const TextRun* last = nullptr;
    const TextRun* before_last = nullptr;
    for (const TextRun& run : runs) {
        if (!run.is_digits) continue;
        before_last = last;
        last = &run;
    }
    const bool ends_with_year = last != nullptr && last->text == std::to_string(year);
    return ends_with_year && before_last != nullptr ? before_last : last;
}

} // namespace

NumberIndex::NumberIndex(const book::Book& book) {
    const std::vector<book::OpenItem>& items = book.snapshot().items;
    for (std::uint32_t at = 0; at < items.size(); ++at) {
        add(items[at].number, items[at].issued_on.year(), at);
    }
    drop_common_forms();
}

void NumberIndex::drop_common_forms() {
    const auto drop = [](Positions& index, std::size_t most) {
        std::erase_if(index, [&](const auto& entry) { return entry.second.size() > most; });
    };
    drop(whole_, most_items_of_a_number);
    drop(loose_, most_items_of_a_number);
    drop(short_, most_items_of_a_short_number);
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
    whole_[whole].push_back(position);
    if (is_telling(loose_compact(loose))) loose_[loose].push_back(position);
    if (const TextRun* run = telling_run(runs, year)) {
        short_[std::string(without_zeros(run->text))].push_back(position);
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
        const auto as_whole = whole_.find(whole);
        const auto as_loose = loose_.find(loose);
        if (as_whole != whole_.end() && is_telling(whole)) {
            const bool may_be_else = is_only_digits(whole) && whole.size() < telling_digits &&
                                     !is_announced(runs, first);
            found.form = may_be_else ? NumberForm::Loose : NumberForm::Whole;
            found.items = as_whole->second;
        } else if (as_loose != loose_.end()) {
            found.form = NumberForm::Loose;
            found.items = as_loose->second;
        } else {
            continue;
        }
        taken = last - first + 1;
    }
    return taken;
}

bool NumberIndex::short_at(const RemittanceText& text, std::size_t at, NumberInText& found) const {
    const TextRun& run = text.runs[at];
    // A single digit is too often a quantity.
    if (!run.is_digits || run.text.size() < 2 || run.is_amount_or_date) return false;
    if (!begins_a_word(text.runs, at) || !ends_a_word(text.runs, at)) return false;
    const auto entry = short_.find(std::string(without_zeros(run.text)));
    if (entry == short_.end()) return false;
    found.form = NumberForm::Short;
    found.items = entry->second;
    return true;
}

std::vector<NumberInText> NumberIndex::find(const RemittanceText& text) const {
    std::vector<NumberInText> numbers;
    for (std::size_t at = 0; at < text.runs.size() && numbers.size() < most_numbers_of_a_text;) {
        NumberInText found;
        std::size_t taken = longest_at(text, at, found);
        if (taken == 0 && short_at(text, at, found)) taken = 1;
        if (taken == 0) {
            ++at;
            continue;
        }
        found.written = text.written(at, taken);
        const bool is_new =
            std::none_of(numbers.begin(), numbers.end(),
                         [&](const NumberInText& other) { return other.items == found.items; });
        if (is_new) numbers.push_back(std::move(found));
        at += taken;
    }
    return numbers;
}

} // namespace afpunt::matching
