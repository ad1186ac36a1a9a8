// SPDX-License-Identifier: MIT
//
// Letters move: every move is checked against the table in letter.cpp and written together with
// what it means for the letter's steps and forms.
#include "outbox/checks.hpp"
#include "outbox/sqlite_store_class.hpp"

#include <set>

namespace afpunt::outbox {

namespace {

// Approval and claim freeze the forms: what a person saw, or what may be on its way, stays.
bool has_frozen_forms(LetterState state) {
    return state != LetterState::Prepared && state != LetterState::Held;
}

// The two doors through which a letter leaves the building.
bool leads_outside(LetterState state) {
    return state == LetterState::Claimed || state == LetterState::Printed;
}

Result<void> check_move(const Letter& letter, LetterState to, bool new_forms) {
    const std::string from(code_of(letter.state));
    if (!may_move(letter.state, to)) {
        return fail("letter " + letter.number, from,
                    "a state from which a letter can become " + std::string(code_of(to)));
    }
    if (letter.trial && leads_outside(to)) {
        return fail("letter " + letter.number, "a letter of a trial run",
                    "a letter of a real day: trial letters are never delivered");
    }
    if (new_forms && has_frozen_forms(letter.state)) {
        return fail("forms of letter " + letter.number, "new ones for a letter that is " + from,
                    "the forms as they were approved: they are never made again");
    }
    return {};
}

} // namespace

void SqliteStore::set_state(Letter& letter, LetterState to, const JournalDraft& entry) {
    letter.state = to;
    letter.state_reason = entry.text;
    if (to == LetterState::Approved) letter.approved_by = entry.who;
    // Prepared anew, after a hold: whoever approved it before did not see what goes out now.
    if (to == LetterState::Prepared) letter.approved_by.clear();
    execute("UPDATE letter SET state = ?, state_reason = ?, approved_by = ? "
            "WHERE book_id = ? AND letter_id = ?",
            std::string(code_of(to)), letter.state_reason, letter.approved_by, book_id_, letter.id);
    // A letter that ended frees its steps; none ever takes them again (letter.cpp).
    execute("UPDATE letter_item SET occupies = ? WHERE book_id = ? AND letter_id = ?",
            occupies_steps(to) ? 1 : 0, book_id_, letter.id);
}

Result<void> SqliteStore::refresh_letter(const Letter& newer) {
    if (auto checked = check_letter(newer, book_id_); !checked) return checked;
    return connection_->write([&]() -> Result<void> {
        const auto letter = find_letter(newer.id);
        if (!letter) return tl::unexpected(letter.error());
        if (letter->state != LetterState::Prepared) {
            return fail("letter " + letter->number, std::string(code_of(letter->state)),
                        "a prepared letter: others keep the day they were made for");
        }
        if (letter->items != newer.items || letter->total != newer.total ||
            letter->party_id != newer.party_id) {
            return fail("items of letter " + letter->number, "others, or other amounts",
                        "the same items and amounts: otherwise it is another letter");
        }
        execute("UPDATE letter SET on_day = ?, model = ?, model_hash = ?, template_hash = ?, "
                "policy_version = ?, to_address = ? WHERE book_id = ? AND letter_id = ?",
                newer.on.iso(), newer.model, newer.model_hash, newer.template_hash,
                newer.policy_version, newer.to_address, book_id_, letter->id);
        // Forms of the earlier day would contradict the model.
        replace_forms(letter->id, {});
        return {};
    });
}

Result<void> SqliteStore::move_letter(std::string_view letter_id, LetterState to,
                                      const std::vector<LetterForm>& forms,
                                      const JournalDraft& entry) {
    if (auto checked = check_forms(forms); !checked) return checked;
    return connection_->write([&]() -> Result<void> {
        auto letter = find_letter(std::string(letter_id));
        if (!letter) return tl::unexpected(letter.error());
        if (auto move = check_move(*letter, to, !forms.empty()); !move) return move;
        if (auto lease = check_lease(to); !lease) return lease;
        if (!forms.empty()) replace_forms(letter->id, forms);
        set_state(*letter, to, entry);
        return append_journal(entry);
    });
}

// False: its state does not allow the move, which is no mistake: letters are withdrawn at any
// moment.
Result<bool> SqliteStore::move_one(const LetterMove& move) {
    auto letter = find_letter(move.letter_id);
    if (!letter) return tl::unexpected(letter.error());
    if (!check_move(*letter, move.to, !move.forms.empty())) return false;
    if (!move.forms.empty()) replace_forms(letter->id, move.forms);
    set_state(*letter, move.to, move.entry);
    if (move.to == LetterState::Deferred) {
        execute("UPDATE letter SET attempts = attempts + 1, next_attempt_us = ? "
                "WHERE book_id = ? AND letter_id = ?",
                move.next_attempt_us, book_id_, letter->id);
    }
    if (move.to == LetterState::Accepted) {
        execute("UPDATE letter SET left_us = ? WHERE book_id = ? AND letter_id = ?", move.left_us,
                book_id_, letter->id);
    }
    if (move.entry.kind.empty()) return true;
    auto written = append_journal(move.entry);
    if (!written) return tl::unexpected(written.error());
    return true;
}

Result<std::vector<std::string>> SqliteStore::move_letters(const std::vector<LetterMove>& moves,
                                                           Durability durability) {
    for (const LetterMove& move : moves) {
        if (auto forms = check_forms(move.forms); !forms) return tl::unexpected(forms.error());
    }
    const auto move_all = [&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> moved;
        for (const LetterMove& move : moves) {
            if (auto lease = check_lease(move.to); !lease) return tl::unexpected(lease.error());
            auto done = move_one(move);
            if (!done) return tl::unexpected(done.error());
            if (*done) moved.push_back(move.letter_id);
        }
        return moved;
    };
    if (durability == Durability::Machine) return connection_->write(move_all);
    return connection_->write_without_sync(move_all);
}

Result<void> SqliteStore::note_crossing(std::string_view letter_id, const JournalDraft& entry) {
    return connection_->write([&]() -> Result<void> {
        execute("UPDATE letter SET crossing = ? WHERE book_id = ? AND letter_id = ?", entry.text,
                book_id_, std::string(letter_id));
        return append_journal(entry);
    });
}

Result<void> SqliteStore::withdraw_letter(std::string_view letter_id, const JournalDraft& entry) {
    return move_letter(letter_id, LetterState::Withdrawn, {}, entry);
}

Result<std::vector<Letter>>
SqliteStore::withdraw_for_items(const std::vector<std::string>& item_ids,
                                const JournalDraft& entry) {
    return connection_->write([&]() -> Result<std::vector<Letter>> {
        // Only letters that still occupy can be withdrawn: what ended long ago is not read.
        std::set<std::pair<std::int64_t, std::string>> candidates;
        const auto collect = [&](BorrowedStatement rows) {
            while (rows.executeStep()) {
                candidates.emplace(rows.getColumn(0).getInt64(), rows.getColumn(1).getString());
            }
        };
        const char* by_item = "SELECT l.sequence, l.letter_id FROM letter_item i "
                              "JOIN letter l ON l.book_id = i.book_id AND "
                              "l.letter_id = i.letter_id "
                              "WHERE i.book_id = ? AND i.item_id = ? AND i.occupies = 1";
        for (const std::string& item : item_ids)
            collect(statement(by_item, book_id_, item));
        if (item_ids.empty()) {
            collect(
                statement("SELECT sequence, letter_id FROM letter WHERE book_id = ?", book_id_));
        }
        std::vector<Letter> withdrawn;
        for (const auto& [sequence, letter_id] : candidates) {
            auto letter = find_letter(letter_id);
            if (!letter) return tl::unexpected(letter.error());
            if (!can_be_withdrawn(letter->state)) continue;
            set_state(*letter, LetterState::Withdrawn, entry);
            withdrawn.push_back(std::move(*letter));
        }
        if (withdrawn.empty()) return withdrawn;
        if (auto written = append_journal(entry); !written) {
            return tl::unexpected(written.error());
        }
        return withdrawn;
    });
}

} // namespace afpunt::outbox
