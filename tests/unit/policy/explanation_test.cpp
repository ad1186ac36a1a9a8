// SPDX-License-Identifier: MIT
//
// Every reason has a sentence in every language, and the sentence names every fact.
#include "builders.hpp"

#include "book/localised.hpp"
#include "policy/explanation.hpp"

#include <gmock/gmock.h>

#include <set>

namespace afpunt::policy {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using tests::day;
using tests::euro;

constexpr std::array<std::string_view, 6> languages{"nl", "nl-BE", "nl-NL", "fr", "de", "en"};

[[nodiscard]] bool is_amount(std::string_view name) {
    static const std::set<std::string_view> names{"amount",  "disputed", "retained",
                                                  "total",   "minimum",  "closing",
                                                  "opening", "open",     "allocated"};
    return names.contains(name);
}
[[nodiscard]] bool is_day(std::string_view name) {
    static const std::set<std::string_view> names{
        "due",    "next", "last",   "day",        "until",    "needed",   "after",
        "before", "on",   "booked", "collection", "last_day", "first_day"};
    return names.contains(name);
}

struct Sample {
    Decision decision;
    std::vector<std::string> expected; // as the sentence must show each fact
};

[[nodiscard]] Sample with_all_facts(ReasonCode reason, std::string_view language) {
    Sample sample;
    sample.decision.reason = reason;
    sample.decision.outcome = outcome_of(reason);
    int counter = 0;
    for (const std::string_view name : fact_names(reason)) {
        ++counter;
        std::string value = "<" + std::string(name) + ">";
        std::string shown = value;
        if (is_amount(name)) {
            const Money amount = euro(123400 + counter);
            value = amount.code_and_decimal();
            shown = book::localised(amount, language);
        } else if (is_day(name)) {
            const Date on = Date::of(2026, 3, static_cast<unsigned>(counter) + 10);
            value = on.iso();
            shown = book::localised(on, language);
        }
        sample.decision.facts.emplace_back(name, value);
        sample.expected.push_back(shown);
    }
    return sample;
}

TEST(Explanation, NamesEveryFactOfEveryReasonInEveryLanguage) {
    for (const std::string_view language : languages) {
        for (const ReasonCode reason : all_reasons) {
            const Sample sample = with_all_facts(reason, language);
            const std::string sentence = explain(sample.decision, language);
            SCOPED_TRACE(std::string(language) + " " + std::string(code_of(reason)));
            EXPECT_TRUE(sentence.ends_with('.')) << sentence;
            EXPECT_EQ(sentence.find_first_of("{}[]#|"), std::string::npos) << sentence;
            for (const std::string& fact : sample.expected) {
                EXPECT_THAT(sentence, HasSubstr(fact));
            }
        }
    }
}

TEST(Explanation, StaysASentenceWhenFactsAreMissing) {
    for (const std::string_view language : languages) {
        for (const ReasonCode reason : all_reasons) {
            Decision decision;
            decision.reason = reason;
            const std::string sentence = explain(decision, language);
            EXPECT_TRUE(sentence.ends_with('.')) << sentence;
            EXPECT_EQ(sentence.find_first_of("{}[]#|"), std::string::npos) << sentence;
        }
    }
}

TEST(Explanation, GivesEachLanguageItsOwnSentence) {
    for (const ReasonCode reason : all_reasons) {
        std::set<std::string> sentences;
        for (const std::string_view language : {"nl", "fr", "de", "en"}) {
            sentences.insert(explain(with_all_facts(reason, language).decision, language));
        }
        EXPECT_EQ(sentences.size(), 4u) << code_of(reason);
    }
}

TEST(Explanation, SaysInBelgianDutchWhichLineToTickOffFirst) {
    Decision decision;
    decision.reason = ReasonCode::ProbablyPaid;
    decision.facts = {{"line", "lijn 17"},
                      {"booked", "2026-11-19"},
                      {"amount", "EUR 89.99"},
                      {"payer", "Jan Janssens"},
                      {"evidence", "fact v26 107"}};
    EXPECT_EQ(explain(decision, "nl-BE"),
              "Waarschijnlijk betaald: lijn 17, 89,99 EUR op 19 november 2026 van Jan Janssens, "
              "met 'fact v26 107'. Punt die lijn eerst af.");
    EXPECT_THAT(explain(decision, "nl-NL"), HasSubstr("Letter die regel eerst af."));
    EXPECT_THAT(explain(decision, "fr-BE"), HasSubstr("Lettrez d'abord cette ligne."));
    EXPECT_THAT(explain(decision, "pt"), HasSubstr("Probably paid: lijn 17, EUR 89.99"));
}

TEST(Explanation, SpeaksOfVervaldagInBelgiumAndOfVervaldatumInTheNetherlands) {
    Decision decision;
    decision.reason = ReasonCode::NotDue;
    decision.facts = {{"due", "2026-11-30"}};
    EXPECT_EQ(explain(decision, "nl"), "Nog niet vervallen: vervaldag 30 november 2026.");
    EXPECT_EQ(explain(decision, "nl-NL"), "Nog niet vervallen: vervaldatum 30 november 2026.");
}

TEST(Explanation, NamesTheMissingStatement) {
    Decision decision;
    decision.reason = ReasonCode::StatementMissing;
    decision.facts = {{"account", "KBC ...4821"},
                      {"statements", "102"},
                      {"after", "2026-11-17"},
                      {"before", "2026-11-19"}};
    EXPECT_EQ(explain(decision, "nl-BE"),
              "Er ontbreken bankverrichtingen op KBC ...4821: uittreksel 102, tussen 17 november "
              "2026 en 19 november 2026. Lees ze eerst in.");
}

TEST(Explanation, ChoosesTheWordByTheNumber) {
    Decision decision;
    decision.reason = ReasonCode::DaysBetweenMessages;
    decision.facts = {{"last", "2026-11-19"}, {"days", "1"}, {"next", "2026-11-20"}};
    EXPECT_THAT(explain(decision, "nl"), HasSubstr("ligt minstens 1 dag:"));
    decision.facts[1].second = "7";
    EXPECT_THAT(explain(decision, "nl"), HasSubstr("liggen minstens 7 dagen:"));
}

TEST(Explanation, NeverReadsMarksInTheWordsOfOthers) {
    Decision decision;
    decision.reason = ReasonCode::HeldByPerson;
    decision.facts = {{"who", "[{until:date}]"}, {"why", "{who}"}};
    EXPECT_EQ(explain(decision, "en"), "Held by [{until:date}]: {who}.");
}

TEST(Explanation, AvoidsOurOwnWords) {
    for (const std::string_view language : languages) {
        for (const ReasonCode reason : all_reasons) {
            const std::string sentence =
                explain(with_all_facts(reason, language).decision, language);
            for (const std::string_view word :
                 {"outbox", "snapshot", " plan ", "afpunt ", "payload"}) {
                EXPECT_THAT(sentence, Not(HasSubstr(std::string(word))));
            }
        }
    }
}

TEST(Explanation, LabelsTheFourLists) {
    EXPECT_EQ(outcome_label(Outcome::Ready, "nl-BE"), "Klaar");
    EXPECT_EQ(outcome_label(Outcome::Held, "nl"), "Aangehouden");
    EXPECT_EQ(outcome_label(Outcome::Waiting, "nl"), "Wacht");
    EXPECT_EQ(outcome_label(Outcome::Done, "nl"), "Afgehandeld");
    EXPECT_EQ(outcome_label(Outcome::Held, "fr"), "Retenu");
    EXPECT_EQ(outcome_label(Outcome::Ready, "de"), "Bereit");
    EXPECT_EQ(outcome_label(Outcome::Done, "sv"), "Done");
}

} // namespace
} // namespace afpunt::policy
