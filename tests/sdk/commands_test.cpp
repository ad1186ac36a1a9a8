// SPDX-License-Identifier: MIT
//
// Requests that are not as they should be: each gets a sentence that names the field, and changes
// nothing (afpunt/ext/command.h).
#include "sdk/scripted_test.hpp"

namespace afpunt::tests {
namespace {

class HostCommands : public ScriptedTest {
protected:
    void SetUp() override {
        open_known_book();
        host.book.invoice("V1", "jan", "2026-11-02");
        ASSERT_EQ(session->run().at("prepared").as_array().size(), 1u);
    }
    [[nodiscard]] std::string field_of(const json::object& answer) {
        return std::string(answer.at("error").at("field").as_string());
    }
};

TEST_F(HostCommands, WhatIsNoRequestIsRefusedAtOnce) {
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string("{\"command\":5}"),
          std::string("{\"command\":\"run\"} x"), std::string("{\"command\":\"\xC3\"}"),
          std::string(70'000, ' ') + "{\"command\":\"run\"}",
          "{\"command\":" + std::string(100, '[') + std::string(100, ']') + "}"}) {
        const json::object answer = session->ask_text(text);
        EXPECT_TRUE(answer.contains("status")) << json::serialize(answer);
        EXPECT_NE(refusal(answer), "");
    }
    EXPECT_EQ(refusal(session->run()), "");
}

TEST_F(HostCommands, AnUnknownCommandIsAnsweredWithThoseThatThereAre) {
    const json::object answer = session->ask({{"command", "reminde"}});
    EXPECT_EQ(answer.at("error").at("code").as_string(), "unknown-command");
    EXPECT_NE(refusal(answer).find("approve"), std::string::npos);
}

TEST_F(HostCommands, WrongFieldsAreNamed) {
    struct Case {
        const char* request;
        const char* field;
    };
    const Case cases[] = {
        {R"({"command":"why"})", "item"},
        {R"({"command":"why","item":"V9"})", "item"},
        {R"({"command":"show"})", "letter"},
        {R"({"command":"letters","state":"lost"})", "state"},
        {R"({"command":"approve"})", "letters"},
        {R"({"command":"approve","letters":"H-2026-00001"})", "letters"},
        {R"({"command":"approve","letters":[1]})", "letters"},
        {R"({"command":"hold","item":"V1"})", "reason"},
        {R"({"command":"hold","reason":"talks"})", "item"},
        {R"({"command":"hold","item":"V9","reason":"talks"})", "item"},
        {R"({"command":"hold","customer":"nobody","reason":"talks"})", "customer"},
        {R"({"command":"hold","item":"V1","reason":"talks","until":"tomorrow"})", "until"},
        {R"({"command":"hold","item":"V1","reason":"talks","until":20261130})", "until"},
        {R"({"command":"hold","item":"V1","reason":"talks","until":"2026-11-01"})", "until"},
        {R"({"command":"release"})", "item"},
        {R"({"command":"release","item":"V9"})", "item"},
        {R"({"command":"confirm-bank","who":"An"})", "until"},
        {R"({"command":"confirm-bank","until":"2026-11-19"})", "who"},
        {R"({"command":"confirm-bank","until":"2026-11-19","who":"An"})", "account"},
        {R"({"command":"confirm-bank","until":"2026-11-19","who":"An","account":"X"})", "account"},
        {R"({"command":"confirm-bank","until":"2027-01-01","who":"An","account":"bank"})", "until"},
        {R"({"command":"match"})", "bank_line"},
        {R"({"command":"match","bank_line":"L9","item":"V1"})", "bank_line"},
        {R"({"command":"unmatch"})", "allocation"},
        {R"({"command":"refuse-match"})", "bank_line"},
        {R"({"command":"refuse-match","bank_line":"L9"})", "bank_line"},
        {R"({"command":"verify-link"})", "link"},
    };
    for (const Case& one : cases) {
        const json::object answer = session->ask_text(one.request);
        ASSERT_FALSE(answer.at("ok").as_bool()) << one.request;
        EXPECT_EQ(field_of(answer), one.field) << one.request << json::serialize(answer);
        EXPECT_NE(refusal(answer).find("expected"), std::string::npos) << refusal(answer);
    }
    EXPECT_EQ(session->states_of("V1"), "prepared");
}

TEST_F(HostCommands, AHoldHoldsTheLetterAndAReleaseLetsItGoOn) {
    ASSERT_EQ(refusal(session->ask(
                  {{"command", "hold"}, {"customer", "jan"}, {"reason", "talks"}, {"who", "An"}})),
              "");
    EXPECT_EQ(session->states_of("V1"), "held");
    EXPECT_EQ(session->reason_of("V1"), "held-by-person");
    const json::object refused =
        session->ask({{"command", "approve"}, {"letters", json::array{"H-2026-00001"}}});
    EXPECT_NE(why_not(refused).find("talks"), std::string::npos) << why_not(refused);
    ASSERT_EQ(refusal(session->ask({{"command", "release"}, {"customer", "jan"}})), "");
    EXPECT_EQ(session->states_of("V1"), "prepared");
}

TEST_F(HostCommands, ABriefRunTellsCountsAndNoLists) {
    const json::object answer = session->ask({{"command", "run"}, {"brief", true}});
    EXPECT_EQ(refusal(answer), "");
    EXPECT_EQ(answer.at("counts").at("ready").as_int64(), 1);
    EXPECT_TRUE(answer.at("withdrawn").as_array().empty());
    for (const char* list : {"decisions", "letters", "planned", "proposals", "prepared"})
        EXPECT_FALSE(answer.contains(list)) << list;
}

TEST_F(HostCommands, ABriefPlanAndABriefStatusTellCountsAndNoLists) {
    for (const char* command : {"plan", "status"}) {
        const json::object whole = session->ask({{"command", command}});
        const json::object brief = session->ask({{"command", command}, {"brief", true}});
        EXPECT_EQ(refusal(brief), "");
        EXPECT_EQ(brief.at("counts"), whole.at("counts"));
        EXPECT_EQ(brief.at("accounts"), whole.at("accounts"));
        EXPECT_TRUE(whole.contains("letters"));
        for (const char* list : {"decisions", "letters", "planned", "proposals"})
            EXPECT_FALSE(brief.contains(list)) << command << ' ' << list;
    }
    EXPECT_EQ(session->ask({{"command", "status"}, {"brief", true}})
                  .at("letter_counts")
                  .at("prepared")
                  .as_int64(),
              1);
}

TEST_F(HostCommands, ALetterThatNoLongerWaitsIsRefusedWithWhatBecameOfIt) {
    host.book.pay("V1", 12100, host.today());
    const json::object answer = session->ask(
        {{"command", "approve"}, {"letters", json::array{"H-2026-00001", "H-2026-09999"}}});
    ASSERT_EQ(answer.at("not_delivered").as_array().size(), 2u);
    EXPECT_NE(why_not(answer).find("withdrawn"), std::string::npos) << why_not(answer);
}

TEST_F(HostCommands, WhoMatchedStandsInTheJournal) {
    close();
    host.match_offered = true;
    open();
    host.book.lines.push_back({"L1", day("2026-11-19"), 5000, 5000, "Somebody", "thanks", ""});
    ASSERT_EQ(refusal(session->ask(
                  {{"command", "match"}, {"bank_line", "L1"}, {"item", "V1"}, {"who", "Els"}})),
              "");
    EXPECT_EQ(host.book.item("V1").open, 7100);
    const std::string journal =
        json::serialize(session->ask({{"command", "journal"}}).at("entries"));
    EXPECT_NE(journal.find("\"Els\""), std::string::npos) << journal;
    EXPECT_EQ(session->states_of("V1"), "withdrawn prepared");
}

} // namespace
} // namespace afpunt::tests
