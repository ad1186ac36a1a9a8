// SPDX-License-Identifier: MIT
#include "outbox/other_copy.hpp"

#include "outbox/sqlite_schema.hpp"
#include "outbox/sqlite_store_class.hpp"

#include <algorithm>

namespace afpunt::outbox {

namespace {

// What is on its way there counts as uncertain here: only a person can look it up.
bool left_or_may_have(LetterState state) {
    using enum LetterState;
    return state == Claimed || state == Submitting || state == Uncertain || state == Accepted ||
           state == Printed || state == Posted;
}

} // namespace

Result<std::vector<Letter>> letters_of_other_copy(const std::string& file,
                                                  const std::string& book_id) {
    auto connection = SqliteConnection::open_to_read(file);
    if (!connection) return tl::unexpected(connection.error());
    auto version = read_schema_version(**connection);
    if (!version) return tl::unexpected(version.error());
    if (*version != newest_schema_version()) {
        return fail("version of the other copy", std::to_string(*version),
                    std::to_string(newest_schema_version()) +
                        ": open that copy with this program once");
    }
    SqliteStore other(std::move(*connection), book_id);
    auto letters = other.letters();
    if (!letters) return letters;
    std::erase_if(*letters, [](const Letter& letter) { return !left_or_may_have(letter.state); });
    for (Letter& letter : *letters) {
        if (letter.state == LetterState::Claimed || letter.state == LetterState::Submitting) {
            letter.state = LetterState::Uncertain;
        }
    }
    return letters;
}

} // namespace afpunt::outbox
