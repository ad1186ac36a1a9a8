// SPDX-License-Identifier: MIT
#include "runtime/command_json.hpp"

#include "book/localised.hpp"
#include "policy/explanation.hpp"

#include <array>

namespace afpunt::runtime {
namespace {

namespace json = boost::json;

json::value day(const std::optional<Date>& date) {
    return date ? json::value(date->iso()) : json::value(nullptr);
}

std::string_view code_of(matching::Confidence confidence) {
    switch (confidence) {
    case matching::Confidence::Certain: return "certain";
    case matching::Confidence::Likely: return "likely";
    case matching::Confidence::Possible: return "possible";
    }
    return "possible";
}

std::string name_of_party(const book::Book& book, std::string_view id) {
    const book::Party* party = book.party(id);
    return party != nullptr ? party->name : std::string(id);
}

json::object json_of(const book::CoverageGap& gap) {
    json::object out{{"after", gap.after.iso()}, {"before", gap.before.iso()}};
    switch (gap.kind) {
    case book::GapKind::MissingNumber:
        out["kind"] = "missing-statement";
        out["first_missing"] = gap.first_missing;
        out["last_missing"] = gap.last_missing;
        break;
    case book::GapKind::BalanceJump: out["kind"] = "balances-do-not-connect"; break;
    case book::GapKind::MissingDays: out["kind"] = "missing-days"; break;
    }
    if (gap.closing) out["closing"] = gap.closing->decimal();
    if (gap.opening) out["opening"] = gap.opening->decimal();
    return out;
}

} // namespace

json::object json_of(const Money& money, std::string_view language) {
    return {{"currency", money.currency.code()},
            {"amount", money.decimal()},
            {"text", book::localised(money, language)}};
}

json::object json_of(const policy::Decision& decision, const book::Book& book,
                     std::string_view language) {
    json::object out{{"item", decision.item_id},
                     {"customer", decision.party_id},
                     {"customer_name", name_of_party(book, decision.party_id)},
                     {"outcome", policy::code_of(decision.outcome)},
                     {"outcome_label", policy::outcome_label(decision.outcome, language)},
                     {"reason", policy::code_of(decision.reason)},
                     {"sentence", policy::explain(decision, language)},
                     {"step", decision.step_id},
                     {"round", decision.round},
                     {"letter", decision.letter_id},
                     {"next_on", day(decision.next_on)}};
    if (const book::OpenItem* item = book.item(decision.item_id)) {
        out["number"] = item->number;
        out["issued_on"] = item->issued_on.iso();
        out["due_on"] = item->due_on.iso();
        out["total"] = json_of(item->total, language);
        out["open"] = json_of(item->open, language);
    }
    json::object facts;
    for (const auto& [name, value] : decision.facts)
        facts[name] = value;
    out["facts"] = std::move(facts);
    return out;
}

json::object json_of(const outbox::Letter& letter, const book::Book& book,
                     std::string_view language) {
    json::array items;
    for (const auto& item : letter.items) {
        const book::OpenItem* open_item = book.item(item.item_id);
        items.push_back({{"item", item.item_id},
                         {"number", open_item != nullptr ? open_item->number : item.item_id},
                         {"step", item.step_id},
                         {"round", item.round},
                         {"open", json_of(item.open, language)}});
    }
    return {
        {"letter", letter.number},
        {"id", letter.id},
        {"state", outbox::code_of(letter.state)},
        {"state_reason", letter.state_reason},
        {"customer", letter.party_id},
        {"customer_name", name_of_party(book, letter.party_id)},
        {"on", letter.on.iso()},
        {"total", json_of(letter.total, language)},
        {"trial", letter.trial},
        {"model_sha256", letter.model_hash},
        {"template_sha256", letter.template_hash},
        {"policy", letter.policy_version},
        {"to", letter.to_address},
        {"attempts", letter.attempts},
        {"next_attempt", letter.next_attempt_us > 0 && letter.state == outbox::LetterState::Deferred
                             ? json::value(moment_text(letter.next_attempt_us))
                             : json::value(nullptr)},
        {"left_at",
         letter.left_us > 0 ? json::value(moment_text(letter.left_us)) : json::value(nullptr)},
        {"crossing", letter.crossing},
        {"items", std::move(items)}};
}

json::object json_of(const matching::Proposal& proposal, const book::Book& book,
                     std::string_view language) {
    json::array parts;
    for (const auto& part : proposal.allocations) {
        const book::OpenItem* item = book.item(part.item_id);
        parts.push_back({{"item", part.item_id},
                         {"number", item != nullptr ? item->number : part.item_id},
                         {"amount", json_of(part.amount, language)}});
    }
    json::array customers;
    for (const std::string& id : proposal.party_ids) {
        customers.push_back({{"customer", id}, {"name", name_of_party(book, id)}});
    }
    json::object out{
        {"bank_line", proposal.bank_line_id}, {"confidence", code_of(proposal.confidence)},
        {"rule", code_of(proposal.rule)},     {"evidence", proposal.evidence},
        {"items", std::move(parts)},          {"customers", std::move(customers)}};
    if (const book::BankLine* line = book.bank_line(proposal.bank_line_id)) {
        out["label"] = line->label;
        out["booked_on"] = line->booked_on.iso();
        out["amount"] = json_of(line->amount, language);
        out["unallocated"] = json_of(line->unallocated, language);
        out["payer"] = line->payer_name;
        out["remittance"] =
            line->remittance.empty() ? line->structured_reference : line->remittance;
    }
    return out;
}

json::array coverage_json(const book::Coverage& coverage) {
    json::array accounts;
    for (const book::AccountCoverage& account : coverage.accounts) {
        json::array gaps;
        for (const auto& gap : account.gaps)
            gaps.push_back(json_of(gap));
        json::object out{{"account", account.account_id},
                         {"iban", account.iban},
                         {"name", account.name},
                         {"customers_pay_here", account.counts},
                         {"until", day(account.until)},
                         {"last_statement_day", day(account.last_statement_day)},
                         {"gaps", std::move(gaps)}};
        if (account.confirmation) {
            out["confirmed_by"] = account.confirmation->who;
            out["confirmed_at"] = account.confirmation->at;
        }
        accounts.push_back(std::move(out));
    }
    return accounts;
}

static void put_waiting(json::object& plan, const Assessment& assessment,
                        std::string_view language) {
    const book::Book& book = *assessment.book;
    json::array letters;
    for (const outbox::Letter* letter : waiting_letters(assessment))
        letters.push_back(json_of(*letter, book, language));
    json::array proposals;
    for (const auto& proposal : assessment.proposals)
        proposals.push_back(json_of(proposal, book, language));
    plan["letters"] = std::move(letters);
    plan["proposals"] = std::move(proposals);
}

static void put_decided(json::object& plan, const Assessment& assessment,
                        std::string_view language) {
    const book::Book& book = *assessment.book;
    json::array decisions;
    decisions.reserve(assessment.plan->decisions.size());
    for (const auto& decision : assessment.plan->decisions)
        decisions.push_back(json_of(decision, book, language));
    json::array planned;
    for (const auto& letter : assessment.plan->letters) {
        planned.push_back({{"customer", letter.party_id},
                           {"customer_name", name_of_party(book, letter.party_id)},
                           {"total", json_of(letter.total, language)},
                           {"items", letter.items.size()},
                           {"tone", letter.tone}});
    }
    plan["decisions"] = std::move(decisions);
    plan["planned"] = std::move(planned);
}

json::object plan_json(const Assessment& assessment, std::string_view language, PlanLists lists) {
    const book::Book& book = *assessment.book;
    std::array<int, 4> count{};
    for (const auto& decision : assessment.plan->decisions)
        ++count[static_cast<std::size_t>(decision.outcome)];
    json::object plan{
        {"on", assessment.moment.today.iso()},
        {"trial", assessment.moment.trial},
        {"policy", assessment.plan->policy_id + "/" + assessment.plan->policy_version},
        {"firm", book.snapshot().creditor.name},
        {"bank_covered_until", day(book.coverage().until())},
        {"accounts", coverage_json(book.coverage())},
        {"counts",
         {{"ready", count[0]}, {"waiting", count[1]}, {"held", count[2]}, {"done", count[3]}}}};
    if (lists != PlanLists::None) put_waiting(plan, assessment, language);
    if (lists == PlanLists::All) put_decided(plan, assessment, language);
    return plan;
}

json::array pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs,
                       const char* first, const char* second) {
    json::array out;
    for (const auto& [key, value] : pairs)
        out.push_back({{first, key}, {second, value}});
    return out;
}

} // namespace afpunt::runtime
