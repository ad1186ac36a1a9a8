// SPDX-License-Identifier: MIT
//
// Records as text, field by field, and what each field must be like.
#pragma once

#include <afpunt/records.h>

#include <string>

namespace afpunt::conformance {

// Each ends the case when a text, day, amount or number of the record breaks a rule of the headers;
// `place` names the record. What they give is every field, for comparing. A record is `absent` as
// far as the host did not fill it.
[[nodiscard]] std::string describe(const afpunt_party& party, const std::string& place);
[[nodiscard]] std::string describe(const afpunt_account& account, const std::string& place);
[[nodiscard]] std::string describe(const afpunt_statement& statement, const std::string& place);
[[nodiscard]] std::string describe(const afpunt_bank_line& line, const std::string& place);
[[nodiscard]] std::string describe(const afpunt_item& item, const std::string& place);
[[nodiscard]] std::string describe(const afpunt_allocation& allocation, const std::string& place);
[[nodiscard]] std::string describe(const afpunt_owed& owed, const std::string& place);

} // namespace afpunt::conformance
