// SPDX-License-Identifier: MIT
//
// What holds for every plan, over books made at random: nobody is forgotten, nothing is mixed up,
// no step comes twice or out of order, and the order of the input changes nothing.
#include "builders.hpp"

#include "policy/policy_file.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace afpunt::policy {
namespace {

using tests::day;
using tests::euro;
using tests::World;

[[nodiscard]] bool one_in(int n) {
    return *rc::gen::inRange(0, n) == 0;
}

[[nodiscard]] std::string some_party() {
    return "p" + std::to_string(*rc::gen::inRange(0, 6));
}

void add_random_item(World& world, int number) {
    const Money total = one_in(5) ? tests::money(*rc::gen::inRange(0, 50000), "USD")
                                  : euro(*rc::gen::inRange(0, 50000));
    book::OpenItem& item =
        world.invoice("i" + std::to_string(number), some_party(), "2026-11-01", total);
    item.due_on = world.today + *rc::gen::inRange(-200, 20);
    item.issued_on = item.due_on - 30;
    item.number = std::to_string(*rc::gen::inRange(0, 5));
    if (one_in(8))
        item.kind =
            *rc::gen::element(book::DocumentKind::CreditNote, book::DocumentKind::OpeningBalance);
    if (one_in(8))
        item.state = *rc::gen::element(book::DocumentState::Settled, book::DocumentState::Cancelled,
                                       book::DocumentState::Disputed);
    if (one_in(8)) item.disputed = Money{*rc::gen::inRange(0, 60000), total.currency};
    if (one_in(8)) item.retention = Money{*rc::gen::inRange(0, 60000), total.currency};
    if (one_in(8)) item.reminders_before = *rc::gen::inRange(0, 4);
    if (one_in(8)) item.last_reminder_before = world.today - *rc::gen::inRange(0, 60);
    if (one_in(12)) item.open.minor = *rc::gen::inRange(-10, 70000);
    if (one_in(12)) item.customer_id = "nobody";
}

[[nodiscard]] World random_world() {
    World world;
    world.snapshot.parties.clear();
    world.snapshot.items.clear();
    world.snapshot.accounts.push_back(
        World::account("usd", "NL91ABNA0417164300", Currency::parse("USD").value()));
    for (int at = 0; at < 6; ++at) {
        book::Party& party = world.customer("p" + std::to_string(at));
        if (one_in(10)) party.dunning_hold = true;
        if (one_in(10)) party.contacts.clear();
    }
    const int items = *rc::gen::inRange(0, 25);
    for (int at = 0; at < items; ++at)
        add_random_item(world, at);
    for (int at = *rc::gen::inRange(0, 4); at > 0; --at) {
        const std::string item = "i" + std::to_string(*rc::gen::inRange(0, 25));
        matching::Proposal& proposal = world.proposals.emplace_back();
        proposal.bank_line_id = "line";
        proposal.allocations.push_back({item, euro(1)});
        if (one_in(2)) proposal.party_ids.push_back(some_party());
    }
    for (int at = *rc::gen::inRange(0, 6); at > 0; --at) {
        const Date on = world.today - *rc::gen::inRange(0, 40);
        PastStep& past = world.past(
            "i" + std::to_string(*rc::gen::inRange(0, 25)),
            *rc::gen::element<std::string>("reminder-1", "reminder-2", "other"), on.iso(),
            *rc::gen::element(PastLetterState::Accepted, PastLetterState::Prepared,
                              PastLetterState::Refused, PastLetterState::Uncertain));
        past.party_id = some_party();
    }
    world.policy.most_letters_per_day = *rc::gen::inRange(0, 4);
    world.policy.least_days_between_messages = *rc::gen::inRange(0, 10);
    if (one_in(2)) world.history.first_day = world.today - *rc::gen::inRange(0, 250);
    return world;
}

// The bank is read up to the day before, so that letters can go out.
void reach(World& world, Date today) {
    world.today = today;
    world.confirmations = {{"kbc", today, "An", ""}, {"usd", today, "An", ""}};
}

RC_GTEST_PROP(PlanProperties, EveryItemGetsExactlyOneDecisionInItsPlace, ()) {
    World world = random_world();
    reach(world, world.today);
    const Plan plan = world.plan();
    RC_ASSERT(plan.decisions.size() == world.snapshot.items.size());
    for (std::size_t at = 0; at < plan.decisions.size(); ++at) {
        RC_ASSERT(plan.decisions[at].item_id == world.snapshot.items[at].id);
        RC_ASSERT(plan.decisions[at].outcome == outcome_of(plan.decisions[at].reason));
    }
}

RC_GTEST_PROP(PlanProperties, ALetterHoldsOnlyItsOwnCustomersDebtsAndAddsUp, ()) {
    World world = random_world();
    reach(world, world.today);
    const Plan plan = world.plan();
    std::map<std::string, const book::OpenItem*> items;
    for (const book::OpenItem& item : world.snapshot.items)
        items[item.id] = &item;
    std::set<std::pair<std::string, std::string_view>> addressed;
    std::set<std::string> reminded;
    for (const PlannedLetter& letter : plan.letters) {
        RC_ASSERT(addressed.emplace(letter.party_id, letter.currency.code()).second);
        RC_ASSERT(!letter.items.empty());
        std::int64_t sum = 0;
        for (const PlannedItem& planned : letter.items) {
            const book::OpenItem& item = *items.at(planned.item_id);
            RC_ASSERT(item.customer_id == letter.party_id);
            RC_ASSERT(planned.open.currency == letter.currency);
            RC_ASSERT(planned.open.minor > world.policy.tolerance_minor);
            RC_ASSERT(planned.open.minor <= item.open.minor);
            RC_ASSERT(item.due_on < world.today);
            RC_ASSERT(reminded.insert(planned.item_id).second);
            sum += planned.open.minor;
        }
        RC_ASSERT(letter.total == (Money{sum, letter.currency}));
    }
    for (const Decision& decision : plan.decisions) {
        const bool is_due = decision.reason == ReasonCode::StepDue;
        RC_ASSERT(is_due == reminded.contains(decision.item_id));
    }
}

RC_GTEST_PROP(PlanProperties, NoLetterNamesAnItemOrACustomerThatAProposalNames, ()) {
    World world = random_world();
    reach(world, world.today);
    for (const PlannedLetter& letter : world.plan().letters) {
        for (const matching::Proposal& proposal : world.proposals) {
            for (const std::string& party : proposal.party_ids)
                RC_ASSERT(party != letter.party_id);
            for (const matching::ProposedAllocation& allocation : proposal.allocations) {
                for (const PlannedItem& item : letter.items) {
                    RC_ASSERT(item.item_id != allocation.item_id);
                }
            }
        }
    }
}

RC_GTEST_PROP(PlanProperties, NoStepComesTwiceOrBackOverSixtyDays, ()) {
    World world = random_world();
    world.history.steps.clear();
    std::map<std::string, std::size_t> furthest; // item: number of steps behind it
    std::map<std::pair<std::string, std::string>, Date> last_message;
    const Date start = world.today;
    for (int passed = 0; passed < 60; ++passed) {
        reach(world, start + passed);
        for (const PlannedLetter& letter : world.plan().letters) {
            const auto key = std::pair(letter.party_id, std::string(letter.currency.code()));
            if (const auto last = last_message.find(key); last != last_message.end()) {
                RC_ASSERT(world.today - last->second >= world.policy.least_days_between_messages);
            }
            last_message[key] = world.today;
            for (const PlannedItem& item : letter.items) {
                const std::size_t step = item.step_id == "reminder-1" ? 1 : 2;
                RC_ASSERT(step > furthest[item.item_id]);
                furthest[item.item_id] = step;
                PastStep& past = world.past(item.item_id, item.step_id, world.today.iso());
                past.party_id = letter.party_id;
            }
        }
    }
}

RC_GTEST_PROP(PlanProperties, TheOrderOfCustomersChangesNothing, ()) {
    World world = random_world();
    reach(world, world.today);
    const Plan plan = world.plan();
    RC_ASSERT(world.plan() == plan);
    std::reverse(world.snapshot.parties.begin(), world.snapshot.parties.end());
    RC_ASSERT(world.plan() == plan);
    RC_ASSERT(world.plan().canonical() == plan.canonical());
}

RC_GTEST_PROP(PlanProperties, TheOrderOfItemsChangesNoLetter, ()) {
    World world = random_world();
    reach(world, world.today);
    const Plan plan = world.plan();
    std::reverse(world.snapshot.items.begin(), world.snapshot.items.end());
    RC_ASSERT(world.plan().letters == plan.letters);
}

RC_GTEST_PROP(PolicyFileProperties, AnyTextIsAPolicyOrARefusalAndNeverTheEndOfTheProgram, ()) {
    const std::vector<std::string> pieces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("[", "]", "[[", "{", "}", "=", ".", ",", "\"", "'", "\n", "#",
                                      "step", "policy", "id", "after", "minimum", "1", "-", "e",
                                      "2026-01-01", " ", "\r", "\\u12", "\"\"\"", "\xC3", "true"));
    std::string text;
    for (const std::string& piece : pieces)
        text += piece;
    const Result<Policy> policy = read_policy(text, "afpunt.toml");
    if (!policy) RC_ASSERT(!policy.error().expected.empty());
}

// A book of a large office: a quadratic step would take minutes here.
TEST(Plan, ForAHundredThousandInvoicesIsMadeInOneGo) {
    World world;
    world.snapshot.items.clear();
    for (int at = 0; at < 10'000; ++at)
        world.customer("p" + std::to_string(at));
    for (int at = 0; at < 100'000; ++at) {
        world.invoice("i" + std::to_string(at), "p" + std::to_string(at % 10'000));
    }
    world.policy.most_letters_per_day = 0;
    const Plan plan = make_plan(book::Book::build(world.snapshot, {}), {}, world.history,
                                world.policy, world.today);
    EXPECT_EQ(plan.letters.size(), 10'000u);
    EXPECT_EQ(plan.decisions.size(), 100'000u);
}

} // namespace
} // namespace afpunt::policy
