// SPDX-License-Identifier: MIT
//
// Look-up of labels, and the notes of the UBL document. "not_seen" never claims more than the bank
// data cover: its date is the coverage of the letter.
#include "document/labels.hpp"

#include "book/localised.hpp"

#include <stdexcept>

namespace afpunt::document {
namespace {

constexpr Label letter_table[] = {
    {"not_seen", "Herinnering. Volgens onze bankgegevens tot en met {} staat nog open: {}.",
     "Rappel. Selon nos données bancaires jusqu'au {} inclus, il reste ouvert : {}.",
     "Zahlungserinnerung. Nach unseren Bankdaten bis einschließlich {} ist noch offen: {}.",
     "Reminder. According to our bank data up to and including {}, still open: {}."},
    {"pay_by", "Te betalen uiterlijk op {}.", "À payer au plus tard le {}.",
     "Zu zahlen bis spätestens {}.", "To be paid by {} at the latest."},
    {"line_reminder", "{} herinnering voor deze factuur", "{} rappel pour cette facture",
     "{} Erinnerung zu dieser Rechnung", "{} reminder for this invoice"},
    {"line_due", "vervaldag {}", "échéance {}", "Fälligkeit {}", "due {}"},
    {"line_total", "factuurbedrag {}", "montant de la facture {}", "Rechnungsbetrag {}",
     "invoice amount {}"},
    {"line_reference", "gestructureerde mededeling {}", "communication structurée {}",
     "Zahlungsreferenz {}", "payment reference {}"},
};

// The tables hold the Dutch of Belgium; these are the words that differ in the Netherlands.
struct DutchWord {
    std::string_view name, text;
};
constexpr DutchWord netherlands_table[] = {
    {"line_due", "vervaldatum {}"},
    {"line_reference", "betalingskenmerk {}"},
    {"due", "Vervaldatum"},
    {"gap_one", "afschrift {} ontbreekt (na {})"},
    {"gap_several", "afschriften {} tot en met {} ontbreken (na {})"},
    {"gap_days", "geen afschriften tussen {} en {}"},
    {"no_statement", "geen enkel afschrift"},
};

std::string english_ordinal(int number) {
    const int tens = number % 100;
    const bool teen = tens >= 11 && tens <= 13;
    const int last = teen ? 0 : number % 10;
    return std::to_string(number) + (last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

} // namespace

std::string_view Label::in(std::string_view language) const {
    const std::string_view base = book::base_language(language);
    if (base == "nl") return nl;
    if (base == "fr") return fr;
    return base == "de" ? de : en;
}

std::span<const Label> letter_labels() {
    return letter_table;
}

std::string_view label(std::span<const Label> labels, std::string_view name,
                       std::string_view language) {
    if (language == "nl-NL") {
        for (const DutchWord& word : netherlands_table) {
            if (word.name == name) return word.text;
        }
    }
    for (const Label& candidate : labels) {
        if (candidate.name == name) return candidate.in(language);
    }
    throw std::logic_error("there is no label '" + std::string(name) + "'");
}

std::string filled(std::string_view text, std::initializer_list<std::string_view> values) {
    std::string result;
    for (const std::string_view value : values) {
        const std::size_t place = text.find("{}");
        if (place == std::string_view::npos) break;
        result.append(text.substr(0, place)).append(value);
        text.remove_prefix(place + 2);
    }
    return result.append(text);
}

std::string ordinal(int number, std::string_view language) {
    const std::string_view base = book::base_language(language);
    if (base == "nl") return std::to_string(number) + "e";
    if (base == "fr") return std::to_string(number) + (number == 1 ? "er" : "e");
    return base == "de" ? std::to_string(number) + "." : english_ordinal(number);
}

} // namespace afpunt::document
