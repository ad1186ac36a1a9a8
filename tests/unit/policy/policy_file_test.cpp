// SPDX-License-Identifier: MIT
//
// The settings file of a book: what is read, and in which words a mistake is refused.
#include "builders.hpp"

#include "policy/policy_file.hpp"

#include <gmock/gmock.h>

namespace afpunt::policy {
namespace {

using ::testing::HasSubstr;
using tests::day;

[[nodiscard]] std::string refusal(std::string_view toml) {
    const Result<Policy> policy = read_policy(toml, "afpunt.toml");
    return policy ? "was accepted" : policy.error().sentence();
}

TEST(PolicyFile, GivesTheStandardPolicyForAnEmptyText) {
    const Result<Policy> policy = read_policy("", "afpunt.toml");
    ASSERT_TRUE(policy);
    EXPECT_EQ(*policy, Policy::standard(CalendarId::Belgium, "nl"));
    ASSERT_EQ(policy->steps.size(), 2u);
    EXPECT_EQ(policy->mode, Mode::Prepare);
}

TEST(PolicyFile, ReadsEverySetting) {
    const Result<Policy> policy = read_policy(R"(
        [policy]
        id = "office"
        version = "2026.1"
        calendar = "NL"
        language = "nl-NL"
        mode = "send"
        minimum = { EUR = "12.50", JPY = "900" }
        tolerance = "0.10"
        least_days_between_messages = 10
        coverage_working_days = 2
        quiet_days = ["2026-12-31", "2026-12-24"]
        send_on_weekends = true
        days_to_pay = 14
        old_balance_after_days = 30
        most_letters_per_day = 50

        [[step]]
        id = "soft"
        after = 5
        unit = "calendar-days"
        from = "due-date"
        tone = "friendly"

        [[step]]
        id = "hard"
        after = 8
        tone = "firm"

        [mail]
        from = "boekhouding@example.com"
    )",
                                              "afpunt.toml");
    ASSERT_TRUE(policy) << policy.error().sentence();
    EXPECT_EQ(policy->id, "office");
    EXPECT_EQ(policy->version, "2026.1");
    EXPECT_EQ(policy->calendar, CalendarId::Netherlands);
    EXPECT_EQ(policy->default_language, "nl-NL");
    EXPECT_EQ(policy->mode, Mode::Send);
    EXPECT_EQ(policy->minimum_minor,
              (std::map<std::string, std::int64_t>{{"EUR", 1250}, {"JPY", 900}}));
    EXPECT_EQ(policy->tolerance_minor, 10);
    EXPECT_EQ(policy->least_days_between_messages, 10);
    EXPECT_EQ(policy->coverage_working_days, 2);
    EXPECT_EQ(policy->quiet_days, (std::vector{day("2026-12-24"), day("2026-12-31")}));
    EXPECT_TRUE(policy->send_on_weekends);
    EXPECT_EQ(policy->days_to_pay, 14);
    EXPECT_EQ(policy->old_balance_after_days, 30);
    EXPECT_EQ(policy->most_letters_per_day, 50);
    EXPECT_EQ(
        policy->steps,
        (std::vector{Step{"soft", DelayFrom::DueDate, DelayUnit::CalendarDays, 5, "friendly"},
                     Step{"hard", DelayFrom::PreviousStep, DelayUnit::WorkingDays, 8, "firm"}}));
}

TEST(PolicyFile, NamesLineAndColumnWhereTheTextIsNoToml) {
    EXPECT_THAT(refusal("[policy]\nid = = 3\n"), HasSubstr("afpunt.toml, line 2, column 6"));
}

// A regression: U+0499 in the place of a full stop was undefined behaviour of the library.
TEST(PolicyFile, RefusesLettersOutsideOfQuotesWhateverTheyAre) {
    for (std::uint32_t point = 0xA0; point < 0xD800; point += 37) {
        const std::string letter{static_cast<char>(0xC0 | (point >> 6 & 0x1F)),
                                 static_cast<char>(0x80 | (point & 0x3F))};
        const std::string long_letter{static_cast<char>(0xE0 | point >> 12),
                                      static_cast<char>(0x80 | (point >> 6 & 0x3F)),
                                      static_cast<char>(0x80 | (point & 0x3F))};
        const std::string& utf8 = point < 0x800 ? letter : long_letter;
        EXPECT_THAT(refusal("[pol" + utf8 + "icy]\nmode = 1\n"), HasSubstr("line 1")) << point;
    }
    EXPECT_THAT(refusal("[policy\xD2\x99steps]\n"), HasSubstr("line 1"));
}

TEST(PolicyFile, NamesTheLineOfAMistypedSetting) {
    const std::string sentence = refusal("[policy]\nid = \"a\"\ndays_to_pya = 7\n");
    EXPECT_THAT(sentence, HasSubstr("afpunt.toml, line 3"));
    EXPECT_THAT(sentence, HasSubstr("days_to_pya"));
    EXPECT_THAT(sentence, HasSubstr("days_to_pay"));
    EXPECT_THAT(refusal("[[step]]\nid = \"a\"\nafter = 3\ncolour = \"red\"\n"),
                HasSubstr("line 4: [[step]]: found 'colour'"));
}

TEST(PolicyFile, RefusesChargesBecauseItHasNoLawToCheckThemWith) {
    for (const std::string_view toml :
         {"[[step]]\nid = \"a\"\nafter = 3\nfee = \"10.00\"\n",
          "[[step]]\nid = \"a\"\nafter = 3\n[step.charges]\nfixed = \"10.00\"\n",
          "[[step]]\nid = \"a\"\nafter = 3\ninterest = \"8\"\n",
          "[[step]]\nid = \"a\"\nafter = 3\nfixed_fee = \"8\"\n", "[policy]\ncosts = \"8\"\n",
          "[charges]\nrate = \"8\"\n"}) {
        EXPECT_THAT(refusal(toml), HasSubstr("need the law packs")) << toml;
    }
}

TEST(PolicyFile, RefusesNumbersWithDecimalsForMoney) {
    EXPECT_THAT(refusal("[policy]\nminimum = { EUR = 5.00 }\n"),
                HasSubstr("line 2: minimum: found 'a number with decimals', expected an amount in "
                          "quotes"));
    EXPECT_THAT(refusal("[policy]\ntolerance = 0.05\n"), HasSubstr("an amount in quotes"));
    EXPECT_THAT(refusal("[policy]\nminimum = { EUR = \"5,00\" }\n"), HasSubstr("'5,00'"));
    EXPECT_THAT(refusal("[policy]\nminimum = { EUR = \"-5.00\" }\n"), HasSubstr("'-5.00'"));
    EXPECT_THAT(refusal("[policy]\nminimum = { Euro = \"5.00\" }\n"), HasSubstr("ISO 4217"));
    EXPECT_THAT(refusal("[policy]\ntolerance = \"10.01\"\n"), HasSubstr("from 0 to 10.00"));
}

TEST(PolicyFile, ChecksTheRangeOfEveryNumber) {
    for (const std::string_view line :
         {"least_days_between_messages = 366", "least_days_between_messages = -1",
          "coverage_working_days = 31", "days_to_pay = 0", "days_to_pay = 91",
          "old_balance_after_days = 3651", "most_letters_per_day = 10001",
          "most_letters_per_day = 99999999999999", "days_to_pay = 7.0", "days_to_pay = \"7\""}) {
        EXPECT_THAT(refusal("[policy]\n" + std::string(line)), HasSubstr("a whole number from"))
            << line;
    }
    EXPECT_THAT(refusal("[[step]]\nid = \"a\"\nafter = 366\n"), HasSubstr("from 0 to 365"));
}

TEST(PolicyFile, RefusesWordsThatItDoesNotKnow) {
    EXPECT_THAT(refusal("[policy]\ncalendar = \"DE\"\n"),
                HasSubstr("\"BE\" or \"NL\" or \"TARGET\""));
    EXPECT_THAT(refusal("[policy]\nmode = \"auto\"\n"), HasSubstr("\"prepare\" or \"send\""));
    EXPECT_THAT(refusal("[policy]\nlanguage = \"es\"\n"), HasSubstr("nl, fr, de or en"));
    EXPECT_THAT(refusal("[policy]\nlanguage = \"nl_BE.UTF-8\"\n"), HasSubstr("nl, fr, de or en"));
    EXPECT_THAT(refusal("[policy]\nsend_on_weekends = \"no\"\n"), HasSubstr("true or false"));
    EXPECT_THAT(refusal("[policy]\nid = \"../x\"\n"), HasSubstr("letters, digits"));
    EXPECT_THAT(refusal("[policy]\nquiet_days = [\"2026-02-30\"]\n"), HasSubstr("2026-02-30"));
    EXPECT_THAT(refusal("[[step]]\nid = \"a\"\nafter = 1\ntone = \"rude\"\n"),
                HasSubstr("\"friendly\" or \"firm\""));
    EXPECT_THAT(refusal("[[step]]\nid = \"a\"\nafter = 1\nunit = \"weeks\"\n"),
                HasSubstr("\"working-days\" or \"calendar-days\""));
    EXPECT_THAT(refusal("policy = 3\n"), HasSubstr("settings under [policy]"));
    EXPECT_THAT(refusal("step = 3\n"), HasSubstr("[[step]]"));
}

TEST(PolicyFile, RefusesStepsThatCannotBeFollowed) {
    EXPECT_THAT(refusal("[[step]]\nid = \"a\"\n"), HasSubstr("the number of days of this step"));
    EXPECT_THAT(refusal("[[step]]\nafter = 3\n"), HasSubstr("line 1: id: found nothing"));
    EXPECT_THAT(refusal("[[step]]\nid = \"a\"\nafter = 3\nfrom = \"previous-step\"\n"),
                HasSubstr("no step comes before the first one"));
    EXPECT_THAT(refusal("[[step]]\nid = \"a\"\nafter = 3\n[[step]]\nid = \"a\"\nafter = 3\n"),
                HasSubstr("line 5: id: found 'a', expected another id"));
    std::string many;
    for (int at = 0; at < 11; ++at) {
        many += "[[step]]\nid = \"s" + std::to_string(at) + "\"\nafter = 3\n";
    }
    EXPECT_THAT(refusal(many), HasSubstr("at most 10 steps"));
}

TEST(PolicyFile, RefusesTextThatIsTooLongOrNotUtf8) {
    EXPECT_THAT(refusal(std::string(300 * 1024, '#')), HasSubstr("bytes of settings"));
    EXPECT_THAT(refusal("[policy]\nid = \"\xFF\"\n"), HasSubstr("valid TOML"));
    EXPECT_THAT(refusal(std::string(5000, '[')), HasSubstr("valid TOML"));
}

} // namespace
} // namespace afpunt::policy
