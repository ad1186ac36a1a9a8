// SPDX-License-Identifier: MIT
//
// What the bank transaction code of ISO 20022 (domain, family, sub-family) says about an entry.
#pragma once

#include "bank/camt_texts.hpp"
#include "bank/statement.hpp"

#include <string>
#include <string_view>

namespace afpunt::standalone {

struct CamtCode {
    std::string_view domain, family, sub_family;
    std::string_view proprietary, issuer;

    [[nodiscard]] static CamtCode of(const CamtTexts& texts);
    [[nodiscard]] bool empty() const { return domain.empty() && proprietary.empty(); }
    // "PMNT/RCDT/ESCT", or the bank's own code.
    void write_to(std::string& text) const;
};

// What the entry says about itself beside its code.
enum class CamtUndoing { No, ReversedOrReturned };

[[nodiscard]] EntryKind kind_of_camt_code(const CamtCode& code, bool credit, CamtUndoing undoing);

} // namespace afpunt::standalone
