// SPDX-License-Identifier: MIT
#include "fire/campaign_book.hpp"

#include <fstream>
#include <utility>

namespace afpunt::tests {
namespace {

namespace fs = std::filesystem;

constexpr const char* iban = "BE52999000120009"; // of a bank that does not exist

std::string padded(std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

std::string euros(std::int64_t cents) {
    return std::to_string(cents / 100) + "." + padded(cents % 100, 2);
}

// The Belgian structured reference: ten digits, and their remainder by 97.
std::string reference_of(std::size_t number) {
    const std::int64_t base = 2'600'000'000 + static_cast<std::int64_t>(number);
    const std::string digits = padded(base, 10) + padded(base % 97 == 0 ? 97 : base % 97, 2);
    return "+++" + digits.substr(0, 3) + "/" + digits.substr(3, 4) + "/" + digits.substr(7) + "+++";
}

// Nothing leaves on such a day, so there would be nothing to kill. The campaign ends before Easter.
bool is_free(Date day) {
    constexpr std::pair<unsigned, unsigned> holidays[] = {{11, 1}, {11, 11}, {12, 25}, {1, 1}};
    for (const auto& [month, of_month] : holidays) {
        if (day.month() == month && day.day() == of_month) return true;
    }
    return day.weekday() == std::chrono::Saturday || day.weekday() == std::chrono::Sunday;
}

// Whole under its name or not there, as downloads are.
void put(const fs::path& file, const std::string& text) {
    const fs::path part = file.parent_path().parent_path() / "part";
    std::ofstream(part, std::ios::binary) << text;
    fs::rename(part, file);
}

std::string settings_text(std::uint16_t mail_port) {
    return "[book]\nid = \"campaign\"\nlanguage = \"nl-BE\"\ncountry = \"BE\"\nsample = true\n"
           "[creditor]\nname = \"Drukkerij Voorbeeld BV\"\nstreet = \"Kerkstraat 1\"\n"
           "postal_code = \"9000\"\ncity = \"Gent\"\nmail = \"facturen@voorbeeld.example\"\n"
           "vat_id = \"BE0999100097\"\n"
           "[[account]]\niban = \"" +
           std::string(iban) +
           "\"\n[policy]\nmode = \"send\"\nleast_days_between_messages = 0\n"
           "most_letters_per_day = 0\n"
           "[[step]]\nid = \"reminder-1\"\nafter = 3\nunit = \"working-days\"\nfrom = "
           "\"due-date\"\n"
           "tone = \"friendly\"\n"
           "[[step]]\nid = \"reminder-2\"\nafter = 10\nunit = \"working-days\"\n"
           "from = \"previous-step\"\ntone = \"firm\"\n"
           "[mail]\nserver = \"127.0.0.1\"\nsecurity = \"none\"\nlogin = \"none\"\n"
           "per_minute = 6000\nper_day = 1000000\nport = " +
           std::to_string(mail_port) + "\n";
}

std::string party(const std::string& id, const std::string& name, const std::string& mail) {
    return "<cac:Party><cac:PartyIdentification><cbc:ID>" + id +
           "</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>" + name +
           "</cbc:Name></cac:PartyName><cac:PostalAddress><cbc:StreetName>Dorp 1</cbc:StreetName>"
           "<cbc:CityName>Gent</cbc:CityName><cbc:PostalZone>9000</cbc:PostalZone><cac:Country>"
           "<cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
           "<cac:PartyLegalEntity><cbc:RegistrationName>" +
           name +
           "</cbc:RegistrationName></cac:PartyLegalEntity><cac:Contact><cbc:ElectronicMail>" +
           mail + "</cbc:ElectronicMail></cac:Contact></cac:Party>";
}

std::string amount(const char* name, std::int64_t cents) {
    const std::string tag(name);
    return "<cbc:" + tag + " currencyID=\"EUR\">" + euros(cents) + "</cbc:" + tag + ">";
}

std::string invoice_text(const CampaignInvoice& invoice, const std::string& reference) {
    const std::string customer = "K" + std::to_string(invoice.customer);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" "
           "xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\" "
           "xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">"
           "<cbc:ID>" +
           invoice.number + "</cbc:ID><cbc:IssueDate>" + (invoice.due - 30).iso() +
           "</cbc:IssueDate><cbc:DueDate>" + invoice.due.iso() +
           "</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
           "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:BuyerReference>" +
           customer + "</cbc:BuyerReference><cac:AccountingSupplierParty>" +
           "<cac:Party><cac:PartyName><cbc:Name>Drukkerij Voorbeeld BV</cbc:Name></cac:PartyName>"
           "<cac:PartyTaxScheme><cbc:CompanyID>BE0999100097</cbc:CompanyID><cac:TaxScheme><cbc:ID>"
           "VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>"
           "<cbc:RegistrationName>Drukkerij Voorbeeld BV</cbc:RegistrationName>"
           "</cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>"
           "<cac:AccountingCustomerParty>" +
           party(customer, "Klant " + customer + " NV", customer + "@klant.example") +
           "</cac:AccountingCustomerParty><cac:PaymentMeans><cbc:PaymentMeansCode>30"
           "</cbc:PaymentMeansCode><cbc:PaymentID>" +
           reference + "</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>" + iban +
           "</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans><cac:LegalMonetaryTotal>" +
           amount("TaxExclusiveAmount", invoice.cents) +
           amount("TaxInclusiveAmount", invoice.cents) + amount("PayableAmount", invoice.cents) +
           "</cac:LegalMonetaryTotal></Invoice>\n";
}

std::string balance(const char* code, std::int64_t cents, Date day) {
    return "<Bal><Tp><CdOrPrtry><Cd>" + std::string(code) +
           "</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">" + euros(cents) +
           "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>" + day.iso() + "</Dt></Dt></Bal>";
}

std::string payment(const CampaignInvoice& invoice, const std::string& reference, Date day) {
    const std::string amount =
        "<Amt Ccy=\"EUR\">" + euros(invoice.cents) + "</Amt><CdtDbtInd>CRDT</CdtDbtInd>";
    return "<Ntry>" + amount + "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>" + day.iso() +
           "</Dt></BookgDt><ValDt><Dt>" + day.iso() + "</Dt></ValDt><BkTxCd/><NtryDtls><TxDtls>" +
           amount + "<RltdPties><Dbtr><Pty><Nm>Klant K" + std::to_string(invoice.customer) +
           " NV</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>" + reference +
           "</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";
}

} // namespace

CampaignBook::CampaignBook(fs::path root, std::uint16_t mail_port)
    : root_(std::move(root)), day_(Date::of(2026, 9, 14)), covered_until_(day_ - 1) {
    for (const char* folder : {"invoices", "bank", "state", "out"})
        fs::create_directories(root_ / folder);
    std::ofstream(root_ / "afpunt.toml") << settings_text(mail_port);
}

void CampaignBook::next_day() {
    do {
        day_ = day_ + 1;
    } while (is_free(day_));
    write_statement(day_ - 1);
}

void CampaignBook::live_quietly(int days) {
    day_ = day_ + (days - 1);
    next_day();
}

void CampaignBook::bring_statement_of_today() {
    write_statement(day_);
}

void CampaignBook::grow(Chance& chance) {
    for (std::int32_t more = chance.between(1, 4); more > 0; --more)
        add_invoice(chance);
    if (chance.one_in(3)) {
        const std::size_t paid = chance.below(invoices_.size());
        if (!invoices_[paid].is_paid) paying_.push_back(paid);
    }
}

void CampaignBook::add_invoice(Chance& chance) {
    CampaignInvoice invoice;
    invoice.number = "F26-" + padded(static_cast<std::int64_t>(invoices_.size()) + 1, 5);
    // Now and then a customer has two invoices, which may stand in one letter.
    const bool is_known = customers_ > 0 && chance.one_in(4);
    invoice.customer = is_known ? chance.between(1, customers_) : ++customers_;
    invoice.due = chance.one_in(5) ? day_ + chance.between(1, 15) : day_ - chance.between(6, 12);
    invoice.cents = 1'000 + static_cast<std::int64_t>(chance.below(200'000));
    put(root_ / "invoices" / (invoice.number + ".xml"),
        invoice_text(invoice, reference_of(invoices_.size() + 1)));
    invoices_.push_back(std::move(invoice));
}

void CampaignBook::write_statement(Date until) {
    if (until <= covered_until_) return;
    const Date from = std::exchange(covered_until_, until) + 1;
    const std::string number = "2026-" + std::to_string(++statements_);
    std::string entries;
    const std::int64_t opening = balance_cents_;
    for (const std::size_t paid : std::exchange(paying_, {})) {
        CampaignInvoice& invoice = invoices_[paid];
        if (std::exchange(invoice.is_paid, true)) continue;
        entries += payment(invoice, reference_of(paid + 1), until);
        balance_cents_ += invoice.cents;
    }
    put(root_ / "bank" / (number + ".xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>"
        "<MsgId>" +
            number + "</MsgId><CreDtTm>" + until.iso() + "T23:00:00</CreDtTm></GrpHdr><Stmt><Id>" +
            number + "</Id><ElctrncSeqNb>" + std::to_string(statements_) +
            "</ElctrncSeqNb><CreDtTm>" + until.iso() + "T23:00:00</CreDtTm><FrToDt><FrDtTm>" +
            from.iso() + "T00:00:00</FrDtTm><ToDtTm>" + until.iso() +
            "T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>" + iban +
            "</IBAN></Id><Ccy>EUR</Ccy></Acct>" + balance("OPBD", opening, from) +
            balance("CLBD", balance_cents_, until) + entries +
            "</Stmt></BkToCstmrStmt></Document>\n");
}

void CampaignBook::note_payments(std::size_t letters_at_the_server) {
    for (CampaignInvoice& invoice : invoices_) {
        if (invoice.is_paid && invoice.letters_before > letters_at_the_server)
            invoice.letters_before = letters_at_the_server;
    }
}

} // namespace afpunt::tests
