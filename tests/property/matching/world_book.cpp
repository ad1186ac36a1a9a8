// SPDX-License-Identifier: MIT
//
// The book of an invented firm: customers with names that are alike, invoices of two years in one
// of the usual number series, references that follow each other, and prices that are either
// anything or, as with subscriptions, always the same few.
#include "world_maker.hpp"

#include "mistakes.hpp"

#include <afpunt/iban.hpp>

#include <algorithm>

namespace afpunt::matching {
namespace {

constexpr std::size_t customer_count = 150;
constexpr int this_year = 2026;

} // namespace

World WorldMaker::make() {
    make_book();
    make_lines();
    return std::move(world_);
}

void WorldMaker::make_book() {
    number_style_ = chance_.below(7);
    reference_style_ = chance_.below(4);
    first_reference_ = 1'000'000 + chance_.below(50'000'000);
    // Not 97 apart, or the check digits of all would be alike.
    if (chance_.percent(30)) {
        for (int made = 0; made < 5; ++made)
            prices_.push_back(chance_.between(500, 30'000));
    }
    own_account_ = {"Eigen Zaak NV", new_iban()};
    provider_ = {"Betaaldienst", new_iban()};
    book::BankAccount account;
    account.id = account.iban = own_account_.iban;
    world_.snapshot.accounts = {account};
    book::BankAccount savings;
    savings.id = savings.iban = own_account_.iban = new_iban();
    world_.snapshot.accounts.push_back(savings);
    make_customers();
    make_items();
    make_third_payers();
}

std::string WorldMaker::new_iban() {
    const std::uint64_t number = 700'000'000 + 7919 * ++ibans_;
    const std::string account = padded(number, 10) + padded(number % 97 == 0 ? 97 : number % 97, 2);
    const unsigned check = 98 - afpunt::detail::mod_97(account + "BE00");
    return "BE" + padded(check, 2) + account;
}

std::string WorldMaker::any_name() {
    const std::string last =
        chance_.word({"Janssens", "Peeters", "Maes",    "Jacobs", "Mertens", "Willems", "Claes",
                      "Goossens", "Wouters", "De Smet", "Dubois", "Lambert", "Martin",  "Dupont",
                      "Simon",    "Bakker",  "Visser",  "Smit",   "Meijer",  "de Boer", "Mulder",
                      "de Groot", "Bos",     "Vos",     "Schmidt"});
    if (chance_.percent(35)) {
        return chance_.word({"Bakkerij", "Garage", "Slagerij", "Boekhandel", "Schilderwerken",
                             "Tuinaanleg", "Kapsalon", "Fietsen"}) +
               " " + last + " " + chance_.word({"NV", "BV", "SRL", "VOF"});
    }
    return chance_.word({"Jan", "An", "Piet", "Marie", "Karel", "Sofie", "Luc", "Els", "Tom",
                         "Lies", "Koen", "Greet", "Daan", "Fleur", "Nora", "Wim"}) +
           " " + last;
}

void WorldMaker::make_customers() {
    for (std::size_t at = 0; at < customer_count; ++at) {
        Customer customer{"K" + std::to_string(at), any_name(), new_iban(), {}};
        book::Party party;
        party.id = customer.id;
        party.name = customer.name;
        if (chance_.percent(60)) party.ibans = {customer.iban};
        world_.snapshot.parties.push_back(std::move(party));
        customers_.push_back(std::move(customer));
    }
}

std::string WorldMaker::number_of(int year, std::uint64_t running) const {
    const std::string full = std::to_string(year);
    const std::string brief = full.substr(2);
    switch (number_style_) {
    case 0: return "V" + brief + "-" + padded(running, 4);
    case 1: return full + "/" + padded(running, 4);
    case 2: return full + padded(running, 4);
    case 3: return "F" + full + "-" + padded(running, 5);
    case 4: return brief + "-" + padded(running, 5);
    case 5: return "INV-" + std::to_string((year - 2000) * 10'000 + static_cast<int>(running));
    default: return "VO" + brief + "." + padded(running, 4);
    }
}

std::string WorldMaker::reference_of(std::uint64_t running) {
    switch (reference_style_) {
    case 0: return ogm_of(first_reference_ + running);
    case 1: return creditor_reference_of(first_reference_ + running);
    case 2: return betalingskenmerk_of(first_reference_ + running);
    default: return chance_.percent(50) ? ogm_of(first_reference_ + running) : "";
    }
}

std::int64_t WorldMaker::any_price() {
    return prices_.empty() ? chance_.between(500, 300'000) : chance_.pick(prices_);
}

void WorldMaker::make_items() {
    std::vector<std::size_t> owners;
    for (std::size_t at = 0; at < customers_.size(); ++at) {
        for (std::size_t made = 1 + chance_.below(7); made > 0; --made)
            owners.push_back(at);
    }
    chance_.shuffle(owners);
    const std::size_t last_years = owners.size() * 2 / 5;
    for (std::size_t at = 0; at < owners.size(); ++at) {
        const bool is_last_years = at < last_years;
        const int year = is_last_years ? this_year - 1 : this_year;
        const std::uint64_t running = 1 + (is_last_years ? at : at - last_years);
        book::OpenItem item;
        item.id = "D" + std::to_string(at);
        item.number = number_of(year, running);
        item.customer_id = customers_[owners[at]].id;
        item.payment_reference = reference_of(at);
        item.issued_on = Date::of(year, 3, 1) + static_cast<int>(running) % 200;
        item.due_on = item.issued_on + 30;
        item.total = item.open = Money{any_price()};
        if (chance_.percent(8)) {
            item.kind = book::DocumentKind::CreditNote;
            item.total = item.open = Money{std::max<std::int64_t>(item.open.minor / 7, 100)};
        } else if (chance_.percent(10)) {
            item.discount =
                book::EarlyPaymentDiscount{Money{item.open.minor / 50}, Date::of(2027, 12, 31)};
        }
        if (item.kind != book::DocumentKind::CreditNote) {
            customers_[owners[at]].unpaid.push_back(at);
        }
        world_.snapshot.items.push_back(std::move(item));
    }
}

void WorldMaker::make_third_payers() {
    for (int made = 0; made < 3; ++made) {
        ThirdPayer third{{"Kantoor " + std::to_string(made) + " Boekhouders", new_iban()}, {}};
        for (int member = 0; member < 4; ++member) {
            const std::size_t at = chance_.below(customers_.size());
            Customer& customer = customers_[at];
            if (customer.unpaid.empty()) continue;
            third.customers.push_back(at);
            book::OpenItem& paid = item(take(customer));
            book::BankLine& line =
                add_line(LineKind::ThirdPayerNames, paid.open.minor, paid.number, third.payer);
            line.unallocated = Money{0};
            book::Allocation allocation;
            allocation.id = "A" + line.id;
            allocation.item_id = paid.id;
            allocation.source_id = line.id;
            allocation.amount = paid.open;
            world_.snapshot.allocations.push_back(allocation);
            world_.truth.erase(line.id);
            paid.open = Money{0};
            paid.state = book::DocumentState::Settled;
        }
        third_payers_.push_back(std::move(third));
    }
}

} // namespace afpunt::matching
