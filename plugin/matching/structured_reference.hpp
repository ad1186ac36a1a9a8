// SPDX-License-Identifier: MIT
//
// Structured remittance references with their check digits: the Belgian OGM/VCS (12 digits, the
// last two are the first ten mod 97, 97 for 0), the international creditor reference RF (ISO 11649,
// mod 97-10) and the Dutch betalingskenmerk (16 digits, weighted sum mod 11; checked against 25
// published numbers of the Belastingdienst). Also the German/Finnish/Nordic forms come later.
#pragma once

#include <afpunt/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::matching {

enum class ReferenceScheme { Ogm, CreditorReference, Betalingskenmerk };

struct StructuredReference {
    ReferenceScheme scheme = ReferenceScheme::Ogm;
    std::string value; // canonical: 12 digits; "RF18539007547034"; 16 digits
    friend auto operator<=>(const StructuredReference&, const StructuredReference&) = default;
};

// A whole field that should be a reference, in any of the ways people and banks write it
// ("+++010/8068/17183+++", "***...***", "010 8068 17183", "rf18 5390 0754 7034"). RF00, RF01 and
// RF99 are refused: ISO 11649 check digits run from 02 to 98.
[[nodiscard]] Result<StructuredReference> parse_reference(std::string_view text);

// How people expect to see it: "+++010/8068/17183+++", "RF18 5390 0754 7034", "5010 0021 6701
// 0010".
[[nodiscard]] std::string print_reference(const StructuredReference& reference);

// References with verified check digits inside free text. A bare run of 12 or 16 digits counts only
// when its check digits agree; the caller still has to find an item that carries it.
[[nodiscard]] std::vector<StructuredReference> find_references(std::string_view text);

// Written like a reference but with wrong check digits (a digit mistyped): for proposals only.
struct NearReference {
    ReferenceScheme scheme = ReferenceScheme::Ogm;
    std::string digits;
};
[[nodiscard]] std::vector<NearReference> find_near_references(std::string_view text);

// Everything in a text that is written like a reference, with its place, so that its digits are not
// read a second time as invoice numbers.
struct ReferenceInText {
    ReferenceScheme scheme = ReferenceScheme::Ogm;
    std::string value; // canonical
    std::size_t begin = 0, end = 0;
    bool is_verified = false; // the check digits agree
};
[[nodiscard]] std::vector<ReferenceInText> scan_references(std::string_view text);

// One digit wrong, or two neighbours swapped; same length.
[[nodiscard]] bool is_one_slip_away(std::string_view written, std::string_view meant);

} // namespace afpunt::matching
