// SPDX-License-Identifier: MIT
//
// Reads each bank line once: its references, and the invoice numbers in its text.
#include "matching/line_facts.hpp"

#include <algorithm>

namespace afpunt::matching {
namespace {

// Instalments share a reference; one that more items have is printed on everything.
constexpr std::size_t most_items_of_a_reference = 100;
// A mistyped one is looked up in a few hundred spellings, and nobody pays by more of them at once.
constexpr std::size_t most_references = 20;

[[nodiscard]] bool is_credit(const book::OpenItem& item) {
    return item.kind == book::DocumentKind::CreditNote;
}

// As it stands in the text, with the signs that Belgian references are printed between.
[[nodiscard]] std::string written_reference(std::string_view text, const ReferenceInText& found) {
    const auto is_sign = [&](std::size_t at) { return text[at] == '+' || text[at] == '*'; };
    constexpr std::size_t most_signs = 3;
    std::size_t begin = found.begin;
    std::size_t end = found.end;
    while (begin > 0 && found.begin - begin < most_signs && is_sign(begin - 1))
        --begin;
    while (end < text.size() && end - found.end < most_signs && is_sign(end))
        ++end;
    return std::string(text.substr(begin, end - begin));
}

} // namespace

Indexes::Indexes(const book::Book& book) : numbers(book), payers(book), amounts(book) {
    const std::vector<book::OpenItem>& items = book.snapshot().items;
    for (std::uint32_t at = 0; at < items.size(); ++at) {
        if (items[at].payment_reference.empty() || is_credit(items[at])) continue;
        if (const auto reference = parse_reference(items[at].payment_reference)) {
            references_.add(reference->value, at);
        }
    }
    references_.freeze(most_items_of_a_reference);
}

Positions Indexes::by_reference(const StructuredReference& reference) const {
    return references_.find(reference.value);
}

std::string text_of(const book::BankLine& line) {
    if (line.structured_reference.empty() || parse_reference(line.structured_reference)) {
        return line.remittance;
    }
    // Banks put other things in the structured field as well: it is read as text. The bar keeps the
    // two fields apart.
    return line.structured_reference + " | " + line.remittance;
}

LineFacts read_line(const book::BankLine& line, const Indexes& indexes) {
    LineFacts facts;
    facts.line = &line;
    std::string text = line.remittance;
    if (!line.structured_reference.empty()) {
        // The bank keeps bare digits; people know the reference as it is printed.
        if (const auto reference = parse_reference(line.structured_reference)) {
            facts.references.push_back({*reference, print_reference(*reference)});
        } else {
            text = text_of(line);
        }
    }
    const RemittanceText remittance = read_remittance(text);
    for (const ReferenceInText& found : remittance.references) {
        std::vector<LineReference>& references =
            found.is_verified ? facts.references : facts.near_references;
        const StructuredReference reference{found.scheme, found.value};
        const bool is_known =
            std::any_of(references.begin(), references.end(),
                        [&](const LineReference& one) { return one.reference == reference; });
        if (is_known || references.size() >= most_references) continue;
        references.push_back({reference, written_reference(remittance.text, found)});
    }
    facts.has_digits = std::any_of(remittance.runs.begin(), remittance.runs.end(),
                                   [](const TextRun& run) { return run.is_digits; });
    facts.numbers = indexes.numbers.find(remittance);
    facts.is_passed_on = indexes.payers.passes_money_on(line.payer_iban);
    facts.payers = indexes.payers.by_id(line.party_id);
    // The host knows its own books: an account that others use as well says nothing against it.
    if (facts.payers.empty()) facts.payers = indexes.payers.by_iban(line.payer_iban);
    if (facts.payers.empty() && !facts.is_passed_on && !line.payer_name.empty()) {
        facts.namesakes = indexes.payers.namesakes(line.payer_name);
    }
    return facts;
}

} // namespace afpunt::matching
