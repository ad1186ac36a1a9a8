// SPDX-License-Identifier: MIT
#include "cli/rule_words.hpp"

namespace afpunt::standalone::cli {
namespace {

struct Row {
    std::string_view code, nl, fr, de, en;
};

constexpr Row rows[] = {
    {"structured-reference", "gestructureerde mededeling", "communication structurée",
     "Zahlungsreferenz", "structured reference"},
    {"invoice-number", "factuurnummer in de mededeling", "numéro de facture dans la communication",
     "Rechnungsnummer im Text", "invoice number in the text"},
    {"several-numbers", "meerdere nummers die samen kloppen", "plusieurs numéros, somme exacte",
     "mehrere Nummern, Summe stimmt", "several numbers that add up"},
    {"payer-and-amount", "rekening van de klant en het bedrag", "compte du client et montant",
     "Konto des Kunden und Betrag", "customer's account and amount"},
    {"payer-only", "rekening van de klant", "compte du client", "Konto des Kunden",
     "customer's account"},
    {"amount-only", "naam en bedrag", "nom et montant", "Name und Betrag", "name and amount"},
    {"reference-typo", "mededeling met een tikfout", "communication avec une faute de frappe",
     "Referenz mit Tippfehler", "mistyped reference"},
    {"whole-balance", "het hele saldo van de klant", "tout le solde du client",
     "ganzer Saldo des Kunden", "customer's whole balance"},
    {"combination", "facturen die samen kloppen", "factures dont la somme est exacte",
     "Rechnungen, deren Summe stimmt", "invoices that add up"},
    {"ambiguous-combination", "facturen die samen kloppen, de oudste",
     "factures dont la somme est exacte, les plus anciennes",
     "Rechnungen, deren Summe stimmt, die ältesten", "invoices that add up, the oldest"},
    {"discount-taken", "korting voor contante betaling", "escompte", "Skonto", "discount taken"},
    {"number-typo", "factuurnummer met een tikfout", "numéro avec une faute de frappe",
     "Nummer mit Tippfehler", "mistyped number"},
    {"several-payments", "meerdere betalingen voor één factuur",
     "plusieurs paiements pour une facture", "mehrere Zahlungen für eine Rechnung",
     "several payments for one invoice"},
    {"person", "met de hand", "à la main", "von Hand", "by hand"},
    {"credit-note-names-invoice", "creditnota noemt de factuur", "note de crédit sur la facture",
     "Gutschrift nennt die Rechnung", "credit note names the invoice"},
    {"credit-note-refunded", "creditnota teruggestort", "note de crédit remboursée",
     "Gutschrift ausgezahlt", "credit note paid back"},
    {"open-items-list", "volgens de lijst van open posten", "selon la liste des postes ouverts",
     "laut Offene-Posten-Liste", "by the list of open items"},
    {"open-items-list-and-bank", "lijst van open posten en banklijn",
     "liste des postes ouverts et ligne bancaire", "Offene-Posten-Liste und Bankzeile",
     "list of open items and bank line"},
};

} // namespace

std::string rule_words(std::string_view code, std::string_view language) {
    const std::string_view base = language.substr(0, 2);
    for (const Row& row : rows) {
        if (row.code != code) continue;
        return std::string(base == "nl"   ? row.nl
                           : base == "fr" ? row.fr
                           : base == "de" ? row.de
                                          : row.en);
    }
    return std::string(code);
}

} // namespace afpunt::standalone::cli
