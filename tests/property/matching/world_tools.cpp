// SPDX-License-Identifier: MIT
//
// What all kinds of lines are made with.
#include "world_maker.hpp"

#include "mistakes.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::matching {

const char* name_of(LineKind kind) {
    constexpr std::array<const char*, static_cast<std::size_t>(LineKind::Count)> names{
        "reference in the bank's field",
        "reference in the text",
        "reference with a slip",
        "reference with two slips",
        "number in full",
        "number without its zeros",
        "short number",
        "number with a slip",
        "letters O, I, l for digits",
        "number glued to a word",
        "number of another year",
        "several numbers listed",
        "several short numbers",
        "several numbers as a range",
        "several numbers, one with a slip",
        "several invoices, unnamed",
        "credit note deducted",
        "early payment discount taken",
        "bank charges deducted",
        "part payment, named",
        "part payment, number with a slip",
        "several payments for one, unnamed",
        "over-payment by reference",
        "paid twice",
        "another customer's reference or number",
        "own reference of another invoice",
        "stranger who names the invoice",
        "stranger who mistypes the number",
        "third payer who names the invoice",
        "third payer, amount only",
        "known or new account, amount only",
        "new account, name and amount",
        "customer pays another amount",
        "no customer's money",
        "own transfer",
        "provider's payout"};
    return names[static_cast<std::size_t>(kind)];
}

WorldMaker::Customer* WorldMaker::customer_who_owes(std::size_t least) {
    const std::size_t first = chance_.below(customers_.size());
    for (std::size_t tried = 0; tried < customers_.size(); ++tried) {
        Customer& customer = customers_[(first + tried) % customers_.size()];
        if (customer.unpaid.size() >= least) return &customer;
    }
    return nullptr;
}

std::size_t WorldMaker::take(Customer& customer) {
    const std::size_t at = chance_.below(customer.unpaid.size());
    const std::size_t taken = customer.unpaid[at];
    customer.unpaid.erase(customer.unpaid.begin() + static_cast<std::ptrdiff_t>(at));
    return taken;
}

WorldMaker::Payer WorldMaker::payer_of(const Customer& customer) {
    return {name_at_the_bank(customer.name, chance_), customer.iban};
}

WorldMaker::Payer WorldMaker::stranger() {
    const std::string last =
        chance_.word({"Onbekend", "Verhaegen", "Zwart", "Thijs", "Pauwels", "Rossi", "Novak"});
    return {chance_.word({"Bert", "Rita", "Otto", "Ines"}) + " " + last, new_iban()};
}

std::string WorldMaker::written_reference(const std::string& reference) {
    const std::string digits = text::digits_only(reference);
    switch (chance_.below(3)) {
    case 0: return reference;
    case 1: return reference.front() == 'R' ? "rf" + digits : digits;
    default: break;
    }
    if (reference.front() != '+') return reference.front() == 'R' ? "RF" + digits : digits;
    return "***" + digits.substr(0, 3) + "/" + digits.substr(3, 4) + "/" + digits.substr(7) + "***";
}

std::string WorldMaker::name_or_reference(const book::OpenItem& item) {
    if (item.payment_reference.empty() || chance_.percent(50)) {
        return written_whole(item.number, chance_);
    }
    return written_reference(item.payment_reference);
}

book::BankLine& WorldMaker::add_line(LineKind kind, std::int64_t minor, std::string text,
                                     const Payer& payer) {
    const std::size_t at = world_.snapshot.bank_lines.size();
    book::BankLine line;
    line.id = "L" + std::to_string(at);
    line.kind =
        chance_.percent(50) ? book::BankLineKind::Unknown : book::BankLineKind::CustomerPayment;
    line.booked_on = Date::of(2026, 11, 1) + static_cast<int>(at / 20);
    line.amount = line.unallocated = Money{minor};
    line.payer_name = payer.name;
    line.payer_iban = payer.iban;
    line.remittance = std::move(text);
    world_.truth[line.id].kind = kind;
    world_.snapshot.bank_lines.push_back(std::move(line));
    return world_.snapshot.bank_lines.back();
}

void WorldMaker::mean(const book::BankLine& line, const book::OpenItem& item, std::int64_t minor) {
    Truth& truth = world_.truth[line.id];
    truth.items[item.id] += minor;
    truth.customer_id = item.customer_id;
}

} // namespace afpunt::matching
