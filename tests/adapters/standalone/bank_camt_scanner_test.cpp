// SPDX-License-Identifier: MIT
//
// Entries that are scanned where they stand say what the tree says of them; those that the scanner
// must not read are left to the tree.
#include "bank_recorder.hpp"

#include <bank/camt_entry_texts.hpp>
#include <bank/camt_nodes.hpp>
#include <bank/xml_scanner.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

namespace afpunt::tests {
namespace {

using namespace standalone;

std::string described(const CamtTexts& texts) {
    std::string text;
    for (int at = 1; at < static_cast<int>(CamtField::Count); ++at) {
        const std::string_view field = texts[static_cast<CamtField>(at)];
        if (!field.empty()) text += std::to_string(at) + "=" + std::string(field) + "|";
    }
    if (texts.has(CamtField::ReturnInformation)) text += "returned|";
    for (const CamtTexts::Remittance& one : texts.remittance()) {
        if (one.text.empty() && one.kind != CamtRemittance::Structured) continue;
        text += std::to_string(static_cast<int>(one.kind)) + ":" + std::string(one.text) + "|";
    }
    return text;
}
std::string described(CamtEntryTexts& texts) {
    std::string text = described(texts.entry());
    for (std::size_t at = 0; at < texts.detail_count(); ++at)
        text += "\n" + described(texts.detail(at));
    return text;
}
std::string by_the_tree(const std::string& entry) {
    XmlTree tree;
    tree.read(entry);
    CamtEntryTexts texts;
    texts.read(tree.root());
    return described(texts);
}
bool is_scanned(const std::string& entry) {
    CamtEntryTexts texts;
    return texts.scan(entry) == entry.size();
}

std::string usual_entry(std::string_view inside = "") {
    return "<Ntry><Amt Ccy=\"EUR\">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
           "<BookgDt><Dt>2026-11-18</Dt></BookgDt>" +
           std::string(inside) + "</Ntry>";
}

// What banks write, and what they never do, in any order.
class EntryMaker {
public:
    explicit EntryMaker(std::uint32_t seed) : random_(seed) {}

    std::string entry() { return element("Ntry", 0); }

private:
    std::string element(const std::string& name, int depth) {
        static const std::vector<std::string> names{
            "Amt",  "CdtDbtInd",  "Sts",    "Cd",         "BookgDt",    "Dt",          "NtryDtls",
            "Btch", "NbOfTxs",    "TxDtls", "TxDtls",     "RmtInf",     "Strd",        "Ustrd",
            "Ref",  "CdtrRefInf", "Refs",   "EndToEndId", "RfrdDocInf", "AddtlRmtInf", "Nb",
            "Domn", "BkTxCd",     "RtrInf", "Chrgs",      "n:Amt",      "PstlAdr",     "RltdPties",
            "Dbtr", "Nm",         "Pty"};
        std::string content;
        for (auto count = random_() % (depth < 5 ? 5 : 1); count > 0; --count) {
            // Now and then a path that counts, else they would be too rare.
            const std::string& next = depth == 0 && random_() % 3 == 0 ? names[6]
                                      : name == "NtryDtls"             ? names[9]
                                      : name == "TxDtls" && random_() % 2 == 0
                                          ? names[11]
                                          : names[random_() % names.size()];
            content += blanks() + element(next, depth + 1);
        }
        if (content.empty() || random_() % 30 == 0) content += text();
        const std::string attribute = name == "Amt" ? " Ccy=\"EUR\"" : "";
        if (content.empty() && random_() % 2 == 0) return "<" + name + attribute + "/>";
        return "<" + name + attribute + ">" + content + "</" + name + ">";
    }
    std::string blanks() { return random_() % 3 == 0 ? "\n  " : ""; }
    std::string text() {
        static const std::vector<std::string> texts{
            "",           "BOOK",        " two  words ", "Jansen &amp; Zoon",
            "12.50",      "&#x20AC;",    "NOTPROVIDED",  "\xC3\xA9t\xC3\xA9",
            "2026-11-18", "<!-- c -->x", "a > b"};
        return texts[random_() % texts.size()];
    }
    std::mt19937 random_;
};

TEST(CamtEntryScanner, SaysOfEachEntryWhatTheTreeSays) {
    EntryMaker maker(20022);
    std::unique_ptr<CamtEntryTexts> texts;
    int scanned = 0;
    for (int round = 0; round < 5'000; ++round) {
        // What one file may teach is limited.
        if (round % 100 == 0) texts = std::make_unique<CamtEntryTexts>();
        // Runs are learnt by the first and used by the second.
        const std::string entry = maker.entry();
        for (int time = 0; time < 2; ++time) {
            const std::size_t size = texts->scan(entry);
            if (size == 0) continue;
            ASSERT_EQ(size, entry.size()) << entry;
            ASSERT_EQ(described(*texts), by_the_tree(entry)) << entry;
            ++scanned;
        }
    }
    EXPECT_GT(scanned, 1'000);
}

TEST(CamtEntryScanner, ReadsPrefixesBlanksReferencesAndEmptyElements) {
    for (const std::string& inside :
         {std::string("\n\t<AddtlNtryInf> a \n b &amp; c </AddtlNtryInf>\n"),
          std::string("<NtryDtls><TxDtls><RtrInf/><RmtInf><Strd/></RmtInf></TxDtls></NtryDtls>"),
          std::string("<NtryDtls><TxDtls/><TxDtls><Amt Ccy='USD'>1</Amt></TxDtls></NtryDtls>"),
          std::string("<Other><Amt Ccy=\"EUR\">1</Amt><Amt Ccy=\"EUR\">2</Amt></Other>")}) {
        const std::string entry = usual_entry(inside);
        CamtEntryTexts texts;
        ASSERT_EQ(texts.scan(entry), entry.size()) << entry;
        EXPECT_EQ(described(texts), by_the_tree(entry));
    }
    const std::string prefixed = "<n:Ntry><n:Amt Ccy=\"EUR\">12.50</n:Amt></n:Ntry>";
    CamtEntryTexts texts;
    ASSERT_EQ(texts.scan(prefixed), prefixed.size());
    EXPECT_EQ(texts.entry()[CamtField::Amount], "12.50");
    EXPECT_EQ(texts.entry()[CamtField::AmountCurrency], "EUR");
}

TEST(CamtEntryScanner, LeavesToTheTreeWhatIsUnusual) {
    EXPECT_TRUE(is_scanned(usual_entry()));
    for (const char* inside :
         {"<!-- -->", "<AddtlNtryInf><![CDATA[x]]></AddtlNtryInf>", "<?i?>", "text",
          "<Chrgs><Amt Ccy=\"EUR\">1</Amt></Chrgs>", "<TxDtls/>", "<Amt Ccy=\"EUR\">1</Amt>",
          "<NtryDtls/><NtryDtls/>", "<ValDt a='1'><Dt>2026-11-18</Dt></ValDt>",
          "<AddtlNtryInf>&other;</AddtlNtryInf>", "<AddtlNtryInf>a & b</AddtlNtryInf>",
          "<Other>&other;</Other>", "<ValDt></BookgDt>", "<ValDt><Dt></ValDt></Dt>", "<1/>",
          "<NtryDtls><TxDtls><Refs/><Refs/></TxDtls></NtryDtls>", "<ValDt />"}) {
        EXPECT_FALSE(is_scanned(usual_entry(inside))) << inside;
    }
    const std::string entry = usual_entry();
    for (std::size_t size = 0; size < entry.size(); ++size) {
        CamtEntryTexts texts;
        EXPECT_EQ(texts.scan(std::string_view(entry).substr(0, size)), 0U) << size;
    }
}

TEST(CamtEntryScanner, HoldsToItsLimits) {
    const auto nested = [](std::size_t levels) {
        std::string open;
        std::string close;
        for (std::size_t level = 0; level < levels; ++level) {
            open += "<a>";
            close += "</a>";
        }
        return usual_entry(open + close);
    };
    EXPECT_TRUE(is_scanned(nested(CamtEntryScanner::max_depth - 1)));
    EXPECT_FALSE(is_scanned(nested(CamtEntryScanner::max_depth)));
    std::string details;
    for (std::size_t count = 0; count < CamtEntryScanner::max_details; ++count)
        details += "<TxDtls/>";
    EXPECT_TRUE(is_scanned(usual_entry("<NtryDtls>" + details + "</NtryDtls>")));
    EXPECT_FALSE(is_scanned(usual_entry("<NtryDtls>" + details + "<TxDtls/></NtryDtls>")));
    // Behind one place no more is learnt; what is known stays.
    CamtEntryTexts texts;
    const auto entry_with = [](std::size_t name) {
        return usual_entry("<a" + std::to_string(name) + "/>");
    };
    std::size_t learnt = 0;
    while (texts.scan(entry_with(learnt)) > 0)
        ++learnt;
    EXPECT_LE(learnt, CamtEntryScanner::max_runs_of_a_place);
    EXPECT_GT(texts.scan(entry_with(0)), 0U);
}

// A comment makes the tree read an entry.
std::string for_the_tree(std::string bytes) {
    for (std::size_t at = 0; (at = bytes.find("<Ntry>", at)) != std::string::npos; at += 6)
        bytes.insert(at + 6, "<!-- -->");
    return bytes;
}

TEST(CamtEntryScanner, ChangesNeitherBookingsNorMessages) {
    const std::string good = usual_entry("<NtryDtls><TxDtls><RmtInf><Ustrd>x</Ustrd></RmtInf>"
                                         "</TxDtls></NtryDtls>");
    for (const std::string& odd :
         {usual_entry(), usual_entry("<ValDt><Dt>2026-13-01</Dt></ValDt>"),
          std::string("<Ntry><Amt Ccy=\"EUR\">x</Amt></Ntry>"), std::string("<Ntry/>"),
          std::string("<Ntry><Amt Ccy=\"XXX\">1</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry>"),
          std::string("<Ntry><Amt Ccy=\"USD\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"),
          usual_entry("<NtryDtls><TxDtls><Amt Ccy=\"EUR\">12.00</Amt></TxDtls></NtryDtls>"),
          usual_entry("<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch></NtryDtls>"),
          usual_entry("<Sts>PDNG</Sts>")}) {
        const std::string bytes = camt_sample(good + "\n" + odd + good);
        BankRecorder scanned;
        BankRecorder read;
        EXPECT_TRUE(read_bytes(bytes, scanned));
        EXPECT_TRUE(read_bytes(for_the_tree(bytes), read));
        EXPECT_EQ(scanned.sentences(), read.sentences());
        ASSERT_EQ(scanned.statements.size(), 1U);
        ASSERT_EQ(read.statements.size(), 1U);
        ASSERT_EQ(scanned.statements[0].entries.size(), read.statements[0].entries.size());
        for (std::size_t at = 0; at < read.statements[0].entries.size(); ++at) {
            const BankEntry& one = scanned.statements[0].entries[at];
            const BankEntry& other = read.statements[0].entries[at];
            EXPECT_EQ(one.amount, other.amount);
            EXPECT_EQ(one.line, other.line);
            EXPECT_EQ(one.remittance, other.remittance);
        }
    }
}

TEST(CamtAmount, ReadsWhatTheReaderOfAllAmountsReads) {
    std::mt19937 random(4217);
    for (int round = 0; round < 10'000; ++round) {
        static constexpr std::string_view characters = "0123456789.0123456789.-+ x";
        std::string digits;
        for (auto count = random() % 21; count > 0; --count)
            digits += characters[random() % (random() % 20 == 0 ? characters.size() : 11)];
        const char* const code = random() % 2 == 0 ? "EUR" : random() % 2 == 0 ? "JPY" : "TND";
        if (digits.starts_with('-') || digits.starts_with('+')) continue;
        const Result<Money> expected = parse_money(digits, *Currency::parse(code));
        const Result<Money> found = camt_amount(code, digits);
        ASSERT_EQ(found.has_value(), expected.has_value()) << digits << ' ' << code;
        if (found) {
            EXPECT_EQ(*found, *expected) << digits << ' ' << code;
        } else {
            EXPECT_EQ(found.error().sentence(), expected.error().sentence());
        }
    }
}

} // namespace
} // namespace afpunt::tests
