// SPDX-License-Identifier: MIT
#include "delivery/smtp_session.hpp"

#include "unit/delivery/smtp_dialogue.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace afpunt;
using namespace afpunt::delivery;
using namespace afpunt::tests;

namespace {

const std::string greeting = "220 mail.example ESMTP\r\n";
const std::string hello = "250-mail.example\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n"
                          "250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n";
const std::string envelope_ok = "250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go on\r\n";
const std::string taken = "250 2.0.0 queued as 7F\r\n";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST(SmtpSession, HandsOverALetterInOneWriteWhereTheServerPipelines) {
    Dialogue talk;
    talk.begin().hears(greeting);
    EXPECT_EQ(talk.said, "EHLO [127.0.0.1]\r\n");
    talk.said.clear();
    talk.hears(hello);
    EXPECT_EQ(talk.said, "MAIL FROM:<bounce+42@firm.example> SIZE=25\r\n"
                         "RCPT TO:<debtor@client.example>\r\nDATA\r\n");
    talk.said.clear();
    talk.hears(envelope_ok);
    EXPECT_EQ(talk.said, "Subject: x\r\n\r\n..dot\r\nend\r\n.\r\n");
    EXPECT_FALSE(talk.result);
    talk.hears(taken);
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->outcome, MailOutcome::Accepted);
    EXPECT_EQ(talk.result->text,
              "The mail server mail.example took the letter: '250 2.0.0 queued as 7F'.");
    EXPECT_EQ(talk.session.need(), SmtpNeed::Job);
}

TEST(SmtpSession, WaitsForEachAnswerWhereTheServerDoesNotPipeline) {
    Dialogue talk;
    talk.begin().hears(greeting).hears("250 mail.example\r\n");
    EXPECT_TRUE(talk.said.ends_with("MAIL FROM:<bounce+42@firm.example>\r\n"));
    talk.hears("250 ok\r\n");
    EXPECT_TRUE(talk.said.ends_with("RCPT TO:<debtor@client.example>\r\n"));
    talk.hears("250 ok\r\n");
    EXPECT_TRUE(talk.said.ends_with("DATA\r\n"));
    talk.hears("354 go on\r\n").hears(taken);
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->outcome, MailOutcome::Accepted);
}

TEST(SmtpSession, TakesTheDotForTheLastThingBeforeTheServersWord) {
    Dialogue talk;
    talk.may_dot_leave = false;
    talk.begin().hears(greeting).hears(hello).hears(envelope_ok);
    EXPECT_EQ(talk.session.need(), SmtpNeed::Gate);
    EXPECT_TRUE(talk.said.ends_with("\r\nend")); // not even the last line's end has left
    talk.session.lost({"The line broke.", Remedy::Time});
    talk.go_on();
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->outcome, MailOutcome::Deferred);
    EXPECT_FALSE(talk.result->concerns_server);
}

TEST(SmtpSession, KnowsNothingWhenTheConnectionBreaksAfterTheDot) {
    Dialogue talk;
    talk.begin().hears(greeting).hears(hello).hears(envelope_ok);
    talk.session.lost({"The line broke.", Remedy::Time});
    talk.go_on();
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->outcome, MailOutcome::Uncertain);
    EXPECT_TRUE(has(talk.result->text, "not known"));
}

TEST(SmtpSession, SaysTheSameHoweverTheServersBytesAreCut) {
    const std::string all = greeting + hello + envelope_ok + taken;
    Dialogue whole;
    whole.begin().hears(greeting).hears(hello).hears(envelope_ok).hears(taken);
    // Cut at each place within what the server says in one turn.
    const std::vector<std::string> turns{greeting, hello, envelope_ok, taken};
    for (std::size_t turn = 0; turn < turns.size(); ++turn) {
        for (std::size_t cut = 0; cut <= turns[turn].size(); ++cut) {
            Dialogue talk;
            talk.begin();
            for (std::size_t at = 0; at < turns.size(); ++at) {
                if (at == turn) {
                    talk.hears(turns[at].substr(0, cut)).hears(turns[at].substr(cut));
                } else {
                    talk.hears(turns[at]);
                }
            }
            EXPECT_EQ(talk.said, whole.said);
            ASSERT_TRUE(talk.result);
            EXPECT_EQ(talk.result->text, whole.result->text);
        }
    }
}

RC_GTEST_PROP(SmtpSession, SaysTheSameInPiecesAsInOne, ()) {
    // Turns of a server of any mood, each whole or in pieces.
    const auto reply = rc::gen::element<std::string>(
        "250 ok\r\n", "250-a\r\n250-SIZE 3\r\n250 b\r\n", "354 go\r\n", "451 4.3.0 later\r\n",
        "550 5.1.1 no\r\n", "421 4.3.2 bye\r\n", "220 hi\r\n", "nonsense\r\n", "250\n", "99 x\r\n",
        "250-a\r\n251 b\r\n");
    const auto turns = *rc::gen::container<std::vector<std::string>>(reply);
    Dialogue whole;
    Dialogue pieces;
    whole.begin();
    pieces.begin();
    for (const std::string& turn : turns) {
        whole.hears(turn);
        std::string_view rest = turn;
        while (!rest.empty()) {
            const auto count = *rc::gen::inRange<std::size_t>(1, rest.size() + 1);
            pieces.hears(rest.substr(0, count));
            rest.remove_prefix(count);
        }
    }
    RC_ASSERT(whole.said == pieces.said);
    RC_ASSERT(whole.result.has_value() == pieces.result.has_value());
    if (whole.result) {
        RC_ASSERT(whole.result->text == pieces.result->text);
        RC_ASSERT(whole.result->outcome == pieces.result->outcome);
    }
}

RC_GTEST_PROP(SmtpSession, SurvivesAnyBytes, (const std::vector<std::string>& said)) {
    Dialogue talk;
    talk.begin();
    for (const std::string& bytes : said)
        talk.hears(bytes);
    talk.session.lost({"The line broke.", Remedy::Time});
    talk.go_on();
    RC_ASSERT(talk.result.has_value());
    RC_ASSERT(talk.result->outcome == MailOutcome::Deferred);
}

// Every code at every place: before the dot a letter is never uncertain, and after it a refusal is
// a refusal.
TEST(SmtpSession, TakesEveryCodeAtEveryPlaceForWhatItIs) {
    const std::vector<std::string> usual{"220 a\r\n", "250 a\r\n", "250 a\r\n",
                                         "250 a\r\n", "354 a\r\n", "250 a\r\n"};
    for (std::size_t place = 0; place < usual.size(); ++place) {
        for (int code = 200; code < 600; ++code) {
            SCOPED_TRACE(std::to_string(code) + " at " + std::to_string(place));
            Dialogue talk;
            talk.begin();
            for (std::size_t at = 0; at < place; ++at)
                talk.hears(usual[at]);
            talk.hears(std::to_string(code) + " words\r\n");
            const bool is_greeting = place < 2;
            const bool is_after_dot = place == 5;
            const bool is_old_hello = place == 1 && code / 100 == 5;
            const bool is_expected = place == 4 ? code == 354 : code / 100 == 2;
            if (is_old_hello && code != 421) {
                EXPECT_TRUE(talk.said.ends_with("HELO [127.0.0.1]\r\n"));
                continue;
            }
            if (is_expected && !is_after_dot) {
                EXPECT_FALSE(talk.result);
                continue;
            }
            ASSERT_TRUE(talk.result);
            const MailOutcome outcome = talk.result->outcome;
            if (is_after_dot && code / 100 == 3) {
                EXPECT_EQ(outcome, MailOutcome::Uncertain);
            } else if (is_expected) {
                EXPECT_EQ(outcome, MailOutcome::Accepted);
            } else if (code / 100 == 5 && !is_greeting && code != 530 && code != 534 &&
                       code != 535 && code != 538) {
                EXPECT_EQ(outcome, MailOutcome::Refused);
            } else if (code / 100 == 5 && (place == 4 || is_after_dot)) {
                EXPECT_EQ(outcome, MailOutcome::Refused);
            } else {
                EXPECT_EQ(outcome, MailOutcome::Deferred);
            }
            EXPECT_EQ(talk.result->concerns_server && !is_greeting && code != 421,
                      (place == 2 || place == 3) &&
                          (code == 530 || code == 534 || code == 535 || code == 538));
        }
    }
}

TEST(SmtpSession, WaitsAsLongAsTheStandardSaysAtEachPlace) {
    using std::chrono::minutes;
    Dialogue talk;
    talk.begin();
    EXPECT_EQ(talk.session.timeout(), minutes(5));
    talk.hears(greeting);
    EXPECT_EQ(talk.session.timeout(), minutes(5));
    talk.hears("250 mail.example\r\n");
    EXPECT_EQ(talk.session.timeout(), minutes(5)); // MAIL
    talk.hears("250 ok\r\n");
    EXPECT_EQ(talk.session.timeout(), minutes(5)); // RCPT
    talk.hears("250 ok\r\n");
    EXPECT_EQ(talk.session.timeout(), minutes(2)); // DATA
    talk.hears("354 go on\r\n");
    EXPECT_EQ(talk.session.timeout(), minutes(10)); // the dot
    const std::uint64_t turn = talk.session.turn();
    talk.hears("250");
    EXPECT_EQ(talk.session.turn(), turn); // a piece of an answer buys no time
}

TEST(SmtpSession, ForgetsARefusedLetterBeforeTheNext) {
    Dialogue talk;
    talk.begin().hears(greeting).hears(hello);
    talk.hears("250 ok\r\n550 5.1.1 unknown\r\n554 5.5.1 no receivers\r\n");
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->outcome, MailOutcome::Refused);
    EXPECT_EQ(talk.result->reply_code, 550);
    EXPECT_EQ(talk.result->enhanced_status, "5.1.1");
    EXPECT_TRUE(
        has(talk.result->text, "this mailbox does not exist. It said: '550 5.1.1 unknown'"));
    talk.said.clear();
    talk.result.reset();
    talk.begin();
    EXPECT_TRUE(talk.said.starts_with("RSET\r\nMAIL FROM:"));
    talk.hears("250 forgotten\r\n").hears(envelope_ok).hears(taken);
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->outcome, MailOutcome::Accepted);
    talk.said.clear();
    talk.begin();
    EXPECT_TRUE(talk.said.starts_with("MAIL FROM:"));
}

TEST(SmtpSession, ClosesRatherThanSendAnEmptyLetterToNobody) {
    Dialogue talk;
    talk.begin().hears(greeting).hears(hello);
    talk.hears("250 ok\r\n550 5.1.1 unknown\r\n354 go on all the same\r\n");
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->outcome, MailOutcome::Refused);
    EXPECT_EQ(talk.session.need(), SmtpNeed::Close);
    EXPECT_FALSE(has(talk.said, "\r\n.\r\n"));
}

TEST(SmtpSession, KeepsTheFirstReasonWhenTheServerThenLeaves) {
    Dialogue talk;
    talk.begin().hears(greeting).hears(hello);
    talk.hears("250 ok\r\n550 5.1.1 unknown\r\n421 4.3.2 going\r\n");
    ASSERT_TRUE(talk.result);
    EXPECT_EQ(talk.result->reply_code, 550);
    EXPECT_EQ(talk.session.need(), SmtpNeed::Close);
}

TEST(SmtpSession, SaysWhatAServerCannotDoBeforeItSendsAnything) {
    struct Case {
        MailJob job;
        std::string_view words;
    };
    MailJob large = one_letter();
    large.message = std::make_shared<const std::string>(std::string(500, 'x') + "\r\n");
    MailJob accented = one_letter();
    accented.recipients = {"ren\xC3\xA9@client.example"};
    MailJob eight_bit = one_letter();
    eight_bit.message = std::make_shared<const std::string>("Subject: x\r\n\r\ncaf\xC3\xA9\r\n");
    MailJob bare = one_letter();
    bare.message = std::make_shared<const std::string>("Subject: x\r\n\r\na\n.\r\nMAIL FROM\r\n");
    MailJob injected = one_letter();
    injected.recipients = {"a@b.example>\r\nRCPT TO:<c@d.example"};
    MailJob nobody = one_letter();
    nobody.recipients.clear();
    for (const Case& one :
         {Case{large, "the mail server takes at most 1 kB"},
          Case{accented, "An address has letters beyond a to z"},
          Case{eight_bit, "has characters that the mail server does not take"},
          Case{bare, "lines that mail servers read in different ways"},
          Case{injected, "is not a mail address"}, Case{nobody, "has no receiver"}}) {
        Dialogue talk;
        talk.begin(one.job).hears(greeting).hears("250-mail.example\r\n250 SIZE 400\r\n");
        ASSERT_TRUE(talk.result) << one.words;
        EXPECT_EQ(talk.result->outcome, MailOutcome::Refused);
        EXPECT_TRUE(has(talk.result->text, one.words)) << talk.result->text;
        EXPECT_FALSE(has(talk.said, "MAIL"));
        EXPECT_EQ(talk.session.need(), SmtpNeed::Job);
    }
}

TEST(SmtpSession, NamesWhatALetterNeedsWhereTheServerOffersIt) {
    MailJob job = one_letter();
    job.recipients = {"ren\xC3\xA9@client.example"};
    job.message = std::make_shared<const std::string>("Subject: x\r\n\r\ncaf\xC3\xA9\r\n");
    Dialogue talk;
    talk.begin(job).hears(greeting).hears("250-a\r\n250-8bitmime\r\n250 SmtpUTF8\r\n");
    EXPECT_TRUE(has(talk.said, "MAIL FROM:<bounce+42@firm.example> BODY=8BITMIME SMTPUTF8\r\n"));
}

TEST(SmtpSession, LeavesWhenTheServerLeavesWhileNothingIsUnderWay) {
    for (const char* words : {"421 4.4.2 idle for too long\r\n", "250 what\r\n", "hello\r\n"}) {
        Dialogue talk;
        talk.begin().hears(greeting).hears(hello).hears(envelope_ok).hears(taken);
        talk.result.reset();
        talk.hears(words);
        EXPECT_EQ(talk.session.need(), SmtpNeed::Close);
        EXPECT_FALSE(talk.result);
    }
}

TEST(SmtpSession, ALetterThatAnOldConnectionLostMayBeTriedAnew) {
    Dialogue talk;
    talk.begin().hears(greeting);
    EXPECT_FALSE(talk.session.may_try_anew());
    talk.hears(hello).hears(envelope_ok).hears(taken).begin();
    talk.session.lost({"The line broke.", Remedy::Time});
    EXPECT_TRUE(talk.session.may_try_anew());

    Dialogue first;
    first.begin().hears(greeting).hears(hello);
    first.session.lost({"The line broke.", Remedy::Time});
    EXPECT_FALSE(first.session.may_try_anew());
}

TEST(SmtpSession, TakesNoEarlyAnswerForTheAnswerToTheDot) {
    for (const char* early : {"250 2.0.0 taken\r\n", "25"}) {
        Dialogue talk;
        talk.may_dot_leave = false;
        talk.begin().hears(greeting).hears(hello).hears(envelope_ok).hears(early);
        EXPECT_FALSE(talk.session.is_ready_for_dot());
        talk.session.lost({"It spoke out of turn.", Remedy::Time});
        talk.go_on();
        ASSERT_TRUE(talk.result);
        EXPECT_EQ(talk.result->outcome, MailOutcome::Deferred);
    }
}

TEST(SmtpSession, RefusesAServerThatTalksWithoutEnd) {
    for (const std::string& flood :
         {std::string(10'000, 'x'), std::string("220-") + std::string(5'000, 'x') + "\r\n", [] {
              std::string lines;
              for (int count = 0; count < 1'000; ++count)
                  lines += "220-more\r\n";
              return lines;
          }()}) {
        Dialogue talk;
        talk.begin().hears(flood);
        ASSERT_TRUE(talk.result);
        EXPECT_EQ(talk.result->outcome, MailOutcome::Deferred);
        EXPECT_TRUE(talk.result->concerns_server);
        EXPECT_TRUE(has(talk.result->text, "without an end")) << talk.result->text;
    }
}

TEST(SmtpSession, CleansTheServersWords) {
    Dialogue talk;
    talk.begin().hears(greeting).hears(hello);
    talk.hears("250 ok\r\n550-5.1.1 bad\x1b[31m\x07 \xFF\xC2\x9B\r\n550 5.1.1  caf\xC3\xA9 " +
               std::string(1'500, 'y') + "\r\n554 no\r\n");
    ASSERT_TRUE(talk.result);
    EXPECT_TRUE(has(talk.result->text, "'550 5.1.1 bad?[31m? ?? caf\xC3\xA9 yyy"))
        << talk.result->text;
    EXPECT_LE(talk.result->text.size(), result_text_bytes_max);
}
