// SPDX-License-Identifier: MIT
//
// What the plan needs to know of the past: steps, holds, releases, rounds and the first day.
#include "outbox/checks.hpp"
#include "outbox/sqlite_store_class.hpp"

#include <set>

namespace afpunt::outbox {

namespace {

// Withdrawn letters are no past: as if they had never been.
std::optional<policy::PastLetterState> past_state(LetterState state) {
    using policy::PastLetterState;
    switch (state) {
    case LetterState::Prepared:
    case LetterState::Held: return PastLetterState::Prepared;
    case LetterState::Approved: return PastLetterState::Approved;
    case LetterState::Claimed:
    case LetterState::Submitting:
    case LetterState::Deferred: return PastLetterState::InDelivery;
    case LetterState::Accepted:
    case LetterState::Printed:
    case LetterState::Posted: return PastLetterState::Accepted;
    case LetterState::Uncertain: return PastLetterState::Uncertain;
    case LetterState::Refused:
    case LetterState::Bounced: return PastLetterState::Refused;
    case LetterState::Withdrawn: return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

int SqliteStore::round_of(const std::string& item_id) {
    auto row = statement("SELECT round FROM item_round WHERE book_id = ? AND item_id = ?", book_id_,
                         item_id);
    return row.executeStep() ? row.getColumn(0).getInt() : 1;
}

Result<void> SqliteStore::note_settled(const std::vector<std::string>& item_ids) {
    return connection_->write([&]() -> Result<void> {
        for (const std::string& item : item_ids) {
            const int round = round_of(item);
            // Only a step that was taken in the running round can make a next one necessary.
            auto taken = statement("SELECT 1 FROM letter_item WHERE book_id = ? AND item_id = ? "
                                   "AND round >= ? AND occupies = 1",
                                   book_id_, item, round);
            if (!taken.executeStep()) continue;
            execute("INSERT INTO item_round (book_id, item_id, round, settled) "
                    "VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET settled = 1",
                    book_id_, item, round);
        }
        return {};
    });
}

Result<void> SqliteStore::note_open(const std::vector<std::string>& item_ids) {
    return connection_->write([&]() -> Result<void> {
        // Most open items were never settled: asking once for those that were is quicker.
        std::set<std::string> settled;
        auto rows =
            statement("SELECT item_id FROM item_round WHERE book_id = ? AND settled = 1", book_id_);
        while (rows.executeStep())
            settled.insert(rows.getColumn(0).getString());
        for (const std::string& item : item_ids) {
            if (!settled.contains(item)) continue;
            execute("UPDATE item_round SET round = round + 1, settled = 0 "
                    "WHERE book_id = ? AND item_id = ? AND settled = 1",
                    book_id_, item);
        }
        return {};
    });
}

Result<void> SqliteStore::read_first_day(policy::History& history, Date today, bool trial) {
    auto row = statement("SELECT first_day FROM book WHERE book_id = ?", book_id_);
    if (row.executeStep() && !row.isColumnNull(0)) {
        const auto first_day = Date::parse(row.getColumn(0).getString());
        if (!first_day) return tl::unexpected(first_day.error().at("first day of the book"));
        history.first_day = *first_day;
    } else if (!trial) {
        execute("UPDATE book SET first_day = ? WHERE book_id = ?", today.iso(), book_id_);
        history.first_day = today;
    }
    return {};
}

Result<void> SqliteStore::read_steps(policy::History& history, Date today) {
    auto rows = statement("SELECT l.letter_id, l.party_id, l.state, l.on_day, l.trial, i.item_id, "
                          "i.step_id, i.round, i.position, m.dead FROM letter l "
                          "JOIN letter_item i ON i.book_id = l.book_id AND "
                          "i.letter_id = l.letter_id "
                          "LEFT JOIN address_mark m ON m.book_id = l.book_id AND "
                          "m.party_id = l.party_id AND lower(m.address) = lower(l.to_address) "
                          "WHERE l.book_id = ? AND l.state <> 'withdrawn' "
                          "ORDER BY l.sequence, i.position",
                          book_id_);
    while (rows.executeStep()) {
        const auto text = [&](int column) { return rows.getColumn(column).getString(); };
        const auto on = Date::parse(text(3));
        if (!on) return tl::unexpected(on.error().at("letter " + text(0)));
        const auto letter_state = parse_letter_state(text(2));
        auto state = letter_state ? past_state(*letter_state) : std::nullopt;
        if (!state) return fail("state of letter " + text(0), text(2), "a state of a letter");
        // From an address that is not given up: it came back for now.
        const bool is_alive = !rows.isColumnNull(9) && rows.getColumn(9).getInt() == 0;
        if (*letter_state == LetterState::Bounced && is_alive) {
            state = policy::PastLetterState::ReturnedForNow;
        }
        const bool trial = rows.getColumn(4).getInt() != 0;
        const bool prepared = *state == policy::PastLetterState::Prepared;
        // A trial letter keeps its place while it waits, but it never becomes a step taken.
        if (trial && !prepared) continue;
        const bool first_item = rows.getColumn(8).getInt() == 0;
        if (first_item && !trial && !prepared && *on == today) ++history.letters_today;
        history.steps.push_back(
            {text(5), text(6), rows.getColumn(7).getInt(), text(0), text(1), *state, *on});
    }
    return {};
}

Result<void> SqliteStore::read_holds(policy::History& history) {
    auto rows = statement("SELECT scope, target_id, from_day, until_day, reason, who FROM hold "
                          "WHERE book_id = ? ORDER BY sequence",
                          book_id_);
    while (rows.executeStep()) {
        const auto text = [&](int column) { return rows.getColumn(column).getString(); };
        const auto from = Date::parse(text(2));
        if (!from) return tl::unexpected(from.error().at("hold on " + text(1)));
        std::optional<Date> until;
        if (!rows.isColumnNull(3)) {
            const auto last = Date::parse(text(3));
            if (!last) return tl::unexpected(last.error().at("hold on " + text(1)));
            until = *last;
        }
        const auto scope = text(0) == "item" ? policy::HoldScope::Item : policy::HoldScope::Party;
        history.holds.push_back({scope, text(1), *from, until, text(4), text(5)});
    }
    return {};
}

// Paid, and the bank does not show it yet; or open while the last question got no answer. A link
// that has expired can be paid no more, so that a provider that is gone holds no letter for ever.
Result<void> SqliteStore::read_link_payments(policy::History& history, Date today) {
    auto rows = statement("SELECT DISTINCT i.item_id, p.paid_on, p.note, p.link_id "
                          "FROM payment_link p JOIN letter_item i ON i.book_id = p.book_id AND "
                          "i.letter_id = p.letter_id WHERE p.book_id = ?1 AND (p.state = 'paid' OR "
                          "(p.state = 'open' AND p.note <> '' AND p.expires_on >= ?2)) ORDER BY "
                          "i.item_id, p.paid_on DESC, p.link_id",
                          book_id_, today.iso());
    while (rows.executeStep()) {
        policy::LinkPayment payment{rows.getColumn(0).getString(), std::nullopt, ""};
        const std::string paid_on = rows.getColumn(1).getString();
        if (paid_on.empty()) {
            payment.why = rows.getColumn(2).getString();
        } else {
            const auto day = Date::parse(paid_on);
            if (!day) return tl::unexpected(day.error().at("payment link of " + payment.item_id));
            payment.paid_on = *day;
        }
        history.link_payments.push_back(std::move(payment));
    }
    return {};
}

void SqliteStore::read_releases_and_rounds(policy::History& history) {
    auto releases = statement("SELECT item_id, party_id, who FROM old_balance_release "
                              "WHERE book_id = ? ORDER BY item_id, party_id",
                              book_id_);
    while (releases.executeStep()) {
        history.released.push_back({releases.getColumn(0).getString(),
                                    releases.getColumn(1).getString(),
                                    releases.getColumn(2).getString()});
    }
    auto rounds = statement("SELECT item_id, round FROM item_round WHERE book_id = ? AND round > 1 "
                            "ORDER BY item_id",
                            book_id_);
    while (rounds.executeStep()) {
        history.rounds.push_back({rounds.getColumn(0).getString(), rounds.getColumn(1).getInt()});
    }
}

Result<policy::History> SqliteStore::history(Date today, bool trial) {
    return connection_->write([&]() -> Result<policy::History> {
        policy::History history;
        auto read = read_first_day(history, today, trial);
        if (read) read = read_steps(history, today);
        if (read) read = read_holds(history);
        if (read) read = read_link_payments(history, today);
        if (!read) return tl::unexpected(read.error());
        read_releases_and_rounds(history);
        return history;
    });
}

} // namespace afpunt::outbox
