// SPDX-License-Identifier: MIT
#include "cli/views.hpp"

#include "cli/rule_words.hpp"
#include "cli/words.hpp"

#include <boost/json.hpp>

#include <vector>

namespace afpunt::standalone::cli {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, const char* field) {
    const json::value* value = object.if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}
std::string money_of(const json::object& object, const char* field) {
    const json::value* value = object.if_contains(field);
    return value != nullptr && value->is_object() ? text_of(value->as_object(), "text")
                                                  : std::string();
}
// The objects of a list; empty when it is absent.
std::vector<const json::object*> objects_of(const json::object& object, const char* field) {
    std::vector<const json::object*> objects;
    const json::value* value = object.if_contains(field);
    if (value == nullptr || !value->is_array()) return objects;
    for (const json::value& element : value->as_array()) {
        if (element.is_object()) objects.push_back(&element.as_object());
    }
    return objects;
}
std::int64_t number_of(const json::object& object, const char* field) {
    const json::value* value = object.if_contains(field);
    if (value == nullptr) return 0;
    if (value->is_uint64()) return static_cast<std::int64_t>(value->as_uint64());
    return value->is_int64() ? value->as_int64() : 0;
}
bool flag_of(const json::object& object, const char* field) {
    const json::value* value = object.if_contains(field);
    return value != nullptr && value->is_bool() && value->as_bool();
}

std::string titled(Word title, const Reader& reader, std::size_t count) {
    return std::string(word(title, reader.language)) + " (" + std::to_string(count) + ")";
}

void show_head(Terminal& terminal, const json::object& answer, const Reader& reader) {
    std::string head = text_of(answer, "firm") + " · " + text_of(answer, "on");
    if (reader.sample) head += " · " + std::string(word(Word::Sample, reader.language));
    terminal.line(head, Style::Bold);
    if (flag_of(answer, "trial")) terminal.line(word(Word::Trial, reader.language), Style::Warning);
}

std::string gap_text(const json::object& gap, const Reader& reader) {
    const std::string kind = text_of(gap, "kind");
    if (kind == "missing-statement") {
        const std::int64_t first = number_of(gap, "first_missing");
        const std::int64_t last = number_of(gap, "last_missing");
        return std::string(word(Word::MissingStatement, reader.language)) + " " +
               std::to_string(first) + (last > first ? "-" + std::to_string(last) : "") + " (" +
               text_of(gap, "after") + " .. " + text_of(gap, "before") + ")";
    }
    const Word what = kind == "missing-days" ? Word::MissingDays : Word::BalanceGap;
    return std::string(word(what, reader.language)) + " " + text_of(gap, "after");
}

void show_accounts(Terminal& terminal, const json::object& answer, const Reader& reader) {
    std::vector<std::vector<std::string>> rows;
    for (const json::object* account : objects_of(answer, "accounts")) {
        std::string until = text_of(*account, "until");
        if (until.empty()) until = word(Word::NoBankData, reader.language);
        std::string remarks;
        if (!flag_of(*account, "customers_pay_here")) {
            remarks = word(Word::NotAsked, reader.language);
        }
        for (const json::object* gap : objects_of(*account, "gaps")) {
            remarks += (remarks.empty() ? "" : "; ") + gap_text(*gap, reader);
        }
        if (const std::string who = text_of(*account, "confirmed_by"); !who.empty()) {
            remarks += (remarks.empty() ? "" : "; ") +
                       std::string(word(Word::ConfirmedBy, reader.language)) + " " + who;
        }
        rows.push_back({std::string(word(Word::BankUpTo, reader.language)), until,
                        text_of(*account, "name"), remarks});
    }
    terminal.table(rows, 0);
}

void show_decisions(Terminal& terminal, const json::object& answer, const char* outcome) {
    std::vector<std::vector<std::string>> rows;
    for (const json::object* decision : objects_of(answer, "decisions")) {
        if (text_of(*decision, "outcome") != outcome) continue;
        rows.push_back({text_of(*decision, "number"), text_of(*decision, "customer_name"),
                        money_of(*decision, "open"), text_of(*decision, "sentence")});
    }
    terminal.table(rows);
}

void show_pairs(Terminal& terminal, const json::object& answer, const char* field,
                const char* first, const Reader& reader, Word title, Style style) {
    const auto pairs = objects_of(answer, field);
    if (pairs.empty()) return;
    terminal.heading(titled(title, reader, pairs.size()), style);
    std::vector<std::vector<std::string>> rows;
    for (const json::object* pair : pairs) {
        rows.push_back({text_of(*pair, first), text_of(*pair, "why")});
    }
    terminal.table(rows);
}

// "H-2026-00001, H-2026-00002"; of a long list the first and the last, and how many there are.
std::string short_list(const json::array& texts) {
    constexpr std::size_t shown_max = 8;
    std::string list;
    for (std::size_t at = 0; at < texts.size(); ++at) {
        if (texts.size() > shown_max && at == 2) {
            list += ", ... ";
            at = texts.size() - 1;
        } else if (at > 0) {
            list += ", ";
        }
        list += texts[at].as_string();
    }
    return list + " (" + std::to_string(texts.size()) + ")";
}

std::string invoices_of(const json::object& letter) {
    std::string numbers;
    for (const json::object* item : objects_of(letter, "items")) {
        numbers += (numbers.empty() ? "" : ", ") + text_of(*item, "number");
    }
    return numbers;
}

std::vector<std::string> letter_row(const json::object& letter) {
    // A payment that crossed the letter says more than the server's receipt.
    const std::string crossing = text_of(letter, "crossing");
    const std::string reason = crossing.empty() ? text_of(letter, "state_reason") : crossing;
    return {text_of(letter, "letter"),
            text_of(letter, "on"),
            text_of(letter, "customer_name"),
            money_of(letter, "total"),
            text_of(letter, "state"),
            invoices_of(letter) + (reason.empty() ? "" : ": " + reason)};
}

void show_proposals(Terminal& terminal, const json::object& answer, const Reader& reader) {
    const auto proposals = objects_of(answer, "proposals");
    if (proposals.empty()) return;
    terminal.heading(titled(Word::ProbablyPaid, reader, proposals.size()), Style::Warning);
    std::vector<std::vector<std::string>> rows;
    for (const json::object* proposal : proposals) {
        std::string what = text_of(*proposal, "payer") + ": " + text_of(*proposal, "remittance");
        std::string numbers = invoices_of(*proposal);
        if (numbers.empty()) {
            for (const json::object* customer : objects_of(*proposal, "customers")) {
                numbers += (numbers.empty() ? "" : ", ") + text_of(*customer, "name");
            }
        }
        // What varies in length comes last, where it wraps.
        rows.push_back({text_of(*proposal, "bank_line"), money_of(*proposal, "unallocated"),
                        text_of(*proposal, "label"), "-> " + numbers + " · " + what});
    }
    terminal.table(rows);
}

} // namespace

void show_intake(Terminal& terminal, const IntakeReport& report, const Reader& reader) {
    const auto text = [&](Word which) { return std::string(word(which, reader.language)); };
    std::string read = text(Word::Read) + ": ";
    if (report.invoices_new + report.statements_new + report.lines_new + report.lists_new == 0) {
        read += text(Word::NothingNew);
    } else {
        read += std::to_string(report.invoices_new) + " " + text(Word::Invoices) + ", " +
                std::to_string(report.statements_new) + " " + text(Word::Statements) + ", " +
                std::to_string(report.lines_new) + " " + text(Word::Lines);
    }
    const auto also = [&](int count, Word what) {
        if (count > 0) read += ", " + std::to_string(count) + " " + text(what);
    };
    also(report.lists_new, Word::OpenItemLists);
    also(report.settled_elsewhere, Word::SettledElsewhere);
    also(report.reopened, Word::Reopened);
    const int known = report.invoices_known + report.bank_files_known + report.statements_known +
                      report.lists_known;
    if (known > 0) read += " (" + std::to_string(known) + " " + text(Word::Known) + ")";
    const int refused = report.invoices_refused + report.bank_files_refused +
                        report.statements_refused + report.lists_refused;
    if (refused > 0) read += ", " + std::to_string(refused) + " " + text(Word::Refused);
    if (report.returned_debits > 0) {
        read += ", " + std::to_string(report.returned_debits) + " " + text(Word::Returned);
    }
    terminal.line(read);
    if (report.messages.empty()) return;
    terminal.heading(titled(Word::Problems, reader, report.messages.size()));
    std::vector<std::vector<std::string>> rows;
    for (const IntakeMessage& message : report.messages) {
        const char* mark = message.severity == Severity::Error     ? "!!"
                           : message.severity == Severity::Warning ? "!"
                                                                   : "-";
        rows.push_back({mark, message.file, message.text});
    }
    terminal.table(rows);
}

void show_plan(Terminal& terminal, const json::object& answer, const Reader& reader,
               bool with_waiting) {
    show_head(terminal, answer, reader);
    show_accounts(terminal, answer, reader);
    const json::object& counts = answer.at("counts").as_object();
    const auto count = [&](const char* outcome) {
        return static_cast<std::size_t>(number_of(counts, outcome));
    };
    terminal.heading(titled(Word::Ready, reader, count("ready")), Style::Good);
    if (count("ready") == 0)
        terminal.line("  " + std::string(word(Word::NothingReady, reader.language)));
    show_decisions(terminal, answer, "ready");
    terminal.heading(titled(Word::Held, reader, count("held")), Style::Warning);
    if (count("held") == 0)
        terminal.line("  " + std::string(word(Word::NothingHeld, reader.language)));
    show_decisions(terminal, answer, "held");
    show_proposals(terminal, answer, reader);
    terminal.heading(titled(Word::Waiting, reader, count("waiting")), Style::Faint);
    if (with_waiting) show_decisions(terminal, answer, "waiting");
    terminal.heading(titled(Word::Done, reader, count("done")), Style::Faint);
    if (with_waiting) show_decisions(terminal, answer, "done");
    const auto letters = objects_of(answer, "letters");
    if (letters.empty()) return;
    terminal.heading(titled(Word::Letters, reader, letters.size()));
    std::vector<std::vector<std::string>> rows;
    for (const json::object* letter : letters)
        rows.push_back(letter_row(*letter));
    terminal.table(rows);
}

void show_changes(Terminal& terminal, const json::object& answer, const Reader& reader) {
    if (const auto booked = number_of(answer, "matches_booked"); booked > 0) {
        terminal.line(std::to_string(booked) + " " +
                      std::string(word(Word::Lines, reader.language)) + " " +
                      std::string(word(Word::Matched, reader.language)));
    }
    show_pairs(terminal, answer, "withdrawn", "letter", reader, Word::Withdrawn, Style::Warning);
    show_pairs(terminal, answer, "put_on_hold", "letter", reader, Word::PutOnHold, Style::Warning);
    const auto prepared = objects_of(answer, "prepared");
    if (!prepared.empty()) {
        terminal.heading(titled(Word::Prepared, reader, prepared.size()), Style::Good);
        std::vector<std::vector<std::string>> rows;
        for (const json::object* letter : prepared)
            rows.push_back(letter_row(*letter));
        terminal.table(rows);
    }
    show_pairs(terminal, answer, "not_prepared", "customer", reader, Word::Refused, Style::Bad);
    const json::value* delivered = answer.if_contains("delivered");
    if (delivered != nullptr && delivered->is_array() && !delivered->as_array().empty()) {
        terminal.heading(std::string(word(Word::Delivered, reader.language)) + ": " +
                             short_list(delivered->as_array()),
                         Style::Good);
    }
    show_pairs(terminal, answer, "not_delivered", "letter", reader, Word::NotDelivered, Style::Bad);
}

void show_why(Terminal& terminal, const json::object& answer, const Reader& reader) {
    const auto text = [&](Word which) { return std::string(word(which, reader.language)); };
    if (flag_of(answer, "trial")) terminal.line(text(Word::Trial), Style::Warning);
    for (const json::object* item : objects_of(answer, "items")) {
        terminal.line(text_of(*item, "number") + " · " + text_of(*item, "customer_name") + " · " +
                          text_of(*item, "outcome_label"),
                      Style::Bold);
        std::vector<std::vector<std::string>> about{
            {text(Word::Why), text_of(*item, "sentence")},
            {text(Word::Open), money_of(*item, "open") + " / " + money_of(*item, "total")},
            {text(Word::Due), text_of(*item, "due_on")}};
        if (const std::string next = text_of(*item, "next_on"); !next.empty()) {
            about.push_back({text(Word::NextOn), next});
        }
        about.push_back({"(" + text_of(*item, "reason") + ")", text_of(answer, "policy")});
        terminal.table(about);
        std::vector<std::vector<std::string>> rows;
        for (const json::object* payment : objects_of(*item, "payments")) {
            rows.push_back({text_of(*payment, "booked_on"), money_of(*payment, "amount"),
                            text_of(*payment, "allocation"),
                            rule_words(text_of(*payment, "rule"), reader.language)});
        }
        if (!rows.empty()) {
            terminal.line(text(Word::Payments));
            terminal.table(rows);
        }
        rows.clear();
        for (const json::object* letter : objects_of(*item, "letters")) {
            rows.push_back(letter_row(*letter));
        }
        if (!rows.empty()) {
            terminal.line(text(Word::Letters));
            terminal.table(rows);
        }
        show_proposals(terminal, *item, reader);
    }
}

void show_letters(Terminal& terminal, const json::object& answer, const Reader& reader) {
    const auto letters = objects_of(answer, "letters");
    if (letters.empty()) return terminal.line(word(Word::NothingReady, reader.language));
    std::vector<std::vector<std::string>> rows;
    for (const json::object* letter : letters)
        rows.push_back(letter_row(*letter));
    terminal.table(rows, 0);
}

void show_status(Terminal& terminal, const json::object& answer, const Reader& reader) {
    show_head(terminal, answer, reader);
    const bool automatic = text_of(answer, "mode") == "send";
    terminal.line(std::string(word(Word::Mode, reader.language)) + ": " +
                  std::string(word(automatic ? Word::Automatic : Word::Prepare, reader.language)));
    show_accounts(terminal, answer, reader);
    const json::object& counts = answer.at("counts").as_object();
    terminal.table({{std::string(word(Word::Ready, reader.language)),
                     std::to_string(number_of(counts, "ready"))},
                    {std::string(word(Word::Held, reader.language)),
                     std::to_string(number_of(counts, "held"))},
                    {std::string(word(Word::Waiting, reader.language)),
                     std::to_string(number_of(counts, "waiting"))},
                    {std::string(word(Word::Done, reader.language)),
                     std::to_string(number_of(counts, "done"))}});
    if (const json::value* attention = answer.if_contains("attention");
        attention != nullptr && attention->is_array()) {
        for (const json::value& sentence : attention->as_array()) {
            if (sentence.is_string()) {
                terminal.line(std::string(sentence.get_string()), Style::Bad);
            }
        }
    }
    const auto contradictions = objects_of(answer, "contradictions");
    if (contradictions.empty()) return;
    terminal.heading(titled(Word::Contradictions, reader, contradictions.size()), Style::Bad);
    std::vector<std::vector<std::string>> rows;
    for (const json::object* odd : contradictions) {
        rows.push_back({text_of(*odd, "item"), text_of(*odd, "field"),
                        text_of(*odd, "found") + " <> " + text_of(*odd, "expected")});
    }
    terminal.table(rows);
}

void show_journal(Terminal& terminal, const json::object& answer) {
    std::vector<std::vector<std::string>> rows;
    for (const json::object* entry : objects_of(answer, "entries")) {
        rows.push_back({text_of(*entry, "at"), text_of(*entry, "kind"), text_of(*entry, "subject"),
                        text_of(*entry, "who"), text_of(*entry, "text")});
    }
    terminal.table(rows, 0);
    if (const std::string broken = text_of(answer, "chain_problem"); !broken.empty()) {
        terminal.line(broken, Style::Bad);
    }
}

} // namespace afpunt::standalone::cli
