// SPDX-License-Identifier: MIT
//
// One Ntry of a CAMT file and the payments in it. The amount of the entry is what the account was
// booked for; TxDtls take its place only where they add up to it exactly, with the charges that
// the bank took off where it names them.
#pragma once

#include "bank/camt_code.hpp"
#include "bank/camt_entry_texts.hpp"
#include "bank/problem_log.hpp"

#include <functional>
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

    // Takes one payment; what it is given changes with the next.
    using Taker = std::function<void(BankEntry&)>;

    explicit CamtEntryReader(ProblemLog& log) : log_(log) {}
    // Gives nothing when the entry does not count (not booked, amount zero) or was refused; the log
    // says which. The currency of the payments is that of the Ntry.
    void read(CamtEntryTexts& texts, const Context& context, const Taker& take);

private:
    [[nodiscard]] bool is_booked() const;
    [[nodiscard]] bool read_base();
    [[nodiscard]] std::optional<Date> booking_day();
    void read_amounts();
    [[nodiscard]] std::optional<Money> detail_amount(const CamtTexts& detail) const;
    [[nodiscard]] std::optional<Money> total() const;
    [[nodiscard]] std::optional<Money> charges_that_explain(const Money& total) const;
    void split(const Money& charges, const Taker& take);
    [[nodiscard]] bool is_the_payment() const;
    [[nodiscard]] bool announces_several() const;
    void whole(const Taker& take);
    void sum_of_unknown_parts();
    void begin_payment(const Money& amount, int batch_line);
    void use_detail(const CamtTexts& detail);
    void use_remittance(const CamtTexts& detail);
    void use_parties(const CamtTexts& detail);
    [[nodiscard]] bool use_side(const CamtTexts& detail, CamtParty side);

    ProblemLog& log_;
    CamtEntryTexts* texts_ = nullptr;
    const Context* context_ = nullptr;
    // What holds for the entry as a whole.
    Money amount_;
    Date booked_on_;
    std::optional<Date> value_on_;
    bool reversed_ = false;
    CamtCode code_;
    // Of each detail, signed; nothing when there is none in the entry's currency.
    std::vector<std::optional<Money>> amounts_;
    BankEntry payment_; // reused: its memory serves each payment in turn
};

} // namespace afpunt::standalone
