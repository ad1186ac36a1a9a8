// SPDX-License-Identifier: MIT
//
// What a host's mistakes come to in our module: a sentence, or an item that is held and listed.
// That every plugin refuses what breaks the rules of the headers is the conformance kit's to try
// (sdk/conformance).
#include "sdk/scripted_test.hpp"

namespace afpunt::tests {
namespace {

class Misuse : public ScriptedTest {};

TEST_F(Misuse, WhatAHostThrowsBecomesASentence) {
    open();
    host.when_snapshot_opens = [] { throw std::runtime_error("no cursor \xE2\x82\xAC"); };
    EXPECT_NE(refusal(session->run()).find("no cursor"), std::string::npos);
    host.when_snapshot_opens = [] { throw 7; };
    EXPECT_NE(refusal(session->run()), "");
    host.when_snapshot_opens = nullptr;
    host.snapshot_is_current = []() -> bool { throw std::runtime_error("reading broke"); };
    EXPECT_NE(refusal(session->run()).find("reading broke"), std::string::npos);
    host.snapshot_is_current = [] { return true; };
    host.when_logging = [] { throw std::runtime_error("no log"); };
    host.snapshot_failure = Failure{"", "snapshot", "locked", "a reading"};
    session->tell(AFPUNT_EVENT_RESYNC);
    const int before = host.snapshots_opened;
    ASSERT_TRUE(session->work_until([&] { return host.snapshots_opened > before; }));
    EXPECT_NE(refusal(session->run()), "");
    host.snapshot_failure.reset();
    EXPECT_EQ(refusal(session->run()), "");
    close();
    host.when_logging = nullptr;
    host.when_setting_asked = [] { throw std::runtime_error("no settings"); };
    const auto plugin = host::Plugin::start(load_module(), host);
    ASSERT_FALSE(plugin);
    EXPECT_NE(plugin.error().sentence().find("no settings"), std::string::npos);
}

// Each record keeps the rules, and together they cannot be true: nobody is reminded of that, and
// the host's author reads which item it is.
TEST_F(Misuse, SumsThatDisagreeHoldTheItemAndAreListed) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    host.book.invoice("V2", "piet", "2026-11-02");
    host.distort_item = [](afpunt_item& item) {
        if (std::string_view(item.id.ptr, item.id.len) == "V1") item.open.minor += 1;
    };
    EXPECT_EQ(refusal(session->run()), "");
    EXPECT_EQ(session->reason_of("V1"), "amounts-disagree");
    EXPECT_EQ(session->states_of("V1"), "");
    EXPECT_EQ(session->states_of("V2"), "prepared");
    const json::object status = session->ask({{"command", "status"}});
    const json::array& listed = status.at("contradictions").as_array();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].at("item").as_string(), "V1");
}

} // namespace
} // namespace afpunt::tests
