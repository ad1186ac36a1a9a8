// SPDX-License-Identifier: MIT
//
// Cuts a payer's text into runs. Only ASCII letters and digits count: invoice numbers have no
// others, and an accented letter or a degree sign ("n°107") separates.
#include "matching/remittance_text.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::matching {
namespace {

// A SEPA text of 140 characters holds at most 70 runs, the longest CODA text a few hundred; more is
// no remittance information, and each run costs several look-ups.
constexpr std::size_t most_runs = 400;

// Words between blanks, by their first letter.
struct WordList {
    char initial;
    std::string_view words;
};

// Dutch, French, German, English, Italian, Spanish, Portuguese, Polish and the Nordic languages.
// Not "ref": a reference is as often the payer's own.
constexpr std::array<WordList, 5> announcing_words{{
    {'B', " BELEG BELEGNR BILL "},
    {'F', " F FA FAC FACT FACTS FACTNR FACTUUR FACTUREN FACTUURNR FACTUURNUMMER FACTUURNUMMERS "
          "FACTURE FACTURES FACTURA FACTURAS FAKT FAKTNR FAKTUUR FAKTUREN FAKTURA FAKTURY "
          "FAKTURANR FATT FATTURA FATTURE FATURA FT "},
    {'I', " INV INVOICE INVOICES INVOICENO INVOICENR "},
    {'N', " N NO NOS NOTA NR NRO NRS NUM NUMBER NUMERO NUMEROS NUMMER NUMMERS "},
    {'R', " RE RECH RECHN RECHNUNG RECHNUNGEN RECHNUNGSNR RECHNUNGSNUMMER RENR RG RGNR RNR "},
}};

// "107en108": words that stand between two numbers, also without spaces. No single letters, which
// may belong to a number ("107A").
constexpr std::array<WordList, 6> joining_words{{{'A', " AND "},
                                                 {'B', " BIS "},
                                                 {'E', " EN ET "},
                                                 {'P', " PLUS "},
                                                 {'T', " TEM TM TO TOT "},
                                                 {'U', " UND "}}};

// What stands between the first and the last number of a range, in capitals; between bars, because
// some have blanks in them.
constexpr std::string_view range_words =
    "|-|--|..|...|–|T/M|TM|T.M.|TEM|T.E.M.|TOT|TOT EN MET|A|à|À|AU|JUSQU'à|TO|UNTIL|THROUGH|BIS|";

template <std::size_t Count>
[[nodiscard]] bool is_listed(const std::array<WordList, Count>& lists, std::string_view word) {
    const auto list = std::find_if(lists.begin(), lists.end(), [&](const WordList& one) {
        return !word.empty() && one.initial == word.front();
    });
    if (list == lists.end()) return false;
    const std::string_view words = list->words;
    for (std::size_t begin = 1; begin < words.size();) {
        const std::size_t end = words.find(' ', begin);
        if (words.substr(begin, end - begin) == word) return true;
        begin = end + 1;
    }
    return false;
}

[[nodiscard]] bool is_joining(std::string_view between) {
    constexpr std::size_t widest = 3; // " / "
    return between.size() <= widest && std::all_of(between.begin(), between.end(), [](char c) {
               return text::is_space(c) || c == '-' || c == '/' || c == '.' || c == '_';
           });
}

[[nodiscard]] bool is_single(std::string_view text, const TextRun& left, const TextRun& right,
                             std::string_view marks) {
    return right.begin - left.end == 1 && marks.find(text[left.end]) != std::string_view::npos;
}

// "107,50" and "1.107,50": two digits behind a dot or comma, and no third part.
void mark_amounts(std::string_view text, std::vector<TextRun>& runs) {
    for (std::size_t at = 1; at < runs.size(); ++at) {
        TextRun& whole = runs[at - 1];
        TextRun& cents = runs[at];
        if (!whole.is_digits || !cents.is_digits || cents.text.size() != 2) continue;
        if (!is_single(text, whole, cents, ".,")) continue;
        const bool goes_on = at + 1 < runs.size() && runs[at + 1].is_digits &&
                             is_single(text, cents, runs[at + 1], ".,");
        if (goes_on) continue;
        whole.is_amount_or_date = cents.is_amount_or_date = true;
        for (std::size_t group = at - 1; group > 0; --group) {
            const bool is_thousands = runs[group].text.size() == 3 && runs[group - 1].is_digits &&
                                      is_single(text, runs[group - 1], runs[group], ".,");
            if (!is_thousands) break;
            runs[group - 1].is_amount_or_date = true;
        }
    }
}

// "12/10/2026", "12.10.26" and "2026-10-12".
void mark_dates(std::string_view text, std::vector<TextRun>& runs) {
    for (std::size_t at = 2; at < runs.size(); ++at) {
        TextRun& first = runs[at - 2];
        TextRun& middle = runs[at - 1];
        TextRun& last = runs[at];
        if (!first.is_digits || !middle.is_digits || !last.is_digits) continue;
        if (!is_single(text, first, middle, "/-.") || !is_single(text, middle, last, "/-.")) {
            continue;
        }
        const bool day_first = first.text.size() <= 2 && middle.text.size() <= 2 &&
                               (last.text.size() == 2 || last.text.size() == 4);
        const bool year_first =
            first.text.size() == 4 && middle.text.size() <= 2 && last.text.size() <= 2;
        if (!day_first && !year_first) continue;
        first.is_amount_or_date = middle.is_amount_or_date = last.is_amount_or_date = true;
    }
}

// "factuurV26-0107": the word ends where the number begins. Only where digits follow at once, and
// only after a word long enough not to be the number's own letters.
void split_glued_words(std::vector<TextRun>& runs) {
    constexpr std::size_t shortest_word = 3;
    constexpr std::size_t most_letters_of_a_number = 5;
    for (std::size_t at = 0; at + 1 < runs.size(); ++at) {
        if (runs[at].is_digits || !runs[at + 1].touches_previous) continue;
        const std::string word = runs[at].text;
        if (runs[at].announces_number) continue;
        for (std::size_t length = word.size() - 1; length >= shortest_word; --length) {
            if (word.size() - length > most_letters_of_a_number) break;
            if (!is_listed(announcing_words, std::string_view(word).substr(0, length))) continue;
            TextRun rest = runs[at];
            rest.text = word.substr(length);
            rest.begin += length;
            rest.touches_previous = rest.joins_previous = true;
            runs[at].text.resize(length);
            runs[at].end = rest.begin;
            runs[at].announces_number = true;
            runs.insert(runs.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(rest));
            break;
        }
    }
}

} // namespace

std::vector<TextRun> runs_of(std::string_view text) {
    std::vector<TextRun> runs;
    for (std::size_t at = 0; at < text.size() && runs.size() < most_runs;) {
        const bool is_digits = text::is_digit(text[at]);
        if (!is_digits && !text::is_letter(text[at])) {
            ++at;
            continue;
        }
        TextRun run;
        run.begin = run.end = at;
        run.is_digits = is_digits;
        while (run.end < text.size() &&
               (is_digits ? text::is_digit(text[run.end]) : text::is_letter(text[run.end]))) {
            ++run.end;
        }
        run.text = text::upper(text.substr(run.begin, run.end - run.begin));
        if (!runs.empty()) {
            const std::size_t before = runs.back().end;
            run.touches_previous = before == run.begin;
            run.joins_previous = is_joining(text.substr(before, run.begin - before));
        }
        at = run.end;
        runs.push_back(std::move(run));
    }
    mark_amounts(text, runs);
    mark_dates(text, runs);
    return runs;
}

RemittanceText read_remittance(std::string_view text) {
    RemittanceText result;
    result.text = std::string(text);
    result.references = scan_references(text);
    // A sign that joins nothing takes the place of what was read as a reference.
    constexpr char taken = '|';
    std::string rest = result.text;
    for (const ReferenceInText& reference : result.references) {
        std::fill(rest.begin() + static_cast<std::ptrdiff_t>(reference.begin),
                  rest.begin() + static_cast<std::ptrdiff_t>(reference.end), taken);
    }
    result.runs = runs_of(rest);
    for (TextRun& run : result.runs) {
        if (run.is_digits) continue;
        run.announces_number = is_listed(announcing_words, run.text);
        run.joins_numbers = is_listed(joining_words, run.text);
    }
    split_glued_words(result.runs);
    return result;
}

std::string RemittanceText::written(std::size_t first, std::size_t count) const {
    const std::size_t begin = runs[first].begin;
    return text.substr(begin, runs[first + count - 1].end - begin);
}

bool means_until(std::string_view between) {
    const std::string word = text::upper(text::trim(between));
    if (word.empty() || word.find('|') != std::string::npos) return false;
    return range_words.find('|' + word + '|') != std::string_view::npos;
}

} // namespace afpunt::matching
