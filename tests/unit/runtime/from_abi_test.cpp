// SPDX-License-Identifier: MIT
//
// The host's structs as our own types: what an older host's shorter struct lacks is absent, what
// breaks a rule is refused by name. And the clock's text.
#include "runtime/abi_text.hpp"
#include "runtime/clock.hpp"
#include "runtime/from_abi.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>

namespace afpunt::runtime {
namespace {

afpunt_money euro(std::int64_t cents) {
    return {cents, {'E', 'U', 'R'}, 2, 0};
}

afpunt_item whole_item() {
    afpunt_item item{};
    item.struct_size = sizeof item;
    item.kind = AFPUNT_INVOICE;
    item.state = AFPUNT_DOCUMENT_OPEN;
    item.id = item.number = to_abi("V1");
    item.customer_id = to_abi("jan");
    item.issued_on = 20'000;
    item.due_on = 20'030;
    item.total = item.open = euro(12100);
    item.reminders_before = 3;
    return item;
}

template <typename Record, typename Abi>
Result<Record> record_of(const Abi& from) {
    Record record;
    if (auto read = read_record(from, record); !read) return tl::unexpected<Failure>(read.error());
    return record;
}

TEST(FromAbi, ReadsAnItemWhole) {
    const auto item = record_of<book::OpenItem>(whole_item());
    ASSERT_TRUE(item) << item.error().sentence();
    EXPECT_EQ(item->id, "V1");
    EXPECT_EQ(item->open, (Money{12100, Currency::eur()}));
    EXPECT_EQ(item->arrangement, book::PaymentArrangement::CreditTransfer);
    EXPECT_EQ(item->reminders_before, 3);
    EXPECT_FALSE(item->discount);
}

TEST(FromAbi, EveryTruncationOfAnItemIsReadOrRefusedByName) {
    for (std::uint32_t size = 0; size <= sizeof(afpunt_item); ++size) {
        afpunt_item item = whole_item();
        item.struct_size = size;
        const auto read = record_of<book::OpenItem>(item);
        const bool has_required = size >= offsetof(afpunt_item, open) + sizeof item.open;
        EXPECT_EQ(read.has_value(), has_required) << size;
        if (read) {
            EXPECT_EQ(read->reminders_before, size == sizeof item ? 3 : 0) << size;
        } else {
            EXPECT_FALSE(read.error().field.empty());
        }
    }
}

TEST(FromAbi, MoneyCarriesTheExponentOfItsCurrency) {
    EXPECT_TRUE(money_from_abi(euro(5), "x"));
    EXPECT_EQ(*money_from_abi({}, "x"), std::nullopt);
    EXPECT_FALSE(money_from_abi({5, {'E', 'U', 'R'}, 0, 0}, "x"));
    EXPECT_TRUE(money_from_abi({5, {'J', 'P', 'Y'}, 0, 0}, "x"));
    EXPECT_FALSE(money_from_abi({5, {'X', '\0', '\0'}, 2, 0}, "x"));
    EXPECT_EQ(money_from_abi({5, {'\xFF', 'U', 'R'}, 2, 0}, "total").error().field, "total");
}

// A regression: the bytes went into the sentence as they came, and an answer became no JSON.
TEST(FromAbi, ACurrencyThatIsNoTextIsRefusedInWords) {
    afpunt_account account{};
    account.struct_size = sizeof account;
    account.id = to_abi("current");
    account.exponent = 2;
    for (const char* bytes : {"\xFF\x01U", "\xED\xA0\x80", "E\xC3\xA9"}) {
        std::memcpy(account.currency, bytes, sizeof account.currency);
        const std::string why = record_of<book::BankAccount>(account).error().sentence();
        EXPECT_TRUE(text::is_utf8(why)) << why;
        EXPECT_EQ(why.find('\xFF'), std::string::npos);
    }
    EXPECT_EQ(Currency::parse("\xFFUR").error().found, "bytes that are not text");
    // Sixteen bytes would end within a letter.
    EXPECT_EQ(Currency::parse("notre monnaie, éé").error().found, "notre monnaie, ");
}

TEST(FromAbi, DaysLieInYearsThatExist) {
    EXPECT_EQ(*date_from_abi(AFPUNT_NO_DATE, "x"), std::nullopt);
    EXPECT_EQ(**date_from_abi(-1, "x"), Date::of(1969, 12, 31));
    for (const afpunt_date wrong : {INT32_MAX, INT32_MIN, -30'000, 400'000})
        EXPECT_FALSE(date_from_abi(wrong, "x")) << wrong;
}

// A host that zeroes its structs must not end a customer's stop in 1970 by not mentioning its end.
TEST(FromAbi, AStopWithoutAnEndIsTheOneThatSaysNothingOfIt) {
    afpunt_party party{};
    party.struct_size = sizeof party;
    party.id = to_abi("jan");
    party.flags = AFPUNT_PARTY_DUNNING_HOLD;
    const auto held = record_of<book::Party>(party);
    ASSERT_TRUE(held) << held.error().sentence();
    EXPECT_TRUE(held->dunning_hold);
    EXPECT_EQ(held->dunning_hold_until, std::nullopt);
}

TEST(FromAbi, ADayThatWasForgottenIsMissingAndNotIn1970) {
    afpunt_item item = whole_item();
    item.due_on = 0;
    const auto read = record_of<book::OpenItem>(item);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().field, "due_on");
    EXPECT_EQ(read.error().found, "");
}

TEST(FromAbi, TextIsCheckedBeforeItIsCopied) {
    EXPECT_EQ(*from_abi({nullptr, 0}, "x", 10), "");
    EXPECT_EQ(*from_abi(to_abi("caf\xC3\xA9"), "x", 10), "caf\xC3\xA9");
    EXPECT_FALSE(from_abi({nullptr, 1}, "x", 10));
    EXPECT_FALSE(from_abi({"x", UINT64_MAX}, "x", 10));
    EXPECT_FALSE(from_abi({"\xC3", 1}, "x", 10));
    EXPECT_FALSE(from_abi({"a\0b", 3}, "x", 10));
}

TEST(FromAbi, ErrorsAreCutAtACharacter) {
    afpunt_error error{};
    error.struct_size = sizeof error;
    std::string text = "x";
    while (text.size() < 1000)
        text += "\xE2\x82\xAC";
    EXPECT_EQ(report(&error, AFPUNT_E_IO, text, text), AFPUNT_E_IO);
    EXPECT_TRUE(text::is_utf8(error.field));
    EXPECT_TRUE(text::is_utf8(error.message));
    EXPECT_GT(text_of(error.message).size(), 430u);
}

TEST(FromAbi, ARefusalOfTheHostNamesItsFieldOnce) {
    afpunt_error error{};
    EXPECT_EQ(refusal_of(AFPUNT_E_IO, error), "IO");
    std::strcpy(error.field, "due_on");
    EXPECT_EQ(refusal_of(AFPUNT_E_INVALID, error), "INVALID: due_on");
    std::strcpy(error.message, "found a text");
    EXPECT_EQ(refusal_of(AFPUNT_E_INVALID, error), "INVALID: due_on: found a text");
    std::strcpy(error.message, "item V1: due_on: found a text");
    EXPECT_EQ(refusal_of(AFPUNT_E_INVALID, error), "INVALID: item V1: due_on: found a text");
}

TEST(FromAbi, ARefusalOfTheHostIsUtf8WhateverBytesItHas) {
    afpunt_error error{};
    std::memset(error.message, '\xFF', sizeof error.message); // and no zero at the end
    EXPECT_EQ(refusal_of(AFPUNT_E_IO, error), "IO: " + std::string(sizeof error.message, '?'));
    std::strcpy(error.message, "caf\xC3\xA9 \xC3");
    EXPECT_EQ(refusal_of(AFPUNT_E_IO, error), "IO: caf\xC3\xA9 ?");
}

TEST(Moments, AreWrittenInUtcAlsoBefore1970) {
    Moment moment;
    moment.now_us = 1'795'161'600'000'000;
    EXPECT_EQ(moment.rfc3339(), "2026-11-20T08:00:00Z");
    moment.now_us = -1;
    EXPECT_EQ(moment.rfc3339(), "1969-12-31T23:59:59Z");
    moment.now_us = 0;
    EXPECT_EQ(moment.rfc3339(), "1970-01-01T00:00:00Z");
}

TEST(Moments, TheSystemClockGivesADayOfOurTime) {
    const Moment now = SystemClock().now();
    EXPECT_GE(now.today.year(), 2024);
    EXPECT_FALSE(now.trial);
    EXPECT_LE(std::abs(now.now_us / 86'400'000'000 - now.today.days()), 1);
}

} // namespace
} // namespace afpunt::runtime
