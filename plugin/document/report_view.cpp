// SPDX-License-Identifier: MIT
//
// The lists of the report: what is ready, what is held and why, why nothing happens with the rest,
// which money probably pays what, and what was withdrawn. Sorted by customer, as bookkeepers work.
#include "document/report_view.hpp"

#include "book/localised.hpp"
#include "document/clean_text.hpp"
#include "document/labels.hpp"
#include "policy/explanation.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <set>

namespace afpunt::document {
namespace {

class ReportLists {
public:
    explicit ReportLists(const ReportInput& input) : input_(input) {}

    void put_letters(View& view) const;
    void put_decisions(View& view) const;
    void put_proposals(View& view) const;

private:
    [[nodiscard]] std::string text(std::string_view name) const {
        return std::string(label(report_labels(), name, input_.language));
    }
    [[nodiscard]] std::string amount(const Money& money) const {
        return book::localised(money, input_.language);
    }
    [[nodiscard]] std::string day(Date date) const {
        return book::localised(date, input_.language);
    }
    [[nodiscard]] std::string party_name(std::string_view id) const {
        const book::Party* party = input_.book.party(id);
        return clean_line(party == nullptr || party->name.empty() ? id : party->name);
    }
    [[nodiscard]] std::string item_number(std::string_view id) const {
        const book::OpenItem* item = input_.book.item(id);
        return clean_line(item == nullptr || item->number.empty() ? id : item->number);
    }
    [[nodiscard]] std::string state_label(std::string_view state) const;
    [[nodiscard]] View letter_row(const ReportLetter& letter) const;
    [[nodiscard]] View decision_row(const policy::Decision& decision) const;
    [[nodiscard]] View proposal_row(const matching::Proposal& proposal) const;
    [[nodiscard]] std::vector<ReportLetter> planned_letters() const;
    [[nodiscard]] std::vector<const policy::Decision*>
    first_of(const std::vector<const policy::Decision*>& decisions) const;

    // Rows are made only as long as they will be shown.
    struct Rows {
        std::vector<View> shown;
        std::size_t count = 0;
        template <typename MakeRow>
        void add(const MakeRow& make_row) {
            if (++count <= most_report_rows) shown.push_back(make_row());
        }
    };
    void put_rows(View& view, const std::string& name, Rows rows) const;

    const ReportInput& input_;
};

// The list, its length, whether it is empty, and the sentence on what was left out.
void ReportLists::put_rows(View& view, const std::string& name, Rows rows) const {
    const std::size_t count = rows.count;
    const std::size_t left_out = count - rows.shown.size();
    view.texts[name + "_count"] = std::to_string(count);
    view.flags["has_" + name] = count > 0;
    view.flags[name + "_more"] = left_out > 0;
    view.texts[name + "_more_text"] = filled(text("more"), {std::to_string(left_out)});
    view.lists[name] = std::move(rows.shown);
}

std::string ReportLists::state_label(std::string_view state) const {
    const std::string name = "state_" + std::string(state);
    const auto labels = report_labels();
    const bool known = std::ranges::find(labels, name, &Label::name) != labels.end();
    return known ? text(name) : clean_line(state);
}

View ReportLists::letter_row(const ReportLetter& letter) const {
    // A row names at most so many invoices; the letter itself names all.
    constexpr std::size_t most_numbers = 50;
    View view;
    view.texts["letter_number"] = clean_line(letter.number);
    view.texts["customer"] = party_name(letter.party_id);
    view.texts["letter_total"] = amount(letter.total);
    view.texts["letter_state"] = state_label(letter.state);
    view.texts["letter_reason"] = clean_line(letter.state_reason);
    view.flags["has_letter_reason"] = !view.texts["letter_reason"].empty();
    view.flags["letter_alert"] =
        letter.state == "uncertain" || letter.state == "refused" || letter.state == "bounced";
    std::string numbers;
    for (std::size_t at = 0; at < letter.item_ids.size() && at < most_numbers; ++at) {
        numbers += (at == 0 ? "" : ", ") + item_number(letter.item_ids[at]);
    }
    if (letter.item_ids.size() > most_numbers) {
        const std::string rest = std::to_string(letter.item_ids.size() - most_numbers);
        numbers += ", " + filled(text("more"), {rest});
    }
    view.texts["letter_invoices"] = numbers;
    return view;
}

// What the day asks for and no letter holds yet.
std::vector<ReportLetter> ReportLists::planned_letters() const {
    if (input_.plan.letters.empty()) return {};
    std::set<std::string_view> in_letters;
    for (const ReportLetter& letter : input_.letters) {
        if (letter.state == "withdrawn") continue;
        in_letters.insert(letter.item_ids.begin(), letter.item_ids.end());
    }
    std::vector<ReportLetter> planned;
    for (const policy::PlannedLetter& letter : input_.plan.letters) {
        ReportLetter row{{}, letter.party_id, "planned", {}, letter.total, {}};
        for (const policy::PlannedItem& item : letter.items)
            row.item_ids.push_back(item.item_id);
        const auto has_letter = [&](std::string_view id) { return in_letters.contains(id); };
        if (std::ranges::none_of(row.item_ids, has_letter)) planned.push_back(std::move(row));
    }
    return planned;
}

void ReportLists::put_letters(View& view) const {
    Rows ready, withdrawn;
    for (const ReportLetter& letter : input_.letters) {
        Rows& rows = letter.state == "withdrawn" ? withdrawn : ready;
        rows.add([&] { return letter_row(letter); });
    }
    for (const ReportLetter& letter : planned_letters()) {
        ready.add([&] { return letter_row(letter); });
    }
    put_rows(view, "ready", std::move(ready));
    put_rows(view, "withdrawn", std::move(withdrawn));
}

View ReportLists::decision_row(const policy::Decision& decision) const {
    View view;
    const book::OpenItem* item = input_.book.item(decision.item_id);
    view.texts["customer"] = party_name(decision.party_id);
    view.texts["invoice_number"] = item_number(decision.item_id);
    view.texts["invoice_due"] = item == nullptr ? std::string() : day(item->due_on);
    view.texts["invoice_open"] = item == nullptr ? std::string() : amount(item->open);
    view.texts["sentence"] = clean_line(policy::explain(decision, input_.language));
    view.flags["has_again"] = decision.next_on.has_value();
    view.texts["again"] =
        decision.next_on ? filled(text("again"), {day(*decision.next_on)}) : std::string();
    return view;
}

// The decisions of one list that are shown, in order: by customer, due day and number. Only those
// are put in order, for a large book has a hundred times as many.
std::vector<const policy::Decision*>
ReportLists::first_of(const std::vector<const policy::Decision*>& decisions) const {
    struct Place {
        std::string_view customer;
        const policy::Decision* decision;
    };
    std::vector<Place> places;
    places.reserve(decisions.size());
    for (const policy::Decision* decision : decisions) {
        const book::Party* party = input_.book.party(decision->party_id);
        const bool has_name = party != nullptr && !party->name.empty();
        const std::string& name = has_name ? party->name : decision->party_id;
        places.push_back({text::trim(name), decision});
    }
    const auto due = [&](const Place& place) {
        const book::OpenItem* item = input_.book.item(place.decision->item_id);
        return item == nullptr ? Date() : item->due_on;
    };
    const auto before = [&](const Place& one, const Place& other) {
        if (const int order = one.customer.compare(other.customer); order != 0) return order < 0;
        if (const Date due_on = due(one), other_due = due(other); due_on != other_due)
            return due_on < other_due;
        const std::string number = item_number(one.decision->item_id);
        const std::string other_number = item_number(other.decision->item_id);
        if (number != other_number) return number < other_number;
        return one.decision < other.decision; // as the plan has them
    };
    const std::size_t shown = std::min(places.size(), most_report_rows);
    const auto end = places.begin() + static_cast<std::ptrdiff_t>(shown);
    std::partial_sort(places.begin(), end, places.end(), before);
    std::vector<const policy::Decision*> first;
    for (auto place = places.begin(); place != end; ++place)
        first.push_back(place->decision);
    return first;
}

void ReportLists::put_decisions(View& view) const {
    std::vector<const policy::Decision*> held, waiting, done;
    for (const policy::Decision& decision : input_.plan.decisions) {
        switch (decision.outcome) {
        case policy::Outcome::Ready: break; // stands in a letter above
        case policy::Outcome::Held: held.push_back(&decision); break;
        case policy::Outcome::Waiting: waiting.push_back(&decision); break;
        case policy::Outcome::Done: done.push_back(&decision); break;
        }
    }
    view.texts["why_count"] = std::to_string(waiting.size() + done.size());
    const auto put = [&](const char* name, const std::vector<const policy::Decision*>& decisions) {
        Rows rows;
        for (const policy::Decision* decision : first_of(decisions))
            rows.add([&] { return decision_row(*decision); });
        rows.count = decisions.size();
        put_rows(view, name, std::move(rows));
    };
    put("held", held);
    put("waiting", waiting);
    put("done", done);
}

std::string_view confidence_name(matching::Confidence confidence) {
    switch (confidence) {
    case matching::Confidence::Certain: return "confidence_certain";
    case matching::Confidence::Likely: return "confidence_likely";
    case matching::Confidence::Possible: return "confidence_possible";
    }
    return "confidence_possible";
}

std::string_view rule_name(matching::MatchRule rule) {
    switch (rule) {
    case matching::MatchRule::StructuredReference: return "rule_reference";
    case matching::MatchRule::InvoiceNumber: return "rule_number";
    case matching::MatchRule::SeveralNumbers: return "rule_numbers";
    case matching::MatchRule::PayerAndAmount: return "rule_payer_amount";
    case matching::MatchRule::PayerOnly: return "rule_payer";
    case matching::MatchRule::AmountOnly: return "rule_amount";
    case matching::MatchRule::ReferenceTypo: return "rule_typo";
    case matching::MatchRule::WholeBalance: return "rule_balance";
    case matching::MatchRule::Combination: return "rule_combination";
    case matching::MatchRule::AmbiguousCombination: return "rule_combination_ambiguous";
    case matching::MatchRule::DiscountTaken: return "rule_discount";
    case matching::MatchRule::NumberTypo: return "rule_number_typo";
    case matching::MatchRule::SeveralPayments: return "rule_several_payments";
    case matching::MatchRule::Person: break; // is never proposed
    }
    return "rule_payer";
}

View ReportLists::proposal_row(const matching::Proposal& proposal) const {
    View view;
    const book::BankLine* line = input_.book.bank_line(proposal.bank_line_id);
    const bool has_label = line != nullptr && !line->label.empty();
    view.texts["line_label"] = clean_line(has_label ? line->label : proposal.bank_line_id);
    view.texts["line_payer"] = line == nullptr ? std::string() : clean_line(line->payer_name);
    view.texts["line_amount"] = line == nullptr ? std::string() : amount(line->unallocated);
    std::vector<View>& pays = view.lists["line_pays"];
    for (const matching::ProposedAllocation& allocation : proposal.allocations) {
        const book::OpenItem* item = input_.book.item(allocation.item_id);
        View row;
        row.texts["pays_invoice"] = item_number(allocation.item_id);
        row.texts["pays_amount"] = amount(allocation.amount);
        row.texts["pays_customer"] =
            item == nullptr ? std::string() : party_name(item->customer_id);
        pays.push_back(std::move(row));
    }
    view.flags["pays_nothing"] = pays.empty();
    std::string names;
    for (const std::string& id : proposal.party_ids) {
        names += (names.empty() ? "" : ", ") + party_name(id);
    }
    view.texts["line_customers"] = names;
    view.texts["line_confidence"] = text(confidence_name(proposal.confidence));
    view.texts["line_rule"] = text(rule_name(proposal.rule));
    view.texts["line_evidence"] = clean_line(proposal.evidence);
    view.flags["has_line_evidence"] = !view.texts["line_evidence"].empty();
    return view;
}

void ReportLists::put_proposals(View& view) const {
    Rows rows;
    for (const matching::Proposal& proposal : input_.proposals) {
        rows.add([&] { return proposal_row(proposal); });
    }
    put_rows(view, "probable", std::move(rows));
}

} // namespace

View report_view(const ReportInput& input) {
    View view;
    for (const Label& each : report_labels()) {
        view.texts["label_" + std::string(each.name)] =
            label(report_labels(), each.name, input.language);
    }
    view.texts["language"] = book::base_language(input.language);
    view.texts["firm"] = clean_line(input.book.snapshot().creditor.name);
    view.texts["day"] = book::localised(input.plan.on, input.language);
    view.texts["notice"] = clean_line(input.notice);
    view.flags["has_notice"] = !view.texts["notice"].empty();
    for (const std::string& sentence : input.attention) {
        View row;
        row.texts["words"] = clean_line(sentence);
        view.lists["attention"].push_back(std::move(row));
    }
    view.lists["accounts"] = bank_rows(input);
    const ReportLists lists(input);
    lists.put_letters(view);
    lists.put_decisions(view);
    lists.put_proposals(view);
    return view;
}

} // namespace afpunt::document
