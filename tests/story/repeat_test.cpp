// SPDX-License-Identifier: MIT
//
// The same input again, in pieces or in another order, gives the same book: downloads overlap,
// people press the button twice, and files are tidied away.
#include "book_copy.hpp"
#include "support/shared_data.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace afpunt::tests {
namespace {

namespace fs = std::filesystem;

// Everything that the book would show: reasons and letters, and what lies in out/.
struct Shown {
    Reasons reasons;
    std::vector<LetterSeen> letters;
    std::map<std::string, std::string> files;
    friend bool operator==(const Shown&, const Shown&) = default;
};

Shown shown(BookCopy& book) {
    Shown all{book.reasons(), book.letters(), {}};
    for (const auto& entry : fs::recursive_directory_iterator(book.root() / "out")) {
        if (entry.is_regular_file()) all.files[entry.path().string()] = read_file(entry.path());
    }
    return all;
}

TEST(Repeat, OfEveryCommandChangesNothing) {
    BookCopy book;
    book.live_until_the_first_letters();
    const Shown before = shown(book);
    EXPECT_GT(before.files.size(), 30U);
    const boost::json::object answer = book.ask({"run"});
    EXPECT_EQ(answer.at("intake").as_object().at("lines_new").to_number<int>(), 0);
    EXPECT_EQ(answer.at("matches_booked").to_number<int>(), 0);
    EXPECT_THAT(answer.at("prepared").as_array(), ::testing::IsEmpty());
    EXPECT_THAT(answer.at("withdrawn").as_array(), ::testing::IsEmpty());
    EXPECT_THAT(book.ask({"approve", "--all"}).at("delivered").as_array(), ::testing::IsEmpty());
    EXPECT_EQ(shown(book), before);
}

TEST(Repeat, OfABankFileUnderAnotherNameBooksNothingTwice) {
    BookCopy book;
    book.live_until_the_first_letters();
    const Shown before = shown(book);
    // An editor changed the line ends: other bytes, the same statements.
    std::string bytes = read_file(book.root() / "later" / "2026-11-17.cod");
    std::erase(bytes, '\r');
    book.write("bank/again.cod", bytes);
    const boost::json::object answer = book.ask({"run"});
    EXPECT_EQ(answer.at("intake").as_object().at("statements_known").to_number<int>(), 3);
    EXPECT_EQ(answer.at("intake").as_object().at("lines_new").to_number<int>(), 0);
    EXPECT_EQ(shown(book), before);
}

TEST(Repeat, AfterTheFilesWereTidiedAwayLosesNothing) {
    BookCopy book;
    book.live_until_the_first_letters();
    const Shown before = shown(book);
    for (const char* folder : {"bank", "invoices"}) {
        fs::remove_all(book.root() / folder);
        fs::create_directory(book.root() / folder);
    }
    book.ask({"run"});
    EXPECT_EQ(shown(book), before);
}

std::map<std::string, std::vector<std::string>> items_by_customer(BookCopy& book) {
    std::map<std::string, std::vector<std::string>> items;
    for (const LetterSeen& letter : book.letters("prepared"))
        items[letter.customer] = letter.items;
    return items;
}

TEST(Order, OfTheFilesDoesNotMatter) {
    BookCopy together;
    together.set_day("2026-11-02");
    together.ask({"import"});
    together.set_day("2026-12-03");
    together.bring({"2026-11-13.xml", "2026-11-17.cod", "2026-11-17.xml", "2026-11-18.cod",
                    "2026-11-18.xml", "2026-12-02.cod", "2026-12-02.xml"});
    together.ask({"import"});

    BookCopy backwards;
    backwards.set_day("2026-11-02");
    fs::rename(backwards.root() / "invoices", backwards.root() / "waiting");
    backwards.ask({"import"}); // the bank before the invoices, the last invoice first
    std::vector<fs::path> invoices(fs::directory_iterator(backwards.root() / "waiting"), {});
    std::sort(invoices.rbegin(), invoices.rend());
    for (std::size_t at = 0; at < invoices.size(); ++at) {
        fs::rename(invoices[at], backwards.root() / "invoices" / invoices[at].filename());
        if (at % 9 == 0) backwards.ask({"import"});
    }
    backwards.ask({"import"});
    backwards.set_day("2026-12-03");
    for (const char* file : {"2026-12-02.xml", "2026-12-02.cod", "2026-11-18.xml", "2026-11-18.cod",
                             "2026-11-17.xml", "2026-11-17.cod", "2026-11-13.xml"}) {
        backwards.bring({file});
        backwards.ask({"import"});
    }
    EXPECT_EQ(backwards.reasons(), together.reasons());
    EXPECT_EQ(items_by_customer(backwards), items_by_customer(together));
    // A collection and its return, read at once or the return first: open again, and asked for.
    EXPECT_EQ(together.reason("2026-0154"), "letter-prepared");
}

} // namespace
} // namespace afpunt::tests
