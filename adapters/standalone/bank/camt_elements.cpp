// SPDX-License-Identifier: MIT
#include "bank/camt_elements.hpp"

#include "bank/camt_nodes.hpp"

namespace afpunt::standalone {

CamtElements::CamtElements() {
    elements_.reserve(max_elements);
    elements_.push_back({.name = "Ntry"});
    add_entry();
    add_detail();
    add_party(CamtParty::Debtor);
    add_party(CamtParty::Creditor);
    add_remittance();
    for (std::size_t at = elements_.size(); at-- > 1;) {
        Element& parent = elements_[elements_[at].parent];
        parent.inside |= elements_[at].inside;
        parent.inside.set(at);
    }
}

std::size_t CamtElements::child(std::size_t parent, std::string_view name) const {
    std::size_t at = elements_[parent].first_child;
    while (at != none && elements_[at].name != name)
        at = elements_[at].next_sibling;
    return at;
}

// Adds what is missing of "BkTxCd/Domn/Cd"; gives the last.
std::size_t CamtElements::add(std::size_t parent, std::string_view path) {
    while (true) {
        const std::string_view name = path.substr(0, path.find('/'));
        std::size_t at = child(parent, name);
        if (at == none) {
            at = elements_.size();
            elements_.push_back(
                {.name = name, .parent = parent, .next_sibling = elements_[parent].first_child});
            elements_[parent].first_child = at;
        }
        if (name.size() == path.size()) return at;
        path.remove_prefix(name.size() + 1);
        parent = at;
    }
}

void CamtElements::add_amount(std::size_t parent, std::string_view path, CamtField amount,
                              CamtField currency) {
    Element& element = elements_[add(parent, path)];
    element.field = amount;
    element.currency = currency;
}

void CamtElements::add_code(std::size_t parent) {
    set_field(parent, "BkTxCd/Domn/Cd", CamtField::Domain);
    set_field(parent, "BkTxCd/Domn/Fmly/Cd", CamtField::Family);
    set_field(parent, "BkTxCd/Domn/Fmly/SubFmlyCd", CamtField::SubFamily);
    set_field(parent, "BkTxCd/Prtry/Cd", CamtField::ProprietaryCode);
    set_field(parent, "BkTxCd/Prtry/Issr", CamtField::ProprietaryIssuer);
}

void CamtElements::add_entry() {
    add_amount(entry, "Amt", CamtField::Amount, CamtField::AmountCurrency);
    set_field(entry, "CdtDbtInd", CamtField::Direction);
    set_field(entry, "Sts", CamtField::Status);
    set_field(entry, "Sts/Cd", CamtField::StatusCode);
    set_field(entry, "Sts/Prtry", CamtField::StatusProprietary);
    set_field(entry, "BookgDt/Dt", CamtField::BookedOn);
    set_field(entry, "BookgDt/DtTm", CamtField::BookedAt);
    set_field(entry, "ValDt/Dt", CamtField::ValueOn);
    set_field(entry, "ValDt/DtTm", CamtField::ValueAt);
    set_field(entry, "AcctSvcrRef", CamtField::BankReference);
    set_field(entry, "RvslInd", CamtField::Reversal);
    set_field(entry, "AddtlNtryInf", CamtField::AdditionalText);
    set_field(entry, "Btch/NbOfTxs", CamtField::Announced);
    set_field(entry, "NtryDtls/Btch/NbOfTxs", CamtField::AnnouncedInDetails);
    add_code(entry);
    elements_[add(entry, "TxDtls")].role = Role::Elsewhere;
    elements_[add(entry, "Chrgs")].role = Role::Elsewhere;
}

void CamtElements::add_detail() {
    detail_ = add(entry, "NtryDtls/TxDtls");
    elements_[detail_].role = Role::Detail;
    elements_[detail_].repeats = true;
    elements_[add(detail_, "Chrgs")].role = Role::Elsewhere;
    add_amount(detail_, "Amt", CamtField::Amount, CamtField::AmountCurrency);
    add_amount(detail_, "AmtDtls/TxAmt/Amt", CamtField::TransactionAmount,
               CamtField::TransactionCurrency);
    add_amount(detail_, "AmtDtls/CntrValAmt/Amt", CamtField::CounterValue,
               CamtField::CounterValueCurrency);
    set_field(detail_, "CdtDbtInd", CamtField::Direction);
    set_field(detail_, "RtrInf", CamtField::ReturnInformation);
    set_field(detail_, "RtrInf/Rsn/Cd", CamtField::ReturnReason);
    set_field(detail_, "RtrInf/Rsn/Prtry", CamtField::ReturnProprietary);
    set_field(detail_, "Refs/EndToEndId", CamtField::EndToEndId);
    set_field(detail_, "Refs/MndtId", CamtField::MandateId);
    set_field(detail_, "Refs/AcctSvcrRef", CamtField::BankReference);
    set_field(detail_, "AddtlTxInf", CamtField::AdditionalText);
    add_code(detail_);
}

// A party's name stands under Nm, or Pty/Nm from version 8 on; an account's number under Othr from
// version 2 on, under BBAN and PrtryAcct in the first; the BIC under BIC up to version 3.
void CamtElements::add_party(CamtParty party) {
    const bool pays = party == CamtParty::Debtor;
    const auto set = [&](std::size_t parent, std::string_view path, CamtField field) {
        set_field(parent, path, field_of(party, field));
    };
    const std::size_t parties = add(detail_, "RltdPties");
    const std::size_t named = add(parties, pays ? "Dbtr" : "Cdtr");
    set(named, "Nm", CamtField::DebtorName);
    set(named, "Pty/Nm", CamtField::DebtorPartyName);
    const std::size_t ultimate = add(parties, pays ? "UltmtDbtr" : "UltmtCdtr");
    set(ultimate, "Nm", CamtField::DebtorUltimateName);
    set(ultimate, "Pty/Nm", CamtField::DebtorUltimatePartyName);
    const std::size_t account = add(parties, pays ? "DbtrAcct/Id" : "CdtrAcct/Id");
    set(account, "IBAN", CamtField::DebtorIban);
    set(account, "Othr/Id", CamtField::DebtorOther);
    set(account, "PrtryAcct/Id", CamtField::DebtorProprietary);
    set(account, "BBAN", CamtField::DebtorBban);
    const std::size_t bank =
        add(detail_, pays ? "RltdAgts/DbtrAgt/FinInstnId" : "RltdAgts/CdtrAgt/FinInstnId");
    set(bank, "BICFI", CamtField::DebtorBicfi);
    set(bank, "BIC", CamtField::DebtorBic);
}

void CamtElements::add_remittance() {
    const std::size_t remittance = add(detail_, "RmtInf");
    const std::size_t structured = add(remittance, "Strd");
    elements_[structured].repeats = true;
    elements_[structured].remittance = CamtRemittance::Structured;
    const auto set = [&](std::size_t parent, std::string_view path, CamtRemittance kind) {
        const std::size_t at = add(parent, path);
        elements_[at].remittance = kind;
        return at;
    };
    elements_[set(remittance, "Ustrd", CamtRemittance::Free)].repeats = true;
    set(structured, "CdtrRefInf/Ref", CamtRemittance::Reference);
    set(structured, "CdtrRefInf/CdtrRef", CamtRemittance::EarlyReference);
    elements_[add(structured, "RfrdDocInf")].repeats = true;
    set(structured, "RfrdDocInf/Nb", CamtRemittance::Document);
    elements_[set(structured, "AddtlRmtInf", CamtRemittance::Additional)].repeats = true;
}

namespace {

class TreeReader {
public:
    TreeReader(const CamtElements& elements, CamtTexts& texts)
        : elements_(elements), texts_(texts) {}

    // NOLINTNEXTLINE(misc-no-recursion): as deep as the known elements, which is eight.
    void read_inside(XmlNode node, std::size_t element) {
        for (XmlNode child = node.first_child(); child; child = child.next_sibling()) {
            const std::size_t known = elements_.child(element, child.name());
            if (known == CamtElements::none) continue;
            const CamtElements::Element& place = elements_[known];
            if (place.role != CamtElements::Role::Plain) continue;
            if (!place.repeats && seen_[known]) continue;
            seen_.set(known);
            if (place.repeats) seen_ &= ~place.inside;
            use(child, place);
            read_inside(child, known);
        }
    }

private:
    void use(XmlNode node, const CamtElements::Element& place) {
        if (place.currency != CamtField::None) {
            texts_.set(place.currency, texts_.keep(node.attribute("Ccy")));
        }
        if (place.field != CamtField::None) texts_.set(place.field, texts_.keep(camt_text(node)));
        if (place.remittance == CamtRemittance::Structured) {
            texts_.add_remittance(place.remittance, {});
        } else if (place.remittance != CamtRemittance::None) {
            texts_.add_remittance(place.remittance, texts_.keep(camt_text(node)));
        }
    }

    const CamtElements& elements_;
    CamtTexts& texts_;
    CamtElements::Set seen_;
};

} // namespace

void read_camt_texts(const CamtElements& elements, std::size_t element, XmlNode node,
                     CamtTexts& texts) {
    texts.clear();
    TreeReader(elements, texts).read_inside(node, element);
}

} // namespace afpunt::standalone
