// SPDX-License-Identifier: MIT
//
// The host's book as one reading gave it, copied whole.
#pragma once

#include "conformance/scripted_plugin/host_tables.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace afpunt::conformance {

// How records are asked for.
struct ReadingManner {
    std::uint32_t capacity = 100;    // records in one call
    std::uint32_t distance = 0;      // bytes between two of them, beside their size
    std::uint32_t size_shift = 0;    // 0 = whole records; else the room is (this * 8) % (size + 64)
    std::function<void()> each_call; // before each call; may be empty
};

struct CopiedItem {
    std::string id, customer, number;
    afpunt_document_kind kind = 0;
    afpunt_document_state state = 0;
    afpunt_money total{}, open{};
};
struct CopiedLine {
    std::string id, account;
    afpunt_money amount{}, unallocated{};
};
struct CopiedAllocation {
    std::string id, item, source;
    afpunt_money amount{};
};

struct BookCopy {
    std::vector<std::string> parties, accounts, statements; // ids
    std::vector<std::string> statement_accounts, owed_to;
    std::vector<CopiedItem> items;
    std::vector<CopiedLine> lines;
    std::vector<CopiedAllocation> allocations;
    // Every field of every record as text, for comparing two readings.
    std::vector<std::string> described;
    bool changed = false; // the host said AFPUNT_E_CHANGED; the rest is what was read until then
};

// Reads the book once. Ends the case when the host breaks a rule on the way. [main]
[[nodiscard]] BookCopy read_book(const HostTables& tables, const ReadingManner& manner = {});

// Whether two readings of an unchanged book are the same; ends the case with the first difference.
void require_same(const BookCopy& first, const BookCopy& second, const std::string& when);

} // namespace afpunt::conformance
