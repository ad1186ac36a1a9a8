// SPDX-License-Identifier: MIT
//
// What people do when they pay, one function per habit. Each line is typed from what the payer
// meant, so the truth about it is known.
#include "world_maker.hpp"

#include "mistakes.hpp"

#include <algorithm>

namespace afpunt::matching {

World make_world(std::uint64_t seed) {
    return WorldMaker(seed).make();
}

void WorldMaker::make_lines() {
    constexpr std::size_t lines_of_each_kind = 9;
    std::vector<LineKind> kinds;
    for (int kind = 0; kind < static_cast<int>(LineKind::Count); ++kind) {
        kinds.insert(kinds.end(), 1 + chance_.below(2 * lines_of_each_kind),
                     static_cast<LineKind>(kind));
    }
    chance_.shuffle(kinds);
    for (const LineKind kind : kinds)
        make_line(kind);
}

void WorldMaker::make_line(LineKind kind) {
    if (kind <= LineKind::ReferenceTwoSlips) return pay_by_reference(kind);
    if (kind <= LineKind::NumberOfOtherYear) return pay_by_number(kind);
    if (kind <= LineKind::SeveralUnnamed) return pay_several(kind);
    if (kind <= LineKind::ChargesDeducted) return pay_with_deduction(kind);
    if (kind <= LineKind::PartNumberMistyped) return pay_part(kind);
    if (kind == LineKind::PartsUnnamed) return pay_in_parts();
    if (kind == LineKind::OverPaid) return pay_part(kind);
    if (kind == LineKind::PaidTwice) return pay_twice();
    if (kind <= LineKind::OwnOldReference) return pay_with_wrong_reference(kind);
    if (kind <= LineKind::ThirdPayerUnnamed) return pay_for_somebody(kind);
    if (kind <= LineKind::PayerOtherAmount) return pay_without_text(kind);
    make_other_money(kind);
}

void WorldMaker::pay_by_reference(LineKind kind) {
    Customer* const customer = customer_who_owes(1);
    if (customer == nullptr) return;
    const std::size_t at = take(*customer);
    std::string reference = item(at).payment_reference;
    if (reference.empty()) return;
    if (kind == LineKind::ReferenceMistyped) reference = with_slip(reference, chance_);
    if (kind == LineKind::ReferenceTwoSlips) {
        reference = with_slip(with_slip(reference, chance_), chance_);
        if (reference == item(at).payment_reference) return;
    }
    const bool in_field = kind == LineKind::ReferenceByBank ||
                          (kind != LineKind::ReferenceInText && chance_.percent(30));
    book::BankLine& line =
        add_line(kind, item(at).open.minor,
                 in_field ? "" : with_small_talk(written_reference(reference), chance_),
                 payer_of(*customer));
    if (in_field) line.structured_reference = reference;
    mean(line, item(at), line.amount.minor);
}

void WorldMaker::pay_by_number(LineKind kind) {
    Customer* const customer = customer_who_owes(1);
    if (customer == nullptr) return;
    const book::OpenItem& meant = item(take(*customer));
    std::string text = written_whole(meant.number, chance_);
    if (kind == LineKind::NumberLoose) text = written_loosely(meant.number, chance_);
    if (kind == LineKind::NumberShort) text = written_short(meant.number, chance_);
    if (kind == LineKind::NumberMistyped) {
        text = with_any_slip(chance_.percent(80) ? text : written_loosely(text, chance_), chance_);
    }
    if (kind == LineKind::NumberWithLetters) {
        text = with_letters_for_digits(meant.number, chance_);
        if (text == meant.number) return;
    }
    if (kind == LineKind::NumberOfOtherYear) {
        const int year = meant.issued_on.year() == 2026 ? 2025 : 2026;
        const std::uint64_t running = last_digits(meant.number) % 10'000;
        text = number_of(year, running);
    }
    if (kind == LineKind::NumberGlued) {
        text = chance_.word({"factuur", "fact", "nr", "facture", "Rechnung", "invoice"}) +
               meant.number;
    } else {
        text = with_small_talk(text, chance_);
    }
    const book::BankLine& line = add_line(kind, meant.open.minor, text, payer_of(*customer));
    mean(line, meant, line.amount.minor);
}

void WorldMaker::pay_several(LineKind kind) {
    Customer* const customer = customer_who_owes(2);
    if (customer == nullptr) return;
    std::vector<std::size_t> taken{take(*customer), take(*customer)};
    if (!customer->unpaid.empty() && chance_.percent(40)) taken.push_back(take(*customer));
    std::sort(taken.begin(), taken.end());
    if (kind == LineKind::SeveralAsRange && taken.size() == 3) {
        customer->unpaid.push_back(taken[1]);
        taken.erase(taken.begin() + 1);
    }
    std::int64_t sum = 0;
    std::string text;
    const std::string between = kind == LineKind::SeveralAsRange
                                    ? chance_.word({"-", " t/m ", " tot ", " bis ", " \xC3\xA0 "})
                                    : chance_.word({" + ", " en ", ", ", " & ", " et ", "/"});
    const bool is_short =
        kind == LineKind::SeveralShort || (kind == LineKind::SeveralAsRange && chance_.percent(50));
    const std::size_t slip_at =
        kind == LineKind::SeveralWithSlip ? chance_.below(taken.size()) : taken.size();
    for (std::size_t at = 0; at < taken.size(); ++at) {
        const book::OpenItem& meant = item(taken[at]);
        sum += meant.open.minor;
        std::string number = is_short ? written_short(meant.number, chance_) : meant.number;
        if (at == slip_at) number = with_any_slip(number, chance_);
        text += (at > 0 ? between : "") + number;
    }
    text = kind == LineKind::SeveralUnnamed ? "betaling facturen" : with_small_talk(text, chance_);
    const book::BankLine& line = add_line(kind, sum, text, payer_of(*customer));
    for (const std::size_t at : taken)
        mean(line, item(at), item(at).open.minor);
}

void WorldMaker::pay_with_deduction(LineKind kind) {
    Customer* const customer = customer_who_owes(1);
    if (customer == nullptr) return;
    const book::OpenItem& meant = item(take(*customer));
    std::int64_t minor = meant.open.minor;
    std::string text = name_or_reference(meant);
    if (kind == LineKind::CreditDeducted) {
        const auto credit = std::find_if(world_.snapshot.items.begin(), world_.snapshot.items.end(),
                                         [&](const book::OpenItem& other) {
                                             return other.kind == book::DocumentKind::CreditNote &&
                                                    other.customer_id == customer->id &&
                                                    other.open.minor < minor;
                                         });
        if (credit == world_.snapshot.items.end()) return;
        minor -= credit->open.minor;
        text = meant.number + " min " + credit->number;
    } else if (kind == LineKind::DiscountTaken) {
        if (!meant.discount) return;
        minor -= meant.discount->amount.minor;
    } else {
        minor -= chance_.between(1, std::min<std::int64_t>(100, minor / 10));
    }
    if (chance_.percent(25)) text = "betaling";
    const book::BankLine& line = add_line(kind, minor, text, payer_of(*customer));
    mean(line, meant, meant.open.minor);
}

void WorldMaker::pay_part(LineKind kind) {
    Customer* const customer = customer_who_owes(1);
    if (customer == nullptr) return;
    const book::OpenItem& meant = item(take(*customer));
    std::int64_t minor = std::max<std::int64_t>(meant.open.minor / chance_.between(2, 4), 1);
    std::string text = name_or_reference(meant);
    if (kind == LineKind::OverPaid) {
        minor = meant.open.minor + chance_.between(1, 10'000);
    } else if (kind == LineKind::PartNumberMistyped) {
        text = with_any_slip(written_whole(meant.number, chance_), chance_);
    }
    const book::BankLine& line =
        add_line(kind, minor, with_small_talk(text, chance_), payer_of(*customer));
    mean(line, meant, std::min(minor, meant.open.minor));
}

void WorldMaker::pay_in_parts() {
    Customer* const customer = customer_who_owes(1);
    if (customer == nullptr) return;
    const book::OpenItem& meant = item(take(*customer));
    std::int64_t left = meant.open.minor;
    const std::int64_t count = chance_.between(2, 3);
    for (std::int64_t made = 1; made <= count; ++made) {
        const std::int64_t minor = made == count ? left : std::max<std::int64_t>(left / 3, 1);
        left -= minor;
        mean(add_line(LineKind::PartsUnnamed, minor, "afkorting", payer_of(*customer)), meant,
             minor);
    }
}

void WorldMaker::pay_twice() {
    Customer* const customer = customer_who_owes(1);
    if (customer == nullptr) return;
    const book::OpenItem& meant = item(take(*customer));
    const std::string text = name_or_reference(meant);
    // Which of the two payments settles the invoice makes no difference; the other has nothing left
    // to pay and is the customer's credit.
    for (int paid = 0; paid < 2; ++paid) {
        mean(add_line(LineKind::PaidTwice, meant.open.minor, text, payer_of(*customer)), meant,
             meant.open.minor);
    }
}

void WorldMaker::pay_with_wrong_reference(LineKind kind) {
    const bool is_own = kind == LineKind::OwnOldReference;
    Customer* const customer = customer_who_owes(is_own ? 2 : 1);
    if (customer == nullptr) return;
    const book::OpenItem& meant = item(take(*customer));
    Customer* const other = is_own ? customer : customer_who_owes(1);
    if (other == nullptr || (!is_own && other == customer)) return;
    const book::OpenItem& copied = item(chance_.pick(other->unpaid));
    // Two equal amounts of one customer: nobody can tell, and nobody is wronged.
    if (is_own && copied.open.minor == meant.open.minor) return;
    // A namesake is told apart by nobody either.
    if (!is_own && other->name == customer->name) return;
    const book::BankLine& line =
        add_line(kind, meant.open.minor, name_or_reference(copied), payer_of(*customer));
    mean(line, meant, meant.open.minor);
}

void WorldMaker::pay_for_somebody(LineKind kind) {
    const bool is_third = kind == LineKind::ThirdPayerNames || kind == LineKind::ThirdPayerUnnamed;
    Customer* customer = customer_who_owes(1);
    Payer payer = stranger();
    if (is_third) {
        const ThirdPayer& third = chance_.pick(third_payers_);
        if (third.customers.empty()) return;
        customer = &customers_[chance_.pick(third.customers)];
        payer = third.payer;
    }
    if (customer == nullptr || customer->unpaid.empty()) return;
    const book::OpenItem& meant = item(take(*customer));
    std::string text = name_or_reference(meant);
    if (kind == LineKind::StrangerMistypes) {
        text = with_any_slip(written_whole(meant.number, chance_), chance_);
    }
    if (kind == LineKind::ThirdPayerUnnamed) text = "voor onze klant";
    const book::BankLine& line =
        add_line(kind, meant.open.minor, with_small_talk(text, chance_), payer);
    mean(line, meant, meant.open.minor);
}

void WorldMaker::pay_without_text(LineKind kind) {
    Customer* const customer = customer_who_owes(1);
    if (customer == nullptr) return;
    Payer payer = payer_of(*customer);
    if (kind == LineKind::AmountAndName) payer.iban = new_iban();
    if (kind == LineKind::PayerOtherAmount) {
        const book::BankLine& line =
            add_line(kind, chance_.between(100, 99'999), "zie mail", payer);
        world_.truth[line.id].customer_id = customer->id;
        return;
    }
    const book::OpenItem& meant = item(take(*customer));
    const book::BankLine& line = add_line(kind, meant.open.minor, "", payer);
    mean(line, meant, meant.open.minor);
}

void WorldMaker::make_other_money(LineKind kind) {
    Customer* const customer = customer_who_owes(1);
    const std::string number = customer == nullptr ? "" : item(customer->unpaid.front()).number;
    if (kind == LineKind::OwnTransfer) {
        book::BankLine& line = add_line(kind, any_price(), number, own_account_);
        if (chance_.percent(50)) line.kind = book::BankLineKind::OwnTransfer;
        return;
    }
    if (kind == LineKind::ProviderPayout) {
        book::BankLine& line = add_line(kind, any_price(), number, provider_);
        line.kind = book::BankLineKind::ProviderPayout;
        return;
    }
    std::string text = chance_.word({"polis ", "huur ", "terugbetaling ", "dossier ", "loon "});
    text += std::to_string(chance_.below(100'000'000));
    // A supplier refunds an invoice of his own, in a series like ours.
    if (chance_.percent(15)) text = "creditnota " + number_of(2026, 1 + chance_.below(400));
    if (chance_.percent(30)) text = with_small_talk(text, chance_);
    (void)add_line(kind, any_price(), text, stranger());
}

} // namespace afpunt::matching
