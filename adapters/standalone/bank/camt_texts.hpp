// SPDX-License-Identifier: MIT
//
// The texts of one Ntry of a CAMT file that bookings are made of, found once and called by what
// they mean. Everything else that a bank writes about an entry is passed over.
#pragma once

#include "bank/xml_tree.hpp"

#include <array>
#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

// Entries and their details say much the same, so one list serves both.
enum class CamtField : std::uint8_t {
    None,
    Amount,
    AmountCurrency,
    TransactionAmount, // AmtDtls/TxAmt/Amt
    TransactionCurrency,
    CounterValue, // AmtDtls/CntrValAmt/Amt
    CounterValueCurrency,
    Direction, // CdtDbtInd
    Status,
    StatusCode,
    StatusProprietary,
    BookedOn,
    BookedAt, // with the hour
    ValueOn,
    ValueAt,
    BankReference,
    Reversal,
    Domain,
    Family,
    SubFamily,
    ProprietaryCode,
    ProprietaryIssuer,
    AnnouncedInDetails, // NtryDtls/Btch/NbOfTxs
    Announced,          // Btch/NbOfTxs
    AdditionalText,
    ReturnInformation, // there or not there
    ReturnReason,
    ReturnProprietary,
    EndToEndId,
    MandateId,
    // Each field of the debtor has its like for the creditor, in the same order.
    DebtorName,
    DebtorPartyName, // Pty/Nm, from version 8 on
    DebtorUltimateName,
    DebtorUltimatePartyName,
    DebtorIban,
    DebtorOther,
    DebtorProprietary,
    DebtorBban,
    DebtorBicfi,
    DebtorBic,
    CreditorName,
    CreditorPartyName,
    CreditorUltimateName,
    CreditorUltimatePartyName,
    CreditorIban,
    CreditorOther,
    CreditorProprietary,
    CreditorBban,
    CreditorBicfi,
    CreditorBic,
    Count
};

enum class CamtParty : std::uint8_t { Debtor, Creditor };

// `field`: one of the debtor.
[[nodiscard]] constexpr CamtField field_of(CamtParty party, CamtField field) {
    constexpr int fields_of_a_party =
        static_cast<int>(CamtField::CreditorName) - static_cast<int>(CamtField::DebtorName);
    return party == CamtParty::Debtor
               ? field
               : static_cast<CamtField>(static_cast<int>(field) + fields_of_a_party);
}

// What RmtInf says, in the order of the document.
enum class CamtRemittance : std::uint8_t {
    None,
    Free,       // Ustrd
    Structured, // Strd begins; what follows up to the next one is in it
    Reference,
    EarlyReference, // CdtrRef, of the first version
    Document,
    Additional
};

// In single blanks, references resolved. The views are good as long as what they were read from.
class CamtTexts {
public:
    struct Remittance {
        CamtRemittance kind = CamtRemittance::None;
        std::string_view text;
    };

    void clear() {
        present_ = 0;
        remittance_.clear();
        made_.clear();
    }
    [[nodiscard]] bool has(CamtField field) const { return (present_ & bit(field)) != 0; }
    [[nodiscard]] std::string_view operator[](CamtField field) const {
        return has(field) ? texts_[static_cast<std::size_t>(field)] : std::string_view();
    }
    // The first of these that is not empty.
    [[nodiscard]] std::string_view first_of(CamtField field, CamtField otherwise) const {
        const std::string_view text = (*this)[field];
        return text.empty() ? (*this)[otherwise] : text;
    }
    void set(CamtField field, std::string_view text) {
        present_ |= bit(field);
        texts_[static_cast<std::size_t>(field)] = text;
    }
    [[nodiscard]] const std::vector<Remittance>& remittance() const { return remittance_; }
    void add_remittance(CamtRemittance kind, std::string_view text) {
        remittance_.push_back({kind, text});
    }
    // Keeps a text that does not stand in the document like this.
    [[nodiscard]] std::string_view keep(std::string text) {
        return made_.emplace_front(std::move(text));
    }

private:
    static constexpr std::uint64_t bit(CamtField field) {
        return std::uint64_t{1} << static_cast<unsigned>(field);
    }
    static constexpr auto count = static_cast<std::size_t>(CamtField::Count);
    static_assert(count <= 64, "one bit for each field");

    std::uint64_t present_ = 0;
    std::array<std::string_view, count> texts_;
    std::vector<Remittance> remittance_;
    std::forward_list<std::string> made_;
};

} // namespace afpunt::standalone
