// SPDX-License-Identifier: MIT
//
// What the bank transaction code of ISO 20022 (domain, family, sub-family) says about an entry.
#pragma once

#include "bank/statement.hpp"
#include "bank/xml_tree.hpp"

#include <string>

namespace afpunt::standalone {

struct CamtCode {
    std::string domain, family, sub_family;
    std::string proprietary, issuer;

    [[nodiscard]] static CamtCode parse(XmlNode bank_transaction_code);
    [[nodiscard]] bool empty() const { return domain.empty() && proprietary.empty(); }
    // "PMNT/RCDT/ESCT", or the bank's own code.
    [[nodiscard]] std::string text() const;
};

// What the entry says about itself beside its code.
enum class CamtUndoing { No, ReversedOrReturned };

[[nodiscard]] EntryKind kind_of_camt_code(const CamtCode& code, bool credit, CamtUndoing undoing);

} // namespace afpunt::standalone
