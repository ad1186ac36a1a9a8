// SPDX-License-Identifier: MIT
//
// CAMT files written for one rule each.
#include "bank_recorder.hpp"

#include <bank/camt_code.hpp>
#include <gtest/gtest.h>

namespace afpunt::tests {
namespace {

using standalone::BankEntry;
using standalone::BankFormat;
using standalone::EntryKind;
using standalone::Severity;

Money euro(std::int64_t cents) {
    return Money{cents, Currency::eur()};
}

RecordedStatement read_statement(const std::string& bytes, BankRecorder& recorder) {
    const auto read = read_bytes(bytes, recorder);
    EXPECT_TRUE(read) << (read ? "" : read.error().sentence());
    EXPECT_EQ(recorder.broken_calls, 0);
    if (recorder.statements.size() != 1) {
        ADD_FAILURE() << recorder.statements.size() << " statements";
        return {};
    }
    return recorder.statements[0];
}
std::string credit_code(std::string_view sub_family = "ESCT") {
    return "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>" + std::string(sub_family) +
           "</SubFmlyCd></Fmly></Domn></BkTxCd>";
}
std::string detail(std::string_view amount, std::string_view inside = "",
                   std::string_view currency = "EUR") {
    return "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"" + std::string(currency) + "\">" +
           std::string(amount) + "</Amt></TxAmt></AmtDtls>" + std::string(inside) + "</TxDtls>";
}
std::string details(std::string_view inside) {
    return "<NtryDtls>" + std::string(inside) + "</NtryDtls>";
}
std::vector<BankEntry> entries_of(const std::string& entries, std::string_view closing) {
    BankRecorder recorder;
    const RecordedStatement statement = read_statement(camt_sample(entries, closing), recorder);
    EXPECT_EQ(recorder.sentences(), "");
    EXPECT_TRUE(statement.sound);
    return statement.entries;
}
BankEntry credit_of_100(std::string_view detail_inside) {
    const auto entries = entries_of(
        camt_entry("100.00", "CRDT", details(detail("100.00", detail_inside))), "1100.00");
    EXPECT_EQ(entries.size(), 1U);
    return entries.empty() ? BankEntry{} : entries[0];
}

TEST(BankCamt, ReadsHeadAndFootOfAStatement) {
    BankRecorder recorder;
    const auto statement =
        read_statement(camt_sample(camt_entry("100.00", "CRDT"), "1100.00"), recorder);
    EXPECT_EQ(recorder.sentences(), "");
    EXPECT_TRUE(statement.sound);
    EXPECT_EQ(statement.head.account, "BE68539007547034");
    EXPECT_EQ(statement.head.currency, "EUR");
    EXPECT_EQ(statement.head.holder, "Werkhuizen Peeters BV");
    EXPECT_EQ(statement.head.bic, "KREDBEBB");
    EXPECT_EQ(statement.head.number, "177");
    EXPECT_EQ(statement.head.sequence, 177);
    EXPECT_EQ(statement.head.opening, euro(100000));
    EXPECT_EQ(statement.head.from, Date::of(2026, 9, 15));
    EXPECT_FALSE(statement.head.provisional);
    EXPECT_EQ(statement.foot.closing, euro(110000));
    EXPECT_EQ(statement.foot.until, Date::of(2026, 9, 15));
    EXPECT_EQ(statement.foot.entry_count, 1);
}

TEST(BankCamt, TakesTheNumberFromTheIdOnlyWhenItIsOne) {
    const auto sequence_of = [](std::string_view id) {
        std::string bytes = camt_sample("");
        bytes.replace(bytes.find("<ElctrncSeqNb>177</ElctrncSeqNb>"), 32, "");
        bytes.replace(bytes.find("2026-177"), 8, id);
        BankRecorder recorder;
        return read_statement(bytes, recorder).head.sequence;
    };
    EXPECT_EQ(sequence_of("2026-177"), 177);
    EXPECT_EQ(sequence_of("2026/00178"), 178);
    EXPECT_EQ(sequence_of("179"), 179);
    EXPECT_EQ(sequence_of("253EURNL26VAYB8060476890"), 0);
    EXPECT_EQ(sequence_of("20170323123456789012345"), 0);
}

TEST(BankCamt, ReadsAPaymentWithReferencePartyAndIds) {
    const BankEntry entry = credit_of_100(
        "<Refs><AcctSvcrRef>B1</AcctSvcrRef><EndToEndId>E2E</EndToEndId><MndtId>M1</MndtId></"
        "Refs>" +
        credit_code() +
        "<RltdPties><Dbtr><Pty><Nm>Klant &amp; Zoon</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>"
        "BE43 7300 0420 0601</IBAN></Id></DbtrAcct><Cdtr><Nm>Wij</Nm></Cdtr></RltdPties>"
        "<RltdAgts><DbtrAgt><FinInstnId><BICFI>KREDBEBB</BICFI></FinInstnId></DbtrAgt></RltdAgts>"
        "<RmtInf><Ustrd>eerste\n deel</Ustrd><Ustrd>tweede</Ustrd><Strd><CdtrRefInf><Tp>"
        "<Issr>BBA</Issr></Tp><Ref>010806817183</Ref></CdtrRefInf></Strd></RmtInf>");
    EXPECT_EQ(entry.amount, euro(10000));
    EXPECT_EQ(entry.kind, EntryKind::CustomerPayment);
    EXPECT_EQ(entry.counterparty_name, "Klant & Zoon");
    EXPECT_EQ(entry.counterparty_iban, "BE43730004200601");
    EXPECT_EQ(entry.counterparty_bic, "KREDBEBB");
    EXPECT_EQ(entry.structured_reference, "010806817183");
    EXPECT_EQ(entry.remittance, "eerste deel tweede");
    EXPECT_EQ(entry.end_to_end_id, "E2E");
    EXPECT_EQ(entry.mandate_id, "M1");
    EXPECT_EQ(entry.bank_reference, "B1");
    EXPECT_EQ(entry.transaction_code, "PMNT/RCDT/ESCT");
    EXPECT_EQ(entry.batch_line, 0);
}

TEST(BankCamt, FallsBackToUltimateDebtorOtherAccountAndAdditionalText) {
    const BankEntry entry = credit_of_100(
        "<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        "<RltdPties><UltmtDbtr><Nm>Dochter</Nm></UltmtDbtr><DbtrAcct><Id><Othr><Id>123 456</Id>"
        "</Othr></Id></DbtrAcct></RltdPties><AddtlTxInf>factuur 12</AddtlTxInf>");
    EXPECT_EQ(entry.counterparty_name, "Dochter");
    EXPECT_EQ(entry.counterparty_iban, "123456");
    EXPECT_EQ(entry.remittance, "factuur 12");
    EXPECT_EQ(entry.end_to_end_id, "");
}

TEST(BankCamt, KeepsSecondReferencesAndDocumentNumbersInTheText) {
    const BankEntry entry = credit_of_100(
        "<RmtInf><Strd><RfrdDocInf><Nb>2026-0043</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18539007547034"
        "</Ref></CdtrRefInf></Strd><Strd><CdtrRefInf><Ref>010806817183</Ref></CdtrRefInf>"
        "<AddtlRmtInf>dank</AddtlRmtInf></Strd></RmtInf>");
    EXPECT_EQ(entry.structured_reference, "RF18539007547034");
    EXPECT_EQ(entry.remittance, "2026-0043 010806817183 dank");
}

TEST(BankCamt, SplitsABatchThatAddsUpAndKeepsEqualPaymentsApart) {
    const auto entries =
        entries_of(camt_entry("300.00", "CRDT",
                              details(detail("100.00") + detail("100.00") + detail("100.00"))),
                   "1300.00");
    ASSERT_EQ(entries.size(), 3U);
    int batch_line = 0;
    for (const BankEntry& entry : entries) {
        EXPECT_EQ(entry.amount, euro(10000));
        EXPECT_EQ(entry.line, 1);
        EXPECT_EQ(entry.batch_line, ++batch_line);
    }
    const auto twice =
        entries_of(camt_entry("5.00", "CRDT") + camt_entry("5.00", "CRDT"), "1010.00");
    ASSERT_EQ(twice.size(), 2U);
    EXPECT_EQ(twice[1].line, 2);
}

TEST(BankCamt, SignsDetailsByTheirOwnDirection) {
    const auto entries = entries_of(
        camt_entry(
            "90.00", "CRDT",
            details("<TxDtls><Amt Ccy=\"EUR\">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>"
                    "<TxDtls><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
                    "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls>")),
        "1090.00");
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].amount, euro(10000));
    EXPECT_EQ(entries[1].amount, euro(-1000));
    EXPECT_EQ(entries[1].kind, EntryKind::ReturnedDebit);
    EXPECT_EQ(entries[1].return_reason, "AM04");
}

TEST(BankCamt, KeepsABatchWholeWhenItsDetailsDoNotAddUp) {
    for (const std::string& inside :
         {detail("100.00") + detail("150.00"), detail("100.00", "", "USD") + detail("200.00"),
          std::string("<TxDtls/><TxDtls/>")}) {
        BankRecorder recorder;
        const auto statement = read_statement(
            camt_sample(camt_entry("300.00", "CRDT", details(inside)), "1300.00"), recorder);
        EXPECT_TRUE(statement.sound);
        ASSERT_EQ(statement.entries.size(), 1U);
        EXPECT_EQ(statement.entries[0].amount, euro(30000));
        EXPECT_EQ(recorder.count(Severity::Warning), 1) << recorder.sentences();
    }
}

TEST(BankCamt, NamesNoPayerWhenTheBankLeftOutOtherPayments) {
    BankRecorder recorder;
    const std::string party = "<RltdPties><Dbtr><Nm>Een van velen</Nm></Dbtr></RltdPties>"
                              "<RmtInf><Ustrd>factuur 9</Ustrd></RmtInf>";
    const auto statement =
        read_statement(camt_sample(camt_entry("300.00", "CRDT",
                                              details("<Btch><NbOfTxs>3</NbOfTxs></Btch>" +
                                                      detail("100.00", party))),
                                   "1300.00"),
                       recorder);
    ASSERT_EQ(statement.entries.size(), 1U);
    EXPECT_EQ(statement.entries[0].counterparty_name, "");
    EXPECT_EQ(statement.entries[0].remittance, "factuur 9");
    EXPECT_EQ(recorder.count(Severity::Warning), 1);
}

TEST(BankCamt, ShowsThePaymentInFullWhenTheBankTookItsChargesOff) {
    const std::string charges =
        "<Chrgs><Rcrd><Amt Ccy=\"EUR\">2.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>";
    const auto entries =
        entries_of(camt_entry("98.00", "CRDT", credit_code() + charges + details(detail("100.00"))),
                   "1098.00");
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].amount, euro(10000));
    EXPECT_EQ(entries[0].kind, EntryKind::CustomerPayment);
    EXPECT_EQ(entries[1].amount, euro(-200));
    EXPECT_EQ(entries[1].kind, EntryKind::NotCustomerMoney);
    // Charges that are named but were booked apart change nothing.
    EXPECT_EQ(
        entries_of(camt_entry("100.00", "CRDT", charges + details(detail("100.00"))), "1100.00")
            .size(),
        1U);
}

TEST(BankCamt, ReadsAReturnedCollectionWithItsDebtor) {
    const std::string code = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD"
                             "</SubFmlyCd></Fmly></Domn></BkTxCd>";
    const std::string inside = "<Refs><EndToEndId>DD-77</EndToEndId></Refs><RltdPties><Cdtr><Nm>Wij"
                               "</Nm></Cdtr><CdtrAcct><Id><IBAN>BE68539007547034</IBAN></Id>"
                               "</CdtrAcct><Dbtr><Nm>Klant</Nm></Dbtr></RltdPties>"
                               "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>";
    const auto entries = entries_of(
        camt_entry("120.81", "DBIT", code + details(detail("120.81", inside))), "879.19");
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].amount, euro(-12081));
    EXPECT_EQ(entries[0].kind, EntryKind::ReturnedDebit);
    EXPECT_EQ(entries[0].counterparty_name, "Klant");
    EXPECT_EQ(entries[0].end_to_end_id, "DD-77");
    EXPECT_EQ(entries[0].return_reason, "AM04");
    // A bank that turns the parties round: our own account tells which side is us.
    std::string turned = inside;
    turned.replace(turned.find("<RltdPties>"), turned.find("</RltdPties>") - turned.find("<RltdP"),
                   "<RltdPties><Cdtr><Nm>Klant</Nm></Cdtr><Dbtr><Nm>Wij</Nm></Dbtr><DbtrAcct><Id>"
                   "<IBAN>BE68539007547034</IBAN></Id></DbtrAcct>");
    const auto other = entries_of(
        camt_entry("120.81", "DBIT", "<RvslInd>true</RvslInd>" + details(detail("120.81", turned))),
        "879.19");
    ASSERT_EQ(other.size(), 1U);
    EXPECT_EQ(other[0].kind, EntryKind::ReturnedDebit);
    EXPECT_EQ(other[0].counterparty_name, "Klant");
}

TEST(BankCamt, TellsTheKindFromTheCode) {
    using standalone::CamtCode;
    using standalone::CamtUndoing;
    const auto kind = [](CamtCode code, bool credit) {
        return standalone::kind_of_camt_code(code, credit, CamtUndoing::No);
    };
    EXPECT_EQ(kind({"PMNT", "RCDT", "ESCT", "", ""}, true), EntryKind::CustomerPayment);
    EXPECT_EQ(kind({"PMNT", "RRCT", "ESCT", "", ""}, true), EntryKind::CustomerPayment);
    EXPECT_EQ(kind({"PMNT", "IDDT", "ESDD", "", ""}, true), EntryKind::CustomerPayment);
    EXPECT_EQ(kind({"PMNT", "RCDT", "RRTN", "", ""}, true), EntryKind::NotCustomerMoney);
    EXPECT_EQ(kind({"PMNT", "MCRD", "POSP", "", ""}, true), EntryKind::ProviderPayout);
    EXPECT_EQ(kind({"CAMT", "CAPL", "OTHR", "", ""}, true), EntryKind::OwnTransfer);
    EXPECT_EQ(kind({"ACMT", "MCOP", "INTR", "", ""}, true), EntryKind::NotCustomerMoney);
    EXPECT_EQ(kind({"PAYM", "0001", "0005", "", ""}, true), EntryKind::Unknown);
    EXPECT_EQ(kind({"", "", "", "544", ""}, true), EntryKind::Unknown);
    EXPECT_EQ(kind({"PMNT", "RCDT", "ESCT", "0164000", "BBA"}, true), EntryKind::OwnTransfer);
    EXPECT_EQ(kind({"", "", "", "0503000", "BBA"}, false), EntryKind::ReturnedDebit);
    EXPECT_EQ(kind({"PMNT", "ICDT", "ESCT", "", ""}, false), EntryKind::NotCustomerMoney);
    EXPECT_EQ(standalone::kind_of_camt_code({"PMNT", "ICDT", "ESCT", "", ""}, true,
                                            CamtUndoing::ReversedOrReturned),
              EntryKind::NotCustomerMoney);
}

TEST(BankCamt, PassesOverWhatIsNotBooked) {
    std::string pending = camt_entry("50.00", "CRDT");
    pending.replace(pending.find("BOOK"), 4, "PDNG");
    std::string coded = camt_entry("60.00", "CRDT");
    coded.replace(coded.find("BOOK"), 4, "<Cd>INFO</Cd>");
    std::string booked = camt_entry("100.00", "CRDT");
    booked.replace(booked.find("BOOK"), 4, "<Cd>BOOK</Cd>");
    BankRecorder recorder;
    const auto statement =
        read_statement(camt_sample(pending + coded + booked, "1100.00"), recorder);
    ASSERT_EQ(statement.entries.size(), 1U);
    EXPECT_EQ(statement.entries[0].line, 3);
    EXPECT_EQ(recorder.count(Severity::Notice), 2);
    EXPECT_EQ(recorder.count(Severity::Warning), 0) << recorder.sentences();
}

TEST(BankCamt, MarksReportsAndNotificationsAsProvisional) {
    for (const auto& [message, part, format] :
         {std::tuple{"BkToCstmrAcctRpt", "Rpt", BankFormat::Camt052},
          std::tuple{"BkToCstmrDbtCdtNtfctn", "Ntfctn", BankFormat::Camt054},
          std::tuple{"BkToCstmrAcctRptV01", "Rpt", BankFormat::Camt052}}) {
        std::string bytes = camt_sample(camt_entry("100.00", "CRDT"));
        const auto replace_all = [&](const std::string& from, const std::string& to) {
            for (std::size_t at = bytes.find(from); at != std::string::npos;
                 at = bytes.find(from, at + to.size())) {
                bytes.replace(at, from.size(), to);
            }
        };
        replace_all("BkToCstmrStmt>", std::string(message) + ">");
        replace_all("Stmt>", std::string(part) + ">");
        BankRecorder recorder;
        EXPECT_EQ(read_bytes(bytes, recorder).value(), format);
        ASSERT_EQ(recorder.statements.size(), 1U);
        EXPECT_TRUE(recorder.statements[0].head.provisional);
    }
}

TEST(BankCamt, RefusesMoneyItCannotRead) {
    for (const auto& [amount, direction, field] :
         {std::tuple{"12.345", "CRDT", "amount"}, std::tuple{"-5.00", "CRDT", "amount"},
          std::tuple{"", "CRDT", "amount"}, std::tuple{"5.00", "", "CdtDbtInd"},
          std::tuple{"99999999999999999999", "CRDT", "amount"}}) {
        BankRecorder recorder;
        const auto statement = read_statement(
            camt_sample(camt_entry("1.00", "CRDT") + camt_entry(amount, direction)), recorder);
        EXPECT_FALSE(statement.sound);
        ASSERT_EQ(recorder.count(Severity::Error), 1) << recorder.sentences();
        EXPECT_EQ(recorder.problems[0].failure.field, field);
        EXPECT_EQ(recorder.problems[0].failure.where, "BkToCstmrStmt/Stmt[1]/Ntry[2]");
    }
    std::string unknown = camt_sample(camt_entry("1.00", "CRDT"));
    unknown.replace(unknown.find("EUR\">1.00"), 3, "EUX");
    BankRecorder recorder;
    EXPECT_FALSE(read_statement(unknown, recorder).sound);
}

TEST(BankCamt, AcceptsDecimalsThatAreZero) {
    const auto entries = entries_of(camt_entry("8.85000", "CRDT"), "1008.8500");
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].amount, euro(885));
}

TEST(BankCamt, WarnsWhenBalancesAndEntriesDoNotAgree) {
    BankRecorder recorder;
    const auto statement =
        read_statement(camt_sample(camt_entry("100.00", "CRDT"), "1200.00"), recorder);
    EXPECT_TRUE(statement.sound);
    EXPECT_EQ(recorder.sentences(),
              "warning: BkToCstmrStmt/Stmt[1]: closing balance: found '1200.00', expected 1100.00, "
              "the opening balance with the entries\n");
}

TEST(BankCamt, TakesMidnightAsTheEndOfTheDayBefore) {
    const auto until = [](std::string_view end) {
        std::string bytes = camt_sample("");
        bytes.insert(bytes.find("<Acct>"), "<FrToDt><FrDtTm>2026-09-14T00:00:00</FrDtTm><ToDtTm>" +
                                               std::string(end) + "</ToDtTm></FrToDt>");
        BankRecorder recorder;
        return read_statement(bytes, recorder).head.until;
    };
    EXPECT_EQ(until("2026-09-16T00:00:00+02:00"), Date::of(2026, 9, 15));
    EXPECT_EQ(until("2026-09-15T23:59:59.999"), Date::of(2026, 9, 15));
}

TEST(BankCamt, ReadsAnyPrefixCdataCommentsAndCharacterNumbers) {
    const std::string entry = camt_entry(
        "100.00", "CRDT",
        details(detail("100.00", "<RmtInf><Ustrd><![CDATA[a < b & c </Ustrd>]]> en <!-- > -->"
                                 "d&#233;j&#xE0; &lt;</Ustrd></RmtInf>")));
    for (const char* prefix : {"", "ns2:", "doc:"}) {
        std::string bytes = camt_sample("@", "1100.00", prefix);
        std::string inside;
        for (const char c : entry)
            inside += c;
        if (*prefix != '\0') {
            // Elements of the entry take the prefix too; the end tag in CDATA is text.
            std::string prefixed;
            bool cdata = false;
            for (std::size_t at = 0; at < inside.size(); ++at) {
                if (inside.compare(at, 9, "<![CDATA[") == 0) cdata = true;
                if (inside.compare(at, 3, "]]>") == 0) cdata = false;
                prefixed += inside[at];
                if (inside[at] != '<' || cdata || inside[at + 1] == '!') continue;
                if (inside[at + 1] == '/') prefixed += inside[++at];
                prefixed += prefix;
            }
            inside = prefixed;
        }
        bytes.replace(bytes.find('@'), 1, inside);
        BankRecorder recorder;
        const auto statement = read_statement(bytes, recorder);
        EXPECT_EQ(recorder.sentences(), "");
        ASSERT_EQ(statement.entries.size(), 1U) << prefix;
        EXPECT_EQ(statement.entries[0].remittance, "a < b & c </Ustrd> en d\xC3\xA9j\xC3\xA0 <");
    }
}

TEST(BankCamt, ReadsSeveralStatementsAndKeepsTheSoundOnes) {
    std::string bytes = camt_sample(camt_entry("100.00", "CRDT"), "1100.00");
    const std::size_t start = bytes.find("<Stmt>");
    std::string second = bytes.substr(start, bytes.find("</Stmt>") + 7 - start);
    second.replace(second.find("CRDT</CdtDbtInd><Sts>"), 4, "OOPS");
    bytes.insert(bytes.find("</BkToCstmrStmt>"), second);
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(bytes, recorder));
    ASSERT_EQ(recorder.statements.size(), 2U);
    EXPECT_TRUE(recorder.statements[0].sound);
    EXPECT_FALSE(recorder.statements[1].sound);
    EXPECT_EQ(recorder.problems[0].failure.where, "BkToCstmrStmt/Stmt[2]/Ntry[1]");
}

TEST(BankCamt, ReadsEveryMessageOfAnEnvelope) {
    const std::string document = camt_sample(camt_entry("100.00", "CRDT"), "1100.00");
    const std::string one = document.substr(document.find("<Document>"));
    BankRecorder recorder;
    ASSERT_TRUE(
        read_bytes("<Envelope><AppHdr><Fr/></AppHdr>" + one + one + "</Envelope>", recorder));
    EXPECT_EQ(recorder.sound_statements(), 2);
}

TEST(BankCamt, IgnoresBalancesInAnotherCurrencyAndKeepsForeignAmounts) {
    std::string bytes = camt_sample(camt_entry("100.00", "CRDT"), "1100.00");
    bytes.replace(bytes.find("EUR\">1100.00"), 3, "SEK");
    bytes.replace(bytes.find("EUR\">100.00"), 3, "USD");
    BankRecorder recorder;
    const auto statement = read_statement(bytes, recorder);
    EXPECT_TRUE(statement.sound);
    EXPECT_FALSE(statement.foot.closing);
    EXPECT_EQ(statement.head.opening, euro(100000));
    ASSERT_EQ(statement.entries.size(), 1U);
    EXPECT_EQ(statement.entries[0].amount.currency.code(), "USD");
    EXPECT_EQ(recorder.count(Severity::Warning), 2) << recorder.sentences();
}

TEST(BankCamt, NeedsAnAccountAndAMessage) {
    std::string bytes = camt_sample("");
    bytes.replace(bytes.find("<IBAN>"), 29, "");
    BankRecorder without_account;
    EXPECT_FALSE(read_statement(bytes, without_account).sound);
    BankRecorder other;
    EXPECT_FALSE(read_bytes("<?xml version=\"1.0\"?><Invoice/>", other));
    BankRecorder empty;
    EXPECT_FALSE(
        read_bytes("<Document><BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>", empty));
}

TEST(BankCamt, TakesAnotherDayWhereTheBookingDayIsMissing) {
    std::string entry =
        camt_entry("100.00", "CRDT", "<ValDt><DtTm>2026-09-14T23:30:00Z</DtTm></ValDt>");
    entry.replace(entry.find("<BookgDt>"), entry.find("</BookgDt>") + 10 - entry.find("<BookgDt>"),
                  "");
    BankRecorder recorder;
    const auto statement = read_statement(camt_sample(entry, "1100.00"), recorder);
    ASSERT_EQ(statement.entries.size(), 1U);
    EXPECT_EQ(statement.entries[0].booked_on, Date::of(2026, 9, 14));
    EXPECT_EQ(recorder.count(Severity::Warning), 1);
    EXPECT_EQ(statement.foot.from, Date::of(2026, 9, 14));
}

} // namespace
} // namespace afpunt::tests
