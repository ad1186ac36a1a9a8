// SPDX-License-Identifier: MIT
//
// The host's structs as the book's own types. Every struct is hostile until it is read: sizes say
// which fields exist, enumerations are checked, text must be UTF-8, money must carry the exponent
// that ISO 4217 gives its currency. A field that the host's older header does not have is absent.
#pragma once

#include "book/snapshot.hpp"

#include <afpunt/records.h>
#include <afpunt/result.hpp>

#include <optional>

namespace afpunt::runtime {

[[nodiscard]] Result<std::optional<Money>> money_from_abi(const afpunt_money& money,
                                                          const char* field);
[[nodiscard]] Result<std::optional<Date>> date_from_abi(afpunt_date date, const char* field);

[[nodiscard]] Result<book::Party> party_from_abi(const afpunt_party& party);
[[nodiscard]] Result<book::OpenItem> item_from_abi(const afpunt_item& item);
[[nodiscard]] Result<book::Allocation> allocation_from_abi(const afpunt_allocation& allocation);
[[nodiscard]] Result<book::BankAccount> account_from_abi(const afpunt_account& account);
[[nodiscard]] Result<book::Statement> statement_from_abi(const afpunt_statement& statement);
[[nodiscard]] Result<book::BankLine> bank_line_from_abi(const afpunt_bank_line& line);
[[nodiscard]] Result<book::Snapshot::Owed> owed_from_abi(const afpunt_owed& owed);

} // namespace afpunt::runtime
