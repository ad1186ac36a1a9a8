// SPDX-License-Identifier: MIT
//
// What this adapter says to the person at GnuCash, in her four languages. {n}, {sum} and so on are
// filled in; sentences about invoices and letters come from the module.
#pragma once

#include <afpunt/date.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace afpunt::gnucash {

struct Words {
    // The menu: what is read in it, and beside it.
    const char* menu_report;
    const char* menu_report_tip;
    const char* menu_approve;
    const char* menu_approve_tip;
    const char* menu_matches;
    const char* menu_matches_tip;
    const char* menu_settings;
    const char* menu_settings_tip;

    const char* no_book;         // nothing is open, or it was never saved
    const char* no_invoices;     // a book without posted customer invoices
    const char* read_only;       // opened beside somebody else
    const char* failed;          // {why}
    const char* nothing_ready;   // {held}
    const char* approve_one;     // {sum} {held}
    const char* approve;         // {n} {sum} {held}
    const char* approved;        // {n} {folder}
    const char* not_delivered;   // {letter} {why}
    const char* trial_day;       // {day}
    const char* bank_is_behind;  // {account} {until} {day}: yes = it is up to date until that day
    const char* bank_is_unknown; // {account} {day}: the same where the book says nothing
    const char* old_balances;    // {n}: yes = they may be reminded
    const char* no_matches;
    const char* match_question;    // {n} {list}
    const char* matched;           // {n}
    const char* match_line;        // {line} {amount} {payer} {items}
    const char* more_matches;      // {n}
    const char* book_is_elsewhere; // asks: moved? yes = this one is the book now, no = a copy
    const char* book_was_restored; // asks: restored from a backup?
    const char* notice;            // {withdrawn} {ready} {held}
    const char* sent_note;         // {letter} {day}: written into the notes of an invoice

    const char* line_of_day;   // {day} {account}: how people find a bank line
    const char* settings_file; // afpunt.toml of a new book
};

// By the beginning of the language: "nl-BE" gives Dutch; anything unknown gives English.
[[nodiscard]] const Words& words_in(std::string_view language);

// "{n} letters" with {n} = 3.
[[nodiscard]] std::string
filled(std::string_view sentence,
       std::initializer_list<std::pair<std::string_view, std::string>> values);
// 19/11/2026, 19-11-2026, 19.11.2026 or 2026-11-19.
[[nodiscard]] std::string day_in_figures(Date day, std::string_view language);
[[nodiscard]] std::string line_label(std::string_view account, Date on, std::string_view language);

} // namespace afpunt::gnucash
