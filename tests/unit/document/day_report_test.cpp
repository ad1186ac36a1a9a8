// SPDX-License-Identifier: MIT
#include "document/day_report.hpp"
#include "document/labels.hpp"
#include "document/report_view.hpp"
#include "sample_letters.hpp"

#include "policy/explanation.hpp"

#include <gmock/gmock.h>

namespace afpunt::document {
namespace {

using namespace afpunt::tests;

struct Day {
    book::Book book;
    policy::Plan plan;
    std::vector<matching::Proposal> proposals;
    std::vector<ReportLetter> letters;
};

policy::Decision decision(const std::string& item, policy::ReasonCode reason,
                          std::vector<std::pair<std::string, std::string>> facts = {}) {
    policy::Decision made;
    made.item_id = item;
    made.party_id = item == "d" ? "C2" : "C1";
    made.reason = reason;
    made.outcome = policy::outcome_of(reason);
    made.step_id = "reminder-1";
    made.facts = std::move(facts);
    return made;
}

book::Snapshot day_snapshot() {
    book::Snapshot snapshot = sample_snapshot();
    for (int i = 0; i < 6; ++i) {
        snapshot.items.push_back(sample_item(std::string(1, static_cast<char>('a' + i)),
                                             "V26-010" + std::to_string(i), euro(12345 + i)));
    }
    snapshot.items[3].customer_id = "C2";
    book::BankAccount savings = snapshot.accounts[0];
    savings.id = "spaar";
    savings.iban = "BE15001765432130";
    savings.name = "Spaarrekening";
    savings.customers_pay_here = false;
    snapshot.accounts.push_back(savings);
    const auto statement = [](int number, int day) {
        book::Statement made;
        made.id = "s" + std::to_string(number);
        made.account_id = "kbc";
        made.number = std::to_string(number);
        made.sequence = number;
        made.from = made.until = Date::of(2026, 11, static_cast<unsigned>(day));
        return made;
    };
    snapshot.statements = {statement(101, 16), statement(102, 17), statement(104, 19)};
    book::BankLine line;
    line.id = "l17";
    line.account_id = "kbc";
    line.label = "lijn 17 van 19 november (uittreksel 104)";
    line.kind = book::BankLineKind::CustomerPayment;
    line.booked_on = Date::of(2026, 11, 19);
    line.amount = line.unallocated = euro(12347);
    line.payer_name = "BAKKERIJ PEETERS";
    snapshot.bank_lines = {line};
    return snapshot;
}

Day sample_day() {
    const book::Snapshot snapshot = day_snapshot();
    Day day{book::Book::build(snapshot, {}), {}, {}, {}};
    day.plan.on = Date::of(2026, 11, 20);
    day.plan.decisions = {decision("a", policy::ReasonCode::LetterPrepared),
                          decision("b", policy::ReasonCode::StepDue),
                          decision("c", policy::ReasonCode::ProbablyPaid,
                                   {{"line", "lijn 17 van 19 november (uittreksel 104)"},
                                    {"amount", "EUR 123.47"},
                                    {"booked", "2026-11-19"},
                                    {"payer", "BAKKERIJ PEETERS"},
                                    {"evidence", "V26-0102"}}),
                          decision("d", policy::ReasonCode::StatementMissing,
                                   {{"account", "Zichtrekening"},
                                    {"statements", "103"},
                                    {"after", "2026-11-17"},
                                    {"before", "2026-11-19"}}),
                          decision("e", policy::ReasonCode::NotDue, {{"due", "2026-11-30"}}),
                          decision("f", policy::ReasonCode::Settled)};
    day.plan.decisions[4].next_on = Date::of(2026, 12, 3);
    policy::PlannedLetter planned = letter_for({snapshot.items[1]});
    day.plan.letters = {planned};
    matching::Proposal proposal;
    proposal.bank_line_id = "l17";
    proposal.confidence = matching::Confidence::Likely;
    proposal.rule = matching::MatchRule::InvoiceNumber;
    proposal.evidence = "V26-0102";
    proposal.allocations = {{"c", euro(12347)}};
    proposal.party_ids = {"C1"};
    day.proposals = {proposal};
    day.letters = {{"H-2026-00042", "C1", "prepared", "", euro(12345), {"a"}},
                   {"H-2026-00043", "C2", "uncertain", "", euro(12348), {"d"}},
                   {"H-2026-00040",
                    "C2",
                    "withdrawn",
                    "V26-0099 werd betaald op 20 november",
                    euro(5000),
                    {"f"}}};
    return day;
}

std::string report(const Day& day, const std::string& language = "nl",
                   const std::string& notice = {}) {
    return day_report({day.book, day.plan, day.proposals, day.letters, language, notice, {}});
}

TEST(DayReport, ShowsTheThreeListsInEachLanguage) {
    const Day day = sample_day();
    for (const auto& [language, words] :
         std::vector<std::pair<std::string, std::vector<std::string>>>{
             {"nl", {"Klaar (3)", "Aangehouden (2)", "Waarom (2)", "Bank bijgewerkt tot"}},
             {"fr", {"Prêt (3)", "Retenu (2)", "Pourquoi (2)", "Banque à jour au"}},
             {"de", {"Bereit (3)", "Zurückgehalten (2)", "Warum (2)", "Bank gebucht bis"}},
             {"en", {"Ready (3)", "Held (2)", "Why (2)", "Bank up to date until"}}}) {
        const std::string html = report(day, language);
        for (const std::string& word : words)
            EXPECT_TRUE(contains(html, word)) << word;
        (void)write_sample("report-" + language + ".html", html);
    }
}

TEST(DayReport, ExplainsEachHeldInvoiceWithTheSentenceOfItsDecision) {
    const Day day = sample_day();
    for (const std::string language : {"nl", "fr"}) {
        const std::string html = report(day, language);
        for (const std::size_t at : {2U, 3U, 4U, 5U}) {
            const std::string sentence =
                html_escape(policy::explain(day.plan.decisions[at], language));
            ASSERT_FALSE(sentence.empty());
            EXPECT_TRUE(contains(html, sentence)) << sentence;
        }
    }
}

TEST(DayReport, NamesTheMissingStatement) {
    const Day day = sample_day();
    EXPECT_TRUE(contains(report(day), "uittreksel 103 ontbreekt (na 17 november 2026)"));
    EXPECT_TRUE(contains(report(day, "nl-NL"), "afschrift 103 ontbreekt"));
    EXPECT_TRUE(contains(report(day), "klanten betalen niet op deze rekening"));
    EXPECT_TRUE(contains(report(day), "BE68 5390 0754 7034"));
}

TEST(DayReport, ShowsPlannedLettersThatNobodyPreparedYet) {
    Day day = sample_day();
    EXPECT_TRUE(contains(report(day), "vandaag klaar te zetten"));
    day.letters.push_back({"H-2026-00044", "C1", "approved", "", euro(12346), {"b"}});
    EXPECT_FALSE(contains(report(day), "vandaag klaar te zetten"));
    day.letters.back().state = "withdrawn";
    EXPECT_TRUE(contains(report(day), "vandaag klaar te zetten"));
}

TEST(DayReport, ShowsProbablePaymentsAndWhatWasWithdrawn) {
    const std::string html = report(sample_day());
    EXPECT_TRUE(contains(html, "lijn 17 van 19 november (uittreksel 104)"));
    EXPECT_TRUE(contains(html, "V26-0102 · 123,47 EUR"));
    EXPECT_TRUE(contains(html, "waarschijnlijk · factuurnummer in de tekst"));
    EXPECT_TRUE(contains(html, "V26-0099 werd betaald op 20 november"));
    EXPECT_TRUE(contains(html, "verzending onzeker: kijk na"));
}

TEST(DayReport, EscapesEverythingAndLoadsNothing) {
    book::Snapshot snapshot = day_snapshot();
    const std::string bad = "<script>alert('x')</script>";
    snapshot.creditor.name = snapshot.accounts[0].name = snapshot.parties[0].name = bad;
    snapshot.items[2].number = snapshot.bank_lines[0].label = bad;
    Day day = sample_day();
    day.book = book::Book::build(snapshot, {});
    day.letters[0].number = day.letters[0].state = day.letters[2].state_reason = bad;
    day.proposals[0].evidence = bad;
    day.plan.decisions[2].facts[0].second = bad;
    const std::string html = report(day, "nl", "Proef: " + bad);
    EXPECT_FALSE(contains(html, "<script"));
    EXPECT_FALSE(contains(html, "http"));
    EXPECT_FALSE(contains(html, "url("));
    EXPECT_TRUE(contains(html, "Proef: &lt;script&gt;"));
}

TEST(DayReport, SaysHowManyRowsAreLeftOut) {
    Day day = sample_day();
    day.plan.decisions.assign(most_report_rows + 7, day.plan.decisions[2]);
    const std::string html = report(day);
    EXPECT_TRUE(contains(html, "Aangehouden (2007)"));
    EXPECT_TRUE(contains(html, "en nog 7 andere"));
}

TEST(DayReport, StandsOnAnEmptyBook) {
    const Day day{book::Book::build({}, {}), {}, {}, {}};
    EXPECT_TRUE(contains(report(day), "Klaar (0)"));
    EXPECT_TRUE(contains(report(day), "Niets."));
}

TEST(Labels, ExistInAllLanguages) {
    for (const auto labels : {letter_labels(), report_labels()}) {
        for (const Label& label : labels) {
            for (const std::string_view text : {label.nl, label.fr, label.de, label.en}) {
                EXPECT_FALSE(text.empty()) << label.name;
            }
        }
    }
    EXPECT_THROW((void)label(report_labels(), "no such label", "nl"), std::logic_error);
}

TEST(Labels, CountInEachLanguage) {
    EXPECT_EQ(ordinal(1, "nl-BE"), "1e");
    EXPECT_EQ(ordinal(1, "fr"), "1er");
    EXPECT_EQ(ordinal(2, "fr"), "2e");
    EXPECT_EQ(ordinal(3, "de"), "3.");
    EXPECT_EQ(ordinal(1, "en"), "1st");
    EXPECT_EQ(ordinal(11, "en"), "11th");
    EXPECT_EQ(ordinal(22, "en"), "22nd");
    EXPECT_EQ(ordinal(103, "en"), "103rd");
}

TEST(Labels, FillValuesInOrderAndNeverReadThemAgain) {
    EXPECT_EQ(filled("a {} b {}", {"{}", "x"}), "a {} b x");
    EXPECT_EQ(filled("a {}", {"x", "y"}), "a x");
}

} // namespace
} // namespace afpunt::document
