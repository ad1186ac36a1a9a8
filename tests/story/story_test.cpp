// SPDX-License-Identifier: MIT
//
// The sample book told day by day, as its bookkeeper lives it. Each chapter brings bank files and
// says what must be ready, held, withdrawn or done, and why; together they are the cases that the
// product promises (a payer is never reminded, and every open invoice says why).
#include "book_copy.hpp"

#include <gmock/gmock.h>

namespace afpunt::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The letters of these states as "customer total: items", in the order of their numbers.
std::vector<std::string> told(const std::vector<LetterSeen>& letters) {
    std::vector<std::string> lines;
    for (const LetterSeen& letter : letters) {
        std::string line = letter.customer + " " + letter.total + ":";
        for (const std::string& item : letter.items)
            line += " " + item;
        lines.push_back(line);
    }
    return lines;
}

std::string sentence_of(BookCopy& book, const std::string& invoice) {
    const boost::json::object answer = book.ask({"why", invoice});
    return std::string(answer.at("items").as_array().at(0).as_object().at("sentence").as_string());
}

int count_of(const boost::json::object& answer, std::string_view field) {
    return static_cast<int>(answer.at(field).to_number<std::int64_t>());
}

// Monday 2 November 2026.
void the_book_is_opened(BookCopy& book) {
    book.set_day("2026-11-02");
    const boost::json::object answer = book.ask({"run"});
    const boost::json::object& intake = answer.at("intake").as_object();
    EXPECT_EQ(count_of(intake, "invoices_new"), 28);
    EXPECT_EQ(count_of(intake, "statements_new"), 2);
    EXPECT_THAT(intake.at("messages").as_array(), IsEmpty());
    // What was overdue already is looked at first; what the customer was told before is known.
    Reasons reasons = book.reasons();
    EXPECT_EQ(reasons["2026-0088"].reason, "old-balance");
    EXPECT_EQ(reasons["2026-0093"].reason, "old-balance");
    EXPECT_THAT(sentence_of(book, "2026-0088"), HasSubstr("reminders before: 2"));
    for (const auto& [number, seen] : reasons) {
        const bool is_new = number > "2026-0100" && number < "C";
        EXPECT_EQ(seen.reason == "not-due", is_new) << number;
    }
    EXPECT_THAT(book.letters(), IsEmpty());
}

// Wednesday 18 November: statement 44 of the second account is not among the downloads.
void a_statement_is_missing(BookCopy& book) {
    book.set_day("2026-11-18");
    book.bring({"2026-11-17.cod", "2026-11-17.xml"});
    const boost::json::object answer = book.ask({"run"});
    EXPECT_EQ(count_of(answer, "matches_booked"), 3);
    EXPECT_EQ(answer.at("bank_covered_until").as_string(), "2026-10-30");
    EXPECT_THAT(book.letters(), IsEmpty());
    Reasons reasons = book.reasons();
    for (const char* number : {"2026-0142", "2026-0145", "2026-0148", "2026-0149", "2026-0150"}) {
        EXPECT_EQ(reasons[number].reason, "statement-missing") << number;
    }
    EXPECT_THAT(sentence_of(book, "2026-0148"), HasSubstr("Dijlebank ...5028: statement 44"));
    // What the gap has nothing to do with keeps its own reason.
    EXPECT_EQ(reasons["2026-0157"].reason, "assigned-to-factor");
    EXPECT_EQ(reasons["2026-0141"].reason, "settled");
}

void the_missing_statement_comes(BookCopy& book) {
    book.ask({"release", "2026-0093"});
    EXPECT_EQ(book.reason("2026-0093"), "statement-missing");
    book.bring({"2026-11-13.xml"});
    book.ask({"run"});
    EXPECT_THAT(
        told(book.letters("prepared")),
        ElementsAre("K-1003 609.50: 2026-0145 reminder-1 185.50 2026-0146 reminder-1 424.00",
                    "K-1004 900.00: 2026-0148 reminder-1 900.00",
                    "K-1005 137.80: 2026-0149 reminder-1 137.80",
                    "K-1008 180.00: 2026-0152 reminder-1 180.00",
                    "K-1011 525.00: 2026-0155 reminder-1 525.00",
                    "K-1013 636.00: 2026-0093 reminder-2 636.00"));
}

void every_invoice_says_why(BookCopy& book) {
    const Reasons expected{
        {"2026-0088", {"old-balance", "95.00", ""}},
        {"2026-0093", {"letter-prepared", "636.00", "reminder-2"}},
        {"2026-0141", {"settled", "0.00", ""}},         // paid by OGM
        {"2026-0142", {"probably-paid", "212.00", ""}}, // one payment for three
        {"2026-0143", {"probably-paid", "318.00", ""}},
        {"2026-0144", {"probably-paid", "159.00", ""}},
        {"2026-0145", {"letter-prepared", "185.50", "reminder-1"}}, // one letter for both
        {"2026-0146", {"letter-prepared", "424.00", "reminder-1"}},
        {"2026-0147", {"not-due", "106.00", ""}}, // due today
        {"2026-0148", {"letter-prepared", "900.00", "reminder-1"}},
        {"2026-0149", {"letter-prepared", "137.80", "reminder-1"}},
        {"2026-0150", {"probably-paid", "477.00", ""}},             // known account, 75 cents less
        {"2026-0151", {"probably-paid", "84.80", ""}},              // wrong check digit
        {"2026-0152", {"letter-prepared", "180.00", "reminder-1"}}, // 240 less 60 credited
        {"2026-0153", {"unallocated-credit", "371.00", ""}},
        {"2026-0154", {"settled", "0.00", ""}}, // collected
        {"2026-0155", {"letter-prepared", "525.00", "reminder-1"}},
        {"2026-0156", {"no-account-for-currency", "780.00", ""}},
        {"2026-0157", {"assigned-to-factor", "689.00", ""}},
        {"2026-0158", {"held-by-host", "1272.00", ""}},
        {"2026-0159", {"paid-by-card", "58.30", ""}},
        {"2026-0160", {"insolvent", "1590.00", ""}},
        {"2026-0161", {"below-minimum", "4.50", "reminder-1"}},
        {"2026-0162", {"no-mail-address", "74.20", ""}},
        {"2026-0163", {"settled", "0.00", ""}},         // 63 euros too much
        {"2026-0164", {"probably-paid", "265.00", ""}}, // they may be meant for this one
        {"C-2026-0011", {"credit-note", "0.00", ""}},
        {"C-2026-0012", {"credit-note", "42.40", ""}}};
    Reasons seen = book.reasons();
    for (const auto& [number, reason] : expected) {
        EXPECT_EQ(seen[number], reason) << number;
    }
    EXPECT_EQ(seen.size(), expected.size());
    EXPECT_THAT(sentence_of(book, "2026-0158"), HasSubstr("27 November 2026"));
    EXPECT_THAT(sentence_of(book, "2026-0157"), HasSubstr("Noordzee Factoring NV"));
    EXPECT_THAT(sentence_of(book, "2026-0153"), HasSubstr("C-2026-0012"));
    EXPECT_THAT(sentence_of(book, "2026-0164"), HasSubstr("EUR 63.00"));
}

// Each sentence in each language: no reader meets a code or an empty line.
void it_says_so_in_four_languages(BookCopy& book) {
    for (const char* language : {"nl-BE", "nl-NL", "fr", "de", "en"}) {
        book.set_language(language);
        const boost::json::object plan = book.ask({"plan"});
        for (const boost::json::value& value : plan.at("decisions").as_array()) {
            const auto& decision = value.as_object();
            const std::string sentence(decision.at("sentence").as_string());
            EXPECT_GT(sentence.size(), 10U) << decision.at("number");
            EXPECT_THAT(sentence, ::testing::Not(HasSubstr("{{"))) << language;
        }
    }
    book.set_language("en");
}

void what_is_probably_paid_takes_one_action(BookCopy& book) {
    const std::string three = book.proposed_line("FACT 2026-0142 143 144");
    ASSERT_FALSE(three.empty());
    book.ask({"match", three});
    const std::string mistyped = book.proposed_line("+++202/6015/10050+++");
    ASSERT_FALSE(mistyped.empty());
    book.ask({"match", mistyped});
    const std::string nearly = book.proposed_line("HOTEL ZEEZICHT");
    ASSERT_FALSE(nearly.empty());
    book.ask({"match", nearly});
    Reasons reasons = book.reasons();
    for (const char* number : {"2026-0142", "2026-0143", "2026-0144", "2026-0151"}) {
        EXPECT_EQ(reasons[number], (ReasonSeen{"settled", "0.00", ""})) << number;
    }
    EXPECT_EQ(reasons["2026-0150"], (ReasonSeen{"below-minimum", "0.75", "reminder-1"}));
}

// Thursday 19 November: Jan Peeters has paid, and the collection from the brasserie came back.
void a_payment_withdraws_a_letter(BookCopy& book) {
    const std::vector<LetterSeen> before = book.letters("prepared");
    ASSERT_EQ(before.size(), 6U);
    book.set_day("2026-11-19");
    book.bring({"2026-11-18.cod", "2026-11-18.xml"});
    const boost::json::object answer = book.ask({"run"});
    EXPECT_EQ(count_of(answer.at("intake").as_object(), "returned_debits"), 1);
    const boost::json::array& withdrawn = answer.at("withdrawn").as_array();
    ASSERT_EQ(withdrawn.size(), 1U);
    EXPECT_EQ(withdrawn[0].as_object().at("letter").as_string(), before[2].number);
    const std::vector<LetterSeen> gone = book.letters("withdrawn");
    EXPECT_THAT(told(gone), ElementsAre("K-1005 137.80: 2026-0149 reminder-1 137.80"));
    EXPECT_FALSE(gone.at(0).reason.empty());
    EXPECT_EQ(book.reason("2026-0149"), "settled");
    EXPECT_EQ(book.reason("2026-0147"), "before-first-step");
    // The invoice is open again and joins at its own step; the others bear the new day.
    const std::vector<LetterSeen> now = book.letters("prepared");
    EXPECT_THAT(told(now), ::testing::Contains("K-1010 127.20: 2026-0154 reminder-1 127.20"));
    ASSERT_EQ(now.size(), 6U);
    for (const LetterSeen& letter : now)
        EXPECT_EQ(letter.on, "2026-11-19") << letter.number;
}

void a_person_approves(BookCopy& book, std::size_t letters) {
    EXPECT_EQ(book.ask({"approve", "--all"}).at("delivered").as_array().size(), letters);
    EXPECT_THAT(book.letters("prepared"), IsEmpty());
    for (const LetterSeen& letter : book.letters("accepted")) {
        for (const char* form : {"reminder.xml", "mail.eml", "mail.html", "mail.txt", "letter.json",
                                 "qr.svg", "qr.png"}) {
            EXPECT_TRUE(
                std::filesystem::is_regular_file(book.root() / "out" / letter.number / form))
                << letter.number << " " << form;
        }
    }
}

// Thursday 3 December, ten working days later: Blumenhaus has paid 400 of 900.
void the_second_letters_ask_for_what_is_left(BookCopy& book) {
    book.set_day("2026-12-02");
    EXPECT_EQ(book.reason("2026-0152"), "before-next-step");
    book.set_day("2026-12-03");
    EXPECT_EQ(book.reason("2026-0152"), "bank-not-up-to-date");
    book.bring({"2026-12-02.cod", "2026-12-02.xml"});
    book.ask({"run"});
    EXPECT_THAT(
        told(book.letters("prepared")),
        ElementsAre("K-1003 715.50: 2026-0145 reminder-2 185.50 2026-0146 reminder-2 424.00 "
                    "2026-0147 reminder-1 106.00",
                    "K-1004 500.00: 2026-0148 reminder-2 500.00",
                    "K-1008 180.00: 2026-0152 reminder-2 180.00",
                    "K-1010 127.20: 2026-0154 reminder-2 127.20",
                    "K-1011 525.00: 2026-0155 reminder-2 525.00",
                    "K-1015 1272.00: 2026-0158 reminder-1 1272.00"));
    EXPECT_EQ(book.reason("2026-0093"), "last-step-sent");
    EXPECT_EQ(book.reason("2026-0088"), "old-balance");
}

TEST(Story, OfTheSampleBookIsToldDayByDay) {
    BookCopy book;
    book.add_payment_links();
    the_book_is_opened(book);
    a_statement_is_missing(book);
    the_missing_statement_comes(book);
    every_invoice_says_why(book);
    it_says_so_in_four_languages(book);
    what_is_probably_paid_takes_one_action(book);
    a_payment_withdraws_a_letter(book);
    a_person_approves(book, 6);
    the_second_letters_ask_for_what_is_left(book);
    a_person_approves(book, 6);
    const boost::json::object journal = book.ask({"journal"});
    EXPECT_TRUE(journal.at("chain_intact").as_bool());
}

TEST(Story, OfTheSampleBookWorksWithoutASigningKey) {
    BookCopy book;
    the_book_is_opened(book);
    EXPECT_EQ(book.command({"status"}).exit_code, 0);
}

} // namespace
} // namespace afpunt::tests
