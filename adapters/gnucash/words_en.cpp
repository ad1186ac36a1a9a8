// SPDX-License-Identifier: MIT
//
// The sentences of this adapter in English.
#include "gnucash/words_of_languages.hpp"

namespace afpunt::gnucash {

const Words words_en{
    .menu_report = "Follow-up of unpaid invoices",
    .menu_report_tip = "Shows what is ready, what is held, and why",
    .menu_approve = "Approve and send ready letters",
    .menu_approve_tip = "Asks first, with the number and the sum",
    .menu_matches = "Apply probable payments",
    .menu_matches_tip =
        "Shows which bank lines belong to which invoices, and books them after your yes",
    .menu_settings = "Settings folder",
    .menu_settings_tip = "Settings, customers' data and sent letters of this book",
    .no_book = "No saved book is open.",
    .no_invoices = "This book has no posted customer invoices yet.",
    .read_only = "This book is opened read-only: nothing is followed up.",
    .failed = "That did not work: {why}",
    .nothing_ready = "No letter is ready. Held: {held}. The report says why.",
    .approve_one = "Approve and send 1 letter for {sum}?\n\nInvoices held: {held}.",
    .approve = "Approve and send {n} letters for {sum} in all?\n\nInvoices held: {held}.",
    .approved = "{n} letters are approved.\n{folder}",
    .not_delivered = "{letter} stayed here: {why}",
    .trial_day = "This is a trial day ({day}): letters are shown and never leave.",
    .bank_is_behind =
        "In this book {account} is up to date until {until}. Nobody is reminded beyond "
        "that.\n\nAre all payments on that account up to and including {day} entered?",
    .bank_is_unknown = "Until when {account} is up to date in this book is not known: nothing was "
                       "imported or reconciled. As long as that is so nobody is reminded.\n\nAre "
                       "all payments on that account up to and including {day} entered?",
    .old_balances = "{n} invoices were overdue already when the follow-up began. Look at them in "
                    "the report.\n\nMay these be reminded, too?",
    .no_matches = "There are no probable payments.",
    .match_question = "Apply {n} probable payments?\n\n{list}",
    .matched = "{n} payments are applied.",
    .match_line = "{line}: {amount} from {payer} for {items}",
    .more_matches = "... and {n} more",
    .book_is_elsewhere =
        "This book stands in another place than when it was last followed up. As long as it is not "
        "clear which one is the real book, nothing leaves.\n\nIs this the book that you go on with "
        "(moved)? Choose No for a copy: it never sends.",
    .book_was_restored = "The data of the follow-up are older than what was sent already, or of "
                         "another book.\n\nWas this book put back from a backup? Then everything "
                         "overdue is shown to you first.",
    .notice = "afpunt: {withdrawn} withdrawn, {ready} ready, {held} held",
    .sent_note = "afpunt: reminder {letter} of {day}",
    .line_of_day = "line of {day} on {account}",
    .settings_file =
        R"(# Settings of afpunt for this GnuCash book. Lines that begin with # are remarks.

[book]
language = "en"            # language of screens and report; also of letters to customers without their own
write_back = false            # is each letter that was sent written into the notes of its invoice?
# unassigned = ["Imbalance-EUR"]   # accounts with money that nobody has said whose it is

# [[account]]
# account = "Assets:Bank"         # full name in GnuCash
# iban = "BE68 5390 0754 7034"
# customers_pay_here = true   # do customers pay here?

# your own details come from File > Properties > Business; here only what is missing there
# [creditor]
# name = ""
# vat_id = ""
# mail = ""

[policy]
language = "en"

[matching]
certain = "ask"

# mail: the password in a file mail.password, chmod 600
# [mail]
# server = "smtp.example.com"
# user = "books@example.com"
# [secrets]
# "mail.password" = { file = "mail.password" }
)",
};

} // namespace afpunt::gnucash
