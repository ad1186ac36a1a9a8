// SPDX-License-Identifier: MIT
//
// What people said: holds, releases, confirmations of the bank, refused matches. Each together with
// its journal entry, so that no word lacks the name of who spoke it.
#include "outbox/checks.hpp"
#include "outbox/sqlite_store_class.hpp"

namespace afpunt::outbox {

namespace {

std::string code_of_scope(policy::HoldScope scope) {
    return scope == policy::HoldScope::Item ? "item" : "party";
}

} // namespace

Result<void> SqliteStore::add_hold(const policy::Hold& hold, const JournalDraft& entry) {
    if (auto checked = check_hold(hold); !checked) return checked;
    return connection_->write([&] {
        auto insert = statement(
            "INSERT INTO hold (book_id, scope, target_id, from_day, reason, who, sequence) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
            "(SELECT coalesce(max(sequence), 0) + 1 FROM hold WHERE book_id = ?1))",
            book_id_, code_of_scope(hold.scope), hold.target_id, hold.from.iso(), hold.reason,
            hold.who);
        insert.exec();
        if (hold.until) {
            execute("UPDATE hold SET until_day = ?2 WHERE book_id = ?1 AND "
                    "sequence = (SELECT max(sequence) FROM hold WHERE book_id = ?1)",
                    book_id_, hold.until->iso());
        }
        return append_journal(entry);
    });
}

Result<int> SqliteStore::release_hold(policy::HoldScope scope, std::string_view target_id,
                                      const JournalDraft& entry) {
    return connection_->write([&]() -> Result<int> {
        const int ended = execute("DELETE FROM hold WHERE book_id = ? AND scope = ? AND "
                                  "target_id = ?",
                                  book_id_, code_of_scope(scope), std::string(target_id));
        if (ended == 0) return 0;
        if (auto written = append_journal(entry); !written) {
            return tl::unexpected(written.error());
        }
        return ended;
    });
}

Result<void> SqliteStore::release_old_balance(const policy::OldBalanceRelease& release,
                                              const JournalDraft& entry) {
    for (const auto& [field, value] :
         {std::pair("item", release.item_id), {"party", release.party_id}, {"who", release.who}}) {
        if (auto checked = check_text(field, value, limits::id_bytes); !checked) return checked;
    }
    return connection_->write([&] {
        execute("INSERT INTO old_balance_release (book_id, item_id, party_id, who) "
                "VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET who = excluded.who",
                book_id_, release.item_id, release.party_id, release.who);
        return append_journal(entry);
    });
}

Result<void> SqliteStore::confirm_bank(const book::CoverageConfirmation& confirmation,
                                       const JournalDraft& entry) {
    if (auto id = check_id("account", confirmation.account_id); !id) return id;
    if (auto who = check_text("who", confirmation.who); !who) return who;
    if (auto at = check_text("confirmed at", confirmation.at, limits::id_bytes); !at) return at;
    return connection_->write([&] {
        execute("INSERT INTO bank_confirmation (book_id, account_id, until_day, who, at, sequence) "
                "VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(sequence), 0) + 1 "
                "FROM bank_confirmation WHERE book_id = ?1))",
                book_id_, confirmation.account_id, confirmation.until.iso(), confirmation.who,
                confirmation.at);
        return append_journal(entry);
    });
}

Result<std::vector<book::CoverageConfirmation>> SqliteStore::confirmations() {
    return connection_->read([&]() -> Result<std::vector<book::CoverageConfirmation>> {
        std::vector<book::CoverageConfirmation> confirmations;
        auto rows = statement("SELECT account_id, until_day, who, at FROM bank_confirmation "
                              "WHERE book_id = ? ORDER BY sequence",
                              book_id_);
        while (rows.executeStep()) {
            const auto until = Date::parse(rows.getColumn(1).getString());
            if (!until) return tl::unexpected(until.error().at("confirmation of the bank"));
            confirmations.push_back({rows.getColumn(0).getString(), *until,
                                     rows.getColumn(2).getString(), rows.getColumn(3).getString()});
        }
        return confirmations;
    });
}

Result<void> SqliteStore::refuse_match(const matching::Refusal& refusal,
                                       const JournalDraft& entry) {
    if (auto line = check_id("bank line", refusal.bank_line_id); !line) return line;
    if (auto item = check_text("item", refusal.item_id, limits::id_bytes); !item) return item;
    return connection_->write([&] {
        execute("INSERT INTO refused_match (book_id, bank_line_id, item_id) VALUES (?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                book_id_, refusal.bank_line_id, refusal.item_id);
        return append_journal(entry);
    });
}

Result<std::vector<matching::Refusal>> SqliteStore::refused_matches() {
    return connection_->read([&]() -> Result<std::vector<matching::Refusal>> {
        std::vector<matching::Refusal> refusals;
        auto rows = statement("SELECT bank_line_id, item_id FROM refused_match WHERE book_id = ? "
                              "ORDER BY bank_line_id, item_id",
                              book_id_);
        while (rows.executeStep()) {
            refusals.push_back({rows.getColumn(0).getString(), rows.getColumn(1).getString()});
        }
        return refusals;
    });
}

} // namespace afpunt::outbox
