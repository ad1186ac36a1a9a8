// SPDX-License-Identifier: MIT
//
// What was booked can be undone and done again by hand, and says by which rule it came.
#include "book_copy.hpp"

#include <gmock/gmock.h>

namespace afpunt::tests {
namespace {

boost::json::array payments_of(BookCopy& book, const std::string& invoice) {
    const boost::json::object answer = book.ask({"why", invoice});
    return answer.at("items").as_array().at(0).as_object().at("payments").as_array();
}
std::string text_of(const boost::json::array& payments, std::string_view field) {
    if (payments.empty()) return {};
    return std::string(payments.at(0).as_object().at(field).as_string());
}

TEST(Untie, LastsUntilAPersonTiesItAgain) {
    BookCopy book;
    book.set_day("2026-11-18");
    book.bring({"2026-11-17.cod", "2026-11-17.xml"});
    book.ask({"run"});
    boost::json::array payments = payments_of(book, "2026-0141");
    ASSERT_EQ(payments.size(), 1u);
    EXPECT_EQ(text_of(payments, "rule"), "structured-reference");
    const std::string line = text_of(payments, "source");
    book.ask({"unmatch", text_of(payments, "allocation")});
    EXPECT_EQ(payments_of(book, "2026-0141").size(), 0u);
    EXPECT_NE(book.reason("2026-0141"), "settled");
    book.ask({"run"});
    EXPECT_EQ(payments_of(book, "2026-0141").size(), 0u) << "it must not come back by itself";
    book.ask({"match", line, "2026-0141"});
    payments = payments_of(book, "2026-0141");
    EXPECT_EQ(text_of(payments, "rule"), "person");
    EXPECT_EQ(text_of(payments, "source"), line);
    EXPECT_EQ(book.reason("2026-0141"), "settled");
    book.set_language("nl-BE");
    EXPECT_THAT(book.command({"why", "2026-0141"}).output, testing::HasSubstr("met de hand"));
}

} // namespace
} // namespace afpunt::tests
