// SPDX-License-Identifier: MIT
#include "gnucash/menu_tasks.hpp"

#include "gnucash/amount_in_words.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>

namespace afpunt::gnucash {
namespace {

namespace json = boost::json;

constexpr std::size_t matches_shown = 12; // lines that a dialogue holds on a small screen

std::string text_at(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

std::int64_t number_at(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

json::array list_at(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_array() ? value->get_array() : json::array();
}

json::object object_at(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_object() ? value->get_object() : json::object();
}

bool is_true(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

std::int64_t held_in(const json::object& plan) {
    return number_at(object_at(plan, "counts"), "held");
}

std::int64_t count_with_reason(const json::object& plan, std::string_view reason) {
    std::int64_t count = 0;
    for (const json::value& decision : list_at(plan, "decisions")) {
        if (decision.is_object() && text_at(decision.get_object(), "reason") == reason) ++count;
    }
    return count;
}

// Letters that a yes would send.
json::array letters_to_approve(const json::object& plan) {
    json::array letters;
    for (const json::value& letter : list_at(plan, "letters")) {
        if (letter.is_object() && text_at(letter.get_object(), "state") == "prepared") {
            letters.push_back(letter);
        }
    }
    return letters;
}

std::optional<Money> money_of(const json::object& amount) {
    auto currency = Currency::parse(text_at(amount, "currency"));
    if (!currency) return std::nullopt;
    auto money = parse_money(text_at(amount, "amount"), *currency);
    return money ? std::optional(*money) : std::nullopt;
}

// "lijn van 19/11/2026 op Bank: 101,00 EUR van Soen voor INV-2". Empty: nothing to apply.
std::string match_in_words(const json::object& proposal, const Words& words) {
    std::string items;
    for (const json::value& item : list_at(proposal, "items")) {
        if (!item.is_object()) continue;
        items += (items.empty() ? "" : ", ") + text_at(item.get_object(), "number");
    }
    if (items.empty()) return {};
    return filled(words.match_line, {{"line", text_at(proposal, "label")},
                                     {"amount", text_at(object_at(proposal, "amount"), "text")},
                                     {"payer", text_at(proposal, "payer")},
                                     {"items", items}});
}

} // namespace

std::string sum_in_words(const json::array& letters, std::string_view language) {
    std::map<Currency, Money> sums;
    for (const json::value& letter : letters) {
        const auto total = money_of(object_at(letter.get_object(), "total"));
        if (!total) continue;
        auto& sum = sums.try_emplace(total->currency, Money{0, total->currency}).first->second;
        sum = add(sum, *total).value_or(sum);
    }
    std::string text;
    for (const auto& [currency, sum] : sums) {
        text += (text.empty() ? "" : " + ") + amount_in_words(sum, language);
    }
    return text;
}

void MenuTasks::ask(json::object request, Step then) {
    ask(std::move(request), std::move(then), [this](const std::string& why) {
        dialogues_.tell(filled(words().failed, {{"why", why}}));
    });
}

void MenuTasks::ask(json::object request, Step then, const Refused& refused) {
    auto asked = session_.ask(std::move(request),
                              [this, then = std::move(then), refused](const json::object& answer) {
                                  later_([then, refused, answer] {
                                      if (is_true(answer, "ok")) return then(answer);
                                      refused(text_at(object_at(answer, "error"), "message"));
                                  });
                              });
    if (asked) return;
    if (!session_.is_following()) return dialogues_.tell(words().no_invoices);
    refused(asked.error().sentence());
}

void MenuTasks::report() {
    ask({{"command", "report"}}, [this](const json::object& answer) {
        const auto file = session_.folder().report();
        std::ofstream out(file, std::ios::binary | std::ios::trunc);
        out << text_at(answer, "html");
        out.close();
        if (!out.good()) {
            return dialogues_.tell(filled(words().failed, {{"why", file.string()}}));
        }
        dialogues_.open(file);
    });
}

void MenuTasks::settings() {
    if (auto made = session_.folder().create(session_.settings().language); !made) {
        return dialogues_.tell(filled(words().failed, {{"why", made.error().sentence()}}));
    }
    dialogues_.open(session_.folder().root());
}

// ---- approve -----------------------------------------------------------------------------------

void MenuTasks::approve() {
    offered_bank_ = offered_old_ = false;
    ask({{"command", "status"}, {"brief", true}}, [this](const json::object& status) {
        settle_place(text_at(status, "book_is"), [this] { look_at_plan(); });
    });
}

// A book that was copied, moved or put back: only a person knows which, and until then nothing
// leaves (ADR 0012).
void MenuTasks::settle_place(const std::string& book_is, std::function<void()> then) {
    const auto say = [&](const char* what) {
        ask({{"command", "book"}, {"is", what}}, [then](const json::object&) { then(); });
    };
    if (book_is == "moved")
        return say(dialogues_.ask(words().book_is_elsewhere) ? "moved" : "copied");
    if (book_is == "restored" || book_is == "replaced") {
        if (dialogues_.ask(words().book_was_restored)) return say("restored");
        return;
    }
    then();
}

// Looks at the book first, so that a letter is ready for what became due since.
void MenuTasks::look_at_plan() {
    ask({{"command", "run"}}, [this](const json::object& plan) {
        if (is_true(plan, "trial")) {
            return dialogues_.tell(filled(words().trial_day, {{"day", text_at(plan, "on")}}));
        }
        if (!letters_to_approve(plan).empty()) return approve_letters(plan);
        if (offer_to_free(plan)) return;
        dialogues_.tell(filled(words().nothing_ready, {{"held", std::to_string(held_in(plan))}}));
    });
}

// What a person can decide at once, each offered once: old balances, and a bank that is up to date
// although the book does not know.
bool MenuTasks::offer_to_free(const json::object& plan) {
    const auto again = [this](const json::object&) { look_at_plan(); };
    const auto old_balances = count_with_reason(plan, "old-balance");
    if (old_balances > 0 && !offered_old_) {
        offered_old_ = true;
        if (dialogues_.ask(filled(words().old_balances, {{"n", std::to_string(old_balances)}}))) {
            ask({{"command", "release"}, {"all_old_balances", true}}, again);
            return true;
        }
    }
    if (count_with_reason(plan, "bank-not-up-to-date") == 0 || offered_bank_) return false;
    offered_bank_ = true;
    const auto today = Date::parse(text_at(plan, "on"));
    if (!today) return false;
    const Date yesterday = *today - 1; // what the bank booked today it may still add to
    for (const json::value& value : list_at(plan, "accounts")) {
        if (!value.is_object() || !is_true(value.get_object(), "customers_pay_here")) continue;
        const json::object& account = value.get_object();
        const auto until = Date::parse(text_at(account, "until"));
        if (until && *until >= yesterday) continue;
        const std::string_view language = session_.settings().language;
        const bool yes =
            dialogues_.ask(filled(until ? words().bank_is_behind : words().bank_is_unknown,
                                  {{"account", text_at(account, "name")},
                                   {"until", until ? day_in_figures(*until, language) : ""},
                                   {"day", day_in_figures(yesterday, language)}}));
        if (!yes) return false;
        offered_bank_ = false; // the next account may be behind as well
        ask({{"command", "confirm-bank"},
             {"account", text_at(account, "account")},
             {"until", yesterday.iso()}},
            again);
        return true;
    }
    return false;
}

void MenuTasks::approve_letters(const json::object& plan) {
    const json::array letters = letters_to_approve(plan);
    const std::string question =
        filled(letters.size() == 1 ? words().approve_one : words().approve,
               {{"n", std::to_string(letters.size())},
                {"sum", sum_in_words(letters, session_.settings().language)},
                {"held", std::to_string(held_in(plan))}});
    if (!dialogues_.ask(question)) return;
    // Exactly those that the person was told of: one that became ready meanwhile is asked anew.
    json::array numbers;
    for (const json::value& letter : letters)
        numbers.push_back(letter.get_object().at("letter"));
    ask({{"command", "approve"}, {"letters", std::move(numbers)}},
        [this](const json::object& answer) {
            tell_approved(answer);
            if (session_.settings().write_back) write_notes(answer);
        });
}

void MenuTasks::tell_approved(const json::object& answer) {
    std::string text =
        filled(words().approved, {{"n", std::to_string(list_at(answer, "delivered").size())},
                                  {"folder", session_.folder().out().string()}});
    for (const json::value& value : list_at(answer, "not_delivered")) {
        if (!value.is_object()) continue;
        text +=
            "\n" + filled(words().not_delivered, {{"letter", text_at(value.get_object(), "letter")},
                                                  {"why", text_at(value.get_object(), "why")}});
    }
    dialogues_.tell(text);
}

// Only where the settings ask for it: the book is not ours to write in.
void MenuTasks::write_notes(const json::object& answer) {
    std::vector<std::string> delivered;
    for (const json::value& number : list_at(answer, "delivered")) {
        if (number.is_string()) delivered.emplace_back(number.get_string());
    }
    if (delivered.empty()) return;
    ask({{"command", "letters"}}, [this, delivered](const json::object& letters) {
        for (const json::value& value : list_at(letters, "letters")) {
            if (!value.is_object()) continue;
            const json::object& letter = value.get_object();
            const std::string number = text_at(letter, "letter");
            if (std::find(delivered.begin(), delivered.end(), number) == delivered.end()) continue;
            const auto on = Date::parse(text_at(letter, "on"));
            const std::string day =
                on ? day_in_figures(*on, session_.settings().language) : text_at(letter, "on");
            for (const json::value& item : list_at(letter, "items")) {
                if (!item.is_object()) continue;
                session_.add_note(text_at(item.get_object(), "item"),
                                  filled(words().sent_note, {{"letter", number}, {"day", day}}));
            }
        }
    });
}

// ---- probable payments -------------------------------------------------------------------------

void MenuTasks::matches() {
    ask({{"command", "plan"}}, [this](const json::object& plan) {
        std::string list;
        std::vector<std::string> bank_lines;
        for (const json::value& value : list_at(plan, "proposals")) {
            if (!value.is_object()) continue;
            const std::string line = match_in_words(value.get_object(), words());
            // What is merely possible is shown in the report, for a person to assign in GnuCash.
            if (line.empty() || text_at(value.get_object(), "confidence") == "possible") continue;
            bank_lines.push_back(text_at(value.get_object(), "bank_line"));
            if (bank_lines.size() <= matches_shown) list += "- " + line + "\n";
        }
        if (bank_lines.empty()) return dialogues_.tell(words().no_matches);
        if (bank_lines.size() > matches_shown) {
            list += filled(words().more_matches,
                           {{"n", std::to_string(bank_lines.size() - matches_shown)}});
        }
        const std::string question = filled(
            words().match_question, {{"n", std::to_string(bank_lines.size())}, {"list", list}});
        if (dialogues_.ask(question)) apply_matches({std::move(bank_lines), 0, 0, {}});
    });
}

// One after the other: each is looked at with the book as the one before left it. What GnuCash
// cannot book as proposed is told at the end, and keeps nothing else back.
void MenuTasks::apply_matches(Matching matching) {
    if (matching.at == matching.bank_lines.size()) {
        std::string text = filled(words().matched, {{"n", std::to_string(matching.booked)}});
        for (const std::string& why : matching.refused)
            text += "\n" + filled(words().failed, {{"why", why}});
        return dialogues_.tell(text);
    }
    json::object request{{"command", "match"}, {"bank_line", matching.bank_lines[matching.at++]}};
    ask(
        std::move(request),
        [this, matching](const json::object&) mutable {
            ++matching.booked;
            apply_matches(std::move(matching));
        },
        [this, matching](std::string why) mutable {
            matching.refused.push_back(std::move(why));
            apply_matches(std::move(matching));
        });
}

// ---- after an import ---------------------------------------------------------------------------

void MenuTasks::settle_and_notice() {
    const auto quietly = [this](json::object request, std::function<void(json::object)> then) {
        auto asked =
            session_.ask(std::move(request), [then = std::move(then)](json::object answer) {
                if (is_true(answer, "ok")) then(std::move(answer));
            });
        static_cast<void>(asked); // a notice that does not come disturbs nobody
    };
    // Brief: this is read on GnuCash's thread, without anybody having asked for it.
    quietly({{"command", "run"}, {"brief", true}}, [this](const json::object& run) {
        if (session_.settings().write_back) write_notes(run);
        const auto counts = object_at(run, "counts");
        const auto withdrawn = list_at(run, "withdrawn").size();
        const auto ready = number_at(counts, "ready");
        const auto held = number_at(counts, "held");
        dialogues_.show(filled(words().notice, {{"withdrawn", std::to_string(withdrawn)},
                                                {"ready", std::to_string(ready)},
                                                {"held", std::to_string(held)}}));
    });
}

} // namespace afpunt::gnucash
