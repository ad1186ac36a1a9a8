// SPDX-License-Identifier: MIT
//
// One movement of a CODA statement with everything that its records 2.1 to 3.3 say.
#pragma once

#include "bank/coda_record.hpp"
#include "bank/statement.hpp"

#include <optional>
#include <string>

namespace afpunt::standalone {

struct CodaMovement {
    // Information records may repeat for ever; what people read of them is a few lines.
    static constexpr std::size_t max_information_bytes = 4096;

    [[nodiscard]] static Result<CodaMovement> parse(const CodaRecord& record, Currency currency);
    void add_2_2(const CodaRecord& record);
    void add_2_3(const CodaRecord& record);
    // 3.1 opens an information, 3.2 and 3.3 continue it.
    void add_information(const CodaRecord& record);
    [[nodiscard]] BankEntry entry() const;

    std::string sequence, detail; // columns 3-6, 7-10
    Money amount;
    std::optional<Date> value_on;
    Date booked_on;

private:
    void use_structured(BankEntry& entry) const;
    void use_information(BankEntry& entry) const;

    std::string bank_reference_, code_;
    bool structured_ = false;
    std::string communication_; // bytes as they stand: words may break over records
    std::string customer_reference_, bic_, return_reason_;
    std::string counterparty_account_, counterparty_name_;
    std::string free_information_;       // joined texts, UTF-8
    std::string party_, ultimate_party_; // names of information types 001 and 008/009
    std::string open_type_;              // the type of the information under way, empty = free
};

} // namespace afpunt::standalone
