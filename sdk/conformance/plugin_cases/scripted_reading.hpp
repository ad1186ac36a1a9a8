// SPDX-License-Identifier: MIT
//
// One reading of the scripted book: fills the records of the headers, one after the other.
#pragma once

#include "conformance/plugin_cases/scripted_host.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace afpunt::conformance {

class ScriptedReading {
public:
    ScriptedReading(Book book, afpunt_date bank_until);
    ScriptedReading(const ScriptedReading&) = delete;
    ScriptedReading& operator=(const ScriptedReading&) = delete;

    void creditor(afpunt_party& out) const;
    // False when there are no more of this kind. Texts are good as long as this object.
    [[nodiscard]] bool next(afpunt_party& out);
    [[nodiscard]] bool next(afpunt_account& out);
    [[nodiscard]] bool next(afpunt_statement& out);
    [[nodiscard]] bool next(afpunt_bank_line& out);
    [[nodiscard]] bool next(afpunt_item& out);
    [[nodiscard]] bool next(afpunt_allocation& out);
    [[nodiscard]] bool next(afpunt_owed& out);

private:
    Book book_;
    afpunt_date bank_until_;
    std::vector<std::string> mails_;
    std::vector<afpunt_contact> contacts_;
    afpunt_contact own_contact_{};
    afpunt_str own_iban_{};
    std::size_t party_ = 0, account_ = 0, statement_ = 0, line_ = 0, item_ = 0, payment_ = 0,
                owed_ = 0;
};

} // namespace afpunt::conformance
