// SPDX-License-Identifier: MIT
//
// Letters come in and are read: numbers, the check that no step is taken twice, and rows to values.
#include "outbox/checks.hpp"
#include "outbox/sqlite_store_class.hpp"

#include <algorithm>
#include <charconv>

namespace afpunt::outbox {

namespace {

// In the order in which letter_of() reads them.
constexpr const char* letter_columns =
    "letter_id, number, book_id, party_id, state, state_reason, on_day, total_minor, currency, "
    "model_hash, template_hash, policy_version, model, trial, approved_by, to_address, attempts, "
    "next_attempt_us, left_us, crossing";

// Without its items.
Result<Letter> letter_of(SQLite::Statement& row) {
    const auto text = [&](int column) { return row.getColumn(column).getString(); };
    const auto state = parse_letter_state(text(4));
    if (!state) return fail("state of letter " + text(1), text(4), "a state of a letter");
    const auto on = Date::parse(text(6));
    if (!on) return tl::unexpected(on.error().at("letter " + text(1)));
    const auto currency = Currency::parse(text(8));
    if (!currency) return tl::unexpected(currency.error().at("letter " + text(1)));
    return Letter{.id = text(0),
                  .number = text(1),
                  .book_id = text(2),
                  .party_id = text(3),
                  .state = *state,
                  .state_reason = text(5),
                  .on = *on,
                  .total = Money{row.getColumn(7).getInt64(), *currency},
                  .model_hash = text(9),
                  .template_hash = text(10),
                  .policy_version = text(11),
                  .model = text(12),
                  .trial = row.getColumn(13).getInt() != 0,
                  .approved_by = text(14),
                  .to_address = text(15),
                  .attempts = row.getColumn(16).getInt(),
                  .next_attempt_us = row.getColumn(17).getInt64(),
                  .left_us = row.getColumn(18).getInt64(),
                  .crossing = text(19),
                  .items = {}};
}

} // namespace

// Text sorts "100000" before "99999", so each length is asked by itself; a longer one only when the
// shorter is used up, for no number of it was made before.
int SqliteStore::highest_ordinal(int year) {
    int highest = 0;
    for (int last = 99'999; last <= limits::letters_per_year; last = last * 10 + 9) {
        const std::string number = letter_number(year, last);
        auto row = statement("SELECT max(number) FROM letter WHERE book_id = ? "
                             "AND number BETWEEN ? AND ? AND length(number) = ?",
                             book_id_, letter_number(year, 0), number,
                             static_cast<std::int64_t>(number.size()));
        if (!row.executeStep() || row.isColumnNull(0)) break;
        const std::string found = row.getColumn(0).getString();
        std::from_chars(found.data() + found.find_last_of('-') + 1, found.data() + found.size(),
                        highest);
        if (highest < last) break;
    }
    return highest;
}

Result<std::vector<std::string>> SqliteStore::make_numbers(int year, std::size_t count) {
    if (year < 1900 || year > 2999) {
        return fail("year of a letter number", std::to_string(year), "1900 to 2999");
    }
    const int first = std::max(numbers_given_[year], highest_ordinal(year)) + 1;
    const int left = limits::letters_per_year - first + 1;
    if (count > static_cast<std::size_t>(left)) {
        return fail("letter number", std::to_string(static_cast<std::size_t>(first) + count - 1),
                    "at most 9999999 letters in a year");
    }
    std::vector<std::string> numbers;
    numbers.reserve(count);
    for (std::size_t at = 0; at < count; ++at)
        numbers.push_back(letter_number(year, first + static_cast<int>(at)));
    numbers_given_[year] = first - 1 + static_cast<int>(count);
    return numbers;
}

Result<std::vector<std::string>> SqliteStore::next_letter_numbers(int year, std::size_t count) {
    return connection_->read([&] { return make_numbers(year, count); });
}

bool SqliteStore::is_taken(const LetterItem& item) {
    return statement("SELECT 1 FROM letter_item WHERE book_id = ? AND item_id = ? AND step_id = ? "
                     "AND round = ? AND occupies = 1",
                     book_id_, item.item_id, item.step_id, item.round)
        .executeStep();
}

Result<void> SqliteStore::complete_identity(Letter& letter) {
    letter.book_id = book_id_;
    if (letter.id.empty()) {
        auto random = statement("SELECT lower(hex(randomblob(16)))");
        random.executeStep();
        letter.id = random.getColumn(0).getString();
    }
    if (letter.number.empty()) {
        auto numbers = make_numbers(letter.on.year(), 1);
        if (!numbers) return tl::unexpected(numbers.error());
        letter.number = std::move(numbers->front());
    }
    return {};
}

std::int64_t SqliteStore::next_sequence() {
    auto row =
        statement("SELECT coalesce(max(sequence), 0) + 1 FROM letter WHERE book_id = ?", book_id_);
    row.executeStep();
    return row.getColumn(0).getInt64();
}

bool SqliteStore::insert_letter(const Letter& letter, std::int64_t sequence) {
    // The table's own indexes say whether id and number are free: to ask them before would look
    // each up twice.
    const int added =
        execute(std::string("INSERT INTO letter (") + letter_columns +
                    ", sequence) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT DO NOTHING",
                letter.id, letter.number, letter.book_id, letter.party_id,
                std::string(code_of(letter.state)), letter.state_reason, letter.on.iso(),
                letter.total.minor, std::string(letter.total.currency.code()), letter.model_hash,
                letter.template_hash, letter.policy_version, letter.model, letter.trial ? 1 : 0,
                letter.approved_by, letter.to_address, letter.attempts, letter.next_attempt_us,
                letter.left_us, letter.crossing, sequence);
    if (added == 0) return false;
    int position = 0;
    for (const LetterItem& item : letter.items) {
        execute("INSERT INTO letter_item (book_id, letter_id, position, item_id, step_id, round, "
                "open_minor, currency, occupies) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)",
                book_id_, letter.id, position++, item.item_id, item.step_id, item.round,
                item.open.minor, std::string(item.open.currency.code()));
    }
    return true;
}

void SqliteStore::replace_forms(const std::string& letter_id,
                                const std::vector<LetterForm>& forms) {
    execute("DELETE FROM letter_form WHERE book_id = ? AND letter_id = ?", book_id_, letter_id);
    insert_forms(letter_id, forms);
}

void SqliteStore::insert_forms(const std::string& letter_id, const std::vector<LetterForm>& forms) {
    int position = 0;
    for (const LetterForm& form : forms) {
        auto insert = statement("INSERT INTO letter_form "
                                "(book_id, letter_id, position, name, media_type, bytes) "
                                "VALUES (?, ?, ?, ?, ?, ?)",
                                book_id_, letter_id, position++, form.name, form.media_type);
        insert.bind(6, static_cast<const void*>(form.bytes.data()),
                    static_cast<int>(form.bytes.size()));
        insert.exec();
    }
}

Result<std::vector<std::string>> SqliteStore::add_letters(std::vector<NewLetter> letters,
                                                          const JournalDraft& entry) {
    for (const NewLetter& added : letters) {
        auto checked = check_letter(added.letter, book_id_);
        if (checked) checked = check_forms(added.forms);
        if (!checked) return tl::unexpected(checked.error());
    }
    return connection_->write([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> stored;
        std::int64_t sequence = next_sequence();
        for (NewLetter& added : letters) {
            Letter& letter = added.letter;
            const bool taken = std::any_of(letter.items.begin(), letter.items.end(),
                                           [&](const LetterItem& item) { return is_taken(item); });
            if (taken) continue;
            if (auto identity = complete_identity(letter); !identity) {
                return tl::unexpected(identity.error());
            }
            if (!insert_letter(letter, sequence++)) {
                return fail("letter", letter.number + " (" + letter.id + ")",
                            "an id and a number that no other letter has");
            }
            insert_forms(letter.id, added.forms);
            stored.push_back(letter.id);
        }
        if (stored.empty() || entry.kind.empty()) return stored;
        if (auto written = append_journal(entry); !written) {
            return tl::unexpected(written.error());
        }
        return stored;
    });
}

Result<bool> SqliteStore::take_over_letter(const Letter& letter, const JournalDraft& entry) {
    Letter as_prepared = letter;
    as_prepared.state = LetterState::Prepared;
    if (auto checked = check_letter(as_prepared, book_id_); !checked) {
        return tl::unexpected(checked.error());
    }
    if (letter.id.empty()) return fail("letter of another copy", letter.number, "an id");
    return connection_->write([&]() -> Result<bool> {
        const bool taken = std::any_of(letter.items.begin(), letter.items.end(),
                                       [&](const LetterItem& item) { return is_taken(item); });
        if (taken) return false;
        Letter mine = letter;
        mine.book_id = book_id_;
        if (mine.number.empty()) {
            auto numbers = make_numbers(mine.on.year(), 1);
            if (!numbers) return tl::unexpected(numbers.error());
            mine.number = std::move(numbers->front());
        }
        if (!insert_letter(mine, next_sequence())) return false;
        set_state(mine, letter.state,
                  {entry.at, entry.kind, entry.subject, letter.state_reason, letter.approved_by});
        if (auto written = append_journal(entry); !written) {
            return tl::unexpected(written.error());
        }
        return true;
    });
}

Result<void> SqliteStore::read_items(Letter& letter) {
    auto rows = statement("SELECT item_id, step_id, round, open_minor, currency FROM letter_item "
                          "WHERE book_id = ? AND letter_id = ? ORDER BY position",
                          book_id_, letter.id);
    while (rows.executeStep()) {
        const auto currency = Currency::parse(rows.getColumn(4).getString());
        if (!currency) return tl::unexpected(currency.error().at("letter " + letter.number));
        letter.items.push_back({rows.getColumn(0).getString(), rows.getColumn(1).getString(),
                                rows.getColumn(2).getInt(),
                                Money{rows.getColumn(3).getInt64(), *currency}});
    }
    return {};
}

Result<std::vector<Letter>> SqliteStore::read_letters() {
    std::vector<Letter> letters;
    auto rows = statement(std::string("SELECT ") + letter_columns +
                              " FROM letter WHERE book_id = ? ORDER BY sequence",
                          book_id_);
    while (rows.executeStep()) {
        auto letter = letter_of(rows);
        if (!letter) return tl::unexpected(letter.error());
        if (auto items = read_items(*letter); !items) return tl::unexpected(items.error());
        letters.push_back(std::move(*letter));
    }
    return letters;
}

Result<Letter> SqliteStore::find_letter(const std::string& id_or_number) {
    auto row = statement(std::string("SELECT ") + letter_columns +
                             " FROM letter "
                             "WHERE book_id = ?1 AND (letter_id = ?2 OR number = ?2)",
                         book_id_, id_or_number);
    if (!row.executeStep()) {
        return fail("letter", id_or_number, "the id or the number of a letter of this book");
    }
    auto letter = letter_of(row);
    if (!letter) return letter;
    if (auto items = read_items(*letter); !items) return tl::unexpected(items.error());
    return letter;
}

Result<std::vector<Letter>> SqliteStore::letters() {
    return connection_->read([&] { return read_letters(); });
}

Result<Letter> SqliteStore::letter(std::string_view id_or_number) {
    return connection_->read([&] { return find_letter(std::string(id_or_number)); });
}

Result<std::vector<LetterForm>> SqliteStore::forms(std::string_view letter_id) {
    return connection_->read([&]() -> Result<std::vector<LetterForm>> {
        const auto letter = find_letter(std::string(letter_id));
        if (!letter) return tl::unexpected(letter.error());
        std::vector<LetterForm> forms;
        auto rows = statement("SELECT name, media_type, bytes FROM letter_form "
                              "WHERE book_id = ? AND letter_id = ? ORDER BY position",
                              book_id_, letter->id);
        while (rows.executeStep()) {
            forms.push_back({rows.getColumn(0).getString(), rows.getColumn(1).getString(),
                             rows.getColumn(2).getString()});
        }
        return forms;
    });
}

} // namespace afpunt::outbox
