// SPDX-License-Identifier: MIT
//
// An invented wholesaler of any size, the same on every machine: as many customers as invoices, one
// customer in ten with two of them and one with none; three customers in ten are overdue and have
// not paid. Half of the invoices bear a Belgian structured reference, a quarter an ISO 11649 one,
// and a quarter none.
#pragma once

#include <afpunt/date.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace afpunt::benchmark {

struct Customer {
    std::string id, name, mail, iban;
};

struct Invoice {
    std::string id, number, reference;
    std::uint32_t customer = 0;
    Date issued, due;
    std::int64_t total = 0, open = 0; // cents
};

struct Firm {
    std::vector<Customer> customers;
    std::vector<Invoice> invoices;
};

inline constexpr const char* firm_iban = "BE68539007547034";
// Fridays: on the first the book is empty, so that nothing on the second is "old balance".
[[nodiscard]] inline Date first_day() {
    return Date::of(2026, 10, 2);
}
[[nodiscard]] inline Date import_day() {
    return Date::of(2026, 11, 20);
}

[[nodiscard]] Firm invent_firm(std::uint32_t invoices);

// A CAMT.053 file with a statement a day until the day before import_day(), and as many payments as
// the firm has invoices: six in ten pay one in full, by structured reference or in words, some of
// them within collective bookings; one in twenty pays a part of an overdue one; the others are
// suppliers, wages, charges, card payouts and money that concerns no invoice.
void write_bank_file(const Firm& firm, const std::filesystem::path& path);
// A CODA file in which each invoice is paid in full.
void write_coda_file(const Firm& firm, const std::filesystem::path& path);

} // namespace afpunt::benchmark
