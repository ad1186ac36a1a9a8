// SPDX-License-Identifier: MIT
//
// cac:PaymentMeans of UBL 2: which reference, account and arrangement the invoice asks for. Means
// codes are those of UNCL 4461. Belgian e-fff senders put the structured reference in
// cbc:InstructionID, others in cbc:PaymentID or in a payment note.
#include "ubl_parts.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {
namespace {

// An expected collection outweighs the rest: its customer must not be asked to transfer as well.
constexpr int rank(InvoiceArrangement arrangement) {
    switch (arrangement) {
    case InvoiceArrangement::DirectDebit: return 0;
    case InvoiceArrangement::CreditTransfer: return 1;
    case InvoiceArrangement::Card: return 2;
    case InvoiceArrangement::Cash: return 3;
    case InvoiceArrangement::Other: return 4;
    }
    return 5;
}

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// 1: not defined; 2, 6: clearing-house credits; 30, 31, 42, 45, 46, 50, 56, 58, 93: transfers and
// giros. 3, 7: clearing-house debits; 49, 59: direct debit. 57, 68: standing agreement, online
// payment service. 97: cleared between partners.
std::optional<InvoiceArrangement> arrangement_of(std::string_view code) {
    if (is_one_of(code, {"1", "2", "6", "30", "31", "42", "45", "46", "50", "56", "58", "93"})) {
        return InvoiceArrangement::CreditTransfer;
    }
    if (is_one_of(code, {"3", "7", "49", "59"})) return InvoiceArrangement::DirectDebit;
    if (is_one_of(code, {"48", "54", "55"})) return InvoiceArrangement::Card;
    if (code == "10") return InvoiceArrangement::Cash;
    if (is_one_of(code, {"57", "68", "97"})) return InvoiceArrangement::Other;
    return std::nullopt;
}

std::string compact(std::string_view written) {
    std::string result;
    for (const char c : written) {
        if (!text::is_space(c)) result += text::upper(c);
    }
    return result;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), text::is_digit);
}

bool is_belgian_shape(std::string_view text) {
    // ddd/dddd/ddddd, without the marks around it.
    return text.size() == 14 && text[3] == '/' && text[8] == '/' && all_digits(text.substr(0, 3)) &&
           all_digits(text.substr(4, 4)) && all_digits(text.substr(9));
}

// RF and two check digits, ISO 7064 mod 97-10: without them any word that begins with RF would do.
bool is_creditor_reference(std::string_view text) {
    const auto fits = [](char c) { return text::is_digit(c) || text::is_letter(c); };
    if (text.size() < 5 || text.size() > 25 || !text.starts_with("RF") ||
        !all_digits(text.substr(2, 2)) || !std::all_of(text.begin(), text.end(), fits)) {
        return false;
    }
    return detail::mod_97(std::string(text.substr(4)) + std::string(text.substr(0, 4))) == 1;
}

std::string choose_reference(const UblElement& root) {
    std::vector<std::string> payment_ids;
    std::vector<std::string> instruction_ids;
    for (const UblElement& means : root.all("PaymentMeans")) {
        for (const UblElement& id : means.all("PaymentID"))
            payment_ids.push_back(id.text());
        instruction_ids.push_back(means.text("InstructionID"));
    }
    std::vector<std::string> candidates = payment_ids;
    candidates.insert(candidates.end(), instruction_ids.begin(), instruction_ids.end());
    std::erase_if(candidates,
                  [](const std::string& id) { return id.empty() || is_placeholder(id); });
    for (const std::string& candidate : candidates) {
        if (!structured_reference_in(candidate).empty()) return candidate;
    }
    for (const UblElement& terms : root.all("PaymentTerms")) {
        for (const UblElement& note : terms.all("Note")) {
            std::string reference = structured_reference_in(note.text());
            if (candidates.empty() && !reference.empty()) return reference;
        }
    }
    return candidates.empty() ? std::string() : candidates.front();
}

bool is_bic_shape(std::string_view text) {
    if (text.size() != 8 && text.size() != 11) return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!text::is_letter(text[at]) && (at < 6 || !text::is_digit(text[at]))) return false;
    }
    return true;
}

void read_account(const UblElement& root, Invoice& invoice) {
    std::string refused;
    for (const UblElement& means : root.all("PaymentMeans")) {
        const UblElement account = means.find("PayeeFinancialAccount");
        const std::string written = account.text("ID");
        if (written.empty()) continue;
        const Result<Iban> iban = Iban::parse(written);
        if (!iban) {
            if (refused.empty()) refused = iban.error().sentence();
            continue;
        }
        invoice.payee_iban = iban->electronic();
        invoice.payee_account_holder = account.text("Name");
        for (const std::string_view path : {"FinancialInstitutionBranch/ID",
                                            "FinancialInstitutionBranch/FinancialInstitution/ID"}) {
            const std::string bic = compact(account.text(path));
            if (is_bic_shape(bic) && invoice.payee_bic.empty()) invoice.payee_bic = bic;
        }
        return;
    }
    const bool is_awaited = invoice.kind == InvoiceKind::Invoice &&
                            invoice.arrangement == InvoiceArrangement::CreditTransfer;
    if (!is_awaited) return;
    invoice.notices.push_back(refused.empty() ? "no account to pay into"
                                              : "account to pay into left out: " + refused);
}

void read_arrangement(const UblElement& root, Invoice& invoice) {
    std::optional<InvoiceArrangement> chosen;
    for (const UblElement& means : root.all("PaymentMeans")) {
        const std::string code = means.text("PaymentMeansCode");
        if (code.empty()) continue;
        const std::optional<InvoiceArrangement> arrangement = arrangement_of(code);
        if (!arrangement) {
            invoice.notices.push_back("payment means code '" + code.substr(0, 20) +
                                      "' says neither transfer, direct debit, card nor cash: "
                                      "transfer taken");
        }
        const InvoiceArrangement meant = arrangement.value_or(InvoiceArrangement::CreditTransfer);
        if (!chosen || rank(meant) < rank(*chosen)) chosen = meant;
        if (meant == InvoiceArrangement::DirectDebit && invoice.mandate_id.empty()) {
            invoice.mandate_id = means.text("PaymentMandate/ID");
        }
    }
    invoice.arrangement = chosen.value_or(InvoiceArrangement::CreditTransfer);
}

} // namespace

std::string structured_reference_in(std::string_view note) {
    for (const std::string_view mark : {"+++", "***"}) {
        const std::size_t open = note.find(mark);
        if (open == std::string_view::npos) continue;
        const std::size_t close = note.find(mark, open + 3);
        if (close == std::string_view::npos) continue;
        if (is_belgian_shape(compact(note.substr(open + 3, close - open - 3)))) {
            return std::string(note.substr(open, close + 3 - open));
        }
    }
    const std::string whole = compact(note);
    if ((all_digits(whole) && (whole.size() == 12 || whole.size() == 16)) ||
        is_belgian_shape(whole) || is_creditor_reference(whole)) {
        return std::string(text::trim(note));
    }
    std::size_t at = 0;
    while (at < note.size()) {
        const std::size_t end = std::min(note.find_first_of(" ,;:.()", at), note.size());
        std::string word = compact(note.substr(at, end - at));
        if (is_creditor_reference(word)) return word;
        at = end + 1;
    }
    return {};
}

void read_ubl_payment_means(const UblElement& root, Invoice& invoice) {
    invoice.payment_reference = choose_reference(root);
    read_arrangement(root, invoice);
    read_account(root, invoice);
}

} // namespace afpunt::standalone
