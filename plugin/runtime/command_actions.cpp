// SPDX-License-Identifier: MIT
#include "runtime/command_actions.hpp"

#include "runtime/bounces.hpp"
#include "runtime/command_json.hpp"
#include "runtime/command_sending.hpp"
#include "runtime/mail_commands.hpp"
#include "runtime/payment_links.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <set>

namespace afpunt::runtime {
namespace {

namespace json = boost::json;

json::array texts_json(const std::vector<std::string>& texts) {
    json::array out;
    for (const std::string& text : texts)
        out.push_back(json::value(text));
    return out;
}

// Both keep what was done even where some letters did not go out, and name each of those.
void put_delivery(json::object& fields, const DeliveryReport& delivery) {
    fields["delivered"] = texts_json(delivery.delivered);
    fields["not_delivered"] = pairs_json(delivery.not_delivered, "letter", "why");
}

json::array prepared_json(const SettleReport& report, const std::string& language) {
    json::array prepared;
    const std::set<std::string_view> fresh(report.prepared.begin(), report.prepared.end());
    for (const outbox::Letter& letter : report.after.letters) {
        if (!fresh.contains(letter.id)) continue;
        prepared.push_back(json_of(letter, *report.after.book, language));
    }
    return prepared;
}

json::object settled_json(const SettleReport& report, const std::string& language,
                          PlanLists lists) {
    json::object fields = plan_json(report.after, language, lists);
    fields["matches_booked"] = report.matches_booked;
    fields["withdrawn"] = pairs_json(report.withdrawn, "letter", "why");
    fields["put_on_hold"] = pairs_json(report.held, "letter", "why");
    fields["resumed"] = texts_json(report.resumed);
    if (lists != PlanLists::None) fields["prepared"] = prepared_json(report, language);
    fields["not_prepared"] = pairs_json(report.not_prepared, "customer", "why");
    return fields;
}

void act_run(FollowUp& follow_up, const Request& request, const std::string& language,
             const Answer& answer) {
    const PlanLists lists = request.flag("brief") ? PlanLists::None : PlanLists::All;
    follow_up.settle([&follow_up, language, lists, answer](const Result<SettleReport>& report,
                                                           const DeliveryReport& delivery) {
        if (!report) return answer(error_answer(report.error()));
        json::object fields = settled_json(*report, language, lists);
        fields["book_is"] = standing_code(follow_up);
        put_delivery(fields, delivery);
        answer(ok_answer(std::move(fields)));
    });
}

void act_approve(FollowUp& follow_up, const Request& request, const std::string&,
                 const Answer& answer) {
    auto letters = request.texts("letters");
    if (!letters) return answer(error_answer(letters.error()));
    if (letters->empty() && !request.flag("all")) {
        return answer(
            error_answer(Failure{"", "letters", "", "numbers of letters, or \"all\": true"}));
    }
    follow_up.approve(std::move(*letters), request.who(),
                      [answer](const Result<DeliveryReport>& delivery) {
                          if (!delivery) return answer(error_answer(delivery.error()));
                          json::object fields;
                          put_delivery(fields, *delivery);
                          answer(ok_answer(std::move(fields)));
                      });
}

// The item or customer that a hold is about, as the book knows it.
struct Target {
    policy::HoldScope scope = policy::HoldScope::Item;
    std::string id, label;
};
Result<Target> find_target(const Assessment& assessment, const Request& request) {
    const book::Book& book = *assessment.book;
    if (const std::string wanted = request.text("item"); !wanted.empty()) {
        const auto items = book.find_items(wanted);
        if (items.size() == 1)
            return Target{policy::HoldScope::Item, items[0]->id, items[0]->number};
        return fail("item", wanted,
                    items.empty() ? "the number of an invoice that stands in the books"
                                  : "the id of one of its instalments: the number has several");
    }
    const std::string wanted = request.text("customer");
    if (wanted.empty()) return fail("item", "", "an invoice number, or a customer");
    std::vector<const book::Party*> found;
    for (const book::Party& party : book.snapshot().parties) {
        if (party.id == wanted) return Target{policy::HoldScope::Party, party.id, party.name};
        if (text::lower(party.name) == text::lower(wanted)) found.push_back(&party);
    }
    if (found.size() == 1) return Target{policy::HoldScope::Party, found[0]->id, found[0]->name};
    return fail("customer", wanted,
                found.empty() ? "an invoice number, or the id or name of a customer"
                              : "the id: several customers have this name");
}

std::vector<const outbox::Letter*> letters_about(const Assessment& assessment,
                                                 const Target& target) {
    std::vector<const outbox::Letter*> letters;
    for (const outbox::Letter& letter : assessment.letters) {
        const bool concerns =
            target.scope == policy::HoldScope::Party
                ? letter.party_id == target.id
                : std::any_of(letter.items.begin(), letter.items.end(),
                              [&](const auto& item) { return item.item_id == target.id; });
        if (concerns) letters.push_back(&letter);
    }
    return letters;
}

void act_hold(FollowUp& follow_up, const Request& request, const std::string& language,
              const Answer& answer) {
    auto from = request.date("from");
    auto until = request.date("until");
    if (!from) return answer(error_answer(from.error()));
    if (!until) return answer(error_answer(until.error()));
    const std::string reason = request.text("reason");
    if (reason.empty()) return answer(error_answer(Failure{"", "reason", "", "why it is held"}));
    change_then_settle(
        follow_up, language, answer,
        [request_copy = boost::json::object{{"item", request.text("item")},
                                            {"customer", request.text("customer")}},
         from = *from, until = *until, reason, who = request.who(),
         &follow_up](outbox::Store& store, const Assessment& assessment) -> Result<json::object> {
            auto target = find_target(assessment, Request(request_copy));
            if (!target) return tl::unexpected<Failure>(target.error());
            const Date begin = from.value_or(assessment.moment.today);
            if (until && *until < begin) {
                return fail("until", until->iso(), "a day not before " + begin.iso());
            }
            const policy::Hold hold{target->scope, target->id, begin, until, reason, who};
            auto added =
                store.add_hold(hold, follow_up.journal("hold", target->label, reason, who));
            if (!added) return tl::unexpected<Failure>(added.error());
            return json::object{
                {"held", target->label},
                {"from", begin.iso()},
                {"until", until ? json::value(until->iso()) : json::value(nullptr)}};
        });
}

void act_release(FollowUp& follow_up, const Request& request, const std::string& language,
                 const Answer& answer) {
    change_then_settle(
        follow_up, language, answer,
        [request_copy = boost::json::object{{"item", request.text("item")},
                                            {"customer", request.text("customer")}},
         all = request.flag("all_old_balances"), who = request.who(),
         &follow_up](outbox::Store& store, const Assessment& assessment) -> Result<json::object> {
            if (all) {
                auto released = store.release_old_balance(
                    {"", "", who}, follow_up.journal("release", "old balances", "all", who));
                if (!released) return tl::unexpected<Failure>(released.error());
                return json::object{{"released", "all old balances"}};
            }
            auto target = find_target(assessment, Request(request_copy));
            if (!target) return tl::unexpected<Failure>(target.error());
            const auto draft = follow_up.journal("release", target->label, "", who);
            auto holds = store.release_hold(target->scope, target->id, draft);
            if (!holds) return tl::unexpected<Failure>(holds.error());
            policy::OldBalanceRelease release;
            (target->scope == policy::HoldScope::Item ? release.item_id : release.party_id) =
                target->id;
            release.who = who;
            // "Release" means that it may be reminded: both what was held and what was old.
            auto old = store.release_old_balance(release, draft);
            if (!old) return tl::unexpected<Failure>(old.error());
            auto links = release_links(store, letters_about(assessment, *target), draft);
            if (!links) return tl::unexpected<Failure>(links.error());
            auto marks = target->scope == policy::HoldScope::Party
                             ? forget_marks(store, target->id, draft)
                             : Result<int>(0);
            if (!marks) return tl::unexpected<Failure>(marks.error());
            return json::object{{"released", target->label},
                                {"holds_ended", *holds},
                                {"links_released", *links},
                                {"addresses_released", *marks}};
        });
}

void act_confirm_bank(FollowUp& follow_up, const Request& request, const std::string& language,
                      const Answer& answer) {
    auto until = request.date("until");
    if (!until) return answer(error_answer(until.error()));
    if (!*until || request.who().empty()) {
        return answer(error_answer(
            Failure{"", *until ? "who" : "until", "", "the last day that is in, and who says so"}));
    }
    change_then_settle(
        follow_up, language, answer,
        [wanted = request.text("account"), day = **until, who = request.who(),
         &follow_up](outbox::Store& store, const Assessment& assessment) -> Result<json::object> {
            // A word about a day that has not come would hide a stale bank when it is today again.
            if (assessment.moment.trial) {
                return fail("until", "a day that was set by hand", "today: this is no trial");
            }
            if (day > assessment.moment.today) {
                return fail("until", day.iso(), "a day that is not in the future");
            }
            std::string compact;
            for (const char c : wanted) {
                if (!text::is_space(c)) compact += text::upper(c);
            }
            if (compact.empty()) return fail("account", "", "the IBAN or name of an account");
            for (const auto& account : assessment.book->snapshot().accounts) {
                if (account.id != wanted && account.iban != compact && account.name != wanted)
                    continue;
                auto confirmed = store.confirm_bank(
                    {account.id, day, who, assessment.moment.rfc3339()},
                    follow_up.journal("confirm-bank", account.id, "until " + day.iso(), who));
                if (!confirmed) return tl::unexpected<Failure>(confirmed.error());
                return json::object{{"account", account.id}, {"confirmed_until", day.iso()}};
            }
            return fail("account", wanted, "the IBAN or name of an account of this book");
        });
}

// Who had it booked stands in our journal, too; then settles, so that the answer shows what came.
void note_then_run(FollowUp& follow_up, const outbox::JournalDraft& entry,
                   const std::string& language, const Answer& answer) {
    auto state = follow_up.store();
    auto noted = state ? (*state)->write_journal(entry)
                       : Result<void>(tl::unexpected<Failure>(state.error()));
    if (!noted) follow_up.host().log(AFPUNT_LOG_ERROR, noted.error().sentence());
    act_run(follow_up, Request(json::object()), language, answer);
}

// What is to be booked: the proposal for this line, or the line's money on the item that was named.
Result<matching::Proposal> find_booking(const Assessment& assessment, const std::string& line,
                                        const std::string& item) {
    const book::Book& book = *assessment.book;
    const book::BankLine* bank_line = book.bank_line(line);
    if (bank_line == nullptr) return fail("bank_line", line, "a bank line with money left");
    if (item.empty()) {
        for (const auto& proposal : assessment.proposals) {
            if (proposal.bank_line_id == line && !proposal.allocations.empty()) return proposal;
        }
        return fail("item", "", "the invoice that this line pays");
    }
    const auto items = book.find_items(item);
    if (items.size() != 1) return fail("item", item, "the number of one open invoice");
    const Money open = items[0]->open;
    const Money left = bank_line->unallocated;
    if (!open.same_currency(left) || !open.is_positive() || !left.is_positive()) {
        return fail("bank_line",
                    left.code_and_decimal() + " left, and " + open.code_and_decimal() + " owed",
                    "money that is left, and something owed, in one currency");
    }
    matching::Proposal booking;
    booking.bank_line_id = line;
    booking.rule = matching::MatchRule::Person;
    booking.allocations = {{items[0]->id, {std::min(open.minor, left.minor), open.currency}}};
    return booking;
}

void act_match(FollowUp& follow_up, const Request& request, const std::string& language,
               const Answer& answer) {
    const std::string line = request.text("bank_line");
    if (line.empty()) return answer(error_answer(Failure{"", "bank_line", "", "a bank line"}));
    follow_up.look([&follow_up, line, item = request.text("item"), who = request.who(), language,
                    answer](const Result<Assessment>& assessment) {
        if (!assessment) return answer(error_answer(assessment.error()));
        auto booking = find_booking(*assessment, line, item);
        if (!booking) return answer(error_answer(booking.error()));
        follow_up.on_host(
            [booking = *booking](const HostPort& host) { return host.match(booking); },
            [&follow_up, line, item, who, language, answer](const Result<void>& matched) {
                if (!matched) return answer(error_answer(matched.error()));
                note_then_run(follow_up, follow_up.journal("match", line, item, who), language,
                              answer);
            });
    });
}

// What a person unties must not be tied by itself the next moment. Nothing for an allocation that
// is no bank line's.
matching::Refusal refusal_of(const book::Book& book, const std::string& allocation_id) {
    for (const book::Allocation& allocation : book.snapshot().allocations) {
        const bool is_it =
            allocation.id == allocation_id && allocation.kind == book::AllocationKind::Bank;
        if (is_it) return {allocation.source_id, allocation.item_id};
    }
    return {};
}
void remember_refusal(FollowUp& follow_up, const matching::Refusal& refusal,
                      const outbox::JournalDraft& entry) {
    if (refusal.bank_line_id.empty()) return;
    auto state = follow_up.store();
    auto refused = state ? (*state)->refuse_match(refusal, entry)
                         : Result<void>(tl::unexpected<Failure>(state.error()));
    if (!refused) follow_up.host().log(AFPUNT_LOG_ERROR, refused.error().sentence());
}

void act_unmatch(FollowUp& follow_up, const Request& request, const std::string& language,
                 const Answer& answer) {
    const std::string allocation = request.text("allocation");
    if (allocation.empty()) {
        return answer(
            error_answer(Failure{"", "allocation", "", "the id of a payment, as `why` shows it"}));
    }
    follow_up.look([&follow_up, allocation, who = request.who(), language,
                    answer](const Result<Assessment>& assessment) {
        if (!assessment) return answer(error_answer(assessment.error()));
        const matching::Refusal refusal = refusal_of(*assessment->book, allocation);
        follow_up.on_host([allocation](const HostPort& host) { return host.unmatch(allocation); },
                          [&follow_up, allocation, refusal, who, language,
                           answer](const Result<void>& unmatched) {
                              if (!unmatched) return answer(error_answer(unmatched.error()));
                              remember_refusal(follow_up, refusal,
                                               follow_up.journal("not-his", refusal.bank_line_id,
                                                                 allocation, who));
                              note_then_run(follow_up,
                                            follow_up.journal("unmatch", allocation, "", who),
                                            language, answer);
                          });
    });
}

void act_refuse_match(FollowUp& follow_up, const Request& request, const std::string& language,
                      const Answer& answer) {
    change_then_settle(
        follow_up, language, answer,
        [line = request.text("bank_line"), wanted = request.text("item"), who = request.who(),
         &follow_up](outbox::Store& store, const Assessment& assessment) -> Result<json::object> {
            if (assessment.book->bank_line(line) == nullptr) {
                return fail("bank_line", line, "a bank line with money left");
            }
            matching::Refusal refusal{line, ""};
            if (!wanted.empty()) {
                const auto items = assessment.book->find_items(wanted);
                if (items.size() != 1)
                    return fail("item", wanted, "the number of one open invoice");
                refusal.item_id = items[0]->id;
            }
            auto refused =
                store.refuse_match(refusal, follow_up.journal("not-his", line, wanted, who));
            if (!refused) return tl::unexpected<Failure>(refused.error());
            return json::object{{"refused", line}, {"item", refusal.item_id}};
        });
}

} // namespace

void change_then_settle(
    FollowUp& follow_up, const std::string& language, const Answer& answer,
    std::function<Result<json::object>(outbox::Store&, const Assessment&)> change) {
    follow_up.look([&follow_up, language, answer,
                    change = std::move(change)](const Result<Assessment>& assessment) {
        if (!assessment) return answer(error_answer(assessment.error()));
        auto state = follow_up.store();
        if (!state) return answer(error_answer(state.error()));
        auto changed = change(**state, *assessment);
        if (!changed) return answer(error_answer(changed.error()));
        follow_up.settle([fields = *changed, language, answer](const Result<SettleReport>& report,
                                                               const DeliveryReport& delivery) {
            json::object out = fields;
            if (report) {
                out["prepared"] = prepared_json(*report, language);
                out["withdrawn"] = pairs_json(report->withdrawn, "letter", "why");
                put_delivery(out, delivery);
            } else {
                out["not_settled"] = report.error().sentence();
            }
            answer(ok_answer(std::move(out)));
        });
    });
}

std::string ok_answer(boost::json::object&& fields) {
    json::object out{{"ok", true}};
    for (auto& [key, value] : fields)
        out[key] = std::move(value);
    return json::serialize(out);
}

Action find_action(std::string_view command) {
    if (command == "run") return act_run;
    if (command == "approve") return act_approve;
    if (command == "hold") return act_hold;
    if (command == "release") return act_release;
    if (command == "confirm-bank") return act_confirm_bank;
    if (command == "match") return act_match;
    if (command == "unmatch") return act_unmatch;
    if (command == "refuse-match") return act_refuse_match;
    if (command == "sending") return act_sending;
    if (command == "settle") return act_settle;
    if (command == "book") return act_book;
    if (command == "bounce") return act_bounce;
    if (command == "mail-test") return act_mail_test;
    return nullptr;
}

} // namespace afpunt::runtime
