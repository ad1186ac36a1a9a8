// SPDX-License-Identifier: MIT
//
// contacts.csv as people and spreadsheets write it.
#include "common/contacts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace afpunt::standalone {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Contacts, ReadsEveryColumnInAnyOrder) {
    const Contacts contacts = parse_contacts(
        "mail,customer,name,phone,language,kind,hold,hold_reason,standing,iban,owed,reminded,"
        "last_reminder,ubl\r\n"
        "klant@example.com,K-17,An Peeters,+32 2 555 01 02,NL,consumer,2026-12-31,wacht op "
        "levering,debt-mediation,BE68 5390 0754 7034 NL91ABNA0417164300,EUR "
        "120.00,2,2026-10-01,ja\r\n");
    EXPECT_THAT(contacts.problems, IsEmpty());
    ASSERT_EQ(contacts.rows.size(), 1U);
    const ContactRow& row = contacts.rows.front();
    EXPECT_EQ(row.line, 2);
    EXPECT_EQ(row.customer, "K-17");
    EXPECT_EQ(row.mail, "klant@example.com");
    EXPECT_EQ(row.name, "An Peeters");
    EXPECT_EQ(row.language, "nl");
    EXPECT_EQ(row.kind, "consumer");
    EXPECT_TRUE(row.hold);
    EXPECT_EQ(row.hold_until, Date::of(2026, 12, 31));
    EXPECT_EQ(row.hold_reason, "wacht op levering");
    EXPECT_EQ(row.standing, "debt-mediation");
    EXPECT_EQ(row.ibans, (std::vector<std::string>{"BE68539007547034", "NL91ABNA0417164300"}));
    EXPECT_EQ(row.owed->code_and_decimal(), "EUR 120.00");
    EXPECT_EQ(row.reminded, 2);
    EXPECT_EQ(row.last_reminder, Date::of(2026, 10, 1));
    EXPECT_TRUE(row.wants_ubl);
}

TEST(Contacts, ReadsSemicolonsQuotesAndLineEndsInsideQuotes) {
    const Contacts contacts = parse_contacts("\xEF\xBB\xBF"
                                             "customer;hold_reason\n"
                                             "\"De \"\"Korst\"\"; bakkers\";\"eerst\nbellen\"\n\n"
                                             "K-2;x");
    EXPECT_THAT(contacts.problems, IsEmpty());
    ASSERT_EQ(contacts.rows.size(), 2U);
    EXPECT_EQ(contacts.rows[0].customer, "De \"Korst\"; bakkers");
    EXPECT_EQ(contacts.rows[0].hold_reason, "eerst\nbellen");
    EXPECT_EQ(contacts.rows[1].line, 5) << "lines inside quotes and empty lines count";
}

TEST(Contacts, ReadsWindows1252WhenItIsNotUtf8) {
    const Contacts contacts = parse_contacts("customer,name\nK-1,Ren\xE9 \x80\n");
    ASSERT_EQ(contacts.rows.size(), 1U);
    EXPECT_EQ(contacts.rows[0].name, "Ren\u00e9 \u20ac");
}

TEST(Contacts, LeavesOutRowsThatItDoesNotUnderstandAndNamesLineAndColumn) {
    const Contacts contacts = parse_contacts("customer,hold,kind,mail,iban,owed,reminded\n"
                                             "K-1,yess,shop,a@b@example.com,BE68539007547035,12,x\n"
                                             "K-2,ja,business,a@example.com,,,\n"
                                             "K-3,no\n"
                                             ",yes,,,,,\n");
    ASSERT_EQ(contacts.rows.size(), 1U);
    EXPECT_EQ(contacts.rows[0].customer, "K-2");
    EXPECT_TRUE(contacts.rows[0].hold);
    EXPECT_FALSE(contacts.rows[0].hold_until.has_value());
    std::vector<std::string> fields;
    for (const Failure& problem : contacts.problems) {
        if (problem.where == "line 2") fields.push_back(problem.field);
    }
    EXPECT_THAT(fields, testing::ElementsAre("hold", "kind", "mail", "iban", "owed", "reminded"));
    EXPECT_EQ(contacts.problems[0].found, "yess");
    EXPECT_EQ(contacts.problems[6].where, "line 4");
    EXPECT_THAT(contacts.problems[6].expected, HasSubstr("7 fields"));
    EXPECT_EQ(contacts.problems[7].where, "line 5");
    EXPECT_EQ(contacts.problems[7].field, "customer");
}

TEST(Contacts, ReportsUnknownColumnsAndReadsTheRest) {
    const Contacts contacts = parse_contacts("customer,e-mail,phone\nK-1,a@example.com,02\n");
    ASSERT_EQ(contacts.rows.size(), 1U);
    EXPECT_EQ(contacts.rows[0].mail, "");
    EXPECT_EQ(contacts.rows[0].phone, "02");
    ASSERT_EQ(contacts.problems.size(), 1U);
    EXPECT_THAT(contacts.problems[0].found, HasSubstr("e-mail"));
    EXPECT_THAT(contacts.problems[0].expected, HasSubstr("hold_reason"));
}

TEST(Contacts, NeedsTheCustomerColumnAndEachColumnAndCustomerOnce) {
    EXPECT_EQ(parse_contacts("mail\na@example.com\n").problems[0].field, "customer");
    EXPECT_THAT(parse_contacts("customer,mail,mail\nK,,\n").rows, IsEmpty());
    const Contacts twice = parse_contacts("customer,hold\nK-1,yes\nK-1,no\n");
    ASSERT_EQ(twice.rows.size(), 1U);
    EXPECT_TRUE(twice.rows[0].hold);
    EXPECT_THAT(twice.problems[0].found, HasSubstr("after line 2"));
}

TEST(Contacts, StopsAtAQuoteThatIsNeverClosed) {
    const Contacts contacts = parse_contacts("customer\nK-1\n\"K-2\nK-3\n");
    ASSERT_EQ(contacts.rows.size(), 1U);
    ASSERT_EQ(contacts.problems.size(), 1U);
    EXPECT_EQ(contacts.problems[0].where, "line 3");
}

TEST(Contacts, AnEmptyFileHoldsNobody) {
    EXPECT_THAT(parse_contacts("").rows, IsEmpty());
    EXPECT_FALSE(read_contacts("/nonexistent/contacts.csv").has_value());
}

} // namespace
} // namespace afpunt::standalone
