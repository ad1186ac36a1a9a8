// SPDX-License-Identifier: MIT
//
// MT940 and MT942 in the ways that banks write them, with invented firms.
#include "bank_recorder.hpp"

#include <bank/mt940_details.hpp>
#include <bank/mt940_field.hpp>

#include <afpunt/iban.hpp>

#include <gtest/gtest.h>

namespace afpunt::tests {
namespace {

using standalone::BankEntry;
using standalone::BankFormat;
using standalone::EntryKind;
using standalone::mt940_details;
using standalone::Mt940Details;
using standalone::Severity;

// One statement of an account with 1000.00 EUR on it.
std::string mt940(std::string_view lines, std::string_view closing = "C260915EUR1000,00",
                  std::string_view account = "NL91ABNA0417164300") {
    std::string text = ":20:940S260915\r\n:25:";
    text.append(account).append("\r\n:28C:177/1\r\n:60F:C260914EUR1000,00\r\n");
    text.append(lines);
    return text.append(":62F:").append(closing).append("\r\n-\r\n");
}
// The only entry of a statement with this line and details.
BankEntry entry_of(std::string_view line, std::string_view details) {
    std::string lines(":61:");
    lines.append(line).append("\r\n:86:").append(details).append("\r\n");
    BankRecorder recorder;
    EXPECT_TRUE(read_bytes(mt940(lines), recorder));
    EXPECT_EQ(recorder.broken_calls, 0);
    if (recorder.statements.size() != 1 || recorder.statements[0].entries.size() != 1) {
        ADD_FAILURE() << recorder.sentences();
        return {};
    }
    return recorder.statements[0].entries[0];
}

TEST(Mt940, ReadsAStatementWithItsLines) {
    BankRecorder recorder;
    const auto format = read_bytes(mt940(":61:2609150915C250,50NTRFNONREF//B4E08MS9D00A\r\n"
                                         ":86:Factuur 2026-0107\r\n"
                                         ":61:2609160915D0,5NCHGNONREF\r\n"
                                         ":86:Kosten\r\n",
                                         "C260915EUR1250,00"),
                                   recorder, 7);
    ASSERT_TRUE(format);
    EXPECT_EQ(*format, BankFormat::Mt940);
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.sound_statements(), 1);
    const RecordedStatement& read = recorder.statements[0];
    EXPECT_EQ(read.head.account, "NL91ABNA0417164300");
    EXPECT_EQ(read.head.currency, "EUR");
    EXPECT_EQ(read.head.number, "177");
    EXPECT_EQ(read.head.sequence, 177);
    EXPECT_EQ(read.head.opening->decimal(), "1000.00");
    EXPECT_EQ(read.foot.closing->decimal(), "1250.00");
    EXPECT_EQ(read.foot.from.iso(), "2026-09-14");
    EXPECT_EQ(read.foot.until.iso(), "2026-09-15");
    EXPECT_FALSE(read.head.provisional);
    ASSERT_EQ(read.entries.size(), 2U);
    EXPECT_EQ(read.entries[0].amount.decimal(), "250.50");
    EXPECT_EQ(read.entries[0].bank_reference, "B4E08MS9D00A");
    EXPECT_EQ(read.entries[0].remittance, "Factuur 2026-0107");
    EXPECT_EQ(read.entries[0].kind, EntryKind::CustomerPayment);
    EXPECT_EQ(read.entries[1].line, 2);
    EXPECT_EQ(read.entries[1].amount.decimal(), "-0.50");
    EXPECT_EQ(read.entries[1].value_on->iso(), "2026-09-16");
    EXPECT_EQ(read.entries[1].kind, EntryKind::NotCustomerMoney);
}

TEST(Mt940, ReadsTheEnvelopeOfSwift) {
    const std::string one = "{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:\r\n" +
                            mt940("", "C260915EUR1000,00", "NL91ABNA0417164300EUR");
    std::string file = one;
    file.replace(file.rfind("-\r\n"), 3, "-}{5:{CHK:1}}");
    file += one.substr(0, one.rfind("-\r\n")) + "-}";
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(file, recorder));
    EXPECT_EQ(recorder.sentences(), "");
    EXPECT_EQ(recorder.sound_statements(), 2);
    EXPECT_EQ(recorder.statements[1].head.account, "NL91ABNA0417164300");
}

TEST(Mt940, PassesOverMessagesOfAnotherType) {
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes("{1:F01INGBNL2ABXXX0000000000}{2:O103INGBNL2AXXXN}{4:\n:20:X\n:25:1\n"
                           ":61:2609150915C1,NTRFNONREF\n-}\n" +
                               mt940(""),
                           recorder));
    EXPECT_EQ(recorder.sound_statements(), 1);
    EXPECT_EQ(recorder.statements.size(), 1U);
    EXPECT_EQ(recorder.count(Severity::Error), 0) << recorder.sentences();
}

TEST(Mt940, InfersTheYearOfAnEntryFromItsValueDate) {
    EXPECT_EQ(entry_of("2701021231C1,NTRFNONREF", "x").booked_on.iso(), "2026-12-31");
    EXPECT_EQ(entry_of("2612310102C1,NTRFNONREF", "x").booked_on.iso(), "2027-01-02");
    EXPECT_EQ(entry_of("2803010229C1,NTRFNONREF", "x").booked_on.iso(), "2028-02-29");
}

TEST(Mt940, ReadsWhatBanksLeaveOutOfALine) {
    EXPECT_EQ(entry_of("260915C1,NTRFNONREF", "x").booked_on.iso(), "2026-09-15");
    EXPECT_EQ(entry_of("260915    C1,NTRFNONREF", "x").booked_on.iso(), "2026-09-15");
    EXPECT_EQ(entry_of("2609150915CR1,NTRFNONREF", "x").amount.minor, 100); // funds code
    EXPECT_EQ(entry_of("2609150915C1,NTRFV26-0107", "x").end_to_end_id, "V26-0107");
    EXPECT_EQ(entry_of("2609150915C1,NTRFEREF//A1", "x").end_to_end_id, "");
}

TEST(Mt940, ReversalsTurnTheSignAndTheKind) {
    const BankEntry credit_taken_back = entry_of("2609150915RCR10,NTRFNONREF", "x");
    EXPECT_EQ(credit_taken_back.amount.decimal(), "-10.00");
    EXPECT_EQ(credit_taken_back.kind, EntryKind::ReturnedDebit);
    const BankEntry debit_given_back = entry_of("2609150915RD10,NTRFNONREF", "x");
    EXPECT_EQ(debit_given_back.amount.decimal(), "10.00");
    EXPECT_EQ(debit_given_back.kind, EntryKind::NotCustomerMoney);
    EXPECT_EQ(entry_of("2609150915D10,NDDTNONREF", "/EREF/E1/RTRN/MD06/REMI/USTD//x/").kind,
              EntryKind::ReturnedDebit);
    EXPECT_EQ(entry_of("2609150915C10,NTRFNONREF", "/RTRN/AC04/REMI/USTD//x/").kind,
              EntryKind::NotCustomerMoney);
    EXPECT_EQ(entry_of("2609150915D10,NTRFNONREF", "109?00LASTSCHRIFT RUECK").kind,
              EntryKind::ReturnedDebit);
    EXPECT_EQ(entry_of("2609150915C10,NTRFNONREF", "814?00HABENZINSEN").kind,
              EntryKind::NotCustomerMoney);
    EXPECT_EQ(entry_of("2609150915C10,NCMINONREF", "pooling").kind, EntryKind::OwnTransfer);
}

// --- field 86 ------------------------------------------------------------------------------------

TEST(Mt940Details, AbnAmroAndKnabWriteCodesBetweenSlashes) {
    const Mt940Details transfer =
        mt940_details("/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/DE BA\n"
                      "KKER BV/REMI/FACTUUR 2026-0107/EREF/NOTPROVIDED");
    EXPECT_EQ(transfer.account, "NL91ABNA0417164300");
    EXPECT_EQ(transfer.bic, "ABNANL2A");
    EXPECT_EQ(transfer.name, "DE BAKKER BV");
    EXPECT_EQ(transfer.remittance, "FACTUUR 2026-0107");
    EXPECT_EQ(transfer.end_to_end_id, "");
    const Mt940Details slip = mt940_details(
        "/TRTP/ACCEPTGIROBETALING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A  /NAME/DE BAKKER/"
        "REMI/ISSUER: CUR                  REF: 9843210987654321/EREF/NOTPROVIDED");
    EXPECT_EQ(slip.structured_reference, "9843210987654321");
    EXPECT_EQ(slip.remittance, "");
    EXPECT_EQ(slip.bic, "ABNANL2A");
    const Mt940Details debit = mt940_details(
        "/TRTP/SEPA INCASSO ALGEMEEN DOORLOPEND/CSID/NL12ZZZ123456780000/NAME/DE MELKERIJ/"
        "MARF/M-17/REMI/september/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/EREF/E-9");
    EXPECT_EQ(debit.mandate_id, "M-17");
    EXPECT_EQ(debit.account, "NL91ABNA0417164300");
    EXPECT_EQ(debit.remittance, "september");
    EXPECT_EQ(debit.end_to_end_id, "E-9");
}

TEST(Mt940Details, IngGivesTheCounterpartyInOneCode) {
    const Mt940Details read =
        mt940_details("/EREF/EV12341REP1231456T1234//CNTP/NL91ABNA0417164300/ABNANL2A/DE BAKKE\n"
                      "R B.V./UTRECHT//REMI/USTD//factuur 107 en 108/");
    EXPECT_EQ(read.end_to_end_id, "EV12341REP1231456T1234");
    EXPECT_EQ(read.account, "NL91ABNA0417164300");
    EXPECT_EQ(read.bic, "ABNANL2A");
    EXPECT_EQ(read.name, "DE BAKKER B.V.");
    EXPECT_EQ(read.remittance, "factuur 107 en 108");
    EXPECT_EQ(mt940_details("/CNTP/NL91ABNA0417164300/ABNANL2A/A///REMI/STRD/CUR/98432109/")
                  .structured_reference,
              "98432109");
    EXPECT_EQ(mt940_details("/RTRN/MS03/REMI/USTD//x/").return_reason, "MS03");
}

TEST(Mt940Details, RabobankPutsThePartyIntoTwoCodesAndTheAccountIntoTheLine) {
    std::string lines = ":61:260915C000000000250,50N541EREF\r\nNL91ABNA0417164300\r\n"
                        ":86:/EREF/15-0107/ORDP//NAME/De Bakker/REMI/Factuur 2026/0107/ISDT/\r\n"
                        "2026-09-15\r\n";
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(":940:\r\n" + mt940(lines, "C260915EUR000000001250,50"), recorder));
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.sound_statements(), 1);
    const BankEntry& entry = recorder.statements[0].entries.at(0);
    EXPECT_EQ(entry.counterparty_iban, "NL91ABNA0417164300");
    EXPECT_EQ(entry.counterparty_name, "De Bakker");
    EXPECT_EQ(entry.remittance, "Factuur 2026/0107");
    EXPECT_EQ(entry.end_to_end_id, "15-0107");
    EXPECT_EQ(mt940_details("/ORDP//NAME/A/REMI/CDTRREFTP//CD/SCOR/ISSR/CUR/CDTRREF/98432109/")
                  .structured_reference,
              "98432109");
}

TEST(Mt940Details, WhatAPayerTypesDoesNotReplaceWhatTheBankWrote) {
    const Mt940Details read = mt940_details(
        "/IBAN/NL91ABNA0417164300/NAME/DE BAKKER/REMI/hallo /NAME/EEN ANDER/IBAN/NL02ABNA012345678"
        "9/EREF/E1");
    EXPECT_EQ(read.name, "DE BAKKER");
    EXPECT_EQ(read.account, "NL91ABNA0417164300");
    EXPECT_EQ(read.remittance, "hallo /NAME/EEN ANDER/IBAN/NL02ABNA0123456789");
    EXPECT_EQ(read.end_to_end_id, "E1");
}

TEST(Mt940Details, GermanFieldsWithSepaWords) {
    const Mt940Details read = mt940_details(
        "166?00GUTSCHRIFT?109315?20EREF+987654123456?21KREF+K1?22SVWZ+Rechnung 2026-0107 u\n"
        "?23nd 2026-0108 IBAN+DE8937040?240440532013000 BIC+COBADEF\n"
        "FXXX?30GENODEF1S06?31DE89370400440532013000?32Baeckerei Mustermann un?33d Sohn GmbH");
    EXPECT_EQ(read.code, "166");
    EXPECT_EQ(read.end_to_end_id, "987654123456");
    EXPECT_EQ(read.remittance, "Rechnung 2026-0107 u nd 2026-0108");
    EXPECT_EQ(read.account, "DE89370400440532013000");
    EXPECT_EQ(read.bic, "GENODEF1S06") << "the bank's own field, not the payer's text";
    EXPECT_EQ(read.name, "Baeckerei Mustermann un d Sohn GmbH");
    // A field of 27 characters was cut by its length.
    EXPECT_EQ(mt940_details("166?20SVWZ+Rechnung 2026-0107 und?21 2026-0108").remittance,
              "Rechnung 2026-0107 und 2026-0108");
    EXPECT_EQ(mt940_details("166?20SVWZ+Rechnungsnummer 202601?2107").remittance,
              "Rechnungsnummer 20260107");
    EXPECT_EQ(mt940_details("051?00UEBERWEISUNG?20Warum? 50? ja?32A").remittance, "Warum? 50? ja");
}

TEST(Mt940Details, TriodosWritesBicAndAccountAsText) {
    const Mt940Details read = mt940_details("000>100000000000\n>20ABNANL2A\n>21NL91ABNA0417164300\n"
                                            ">22DE BAKKER BV FACTUUR 2026-01>2307\n>310390512345");
    EXPECT_EQ(read.bic, "ABNANL2A");
    EXPECT_EQ(read.account, "NL91ABNA0417164300");
    EXPECT_EQ(read.remittance, "DE BAKKER BV FACTUUR 2026-0107");
}

TEST(Mt940Details, AsnAndSnsBeginWithAccountAndName) {
    const Mt940Details read =
        mt940_details("NL91ABNA0417164300 de bakker bv\n\n"
                      "000000000000000000000000000000000 0000000000000000 factuur 2026-0\n107\n\n");
    EXPECT_EQ(read.account, "NL91ABNA0417164300");
    EXPECT_EQ(read.name, "de bakker bv");
    EXPECT_EQ(read.remittance,
              "000000000000000000000000000000000 0000000000000000 factuur 2026-0107");
}

TEST(Mt940Details, KnabsOlderFilesAndFreeText) {
    const Mt940Details read =
        mt940_details("Factuur 107 REK: NL91ABNA0417164300/NAAM: De Bakker BV");
    EXPECT_EQ(read.account, "NL91ABNA0417164300");
    EXPECT_EQ(read.name, "De Bakker BV");
    EXPECT_EQ(read.remittance, "Factuur 107");
    EXPECT_EQ(mt940_details("  eerste\n tweede ").remittance, "eerste tweede");
    EXPECT_EQ(mt940_details("/2026/0107").remittance, "/2026/0107");
    EXPECT_EQ(mt940_details("999PN5477SCHECK-NR. 1").remittance, "999PN5477SCHECK-NR. 1");
    EXPECT_EQ(mt940_details("").remittance, "");
}

// --- accounts and numbers ------------------------------------------------------------------------

TEST(Mt940, KnowsAccountsInTheWaysBanksWriteThem) {
    const auto account = [](std::string_view field, std::string_view bank = "") {
        return standalone::mt940_account(field, bank).number;
    };
    EXPECT_EQ(account("NL91 ABNA 0417 1643 00 EUR"), "NL91ABNA0417164300");
    EXPECT_EQ(account("50880050/0194774600888"), "50880050/0194774600888");
    EXPECT_EQ(account("51210600/9223382012EUR"), "51210600/9223382012");
    EXPECT_EQ(account("00000000/DE89370400440532013000"), "DE89370400440532013000");
    EXPECT_EQ(account("417164300", "ABNA"), "NL91ABNA0417164300");
    EXPECT_EQ(account("417164300"), "417164300");
    EXPECT_TRUE(Iban::parse(account("TRIODOSBANK/0390512345")));
    EXPECT_TRUE(account("TRIODOSBANK/0390512345").ends_with("TRIO0390512345"));
    EXPECT_EQ(standalone::mt940_account("BPHKPLPK/320000546101", "").bic, "BPHKPLPK");
    EXPECT_EQ(standalone::mt940_account("NL91ABNA0417164300\nABNANL2A", "").bic, "ABNANL2A");
}

TEST(Mt940, AbnAmroNumbersItsStatementsByTheDayAndTriodosNotAtAll) {
    BankRecorder abn;
    ASSERT_TRUE(
        read_bytes("ABNANL2A\r\n940\r\nABNANL2A\r\n:20:ABN AMRO BANK NV\r\n:25:417164300\r\n"
                   ":28:25801/1\r\n:60F:C260914EUR1,\r\n:62F:C260915EUR1,\r\n-\r\n",
                   abn));
    EXPECT_EQ(abn.sentences(), "");
    ASSERT_EQ(abn.sound_statements(), 1);
    EXPECT_EQ(abn.statements[0].head.account, "NL91ABNA0417164300");
    EXPECT_EQ(abn.statements[0].head.number, "25801");
    EXPECT_EQ(abn.statements[0].head.sequence, 258);
    BankRecorder triodos;
    ASSERT_TRUE(read_bytes(":20:1391312345678/1\n:25:TRIODOSBANK/0390512345\n:28:1\n"
                           ":60F:C260914EUR1,\n:62F:C260915EUR1,\n-\n",
                           triodos));
    EXPECT_EQ(triodos.sentences(), "");
    ASSERT_EQ(triodos.sound_statements(), 1);
    EXPECT_EQ(triodos.statements[0].head.sequence, 0);
}

// --- pages, interim reports, what is refused -----------------------------------------------------

std::string page(std::string_view number, std::string_view opening, std::string_view lines,
                 std::string_view closing) {
    std::string text = ":20:S\n:25:NL91ABNA0417164300\n:28C:";
    text.append(number).append("\n:").append(opening).append("\n").append(lines);
    return text.append(":").append(closing).append("\n-\n");
}

TEST(Mt940, PagesAreOneStatement) {
    const std::string first =
        page("27/1", "60F:C260914EUR1,", ":61:260915C2,NTRFNONREF\n:86:a\n", "62M:C260915EUR3,");
    const std::string second =
        page("27/2", "60M:C260915EUR3,", ":61:260915C4,NTRFNONREF\n:86:b\n", "62F:C260915EUR7,");
    BankRecorder whole;
    ASSERT_TRUE(read_bytes(first + second, whole));
    EXPECT_EQ(whole.sentences(), "");
    ASSERT_EQ(whole.statements.size(), 1U);
    EXPECT_TRUE(whole.statements[0].sound);
    EXPECT_EQ(whole.statements[0].entries.size(), 2U);
    EXPECT_EQ(whole.statements[0].entries[1].line, 2);
    EXPECT_EQ(whole.statements[0].head.opening->decimal(), "1.00");
    EXPECT_EQ(whole.statements[0].foot.closing->decimal(), "7.00");
    for (const std::string& part :
         {first, second, first + page("27/3", "60M:C260915EUR3,", "", "62F:C260915EUR3,"),
          first + page("28/1", "60F:C260915EUR9,", "", "62F:C260915EUR9,")}) {
        BankRecorder recorder;
        ASSERT_TRUE(read_bytes(part, recorder));
        EXPECT_EQ(recorder.broken_calls, 0);
        EXPECT_FALSE(recorder.statements[0].sound) << part;
    }
}

std::string interim(std::string_view sums) {
    std::string text = ":20:S\n:25:NL91ABNA0417164300\n:28C:1/1\n:34F:EUR0,\n:13D:2609151815+0100\n"
                       ":61:2609150915C2,NTRFNONREF\n:86:a\n:61:2609150915D1,NTRFNONREF\n";
    return text.append(sums).append("-\n");
}

TEST(Mt942, IsProvisionalAndItsSumsMustAgree) {
    BankRecorder recorder;
    const auto format = read_bytes(interim(":90D:1EUR1,\n:90C:1EUR2,\n:86:end\n"), recorder);
    ASSERT_TRUE(format);
    EXPECT_EQ(*format, BankFormat::Mt942);
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.sound_statements(), 1);
    EXPECT_TRUE(recorder.statements[0].head.provisional);
    EXPECT_EQ(recorder.statements[0].foot.until.iso(), "2026-09-15");
    EXPECT_FALSE(recorder.statements[0].foot.closing);
    EXPECT_EQ(recorder.statements[0].entries.size(), 2U);
    for (const char* wrong :
         {":90C:2EUR2,\n", ":90C:1EUR2,01\n", ":90D:0EUR0,\n", ":90C:EUR2,\n"}) {
        BankRecorder refused;
        ASSERT_TRUE(read_bytes(interim(wrong), refused));
        EXPECT_EQ(refused.sound_statements(), 0) << wrong;
    }
    BankRecorder expected;
    ASSERT_TRUE(read_bytes(interim(":61:260916EC5,NTRFNONREF\n"), expected));
    EXPECT_EQ(expected.statements[0].entries.size(), 2U) << "announced is not booked";
}

TEST(Mt940, AStatementThatDoesNotAddUpIsShownAndOneThatIsCutOffIsRefused) {
    const std::string whole = mt940(":61:260915C2,NTRFNONREF\r\n", "C260915EUR1003,00");
    BankRecorder shown;
    ASSERT_TRUE(read_bytes(whole, shown));
    EXPECT_EQ(shown.sound_statements(), 1);
    EXPECT_EQ(shown.count(Severity::Warning), 1);
    BankRecorder cut;
    ASSERT_TRUE(read_bytes(std::string_view(whole).substr(0, whole.size() - 3), cut));
    EXPECT_EQ(cut.sound_statements(), 0);
}

TEST(Mt940, RefusesFieldsThatAreWrongInWords) {
    const auto sentences = [](std::string_view line) {
        BankRecorder recorder;
        EXPECT_TRUE(read_bytes(mt940(std::string(line) + "\r\n"), recorder));
        EXPECT_EQ(recorder.sound_statements(), 0) << line;
        return recorder.sentences();
    };
    EXPECT_NE(sentences(":61:260931C1,NTRFNONREF").find("a day that exists"), std::string::npos);
    EXPECT_NE(sentences(":61:2609150231C1,NTRFNONREF").find("MMDD"), std::string::npos);
    EXPECT_NE(sentences(":61:260915X1,NTRFNONREF").find("C, D, RC or RD"), std::string::npos);
    EXPECT_NE(sentences(":61:260915C1,005NTRFNONREF").find("at most 2 decimals"),
              std::string::npos);
    EXPECT_NE(sentences(":61:260915C1,0,0NTRFNONREF").find("such as 1234,56"), std::string::npos);
    EXPECT_NE(sentences(":25:NL91ABNA0417164300").find("out of its order"), std::string::npos);
    BankRecorder none;
    EXPECT_FALSE(read_bytes(":20:TELEREPORTING\r\n-\r\n", none));
    BankRecorder no_balance;
    ASSERT_TRUE(read_bytes(":20:1\n:25:NL91ABNA0417164300\n-\n" + mt940(""), no_balance));
    EXPECT_EQ(no_balance.statements.size(), 2U);
    EXPECT_FALSE(no_balance.statements[0].sound);
    EXPECT_TRUE(no_balance.statements[1].sound) << "reading goes on at the next message";
}

TEST(Mt940, LinesOfTextMayLookLikeFieldsAndEnds) {
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(mt940(":61:260915C2,NTRFNONREF\r\n:86:om\r\n:12:00 uur\r\n-\r\nV26\r\n",
                                 "C260915EUR1002,00"),
                           recorder));
    EXPECT_EQ(recorder.sentences(), "");
    ASSERT_EQ(recorder.sound_statements(), 1);
    EXPECT_EQ(recorder.statements[0].entries.at(0).remittance, "om :12:00 uur V26");
}

TEST(Mt940, ReadsTheOldWindowsAlphabetAndStaysWithinItsLimits) {
    EXPECT_EQ(entry_of("260915C1,NTRFNONREF", "Caf\xE9 \x80").remittance, "Café €");
    std::string endless;
    for (int line = 0; line < 2000; ++line)
        endless += std::string(60, 'x') + "\r\n";
    BankRecorder recorder;
    ASSERT_TRUE(read_bytes(mt940(":61:260915C2,NTRFNONREF\r\n:86:" + endless, "C260915EUR1002,"),
                           recorder));
    EXPECT_EQ(recorder.sound_statements(), 1);
    EXPECT_EQ(recorder.count(Severity::Warning), 1);
    EXPECT_LE(recorder.statements[0].entries.at(0).remittance.size(), 16384U);
}

} // namespace
} // namespace afpunt::tests
