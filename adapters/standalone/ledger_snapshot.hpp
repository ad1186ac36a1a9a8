// SPDX-License-Identifier: MIT
//
// The ledger as the module reads it: one consistent reading, held in memory while it is walked.
#pragma once

#include "book_folder.hpp"
#include "ledger.hpp"

#include <afpunt/host.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace afpunt::standalone {

class LedgerSnapshot final : public host::SnapshotSource {
public:
    [[nodiscard]] static Result<std::unique_ptr<LedgerSnapshot>> read(Ledger& ledger,
                                                                      const BookFolder& book);
    [[nodiscard]] bool is_current() const override { return ledger_.version() == version_; }
    void creditor(afpunt_party& out) override;
    [[nodiscard]] bool next(afpunt_party& out) override;
    [[nodiscard]] bool next(afpunt_account& out) override;
    [[nodiscard]] bool next(afpunt_statement& out) override;
    [[nodiscard]] bool next(afpunt_bank_line& out) override;
    [[nodiscard]] bool next(afpunt_item& out) override;
    [[nodiscard]] bool next(afpunt_allocation& out) override;
    [[nodiscard]] bool next(afpunt_owed& out) override;

private:
    explicit LedgerSnapshot(Ledger& ledger) : ledger_(ledger), version_(ledger.version()) {}
    // A list that is walked once; `at` is the next one to give.
    template <typename Record>
    struct Walk {
        std::vector<Record> records;
        std::size_t at = 0;
        [[nodiscard]] const Record* next() {
            return at < records.size() ? &records[at++] : nullptr;
        }
    };
    // The C structs point into these, so they are made per party and kept.
    struct PartyParts {
        std::vector<afpunt_contact> contacts;
        std::vector<afpunt_str> ibans;
    };

    [[nodiscard]] Result<void> add_listed_days(const BookSettings& settings);
    void put_accounts_in_order(const std::vector<LedgerAccount>& listed);

    Ledger& ledger_;
    std::int64_t version_;
    LedgerParty creditor_;
    std::string language_;
    Walk<LedgerParty> parties_;
    std::vector<PartyParts> party_parts_;
    Walk<LedgerAccount> accounts_;
    Walk<LedgerStatement> statements_;
    Walk<LedgerBankLine> lines_;
    Walk<LedgerItem> items_;
    Walk<LedgerAllocation> allocations_;
    Walk<LedgerParty> owed_;
    std::vector<const ContactRow*> contact_of_item_; // by position in items_, nullptr = none
};

[[nodiscard]] afpunt_money money_to_abi(const Money& money);

} // namespace afpunt::standalone
