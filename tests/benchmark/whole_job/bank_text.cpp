// SPDX-License-Identifier: MIT
//
// The bank's side of the invented firm, as CAMT.053.001.08 the way Belgian banks write it.
#include "benchmark/whole_job/firm.hpp"

#include <afpunt/money.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <random>
#include <span>
#include <stdexcept>

namespace afpunt::benchmark {
namespace {

constexpr int statement_days = 19; // the days of November before import_day()
constexpr std::size_t payments_per_batch = 5;

struct Movement {
    std::int64_t amount = 0; // signed
    std::string name, iban, structured, text;
    const char* family = "RCDT";
    const char* sub_family = "ESCT";
};

std::string euros(std::int64_t cents) {
    return Money{cents < 0 ? -cents : cents}.decimal();
}

std::string element(const char* name, const std::string& content) {
    return "<" + std::string(name) + ">" + content + "</" + name + ">";
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else {
            out += c;
        }
    }
    return out;
}

Movement payment_of(const Firm& firm, const Invoice& invoice, std::int64_t amount,
                    std::uint64_t chance) {
    Movement movement;
    movement.amount = amount;
    movement.name = firm.customers[invoice.customer].name;
    movement.iban = firm.customers[invoice.customer].iban;
    if (invoice.reference.empty()) {
        static constexpr std::array<const char*, 4> words{"Betaling factuur ", "Facture ", "fact. ",
                                                          "Rechnung Nr. "};
        movement.text = words[chance % words.size()] + invoice.number + " met dank & groeten";
    } else if (chance % 7 == 0 && invoice.reference.size() == 12) {
        const std::string& digits = invoice.reference;
        movement.text = "+++" + digits.substr(0, 3) + "/" + digits.substr(3, 4) + "/" +
                        digits.substr(7) + "+++";
    } else {
        movement.structured = invoice.reference;
    }
    return movement;
}

// What moves on an account and concerns no invoice of ours.
Movement other_movement(std::uint64_t chance) {
    Movement movement;
    const auto cents = static_cast<std::int64_t>(500 + chance / 16 % 400'000);
    movement.amount = -cents;
    movement.family = "ICDT";
    movement.name = "Leverancier Voorbeeld NV";
    movement.iban = "BE71096123456769";
    switch (chance % 8) {
    case 0:
        movement.text = "Salaris 11/2026";
        movement.name = "Medewerker Voorbeeld";
        break;
    case 1:
        movement.family = "MCOP";
        movement.sub_family = "CHRG";
        movement.text = "Kosten zichtrekening";
        break;
    case 2:
        movement.amount = cents;
        movement.family = "MCRD";
        movement.sub_family = "POSP";
        movement.text = "Kaartontvangsten terminal 4711";
        break;
    case 3:
        movement.amount = cents;
        movement.name = "Verzekeringen Voorbeeld";
        movement.text = "schadedossier van vorige maand, zie onze brief";
        break;
    default: movement.text = "Onze referentie inkoop " + std::to_string(chance % 100'000); break;
    }
    return movement;
}

std::string details(const Movement& movement) {
    const bool incoming = movement.amount > 0;
    const char* party = incoming ? "Dbtr" : "Cdtr";
    const std::string account = std::string(party) + "Acct";
    std::string remittance;
    if (movement.structured.empty()) {
        remittance = element("Ustrd", escaped(movement.text));
    } else {
        const bool is_iso = movement.structured.starts_with("RF");
        const std::string type = is_iso ? element("Cd", "SCOR") : element("Prtry", "BBA");
        remittance =
            element("Strd", element("CdtrRefInf", element("Tp", element("CdOrPrtry", type)) +
                                                      element("Ref", movement.structured)));
    }
    const std::string address =
        element("PstlAdr", element("Ctry", "BE") + element("AdrLine", "Stationsstraat 26") +
                               element("AdrLine", "9000 Gent"));
    return element(
        "TxDtls",
        element("Refs", element("EndToEndId", "NOTPROVIDED")) + "<Amt Ccy=\"EUR\">" +
            euros(movement.amount) + "</Amt>" + element("CdtDbtInd", incoming ? "CRDT" : "DBIT") +
            element(
                "RltdPties",
                element(party, element("Pty", element("Nm", escaped(movement.name)) + address)) +
                    element(account.c_str(), element("Id", element("IBAN", movement.iban)))) +
            element("RltdAgts", element(incoming ? "DbtrAgt" : "CdtrAgt",
                                        element("FinInstnId", element("BICFI", "KREDBEBB")))) +
            element("RmtInf", remittance));
}

std::string booking(std::span<const Movement> movements, Date day, std::uint64_t number) {
    std::int64_t sum = 0;
    std::string parts;
    for (const Movement& movement : movements) {
        sum += movement.amount;
        parts += details(movement);
    }
    if (movements.size() > 1) {
        parts = element("Btch", element("NbOfTxs", std::to_string(movements.size()))) + parts;
    }
    const Movement& first = movements.front();
    const std::string when = element("Dt", day.iso());
    return "<Ntry><NtryRef>" + std::to_string(number) + "</NtryRef><Amt Ccy=\"EUR\">" + euros(sum) +
           "</Amt>" + element("CdtDbtInd", sum > 0 ? "CRDT" : "DBIT") +
           element("Sts", element("Cd", "BOOK")) + element("BookgDt", when) +
           element("ValDt", when) +
           element("AcctSvcrRef", "A2611" + std::to_string(100'000'000 + number)) +
           element("BkTxCd", element("Domn", element("Cd", "PMNT") +
                                                 element("Fmly", element("Cd", first.family) +
                                                                     element("SubFmlyCd",
                                                                             first.sub_family)))) +
           element("NtryDtls", parts) + "</Ntry>\n";
}

std::string balance(const char* code, std::int64_t cents, Date day) {
    return element("Bal", element("Tp", element("CdOrPrtry", element("Cd", code))) +
                              "<Amt Ccy=\"EUR\">" + euros(cents) + "</Amt>" +
                              element("CdtDbtInd", cents < 0 ? "DBIT" : "CRDT") +
                              element("Dt", element("Dt", day.iso()))) +
           "\n";
}

std::vector<Movement> movements_of(const Firm& firm) {
    std::mt19937_64 random(2611);
    std::vector<Movement> movements;
    movements.reserve(firm.invoices.size());
    for (std::size_t at = 0; at < firm.invoices.size(); ++at) {
        const Invoice& invoice = firm.invoices[at];
        const std::size_t last = at % 10;
        const bool is_paid = last != 2 && last != 5 && last < 8;
        const std::uint64_t chance = random();
        if (is_paid) {
            movements.push_back(payment_of(firm, invoice, invoice.total, chance));
        } else if (last == 5 && at / 10 % 2 == 0) {
            movements.push_back(payment_of(firm, invoice, invoice.total / 4, chance));
        } else {
            movements.push_back(other_movement(chance));
        }
    }
    std::shuffle(movements.begin(), movements.end(), random);
    return movements;
}

} // namespace

void write_bank_file(const Firm& firm, const std::filesystem::path& path) {
    const std::vector<Movement> movements = movements_of(firm);
    std::ofstream file(path, std::ios::binary);
    file << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>"
            "<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-20T05:00:00+01:00</CreDtTm></GrpHdr>\n";
    std::int64_t standing = 100'000'000'000;
    std::uint64_t number = 0;
    std::size_t at = 0;
    for (int day_of_month = 1; day_of_month <= statement_days; ++day_of_month) {
        const Date day = Date::of(2026, 11, 1) + (day_of_month - 1);
        const std::size_t until =
            movements.size() * static_cast<std::size_t>(day_of_month) / statement_days;
        const std::int64_t opening = standing;
        std::string entries;
        while (at < until) {
            // One booking in fifty of those that can be is collective.
            std::size_t count = 1;
            const bool may_be_batch = at + payments_per_batch <= until && number % 50 == 0;
            const auto next =
                std::span(movements).subspan(at, may_be_batch ? payments_per_batch : 1);
            if (std::ranges::all_of(next, [](const Movement& one) {
                    return one.amount > 0 && one.family == std::string_view("RCDT");
                })) {
                count = next.size();
            }
            entries += booking(next.first(count), day, ++number);
            for (const Movement& movement : next.first(count))
                standing += movement.amount;
            at += count;
        }
        file << "<Stmt>" << element("Id", std::to_string(300 + day_of_month))
             << element("ElctrncSeqNb", std::to_string(300 + day_of_month))
             << element("CreDtTm", day.iso() + "T20:00:00+01:00")
             << element("Acct", element("Id", element("IBAN", firm_iban)) + element("Ccy", "EUR"))
             << balance("OPBD", opening, day) << balance("CLBD", standing, day) << entries
             << "</Stmt>\n";
    }
    file << "</BkToCstmrStmt></Document>\n";
    if (!file.flush()) throw std::runtime_error("no room for the bank file");
}

} // namespace afpunt::benchmark
