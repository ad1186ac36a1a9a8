// SPDX-License-Identifier: MIT
//
// What goes on outside of the book: effects that are tried until they are done, payment links, and
// addresses that mail came back from.
#include "outbox/checks.hpp"
#include "outbox/sqlite_store_class.hpp"

namespace afpunt::outbox {

namespace {

template <typename Value, std::size_t count>
std::string code_in(const std::pair<Value, std::string_view> (&codes)[count], Value value) {
    for (const auto& [known, code] : codes) {
        if (known == value) return std::string(code);
    }
    return {};
}

// The columns allow only these codes (CHECK in the schema).
template <typename Value, std::size_t count>
Value value_in(const std::pair<Value, std::string_view> (&codes)[count], std::string_view code) {
    for (const auto& [value, known] : codes) {
        if (known == code) return value;
    }
    return codes[0].first;
}

constexpr std::pair<EffectKind, std::string_view> effect_kinds[] = {
    {EffectKind::CloseLink, "close-link"}, {EffectKind::SentCopy, "sent-copy"}};
constexpr std::pair<EffectState, std::string_view> effect_states[] = {
    {EffectState::Wanted, "wanted"},
    {EffectState::Done, "done"},
    {EffectState::GivenUp, "given-up"}};
constexpr std::pair<LinkState, std::string_view> link_states[] = {
    {LinkState::Open, "open"},       {LinkState::Paid, "paid"},
    {LinkState::Closing, "closing"}, {LinkState::Closed, "closed"},
    {LinkState::Expired, "expired"}, {LinkState::PaidTwice, "paid-twice"}};

} // namespace

Result<void> SqliteStore::add_effect(const Effect& effect) {
    if (auto id = check_id("letter", effect.letter_id); !id) return id;
    if (auto text = check_text("effect", effect.detail); !text) return text;
    return connection_->write([&]() -> Result<void> {
        execute("INSERT INTO effect (book_id, kind, letter_id, detail, state, attempts, "
                "next_attempt_us, reason, effect_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
                "(SELECT coalesce(max(effect_id), 0) + 1 FROM effect WHERE book_id = ?1)) "
                "ON CONFLICT (book_id, kind, letter_id, detail) DO NOTHING",
                book_id_, code_in(effect_kinds, effect.kind), effect.letter_id, effect.detail,
                code_in(effect_states, effect.state), effect.attempts, effect.next_attempt_us,
                effect.reason);
        return {};
    });
}

Result<std::vector<Effect>> SqliteStore::effects(bool all) {
    return connection_->read([&]() -> Result<std::vector<Effect>> {
        std::vector<Effect> effects;
        auto rows = statement(std::string("SELECT effect_id, kind, letter_id, detail, state, "
                                          "attempts, next_attempt_us, reason FROM effect "
                                          "WHERE book_id = ?") +
                                  (all ? "" : " AND state = 'wanted'") + " ORDER BY effect_id",
                              book_id_);
        while (rows.executeStep()) {
            const auto text = [&](int column) { return rows.getColumn(column).getString(); };
            effects.push_back({rows.getColumn(0).getInt64(), value_in(effect_kinds, text(1)),
                               text(2), text(3), value_in(effect_states, text(4)),
                               rows.getColumn(5).getInt(), rows.getColumn(6).getInt64(), text(7)});
        }
        return effects;
    });
}

Result<void> SqliteStore::update_effect(const Effect& effect) {
    if (auto text = check_text("effect", effect.reason); !text) return text;
    return connection_->write([&]() -> Result<void> {
        execute("UPDATE effect SET state = ?, attempts = ?, next_attempt_us = ?, reason = ? "
                "WHERE book_id = ? AND effect_id = ?",
                code_in(effect_states, effect.state), effect.attempts, effect.next_attempt_us,
                effect.reason, book_id_, effect.id);
        return {};
    });
}

Result<void> SqliteStore::put_links(const std::vector<LetterLink>& links,
                                    const std::vector<JournalDraft>& entries) {
    for (const LetterLink& link : links) {
        for (const auto& [field, value] : {std::pair("letter", &link.letter_id),
                                           {"provider", &link.provider},
                                           {"link", &link.link_id}}) {
            if (auto id = check_id(field, *value); !id) return id;
        }
        for (const auto& [field, value] :
             {std::pair("address of the link", &link.url), {"note", &link.note}}) {
            if (auto text = check_text(field, *value); !text) return text;
        }
    }
    return connection_->write([&]() -> Result<void> {
        for (const LetterLink& link : links) {
            execute("INSERT INTO payment_link (book_id, letter_id, provider, link_id, url, "
                    "amount_minor, currency, state, expires_on, paid_on, checked_us, note) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT (book_id, letter_id, provider, link_id) DO UPDATE SET "
                    "url = excluded.url, state = excluded.state, paid_on = excluded.paid_on, "
                    "checked_us = excluded.checked_us, note = excluded.note",
                    book_id_, link.letter_id, link.provider, link.link_id, link.url,
                    link.amount.minor, std::string(link.amount.currency.code()),
                    code_in(link_states, link.state), link.expires_on.iso(),
                    link.paid_on ? link.paid_on->iso() : "", link.checked_us, link.note);
        }
        for (const JournalDraft& entry : entries) {
            if (auto written = append_journal(entry); !written) return written;
        }
        return {};
    });
}

Result<std::vector<LetterLink>> SqliteStore::links(bool all) {
    return connection_->read([&]() -> Result<std::vector<LetterLink>> {
        std::vector<LetterLink> links;
        auto rows = statement(std::string("SELECT letter_id, provider, link_id, url, amount_minor, "
                                          "currency, state, expires_on, paid_on, checked_us, note "
                                          "FROM payment_link WHERE book_id = ?") +
                                  (all ? "" : " AND state NOT IN ('closed', 'expired')") +
                                  " ORDER BY rowid",
                              book_id_);
        while (rows.executeStep()) {
            const auto text = [&](int column) { return rows.getColumn(column).getString(); };
            const std::string place = "link of " + text(0);
            const auto currency = Currency::parse(text(5));
            if (!currency) return tl::unexpected(currency.error().at(place));
            LetterLink link;
            link.letter_id = text(0);
            link.provider = text(1);
            link.link_id = text(2);
            link.url = text(3);
            link.amount = {rows.getColumn(4).getInt64(), *currency};
            link.state = value_in(link_states, text(6));
            const auto expires_on = Date::parse(text(7));
            if (!expires_on) return tl::unexpected(expires_on.error().at(place));
            link.expires_on = *expires_on;
            if (!text(8).empty()) {
                const auto paid_on = Date::parse(text(8));
                if (!paid_on) return tl::unexpected(paid_on.error().at(place));
                link.paid_on = *paid_on;
            }
            link.checked_us = rows.getColumn(9).getInt64();
            link.note = text(10);
            links.push_back(std::move(link));
        }
        return links;
    });
}

Result<void> SqliteStore::mark_address(const AddressMark& mark, const JournalDraft& entry) {
    for (const auto& [field, value] :
         {std::pair("party", mark.party_id), {"address", mark.address}}) {
        if (auto id = check_id(field, value); !id) return id;
    }
    if (auto text = check_text("reason", mark.reason); !text) return text;
    return connection_->write([&]() -> Result<void> {
        execute("INSERT INTO address_mark (book_id, party_id, address, dead, times, on_day, "
                "reason) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (book_id, party_id, address) DO UPDATE SET dead = excluded.dead, "
                "times = excluded.times, on_day = excluded.on_day, reason = excluded.reason",
                book_id_, mark.party_id, mark.address, mark.dead ? 1 : 0, mark.times, mark.on.iso(),
                mark.reason);
        return append_journal(entry);
    });
}

Result<void> SqliteStore::forget_address_mark(std::string_view party_id, std::string_view address,
                                              const JournalDraft& entry) {
    return connection_->write([&]() -> Result<void> {
        const int gone = execute("DELETE FROM address_mark WHERE book_id = ? AND party_id = ? "
                                 "AND address = ?",
                                 book_id_, std::string(party_id), std::string(address));
        return gone == 0 ? Result<void>() : append_journal(entry);
    });
}

Result<std::vector<AddressMark>> SqliteStore::address_marks() {
    return connection_->read([&]() -> Result<std::vector<AddressMark>> {
        std::vector<AddressMark> marks;
        auto rows = statement("SELECT party_id, address, dead, times, on_day, reason "
                              "FROM address_mark WHERE book_id = ? ORDER BY party_id, address",
                              book_id_);
        while (rows.executeStep()) {
            const auto text = [&](int column) { return rows.getColumn(column).getString(); };
            const auto on = Date::parse(text(4));
            if (!on) return tl::unexpected(on.error().at("mark of " + text(1)));
            marks.push_back({text(0), text(1), rows.getColumn(2).getInt() != 0,
                             rows.getColumn(3).getInt(), *on, text(5)});
        }
        return marks;
    });
}

} // namespace afpunt::outbox
