// SPDX-License-Identifier: MIT
//
// The same days reach a firm in many files: other formats, longer periods, once more, out of order,
// some of them never. Whatever comes, in whatever order, it makes one and the same book.
#include "bank_truth.hpp"

#include <intake.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace afpunt::tests {
namespace {

using standalone::BookFolder;
using standalone::Intake;
using standalone::Ledger;
using standalone::LedgerBankLine;

rc::Gen<TruePayment> any_payment(bool incoming) {
    // Few amounts, payers and texts, so that many payments look alike.
    return rc::gen::build<TruePayment>(
        rc::gen::set(&TruePayment::cents,
                     incoming ? rc::gen::element<std::int64_t>(10000, 10000, 25050)
                              : rc::gen::element<std::int64_t>(10000, 10000, 25050, -10000, 35050)),
        rc::gen::set(&TruePayment::payer, rc::gen::inRange<std::size_t>(0, 4)),
        rc::gen::set(&TruePayment::text, rc::gen::inRange<std::size_t>(0, 5)));
}

Truth any_truth() {
    Truth truth;
    for (std::size_t day = 0; day < truth_days; ++day) {
        TrueDay& made = truth.days.emplace_back();
        made.payments =
            *rc::gen::resize(4, rc::gen::container<std::vector<TruePayment>>(any_payment(false)));
        if (*rc::gen::inRange(0, 3) == 0) {
            made.batch = {*any_payment(true), *any_payment(true)};
            if (*rc::gen::arbitrary<bool>()) made.batch.push_back(*any_payment(true));
        }
    }
    return truth;
}

Delivery any_delivery() {
    Delivery delivery;
    delivery.format = *rc::gen::element(Format::Coda, Format::Camt, Format::Mt940);
    delivery.first = *rc::gen::inRange<std::size_t>(0, truth_days);
    delivery.last = *rc::gen::inRange<std::size_t>(delivery.first, truth_days);
    delivery.details = *rc::gen::element(Details::Given, Details::Missing);
    return delivery;
}

// A line as the book has it, whatever format it came in: day, amount, payer, and what all formats
// keep of the text.
using Line = std::tuple<Date, std::int64_t, std::string, std::string>;

std::string kept_text(const LedgerBankLine& line) {
    std::string digits;
    for (const char c : line.entry.structured_reference + line.entry.remittance) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return digits;
}

std::multiset<Line> book_of(const Truth& truth, const std::vector<Delivery>& deliveries,
                            std::size_t per_import) {
    const TruthBook folder;
    auto book = BookFolder::open(folder.root());
    RC_ASSERT(book.has_value());
    auto ledger = Ledger::open(book->state() / "ledger.db");
    RC_ASSERT(ledger.has_value());
    const auto import = [&] {
        const auto report = Intake(**ledger, *book, day_of(10), {}).run();
        RC_ASSERT(report.has_value());
        for (const auto& message : report->messages) {
            if (message.severity == standalone::Severity::Error) RC_FAIL(message.text);
        }
    };
    std::size_t count = 0;
    for (const Delivery& delivery : deliveries) {
        folder.put(std::to_string(1000 + count), bytes_of(truth, delivery));
        if (++count % per_import == 0) import();
    }
    import();
    std::multiset<Line> lines;
    const auto known = (*ledger)->bank_lines();
    RC_ASSERT(known.has_value());
    for (const LedgerBankLine& line : *known) {
        lines.emplace(line.entry.booked_on, line.entry.amount.minor, line.entry.counterparty_iban,
                      kept_text(line));
    }
    return lines;
}

std::vector<Delivery> shuffled(std::vector<Delivery> deliveries) {
    for (std::size_t at = deliveries.size(); at > 1; --at) {
        std::swap(deliveries[at - 1], deliveries[*rc::gen::inRange<std::size_t>(0, at)]);
    }
    return deliveries;
}

RC_GTEST_PROP(OneBook, ComesOfAnySubsetOfTheFilesInAnyOrderAndMoreThanOnce, ()) {
    const Truth truth = any_truth();
    std::vector<Delivery> deliveries;
    const int count = *rc::gen::inRange(1, 7);
    for (int at = 0; at < count; ++at)
        deliveries.push_back(any_delivery());
    std::vector<Delivery> again = deliveries;
    for (const Delivery& delivery : deliveries) {
        if (*rc::gen::inRange(0, 3) == 0) again.push_back(delivery);
    }
    const auto one = book_of(truth, deliveries, *rc::gen::inRange<std::size_t>(1, 4));
    const auto other = book_of(truth, shuffled(again), *rc::gen::inRange<std::size_t>(1, 4));
    RC_ASSERT(one == other);
    // And each day that came is whole: its lines add up to what really moved.
    std::map<Date, std::int64_t> sums;
    for (const Line& line : one)
        sums[std::get<0>(line)] += std::get<1>(line);
    for (const Delivery& delivery : deliveries) {
        for (std::size_t day = delivery.first; day <= delivery.last; ++day) {
            RC_ASSERT(sums[day_of(day)] == truth.days[day].net());
        }
    }
}

RC_GTEST_PROP(OneBook, KeepsEachPaymentOnceWhereDetailsCameInAnyFormat, ()) {
    const Truth truth = any_truth();
    std::vector<Delivery> deliveries;
    for (std::size_t day = 0; day < truth_days; ++day) {
        deliveries.push_back({*rc::gen::element(Format::Coda, Format::Mt940, Format::Camt), day,
                              day, Details::Missing});
        deliveries.push_back({*rc::gen::element(Format::Coda, Format::Camt, Format::Notification),
                              day, day, Details::Given});
    }
    const auto lines = book_of(truth, shuffled(deliveries), 1);
    std::multiset<std::pair<Date, std::int64_t>> expected, found;
    for (std::size_t day = 0; day < truth_days; ++day) {
        for (const auto* list : {&truth.days[day].payments, &truth.days[day].batch}) {
            for (const TruePayment& payment : *list)
                expected.emplace(day_of(day), payment.cents);
        }
    }
    for (const Line& line : lines)
        found.emplace(std::get<0>(line), std::get<1>(line));
    RC_ASSERT(found == expected);
}

TEST(OneBook, TruthIsReadBackFromEachFormat) {
    Truth truth;
    truth.days.resize(truth_days);
    for (std::size_t payer = 0; payer < 4; ++payer)
        truth.days[1].payments.push_back({10000 + static_cast<std::int64_t>(payer), payer, payer});
    truth.days[2].payments.push_back({-5000, 1, 4});
    for (const Format format : {Format::Coda, Format::Camt, Format::Mt940, Format::Notification}) {
        const auto lines = book_of(truth, {{format, 0, 4, Details::Given}}, 1);
        const std::multiset<Line> expected{{day_of(1), 10000, payer_account(0), "20260107"},
                                           {day_of(1), 10001, payer_account(1), "202601080109"},
                                           {day_of(1), 10002, payer_account(2), "010806817183"},
                                           {day_of(1), 10003, payer_account(3), "090933755493"},
                                           {day_of(2), -5000, payer_account(1), ""}};
        EXPECT_EQ(lines, expected) << static_cast<int>(format);
    }
}

// The balances of such a day prove nothing, so the batch is known by its lines alone.
TEST(OneBook, CountsABatchOnceOnADayThatComesOutAtZero) {
    Truth truth;
    truth.days.resize(truth_days);
    truth.days[1].payments = {{-10000, 0, 0}, {-10000, 0, 0}};
    truth.days[1].batch = {{10000, 0, 0}, {10000, 0, 0}};
    std::vector<Delivery> deliveries;
    for (const Format format : {Format::Coda, Format::Camt, Format::Mt940}) {
        for (const Details details : {Details::Given, Details::Missing}) {
            for (const std::size_t first : {0U, 1U})
                deliveries.push_back({format, first, 1, details});
        }
    }
    for (const Delivery& one : deliveries) {
        for (const Delivery& other : deliveries) {
            std::int64_t sum = 0;
            for (const Line& line : book_of(truth, {one, other}, 1))
                sum += std::get<1>(line);
            EXPECT_EQ(sum, 0) << static_cast<int>(one.format) << one.first
                              << static_cast<int>(one.details) << " and "
                              << static_cast<int>(other.format) << other.first
                              << static_cast<int>(other.details);
        }
    }
}

} // namespace
} // namespace afpunt::tests
