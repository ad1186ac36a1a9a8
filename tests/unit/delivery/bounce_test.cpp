// SPDX-License-Identifier: MIT
//
// Mails that come back, as the servers in use write them (in our own words), and mails that only
// look like it.
#include "delivery/bounce.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

using namespace afpunt;
using namespace afpunt::delivery;

namespace {

const std::string letter_id = "00112233445566778899aabbccddeeff";
const std::string debtor = "kas@groenehart.example";
const std::string verp = "bounce+" + letter_id + "@delinde.example";

BounceNotice read(const std::string& mail) {
    const auto notice = read_bounce(mail);
    EXPECT_TRUE(notice) << (notice ? "" : notice.error().sentence());
    return notice.value_or(BounceNotice{});
}

// What the notice says about the debtor.
RecipientReport about(const std::string& mail) {
    const BounceNotice notice = read(mail);
    EXPECT_EQ(notice.kind, NoticeKind::Report);
    EXPECT_EQ(notice.letter_id, letter_id);
    const RecipientReport* report = report_about(notice, debtor);
    EXPECT_NE(report, nullptr);
    return report == nullptr ? RecipientReport{} : *report;
}

std::string returned_headers() {
    return "Message-ID: <" + letter_id +
           "@delinde.example>\r\nFrom: an@delinde.example\r\nTo: " + debtor +
           "\r\nSubject: Herinnering\r\nX-Afpunt-Letter: " + letter_id + "\r\n";
}

// A delivery status notification with one block about a recipient.
std::string status_notice(const std::string& block, const std::string& to = "an@delinde.example") {
    return "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: " + to +
           "\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <n1@mx.example>\r\n"
           "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"
           " boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nIt did not work.\r\n"
           "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n"
           "Arrival-Date: Fri, 20 Nov 2026 09:00:00 +0100\r\n\r\n" +
           block + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + returned_headers() +
           "\r\nBeste,\r\n--b--\r\n";
}

std::string failed(const std::string& status, const std::string& diagnostic) {
    return "Final-Recipient: rfc822; " + debtor + "\r\nAction: failed\r\nStatus: " + status +
           "\r\nDiagnostic-Code: smtp; " + diagnostic + "\r\n";
}

std::string plain_notice(const std::string& from, const std::string& text,
                         const std::string& subject = "failure notice",
                         const std::string& more = "") {
    return "From: " + from + "\r\nTo: " + verp + "\r\nSubject: " + subject + "\r\n" + more +
           "\r\n" + text;
}

} // namespace

TEST(Bounce, ReadsADeliveryStatusNotification) {
    const auto report =
        about(status_notice(failed("5.1.1", "550 5.1.1 <kas@groenehart.example>:\r\n"
                                            "    Recipient address rejected")));
    EXPECT_EQ(report.fate, MailFate::HardBounce);
    EXPECT_EQ(report.recipient, debtor);
    EXPECT_EQ(report.status, "5.1.1");
    EXPECT_EQ(report.words, "550 5.1.1 <kas@groenehart.example>: Recipient address rejected");
    EXPECT_EQ(read(status_notice(failed("5.1.1", "x"))).message_id, "n1@mx.example");
}

TEST(Bounce, TellsForeverFromForNow) {
    const auto fate = [](const std::string& status, const std::string& diagnostic) {
        return about(status_notice(failed(status, diagnostic))).fate;
    };
    EXPECT_EQ(fate("5.1.10", "no such recipient"), MailFate::HardBounce);
    EXPECT_EQ(fate("5.2.1", "mailbox disabled"), MailFate::HardBounce);
    EXPECT_EQ(fate("5.4.4", "no such host"), MailFate::HardBounce);
    EXPECT_EQ(fate("5.0.0", "550 5.1.1 unknown"), MailFate::HardBounce);
    EXPECT_EQ(fate("5.0.0", "552 5.2.2 over quota"), MailFate::SoftBounce);
    EXPECT_EQ(fate("5.2.2", "552 mailbox full"), MailFate::SoftBounce);
    EXPECT_EQ(fate("4.4.7", "tried for five days"), MailFate::SoftBounce);
    EXPECT_EQ(fate("5.4.7", "tried for five days"), MailFate::SoftBounce);
    EXPECT_EQ(fate("5.7.1", "554 5.7.1 your server is listed"), MailFate::SoftBounce)
        << "true of every address there";
    EXPECT_EQ(fate("5.1.8", "bad sender"), MailFate::SoftBounce) << "our address, not theirs";
    EXPECT_EQ(fate("nonsense", "nonsense"), MailFate::SoftBounce);
}

TEST(Bounce, LeavesADelayToTheServerThatTriesAgain) {
    const std::string block = "Final-Recipient: rfc822;" + debtor +
                              "\r\nAction: delayed\r\nStatus: 4.4.1\r\n"
                              "Will-Retry-Until: Wed, 25 Nov 2026 09:00:00 +0100\r\n";
    EXPECT_EQ(about(status_notice(block)).fate, MailFate::Delayed);
}

TEST(Bounce, TakesAReceiptOfDeliveryForNoBounce) {
    for (const char* action : {"delivered", "relayed", "expanded", "Delivered "}) {
        const std::string block =
            "Final-Recipient: rfc822;" + debtor + "\r\nAction: " + action + "\r\nStatus: 2.0.0\r\n";
        EXPECT_EQ(about(status_notice(block)).fate, MailFate::Delivered) << action;
    }
}

TEST(Bounce, KnowsTheRecipientBeforeAForwarding) {
    const std::string block = "Original-Recipient: rfc822;" + debtor +
                              "\r\nFinal-Recipient: rfc822; someone@elsewhere.example\r\n"
                              "Action: failed\r\nStatus: 5.1.1\r\n";
    EXPECT_EQ(about(status_notice(block)).fate, MailFate::HardBounce);
}

TEST(Bounce, IsAboutNobodyElse) {
    const auto notice = read(status_notice("Final-Recipient: rfc822; other@groenehart.example\r\n"
                                           "Action: failed\r\nStatus: 5.1.1\r\n"));
    EXPECT_EQ(report_about(notice, debtor), nullptr);
    const auto both = read(status_notice("Final-Recipient: rfc822; archief@delinde.example\r\n"
                                         "Action: failed\r\nStatus: 5.1.1\r\n\r\n" +
                                         failed("4.2.2", "full")));
    ASSERT_NE(report_about(both, debtor), nullptr);
    EXPECT_EQ(report_about(both, debtor)->fate, MailFate::SoftBounce);
}

TEST(Bounce, FindsTheLetterByWhateverNamesIt) {
    const std::string block = failed("5.1.1", "550 unknown");
    const auto id_of = [](const std::string& mail) { return read(mail).letter_id; };
    std::string unnamed = status_notice(block);
    for (std::size_t at = unnamed.find(letter_id); at != std::string::npos;
         at = unnamed.find(letter_id)) {
        unnamed.replace(at, letter_id.size(), "nobody");
    }
    EXPECT_EQ(id_of(unnamed), "");
    for (const std::string& header : std::vector<std::string>{
             "Delivered-To: " + verp, "X-Original-To: <" + verp + ">", "Envelope-To: " + verp,
             "In-Reply-To: <" + letter_id + "@delinde.example>",
             "References: <1@x.example>\r\n <" + letter_id + "@delinde.example>"}) {
        EXPECT_EQ(id_of(header + "\r\n" + unnamed), letter_id) << header;
    }
    EXPECT_EQ(id_of("To: " + verp + "\r\n" + unnamed), letter_id);
    std::string marked = unnamed;
    marked.replace(marked.find("X-Afpunt-Letter: nobody"), 23, "X-Afpunt-Letter: " + letter_id);
    EXPECT_EQ(id_of(marked), letter_id);
    EXPECT_EQ(id_of("From MAILER-DAEMON Fri Nov 20 09:00:00 2026\r\n" + status_notice(block)),
              letter_id);
}

TEST(Bounce, ReadsReturnedHeadersWithoutTheMail) {
    std::string mail = status_notice(failed("5.1.1", "550 unknown"));
    const std::string whole = "Content-Type: message/rfc822";
    mail.replace(mail.find(whole), whole.size(), "Content-Type: text/rfc822-headers");
    EXPECT_EQ(about(mail).fate, MailFate::HardBounce);
}

TEST(Bounce, ReadsPlainNotices) {
    const std::string qmail =
        plain_notice("MAILER-DAEMON@mx.example",
                     "Hi. This program could not hand over your mail.\r\n\r\n<" + debtor +
                         ">:\r\n192.0.2.7 does not like recipient.\r\nRemote host said: 550 5.1.1 "
                         "no such user\r\n"
                         "\r\n--- Below this line is a copy.\r\n\r\nReturn-Path: <" +
                         verp + ">\r\n" + returned_headers());
    EXPECT_EQ(about(qmail).fate, MailFate::HardBounce);
    EXPECT_EQ(about(qmail).words, "Remote host said: 550 5.1.1 no such user");
    const std::string exim =
        plain_notice("Mail Delivery System <Mailer-Daemon@mx.example>",
                     "A message that you sent could not be delivered:\r\n\r\n  " + debtor +
                         "\r\n    Unrouteable address\r\n\r\n------ This is a copy ------\r\n" +
                         returned_headers(),
                     "Mail delivery failed", "X-Failed-Recipients: " + debtor + "\r\n");
    EXPECT_EQ(about(exim).fate, MailFate::HardBounce);
    const std::string waiting = plain_notice(
        "Mail Delivery System <Mailer-Daemon@mx.example>",
        "This is a warning: your mail to " + debtor + " has not yet been delivered.\r\n",
        "Warning: message 1abc delayed 24 hours", "Auto-Submitted: auto-replied\r\n");
    EXPECT_EQ(about(waiting).fate, MailFate::Delayed);
    const std::string full =
        plain_notice("postmaster@mx.example", debtor + ": mailbox is full, sorry.\r\n");
    EXPECT_EQ(about(full).fate, MailFate::SoftBounce);
    const std::string riddle = plain_notice("postmaster@mx.example", debtor + " hmm\r\n");
    EXPECT_EQ(about(riddle).fate, MailFate::SoftBounce) << "given back for a reason unknown to us";
}

TEST(Bounce, TakesANoticeThatNamesNobodyForTheLettersRecipient) {
    EXPECT_EQ(about(plain_notice("mailer-daemon@mx.example", "550 5.1.1 no\r\n")).fate,
              MailFate::HardBounce);
}

TEST(Bounce, IsNeverAnAbsenceNotice) {
    for (const char* header :
         {"Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply",
          "Auto-Submitted: auto-generated (vacation)"}) {
        const auto notice = read(plain_notice(
            "Kas <" + debtor + ">", "Ik ben er niet. 550 5.1.1 user unknown, mailbox full\r\n",
            "Automatisch antwoord", std::string(header) + "\r\nReturn-Path: <>\r\n"));
        EXPECT_EQ(notice.kind, NoticeKind::AutoReply) << header;
        EXPECT_TRUE(notice.reports.empty());
    }
    const auto person = read(plain_notice(debtor, "550 5.1.1 user unknown\r\n", "Re: Herinnering"));
    EXPECT_EQ(person.kind, NoticeKind::Other);
    EXPECT_EQ(person.letter_id, letter_id);
}

TEST(Bounce, TellsComplaintsAndReceiptsForReading) {
    const auto report = [](const std::string& type, const std::string& part) {
        return "From: abuse@mx.example\r\nTo: " + verp +
               "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=" + type +
               "; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n"
               "Content-Type: message/" +
               part + "\r\n\r\nFeedback-Type: abuse\r\n\r\n--b--\r\n";
    };
    EXPECT_EQ(read(report("feedback-report", "feedback-report")).kind, NoticeKind::Complaint);
    EXPECT_EQ(read(report("disposition-notification", "disposition-notification")).kind,
              NoticeKind::AutoReply);
}

TEST(Bounce, ShowsTheServersWordsAsOneHarmlessLine) {
    const auto report = about(
        status_notice(failed("5.1.1", "550 \x1B[31mred\xE2\x80\xAE " + std::string(5000, 'x'))));
    EXPECT_LE(report.words.size(), 500u);
    EXPECT_EQ(report.words.find('\x1B'), std::string::npos);
    EXPECT_EQ(report.words.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(Bounce, RefusesWhatIsNoMail) {
    EXPECT_FALSE(read_bounce(""));
    EXPECT_FALSE(read_bounce("PK\x03\x04 something else"));
    EXPECT_FALSE(read_bounce("\n\nFrom: a@b.example"));
}

TEST(Bounce, SurvivesNestingWithoutEnd) {
    std::string mail = "From: mailer-daemon@mx.example\r\n";
    for (int depth = 0; depth < 3000; ++depth) {
        const std::string boundary = "b" + std::to_string(depth);
        mail += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary +
                "\r\n";
    }
    EXPECT_TRUE(read_bounce(mail));
    std::string letters = "From: mailer-daemon@mx.example\r\n";
    for (int depth = 0; depth < 3000; ++depth)
        letters += "Content-Type: message/rfc822\r\n\r\n";
    EXPECT_TRUE(read_bounce(letters));
}

// Every cut and many changed bytes: never a fall, and never another letter than the one it names.
TEST(Bounce, SurvivesCutsAndChangedBytes) {
    const std::vector<std::string> mails{
        status_notice(failed("5.1.1", "550 5.1.1 unknown"), verp),
        plain_notice("mailer-daemon@mx.example", "<" + debtor + ">: 550 5.1.1 no such user\r\n")};
    for (const std::string& mail : mails) {
        for (std::size_t size = 0; size <= mail.size(); ++size) {
            const auto notice = read_bounce(mail.substr(0, size));
            if (!notice) continue;
            ASSERT_TRUE(notice->letter_id.empty() || notice->letter_id == letter_id);
        }
    }
    std::mt19937 chance(4); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same mails each time
    for (int round = 0; round < 3000; ++round) {
        std::string mail = mails[chance() % mails.size()];
        for (unsigned changes = chance() % 8 + 1; changes > 0; --changes) {
            const std::size_t at = chance() % mail.size();
            switch (chance() % 3) {
            case 0: mail[at] = static_cast<char>(chance() % 256); break;
            case 1: mail.erase(at, chance() % 20); break;
            default: mail.insert(at, mail.substr(chance() % mail.size(), chance() % 200));
            }
            if (mail.empty()) mail = "x";
        }
        const auto notice = read_bounce(mail);
        if (!notice) continue;
        for (const RecipientReport& report : notice->reports) {
            ASSERT_TRUE(report.words.size() <= 500);
            ASSERT_TRUE(report.status.empty() ||
                        fate_of_status(report.status) != MailFate::Unknown ||
                        report.status.front() == '2');
        }
    }
}

TEST(DeliveryStatus, FindsCodesAndNothingThatLooksLikeOne) {
    EXPECT_EQ(status_in("550 5.1.1 <a@b.example>"), "5.1.1");
    EXPECT_EQ(status_in("550-5.7.26 x"), "5.7.26");
    EXPECT_EQ(status_in("(#5.1.1)"), "5.1.1");
    EXPECT_EQ(status_in("said: 550 no"), "5.0.0");
    EXPECT_EQ(status_in("said: 452-too many"), "4.0.0");
    for (const char* none : {"", "192.0.2.4", "version 5.1.1.2", "15.1.1", "3.1.1", "in 1550 days",
                             "room 550a", "5.1", "5.1234.1", "invoice 599 x"}) {
        EXPECT_EQ(status_in(none), "") << none;
    }
}
