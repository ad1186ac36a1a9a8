// SPDX-License-Identifier: MIT
//
// One Ntry of a CAMT file and the payments in it. The amount of the entry is what the account was
// booked for; TxDtls take its place only where they add up to it exactly, with the charges that
// the bank took off where it names them.
#pragma once

#include "bank/camt_code.hpp"
#include "bank/problem_log.hpp"
#include "bank/xml_tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

class CamtEntryReader {
public:
    // What is joined for people to read; a payer's own text is at most a few times 140 characters.
    static constexpr std::size_t max_remittance_bytes = 4096;

    struct Context {
        const std::string* statement = nullptr; // "BkToCstmrStmt/Stmt[2]"
        int number = 0;                         // of the entry within it
        std::string_view own_account;
        std::optional<Date> fallback_day; // for an entry without any day
        bool provisional = false;
        // Only wanted when something is odd.
        [[nodiscard]] std::string where() const {
            return *statement + "/Ntry[" + std::to_string(number) + "]";
        }
    };

    explicit CamtEntryReader(ProblemLog& log) : log_(log) {}
    // Nothing when the entry does not count (not booked, amount zero) or was refused; the log says
    // which. The currency of the entries is that of the Ntry.
    [[nodiscard]] std::vector<BankEntry> read(XmlNode entry, const Context& context);

private:
    struct Detail {
        XmlNode node;
        std::optional<Money> amount; // signed; nothing when there is none in the entry's currency
    };

    [[nodiscard]] bool is_booked() const;
    [[nodiscard]] bool read_base();
    [[nodiscard]] std::optional<Date> booking_day();
    [[nodiscard]] std::vector<Detail> details() const;
    [[nodiscard]] std::optional<Money> detail_amount(XmlNode detail) const;
    [[nodiscard]] std::optional<Money> total(const std::vector<Detail>& details) const;
    [[nodiscard]] std::optional<Money> charges_that_explain(const std::vector<Detail>& details,
                                                            const Money& total) const;
    [[nodiscard]] std::vector<BankEntry> split(const std::vector<Detail>& details,
                                               const Money& charges) const;
    [[nodiscard]] bool is_the_payment(const std::vector<Detail>& details) const;
    [[nodiscard]] int announced_payments() const;
    [[nodiscard]] BankEntry whole(const std::vector<Detail>& details) const;
    void use_detail(BankEntry& entry, XmlNode detail) const;
    void use_parties(BankEntry& entry, XmlNode detail) const;
    [[nodiscard]] bool use_side(BankEntry& entry, XmlNode detail, std::string_view side) const;

    ProblemLog& log_;
    XmlNode node_;
    const Context* context_ = nullptr;
    BankEntry base_; // what holds for the entry as a whole
    CamtCode code_;
    bool reversed_ = false;
};

} // namespace afpunt::standalone
