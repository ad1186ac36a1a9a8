// SPDX-License-Identifier: MIT
//
// The host's structs as the book's own types. Every struct is hostile until it is read: sizes say
// which fields exist, enumerations are checked, text must be UTF-8, money must carry the exponent
// that ISO 4217 gives its currency. A field that the host's older header does not have is absent.
#pragma once

#include "book/snapshot.hpp"
#include "runtime/inbox.hpp"

#include <afpunt/events.h>
#include <afpunt/records.h>
#include <afpunt/result.hpp>

#include <optional>

namespace afpunt::runtime {

[[nodiscard]] Result<std::optional<Money>> money_from_abi(const afpunt_money& money,
                                                          const char* field);
[[nodiscard]] Result<std::optional<Date>> date_from_abi(afpunt_date date, const char* field);

// Each fills a record that is new, in its place: a book has hundreds of thousands of them.
[[nodiscard]] Result<void> read_record(const afpunt_party& from, book::Party& party);
[[nodiscard]] Result<void> read_record(const afpunt_item& from, book::OpenItem& item);
[[nodiscard]] Result<void> read_record(const afpunt_allocation& from, book::Allocation& allocation);
[[nodiscard]] Result<void> read_record(const afpunt_account& from, book::BankAccount& account);
[[nodiscard]] Result<void> read_record(const afpunt_statement& from, book::Statement& statement);
[[nodiscard]] Result<void> read_record(const afpunt_bank_line& from, book::BankLine& line);
[[nodiscard]] Result<void> read_record(const afpunt_owed& from, book::Snapshot::Owed& owed);
// An event that is whole, up to its last field. On the thread of the host, which waits for it.
[[nodiscard]] Result<void> read_event(const afpunt_event& from, EventCopy& event);

} // namespace afpunt::runtime
