// SPDX-License-Identifier: MIT
//
// Letters that leave without a hand, and from one book only: the switch, copies, restored states,
// and programs that have one book open together.
#include "sdk/scripted_test.hpp"
#include "support/listening_socket.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace afpunt::tests {
namespace {

class HostSending : public ScriptedTest {
protected:
    void SetUp() override {
        configure("[policy]\nmode = \"send\"\n");
        open_known_book();
        host.book.invoice("V1", "jan", "2026-11-02");
    }
    json::object sending(bool on, std::string_view seen = "") {
        return session->ask({{"command", "sending"}, {"on", on}, {"seen", seen}, {"who", "An"}});
    }
    void switch_on() {
        const json::object preview = sending(true);
        ASSERT_EQ(refusal(preview), "");
        ASSERT_EQ(refusal(sending(true, preview.at("seen").as_string())), "");
    }
    json::object book_is(std::string_view which, const std::string& from = "") {
        return session->ask({{"command", "book"}, {"is", which}, {"from", from}, {"who", "An"}});
    }
    std::string status(const char* field) {
        return std::string(session->ask({{"command", "status"}}).at(field).as_string());
    }
    void copy_state(const std::string& from, const std::string& to) {
        std::filesystem::remove_all(folder.path() / to);
        std::filesystem::copy(folder.path() / from, folder.path() / to,
                              std::filesystem::copy_options::recursive);
    }
};

TEST_F(HostSending, NothingLeavesBeforeSomebodySawWhatWouldLeave) {
    session->tell(AFPUNT_EVENT_RESYNC);
    EXPECT_TRUE(session->work_until([&] { return !host.notices.empty(); }));
    EXPECT_EQ(host.notices.at(0), "0 withdrawn, 1 prepared, 0 delivered");
    const json::object preview = sending(true);
    EXPECT_EQ(preview.at("on"), false);
    EXPECT_EQ(preview.at("would_send").as_array().size(), 1u);
    EXPECT_TRUE(letters_in_folder().empty());
    const json::object on = sending(true, preview.at("seen").as_string());
    EXPECT_EQ(delivered(on), letters_in_folder());
    EXPECT_EQ(letters_in_folder().size(), 1u);
}

TEST_F(HostSending, AListThatChangedMeanwhileIsShownAgain) {
    const json::object preview = sending(true);
    host.book.invoice("V2", "els", "2026-11-02");
    EXPECT_NE(refusal(sending(true, preview.at("seen").as_string())), "");
    EXPECT_TRUE(letters_in_folder().empty());
}

TEST_F(HostSending, LettersLeaveAfterEachEventOnceItIsOn) {
    switch_on();
    host.book.invoice("V2", "els", "2026-11-02");
    session->tell(AFPUNT_EVENT_RESYNC);
    EXPECT_TRUE(session->work_until([&] { return letters_in_folder().size() == 2; }));
    EXPECT_EQ(refusal(sending(false)), "");
    host.book.invoice("V3", "mia", "2026-11-02");
    EXPECT_EQ(session->run().at("prepared").as_array().size(), 1u);
    EXPECT_EQ(letters_in_folder().size(), 2u) << "switched off";
}

TEST_F(HostSending, ModePrepareEndsWhatWasSwitchedOn) {
    switch_on();
    close();
    configure("[policy]\nmode = \"prepare\"\n");
    open();
    EXPECT_NE(refusal(sending(true)), "") << "the settings say otherwise";
    close();
    configure("[policy]\nmode = \"send\"\n");
    open();
    host.book.invoice("V2", "els", "2026-11-02");
    (void)session->run();
    EXPECT_EQ(letters_in_folder().size(), 1u) << "it is to be said again";
}

TEST_F(HostSending, ACopyElsewhereOnlyPreparesUntilAPersonSaysWhichItIs) {
    switch_on();
    close();
    copy_state("state", "copy");
    host.settings["state.folder"] = (folder.path() / "copy").string();
    host.settings.erase("state.mark"); // another place has no mark
    host.book.invoice("V2", "els", "2026-11-02");
    open();
    EXPECT_EQ(session->run().at("prepared").as_array().size(), 1u);
    EXPECT_EQ(status("book_is"), "moved");
    EXPECT_NE(refusal(session->approve_all()), "");
    EXPECT_EQ(letters_in_folder().size(), 1u);
    ASSERT_EQ(refusal(book_is("copied")), "");
    EXPECT_EQ(status("book_is"), "copy");
    EXPECT_NE(refusal(session->approve_all()), "") << "a copy never sends";
    close();
    open();
    EXPECT_EQ(status("book_is"), "copy") << "and remembers that it is one";
    ASSERT_EQ(refusal(book_is("moved")), "");
    (void)session->run();
    EXPECT_EQ(letters_in_folder().size(), 2u) << "now it is the book";
}

TEST_F(HostSending, AStateFromABackupIsKnownAndRemindsNobodyTwice) {
    close();
    copy_state("state", "backup");
    open();
    switch_on();
    ASSERT_EQ(letters_in_folder().size(), 1u);
    close();
    copy_state("state", "newer");
    copy_state("backup", "state");
    open();
    EXPECT_EQ(status("book_is"), "restored");
    EXPECT_NE(refusal(session->approve_all()), "");
    ASSERT_EQ(refusal(book_is("restored")), "");
    const json::object run = session->run();
    EXPECT_EQ(run.at("prepared").as_array().size(), 0u) << "look first: nobody knows what left";
    EXPECT_EQ(letters_in_folder().size(), 1u);
}

TEST_F(HostSending, WhatAnotherCopySentCountsAsSentHere) {
    close();
    copy_state("state", "backup");
    open();
    switch_on();
    close();
    copy_state("state", "newer");
    copy_state("backup", "state");
    open();
    const json::object answer =
        book_is("restored", (folder.path() / "newer" / "afpunt.db").string());
    ASSERT_EQ(refusal(answer), "");
    EXPECT_EQ(answer.at("taken_over"), 1);
    EXPECT_EQ(session->states_of("V1"), "accepted");
    EXPECT_EQ(session->ask({{"command", "release"}, {"all_old_balances", true}, {"who", "An"}})
                  .at("prepared")
                  .as_array()
                  .size(),
              0u)
        << "its step is taken";
}

TEST_F(HostSending, AnotherStateInThePlaceOfTheOneThatSentIsAskedAbout) {
    switch_on();
    close();
    std::filesystem::remove_all(folder.path() / "state");
    std::filesystem::create_directories(folder.path() / "state");
    open();
    EXPECT_EQ(status("book_is"), "replaced");
    EXPECT_NE(refusal(session->approve_all()), "");
}

TEST_F(HostSending, TwoProgramsOnOneBookSendEachLetterOnce) {
    (void)session->run();
    ScriptedHost other_host(folder.path());
    other_host.set_today("2026-11-20");
    other_host.settings = host.settings;
    other_host.book = host.book;
    ModuleSession other(other_host);
    // Both are asked before either answers; one leads, the other waits for its turn.
    std::string first;
    std::string second;
    const std::string request = R"({"command":"approve","all":true,"who":"An"})";
    ASSERT_TRUE(session->plugin().execute(request, [&](std::string text) { first = text; }));
    ASSERT_TRUE(other.plugin().execute(request, [&](std::string text) { second = text; }));
    while (first.empty() || second.empty()) {
        (void)session->plugin().on_main(std::chrono::milliseconds(5));
        (void)other.plugin().on_main(std::chrono::milliseconds(5));
    }
    const auto sent = delivered(json::parse(first).as_object()).size() +
                      delivered(json::parse(second).as_object()).size();
    EXPECT_EQ(sent, 1u) << first << second;
    EXPECT_EQ(letters_in_folder().size(), 1u);
}

TEST_F(HostSending, ALeaderThatWasKilledIsReplacedAtOnce) {
#if defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer does not follow threads into a forked child";
#endif
    host.keeps_texts = false; // what the child keeps is lost with it
    (void)session->run();
    close();
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        // Dies inside the host's word for the letter: claimed, and nothing left.
        open();
        host.when_permit_asked = [] { (void)raise(SIGKILL); };
        (void)session->approve_all();
        _exit(0);
    }
    int ended = 0;
    ASSERT_EQ(waitpid(child, &ended, 0), child);
    ASSERT_TRUE(WIFSIGNALED(ended));
    open();
    // It had claimed the letter, and nothing had left: free again as soon as the state is opened.
    EXPECT_EQ(session->states_of("V1"), "deferred");
    const auto began = std::chrono::steady_clock::now();
    const json::object answer = session->approve_all();
    EXPECT_EQ(delivered(answer), letters_in_folder());
    EXPECT_EQ(letters_in_folder().size(), 1u) << json::serialize(answer);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(15))
        << "its lease had not ended";
}

TEST_F(HostSending, AProgramEndsAtOnceWhileAMailServerKeepsSilent) {
    close();
    const ListeningSocket server; // takes the connection and never says a word
    configure("[policy]\nmode = \"send\"\n[mail]\nserver = \"127.0.0.1\"\nport = " +
              std::to_string(server.port()) + "\nsecurity = \"none\"\nlogin = \"none\"\n");
    open();
    std::string answer;
    ASSERT_TRUE(session->plugin().execute(R"({"command":"approve","all":true,"who":"An"})",
                                          [&](std::string text) { answer = std::move(text); }));
    // Until the letter is in hand, and the server's greeting is waited for.
    ASSERT_TRUE(session->work_until([&] { return host.permits_asked == 1; }));
    const auto began = std::chrono::steady_clock::now();
    close();
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(15));
    EXPECT_NE(answer.find("stopped"), std::string::npos) << answer;
    open();
    EXPECT_NE(session->states_of("V1"), "uncertain") << "no dot was written";
}

} // namespace
} // namespace afpunt::tests
