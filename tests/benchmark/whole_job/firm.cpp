// SPDX-License-Identifier: MIT
#include "benchmark/whole_job/firm.hpp"

#include <array>
#include <random>

namespace afpunt::benchmark {
namespace {

std::string padded(std::uint64_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

// Letters count as two digits (A = 10), as in ISO 7064.
std::uint32_t rest_by_97(std::string_view text) {
    std::uint32_t rest = 0;
    for (const char c : text) {
        const auto value = static_cast<std::uint32_t>(c >= 'A' ? c - 'A' + 10 : c - '0');
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest;
}

std::string belgian_reference(std::uint64_t number) {
    const std::string digits = padded(2'600'000'000U + number, 10);
    const std::uint32_t rest = rest_by_97(digits);
    return digits + padded(rest == 0 ? 97 : rest, 2);
}

std::string creditor_reference(std::uint64_t number) {
    const std::string body = padded(26'000'000U + number, 10);
    return "RF" + padded(98 - rest_by_97(body + "RF00"), 2) + body;
}

std::string iban_of(std::uint64_t customer) {
    const std::string bank_and_number = "539" + padded(customer + 1'000'000, 7);
    const std::uint32_t rest = rest_by_97(bank_and_number);
    const std::string account = bank_and_number + padded(rest == 0 ? 97 : rest, 2);
    return "BE" + padded(98 - rest_by_97(account + "BE00"), 2) + account;
}

// Syllables, so that names share words as firms' names do, but not all of them.
std::string name_of(std::uint32_t customer) {
    static constexpr std::array<const char*, 8> trades{"Bakkerij",     "Garage",  "Drukkerij",
                                                       "Boulangerie",  "Atelier", "Fiduciaire",
                                                       "Bloemen & Co", "Studio"};
    static constexpr std::array<const char*, 16> syllables{"ba",  "del", "cor", "mer", "tin", "os",
                                                           "pel", "ra",  "ver", "hul", "man", "zo",
                                                           "lin", "ke",  "tre", "gus"};
    std::string last;
    for (std::uint32_t rest = customer, at = 0; at < 5; ++at, rest /= 16)
        last += syllables[rest % 16];
    return std::string(trades[customer % trades.size()]) + " " + last;
}

} // namespace

Firm invent_firm(std::uint32_t invoices) {
    std::mt19937_64 random(26);
    Firm firm;
    firm.customers.reserve(invoices);
    firm.invoices.reserve(invoices);
    for (std::uint32_t at = 0; at < invoices; ++at) {
        firm.customers.push_back({"K" + std::to_string(at), name_of(at),
                                  "klant" + std::to_string(at) + "@example.com", iban_of(at)});
        Invoice invoice;
        invoice.id = "D" + std::to_string(at);
        invoice.number = "V26-" + padded(at + 1, 7);
        invoice.customer = at % 10 == 9 ? at - 1 : at;
        const std::uint32_t kind = at / 10 % 4;
        if (kind < 2) invoice.reference = belgian_reference(at);
        if (kind == 2) invoice.reference = creditor_reference(at);
        // Two, five and eight (with nine, the second of eight) are overdue since late October.
        const std::uint32_t last = at % 10;
        const bool is_overdue = last == 2 || last == 5 || last >= 8;
        invoice.due = is_overdue ? Date::of(2026, 10, 19) + static_cast<int>(random() % 10)
                                 : Date::of(2026, 11, 25) + static_cast<int>(random() % 20);
        invoice.issued = invoice.due - 30;
        invoice.total = invoice.open = static_cast<std::int64_t>(1'000 + random() % 200'000);
        firm.invoices.push_back(std::move(invoice));
    }
    return firm;
}

} // namespace afpunt::benchmark
