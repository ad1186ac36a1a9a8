// SPDX-License-Identifier: MIT
//
// What a bank line says, read once for all rules, and the indexes that it is read with.
#pragma once

#include "matching/amount_index.hpp"
#include "matching/number_index.hpp"
#include "matching/payer_index.hpp"
#include "matching/remittance_text.hpp"

#include <string>
#include <vector>

namespace afpunt::matching {

// The indexes over one book, built once per call of propose().
struct Indexes {
    explicit Indexes(const book::Book& book);
    // The items that carry this reference, credit notes excepted.
    [[nodiscard]] Positions by_reference(const StructuredReference& reference) const;

    NumberIndex numbers;
    PayerIndex payers;
    AmountIndex amounts;

private:
    KeyIndex references_; // by value: the three schemes have lengths or letters of their own
};

// Something that is written like a structured reference, and how it stands in the line.
struct LineReference {
    StructuredReference reference;
    std::string written;
};

// One bank line, read once.
struct LineFacts {
    const book::BankLine* line = nullptr;
    std::vector<LineReference> references;      // check digits verified
    std::vector<LineReference> near_references; // check digits wrong
    std::vector<NumberInText> numbers;
    // The party that the host names, or else parties by the account that the money came from.
    std::vector<std::uint32_t> payers;
    std::vector<std::uint32_t> namesakes; // parties by the payer's name, where there are no payers
    bool has_digits = false;              // in the text, references apart
    bool is_passed_on = false;            // the account is a payment provider's
};
// The free text, and the structured field where no reference stands in it.
[[nodiscard]] std::string text_of(const book::BankLine& line);
[[nodiscard]] LineFacts read_line(const book::BankLine& line, const Indexes& indexes);

} // namespace afpunt::matching
