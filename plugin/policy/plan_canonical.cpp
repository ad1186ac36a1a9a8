// SPDX-License-Identifier: MIT
//
// The plan as one unambiguous text (product rule 7). Every value is written as "length:bytes,", the
// form of netstrings, so that no value can look like the border between two others; every list
// begins with its number of entries. The first line names the form: a later form gets another name,
// and old hashes stay comparable with old texts.
#include "policy/plan.hpp"

namespace afpunt::policy {
namespace {

class CanonicalText {
public:
    void text(std::string_view value) {
        out_ += std::to_string(value.size());
        out_ += ':';
        out_ += value;
        out_ += ',';
    }
    void number(std::int64_t value) { text(std::to_string(value)); }
    void count(std::size_t value) { text(std::to_string(value)); }
    void day(Date value) { text(value.iso()); }
    void day(const std::optional<Date>& value) { text(value ? value->iso() : std::string()); }
    void amount(const Money& value) { text(value.code_and_decimal()); }
    void end_of_record() { out_ += '\n'; }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    std::string out_;
};

void write(CanonicalText& out, const Decision& decision) {
    out.text(decision.item_id);
    out.text(decision.party_id);
    out.text(code_of(decision.outcome));
    out.text(code_of(decision.reason));
    out.text(decision.step_id);
    out.number(decision.round);
    out.text(decision.letter_id);
    out.day(decision.next_on);
    out.count(decision.facts.size());
    for (const auto& [name, value] : decision.facts) {
        out.text(name);
        out.text(value);
    }
    out.end_of_record();
}

void write(CanonicalText& out, const PlannedLetter& letter) {
    out.text(letter.party_id);
    out.text(letter.currency.code());
    out.amount(letter.total);
    out.text(letter.tone);
    out.day(letter.on);
    out.day(letter.pay_by);
    out.day(letter.covered_until);
    out.text(letter.account_id);
    out.count(letter.items.size());
    for (const PlannedItem& item : letter.items) {
        out.text(item.item_id);
        out.text(item.step_id);
        out.number(item.round);
        out.number(item.sequence);
        out.amount(item.open);
    }
    out.end_of_record();
}

} // namespace

std::string Plan::canonical() const {
    CanonicalText out;
    out.text("afpunt-plan-1");
    out.day(on);
    out.text(policy_id);
    out.text(policy_version);
    out.count(decisions.size());
    out.count(letters.size());
    out.end_of_record();
    for (const Decision& decision : decisions)
        write(out, decision);
    for (const PlannedLetter& letter : letters)
        write(out, letter);
    return out.take();
}

} // namespace afpunt::policy
