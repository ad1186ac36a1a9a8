// SPDX-License-Identifier: MIT
//
// A hold by hand, with the days that a person gives and those that he leaves out.
#include "book_copy.hpp"

#include <gmock/gmock.h>

namespace afpunt::tests {
namespace {

TEST(Hold, BeginsTodayAndLastsUntilReleasedWhenNoDayIsGiven) {
    BookCopy book;
    book.set_day("2026-11-18");
    book.bring({"2026-11-17.cod", "2026-11-17.xml", "2026-11-13.xml"});
    book.ask({"run"});
    const boost::json::object answer =
        book.ask({"hold", "2026-0145", "--reason", "promised to pay"});
    EXPECT_EQ(answer.at("from").as_string(), "2026-11-18");
    EXPECT_TRUE(answer.at("until").is_null());
    EXPECT_EQ(book.reason("2026-0145"), "held-by-person");
    book.ask({"release", "2026-0145"});
    EXPECT_NE(book.reason("2026-0145"), "held-by-person");
}

} // namespace
} // namespace afpunt::tests
