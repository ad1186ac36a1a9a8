// SPDX-License-Identifier: MIT
//
// One Ntry of a CAMT file and the payments in it. The amount of the entry is what the account was
// booked for; TxDtls take its place only where they add up to it exactly, with the charges that
// the bank took off where it names them.
#pragma once

#include "bank/camt_code.hpp"
#include "bank/problem_log.hpp"

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

class CamtEntryReader {
public:
    // What is joined for people to read; a payer's own text is at most a few times 140 characters.
    static constexpr std::size_t max_remittance_bytes = 4096;

    struct Context {
        std::string where; // "BkToCstmrStmt/Stmt[2]/Ntry[5]"
        std::string own_account;
        std::optional<Date> fallback_day; // for an entry without any day
        bool provisional = false;
    };

    explicit CamtEntryReader(ProblemLog& log) : log_(log) {}
    // Nothing when the entry does not count (not booked, amount zero) or was refused; the log says
    // which. The currency of the entries is that of the Ntry.
    [[nodiscard]] std::vector<BankEntry> read(pugi::xml_node entry, const Context& context);

private:
    struct Detail {
        pugi::xml_node node;
        std::optional<Money> amount; // signed; nothing when there is none in the entry's currency
    };

    [[nodiscard]] bool is_booked() const;
    [[nodiscard]] bool read_base();
    [[nodiscard]] std::optional<Date> booking_day();
    [[nodiscard]] std::vector<Detail> details() const;
    [[nodiscard]] std::optional<Money> detail_amount(pugi::xml_node detail) const;
    [[nodiscard]] std::optional<Money> total(const std::vector<Detail>& details) const;
    [[nodiscard]] std::optional<Money> charges_that_explain(const std::vector<Detail>& details,
                                                            const Money& total) const;
    [[nodiscard]] std::vector<BankEntry> split(const std::vector<Detail>& details,
                                               const Money& charges) const;
    [[nodiscard]] bool is_the_payment(const std::vector<Detail>& details) const;
    [[nodiscard]] int announced_payments() const;
    [[nodiscard]] BankEntry whole(const std::vector<Detail>& details) const;
    void use_detail(BankEntry& entry, pugi::xml_node detail) const;
    void use_parties(BankEntry& entry, pugi::xml_node detail) const;
    [[nodiscard]] bool use_side(BankEntry& entry, pugi::xml_node detail,
                                std::string_view side) const;

    ProblemLog& log_;
    pugi::xml_node node_;
    const Context* context_ = nullptr;
    BankEntry base_; // what holds for the entry as a whole
    CamtCode code_;
    bool reversed_ = false;
};

} // namespace afpunt::standalone
