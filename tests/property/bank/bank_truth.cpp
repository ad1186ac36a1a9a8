// SPDX-License-Identifier: MIT
#include "bank_truth.hpp"

#include <array>
#include <fstream>
#include <initializer_list>
#include <stdlib.h>

namespace afpunt::tests {
namespace {

constexpr std::int64_t first_balance = 10'000'000;
struct Payer {
    std::string_view account, name;
};
constexpr std::array<Payer, 4> payers{{{"NL91ABNA0417164300", "Klant Een"},
                                       {"BE41063012345610", "Klant Twee"},
                                       {"DE89370400440532013000", "Kunde Drei"},
                                       {"BE71096123456769", "Klant Vier & Zonen"}}};
struct Text {
    std::string_view words, structured; // one of the two
};
constexpr std::array<Text, 5> texts{{{"factuur 2026-0107", ""},
                                     {"fact. 2026-0108 en 0109", ""},
                                     {"", "010806817183"},
                                     {"", "090933755493"},
                                     {"dank u wel", ""}}};

std::string digits(std::int64_t number, std::size_t width) {
    const std::string text = std::to_string(number < 0 ? -number : number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}
std::string decimal(std::int64_t cents, char mark) {
    const std::int64_t plain = cents < 0 ? -cents : cents;
    return std::to_string(plain / 100) + mark + digits(plain % 100, 2);
}
std::string short_day(Date day, bool year_first) {
    const std::string year = digits(day.year() % 100, 2), month = digits(day.month(), 2),
                      of_month = digits(day.day(), 2);
    return year_first ? year + month + of_month : of_month + month + year;
}

// A line as a format writes it: a payment, or the sum of a batch, with or without its parts.
struct Booked {
    std::int64_t cents = 0;
    const TruePayment* payment = nullptr; // nullptr: a sum
    const std::vector<TruePayment>* parts = nullptr;
};
std::vector<Booked> booked_on(const TrueDay& day, Details details) {
    std::vector<Booked> lines;
    if (!day.batch.empty()) {
        Booked sum;
        for (const TruePayment& part : day.batch)
            sum.cents += part.cents;
        if (details == Details::Given) sum.parts = &day.batch;
        lines.push_back(sum);
    }
    for (const TruePayment& payment : day.payments)
        lines.push_back({payment.cents, &payment, nullptr});
    return lines;
}

// ---- CODA ---------------------------------------------------------------------------------------

std::string columns(std::initializer_list<std::pair<std::size_t, std::string_view>> fields) {
    std::string line(128, ' ');
    for (const auto& [column, text] : fields)
        line.replace(column - 1, text.size(), text);
    return line + "\r\n";
}

class CodaWriter {
public:
    CodaWriter(const Truth& truth, std::size_t day, bool is_last)
        : truth_(truth), day_(day), is_last_(is_last) {}

    std::string write(Details details) {
        const std::string on = short_day(day_of(day_), false);
        const std::string before = short_day(day_of(day_) - 1, false);
        const std::string number = digits(static_cast<std::int64_t>(day_) + 101, 3);
        const std::string account = std::string(truth_account) + std::string(18, ' ') + "EUR";
        const std::int64_t opening = truth_.balance_before(day_);
        out_ = columns({{1, "00000"},
                        {6, on},
                        {12, "539"},
                        {15, "05"},
                        {35, "VAN HOUTE BV"},
                        {61, "KREDBEBB"},
                        {84, "00000"},
                        {128, "2"}});
        out_ += columns({{1, "12"},
                         {3, number},
                         {6, account},
                         {43, sign(opening)},
                         {44, amount(opening)},
                         {59, before},
                         {65, "VAN HOUTE BV"},
                         {126, number}});
        for (const Booked& line : booked_on(truth_.days[day_], details)) {
            ++sequence_;
            const std::string place = digits(sequence_, 4);
            movement(place + "0000", line.cents, line.payment,
                     line.payment ? "00150000" : "10150000", line.parts != nullptr);
            std::int64_t part_number = 0;
            if (line.parts == nullptr) continue;
            for (const TruePayment& part : *line.parts) {
                movement(place + digits(++part_number, 4), part.cents, &part, "50150000", false);
            }
        }
        const std::int64_t closing = truth_.balance_before(day_ + 1);
        out_ += columns({{1, "8"},
                         {2, number},
                         {5, account},
                         {42, sign(closing)},
                         {43, amount(closing)},
                         {58, on},
                         {128, "0"}});
        out_ += columns({{1, "9"},
                         {17, digits(records_ + 2, 6)},
                         {23, amount(debit_)},
                         {38, amount(credit_)},
                         {128, is_last_ ? "2" : "1"}});
        return out_;
    }

private:
    static std::string_view sign(std::int64_t cents) { return cents < 0 ? "1" : "0"; }
    static std::string amount(std::int64_t cents) { return digits(cents * 10, 15); }

    void movement(const std::string& place, std::int64_t cents, const TruePayment* payment,
                  std::string_view code, bool has_details) {
        const std::string on = short_day(day_of(day_), false);
        if (place.ends_with("0000")) (cents < 0 ? debit_ : credit_) += cents < 0 ? -cents : cents;
        const Text text = payment == nullptr ? Text{"verzamelboeking", ""} : texts[payment->text];
        const std::string communication = text.structured.empty()
                                              ? std::string(text.words)
                                              : "101" + std::string(text.structured);
        out_ += columns({{1, "21"},
                         {3, place},
                         {11, "KRED" + digits(static_cast<std::int64_t>(day_), 2) + place},
                         {32, sign(cents)},
                         {33, amount(cents)},
                         {48, on},
                         {54, cents < 0 ? "00101000" : code},
                         {62, text.structured.empty() ? "0" : "1"},
                         {63, communication},
                         {116, on},
                         {122, "101"},
                         {125, has_details ? "1" : "0"},
                         {126, payment == nullptr ? "0" : "1"},
                         {128, "0"}});
        ++records_;
        if (payment == nullptr) return;
        const Payer& payer = payers[payment->payer];
        out_ += columns(
            {{1, "22"}, {3, place}, {64, "NOTPROVIDED"}, {99, "KREDBEBB"}, {126, "1"}, {128, "0"}});
        out_ += columns({{1, "23"},
                         {3, place},
                         {11, payer.account},
                         {45, "EUR"},
                         {48, payer.name},
                         {126, "0"},
                         {128, "0"}});
        records_ += 2;
    }

    const Truth& truth_;
    std::size_t day_;
    bool is_last_;
    std::string out_;
    std::int64_t records_ = 0, sequence_ = 0, debit_ = 0, credit_ = 0;
};

// ---- CAMT ---------------------------------------------------------------------------------------

std::string escaped(std::string_view text) {
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
std::string camt_amount(std::int64_t cents) {
    return "<Amt Ccy=\"EUR\">" + decimal(cents, '.') + "</Amt><CdtDbtInd>" +
           (cents < 0 ? "DBIT" : "CRDT") + "</CdtDbtInd>";
}
std::string camt_details(const TruePayment& payment) {
    const Payer& payer = payers[payment.payer];
    const Text& text = texts[payment.text];
    const std::string side = payment.cents < 0 ? "Cdtr" : "Dbtr";
    const std::string remittance =
        text.structured.empty()
            ? "<Ustrd>" + escaped(text.words) + "</Ustrd>"
            : "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>" +
                  std::string(text.structured) + "</Ref></CdtrRefInf></Strd>";
    return "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>" +
           camt_amount(payment.cents) + "<RltdPties><" + side + "><Pty><Nm>" + escaped(payer.name) +
           "</Nm></Pty></" + side + "><" + side + "Acct><Id><IBAN>" + std::string(payer.account) +
           "</IBAN></Id></" + side + "Acct></RltdPties><RmtInf>" + remittance +
           "</RmtInf></TxDtls>";
}
std::string camt_entry_of(const Booked& line, std::size_t day, int at) {
    std::string details;
    if (line.payment != nullptr) details = camt_details(*line.payment);
    if (line.parts != nullptr) {
        for (const TruePayment& part : *line.parts)
            details += camt_details(part);
    }
    const std::string on = day_of(day).iso();
    std::string entry =
        "<Ntry>" + camt_amount(line.cents) + "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>" + on +
        "</Dt></BookgDt><ValDt><Dt>" + on + "</Dt></ValDt><AcctSvcrRef>CAMT" +
        digits(static_cast<std::int64_t>(day), 2) + digits(at, 4) +
        "</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>" + (line.cents < 0 ? "ICDT" : "RCDT") +
        "</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>";
    if (!details.empty()) entry += "<NtryDtls>" + details + "</NtryDtls>";
    return entry + "</Ntry>\n";
}
std::string camt_balance(std::string_view code, std::int64_t cents, Date on) {
    return "<Bal><Tp><CdOrPrtry><Cd>" + std::string(code) + "</Cd></CdOrPrtry></Tp>" +
           camt_amount(cents) + "<Dt><Dt>" + on.iso() + "</Dt></Dt></Bal>";
}

std::string camt_bytes(const Truth& truth, const Delivery& delivery) {
    const bool notifies = delivery.format == Format::Notification;
    const std::string root = notifies ? "BkToCstmrDbtCdtNtfctn" : "BkToCstmrStmt";
    const std::string statement = notifies ? "Ntfctn" : "Stmt";
    const std::string first = day_of(delivery.first).iso(), last = day_of(delivery.last).iso();
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document "
                       "xmlns=\"urn:iso:std:iso:20022:tech:xsd:" +
                       std::string(notifies ? "camt.054.001.08" : "camt.053.001.08") + "\"><" +
                       root + "><GrpHdr><MsgId>M</MsgId><CreDtTm>" + last +
                       "T22:00:00</CreDtTm></GrpHdr><" + statement + "><Id>" + first + "-" + last +
                       "</Id><CreDtTm>" + last + "T22:00:00</CreDtTm><FrToDt><FrDtTm>" + first +
                       "T00:00:00</FrDtTm><ToDtTm>" + last +
                       "T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>" + std::string(truth_account) +
                       "</IBAN></Id><Ccy>EUR</Ccy></Acct>";
    if (!notifies) {
        text +=
            camt_balance("OPBD", truth.balance_before(delivery.first), day_of(delivery.first)) +
            camt_balance("CLBD", truth.balance_before(delivery.last + 1), day_of(delivery.last));
    }
    text += "\n";
    for (std::size_t day = delivery.first; day <= delivery.last; ++day) {
        int at = 0;
        for (const Booked& line : booked_on(truth.days[day], delivery.details))
            text += camt_entry_of(line, day, ++at);
    }
    return text + "</" + statement + "></" + root + "></Document>\n";
}

// ---- MT940 --------------------------------------------------------------------------------------

std::string mt940_balance(std::string_view tag, std::int64_t cents, Date on) {
    return ":" + std::string(tag) + ":" + (cents < 0 ? "D" : "C") + short_day(on, true) + "EUR" +
           decimal(cents, ',') + "\r\n";
}
// This format has no batches with details.
std::string mt940_bytes(const Truth& truth, std::size_t day) {
    const Date on = day_of(day);
    std::string text = ":20:940S" + short_day(on, true) + "\r\n:25:" + std::string(truth_account) +
                       "\r\n:28C:" + digits(static_cast<std::int64_t>(day) + 101, 3) + "/1\r\n" +
                       mt940_balance("60F", truth.balance_before(day), on - 1);
    int at = 0;
    for (const Booked& line : booked_on(truth.days[day], Details::Missing)) {
        text += ":61:" + short_day(on, true) + digits(on.month(), 2) + digits(on.day(), 2) +
                (line.cents < 0 ? "D" : "C") + decimal(line.cents, ',') + "NTRFNONREF//MT" +
                digits(static_cast<std::int64_t>(day), 2) + digits(++at, 4) + "\r\n:86:";
        if (line.payment == nullptr) {
            text += "verzamelboeking\r\n";
            continue;
        }
        const Payer& payer = payers[line.payment->payer];
        const Text& words = texts[line.payment->text];
        text += "/TRTP/SEPA OVERBOEKING/IBAN/" + std::string(payer.account) + "\r\n/NAME/" +
                std::string(payer.name) + "/REMI/" +
                std::string(words.structured.empty() ? words.words : words.structured) +
                "\r\n/EREF/NOTPROVIDED\r\n";
    }
    return text + mt940_balance("62F", truth.balance_before(day + 1), on) + "-\r\n";
}

} // namespace

std::int64_t TrueDay::net() const {
    std::int64_t sum = 0;
    for (const auto* list : {&payments, &batch}) {
        for (const TruePayment& payment : *list)
            sum += payment.cents;
    }
    return sum;
}

std::int64_t Truth::balance_before(std::size_t day) const {
    std::int64_t balance = first_balance;
    for (std::size_t at = 0; at < day; ++at)
        balance += days[at].net();
    return balance;
}

Date day_of(std::size_t day) {
    return Date::of(2026, 11, 2) + static_cast<std::int32_t>(day);
}

std::string payer_account(std::size_t payer) {
    return std::string(payers[payer].account);
}

std::string bytes_of(const Truth& truth, const Delivery& delivery) {
    if (delivery.format == Format::Camt || delivery.format == Format::Notification) {
        return camt_bytes(truth, delivery);
    }
    std::string bytes;
    for (std::size_t day = delivery.first; day <= delivery.last; ++day) {
        bytes += delivery.format == Format::Coda
                     ? CodaWriter(truth, day, day == delivery.last).write(delivery.details)
                     : mt940_bytes(truth, day);
    }
    return bytes;
}

TruthBook::TruthBook() {
    std::string pattern = (std::filesystem::temp_directory_path() / "truth-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    std::filesystem::create_directories(root_ / "bank");
    std::ofstream(root_ / "afpunt.toml")
        << "[book]\nid = \"truth\"\n[creditor]\nname = \"Van Houte BV\"\nmail = "
           "\"info@vanhoute.example\"\n[[account]]\niban = \""
        << truth_account << "\"\n";
}
TruthBook::~TruthBook() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
}
void TruthBook::put(std::string_view name, std::string_view bytes) const {
    std::ofstream(root_ / "bank" / name, std::ios::binary) << bytes;
}

} // namespace afpunt::tests
