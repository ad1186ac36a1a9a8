// SPDX-License-Identifier: MIT
//
// The SQLite store as a class, for the files that implement its parts: sqlite_letters.cpp,
// sqlite_letter_moves.cpp, sqlite_events.cpp, sqlite_history.cpp, sqlite_people.cpp,
// sqlite_journal.cpp, sqlite_lease.cpp, sqlite_outside.cpp. Everybody else sees only
// open_sqlite_store().
#pragma once

#include "config/sha256.hpp"
#include "outbox/sqlite_connection.hpp"
#include "outbox/store.hpp"

#include <map>
#include <type_traits>

namespace afpunt::outbox {

class SqliteStore final : public Store {
public:
    SqliteStore(std::unique_ptr<SqliteConnection> connection, std::string book_id)
        : connection_(std::move(connection)), book_id_(std::move(book_id)) {}
    // Makes the book's row in a new file; refuses the file of another book.
    [[nodiscard]] Result<void> take_possession();

    Result<std::optional<Lease>>
    take_lease(const Lease& wanted, const std::function<bool(const Lease& present)>& may_take,
               const Inheritance& inherit) override;
    Result<void> release_lease() override;
    Result<Incarnation> incarnation() override;
    Result<void> set_incarnation(const Incarnation& incarnation,
                                 const JournalDraft& entry) override;
    Result<std::int64_t> foreign_changes() override;
    Result<StoreVersion> version() override;
    Result<SendingSwitch> sending() override;
    Result<void> set_sending(const SendingSwitch& sending, const JournalDraft& entry) override;
    Result<void> set_first_day(Date day, const JournalDraft& entry) override;

    Result<void> together(const std::function<Result<void>()>& work) override {
        return connection_->write(work);
    }
    Result<void> upkeep() override { return connection_->copy_log_back(); }
    Result<std::vector<InboxEvent>> record_events(const std::vector<InboxEvent>& events) override;
    Result<std::string> durable_cursor(std::string_view source) override;

    Result<std::vector<std::string>> next_letter_numbers(int year, std::size_t count) override;
    Result<std::vector<std::string>> add_letters(std::vector<NewLetter> letters,
                                                 const JournalDraft& entry) override;
    Result<std::vector<Letter>> letters() override;
    Result<Letter> letter(std::string_view id_or_number) override;
    Result<std::vector<LetterForm>> forms(std::string_view letter_id) override;
    Result<void> refresh_letter(const Letter& newer) override;
    Result<void> move_letter(std::string_view letter_id, LetterState to,
                             const std::vector<LetterForm>& forms,
                             const JournalDraft& entry) override;
    Result<std::vector<std::string>> move_letters(const std::vector<LetterMove>& moves,
                                                  Durability durability) override;
    Result<bool> take_over_letter(const Letter& letter, const JournalDraft& entry) override;
    Result<void> note_crossing(std::string_view letter_id, const JournalDraft& entry) override;
    Result<std::vector<Letter>> withdraw_for_items(const std::vector<std::string>& item_ids,
                                                   const JournalDraft& entry) override;
    Result<void> withdraw_letter(std::string_view letter_id, const JournalDraft& entry) override;

    Result<void> add_effect(const Effect& effect) override;
    Result<std::vector<Effect>> effects(bool all) override;
    Result<void> update_effect(const Effect& effect) override;
    Result<void> put_links(const std::vector<LetterLink>& links,
                           const std::vector<JournalDraft>& entries) override;
    Result<std::vector<LetterLink>> links(bool all) override;
    Result<void> mark_address(const AddressMark& mark, const JournalDraft& entry) override;
    Result<void> forget_address_mark(std::string_view party_id, std::string_view address,
                                     const JournalDraft& entry) override;
    Result<std::vector<AddressMark>> address_marks() override;

    Result<void> note_settled(const std::vector<std::string>& item_ids) override;
    Result<void> note_open(const std::vector<std::string>& item_ids) override;

    Result<void> add_hold(const policy::Hold& hold, const JournalDraft& entry) override;
    Result<int> release_hold(policy::HoldScope scope, std::string_view target_id,
                             const JournalDraft& entry) override;
    Result<void> release_old_balance(const policy::OldBalanceRelease& release,
                                     const JournalDraft& entry) override;
    Result<void> confirm_bank(const book::CoverageConfirmation& confirmation,
                              const JournalDraft& entry) override;
    Result<std::vector<book::CoverageConfirmation>> confirmations() override;
    Result<void> refuse_match(const matching::Refusal& refusal, const JournalDraft& entry) override;
    Result<std::vector<matching::Refusal>> refused_matches() override;

    Result<policy::History> history(Date today, bool trial) override;
    Result<std::vector<JournalEntry>> journal(int newest) override;
    Result<void> write_journal(const JournalDraft& entry) override;
    Result<void> verify_journal() override;

private:
    // A prepared statement with its parameters in order; text comes as std::string.
    template <typename... Values>
    [[nodiscard]] BorrowedStatement statement(const std::string& sql, const Values&... values) {
        BorrowedStatement prepared = connection_->statement(sql);
        int position = 0;
        (prepared.bind(++position, values), ...);
        return prepared;
    }
    // Carried out at once, so that texts need no copy for SQLite.
    template <typename... Values>
    int execute(const std::string& sql, const Values&... values) {
        BorrowedStatement prepared = connection_->statement(sql);
        int position = 0;
        const auto bind = [&](const auto& value) {
            if constexpr (std::is_same_v<decltype(value), const std::string&>) {
                prepared.bindNoCopy(++position, value);
            } else {
                prepared.bind(++position, value);
            }
        };
        (bind(values), ...);
        return prepared.exec();
    }

    // All of the following run inside a read or write of the connection.
    [[nodiscard]] Result<void> append_journal(const JournalDraft& entry);
    [[nodiscard]] std::string hash_of(const std::string& previous, std::int64_t sequence,
                                      const JournalDraft& entry) const;
    [[nodiscard]] bool was_seen(const InboxEvent& event);
    void insert_event(const InboxEvent& event);
    void forget_old_events(const std::string& source);

    [[nodiscard]] int highest_ordinal(int year);
    [[nodiscard]] Result<std::vector<std::string>> make_numbers(int year, std::size_t count);
    [[nodiscard]] bool is_taken(const LetterItem& item);
    [[nodiscard]] Result<void> complete_identity(Letter& letter);
    [[nodiscard]] std::int64_t next_sequence();
    // False where another letter has its id or its number.
    [[nodiscard]] bool insert_letter(const Letter& letter, std::int64_t sequence);
    void insert_forms(const std::string& letter_id, const std::vector<LetterForm>& forms);
    void replace_forms(const std::string& letter_id, const std::vector<LetterForm>& forms);
    [[nodiscard]] Result<std::vector<Letter>> read_letters();
    [[nodiscard]] Result<Letter> find_letter(const std::string& id_or_number);
    [[nodiscard]] Result<void> read_items(Letter& letter);
    void set_state(Letter& letter, LetterState to, const JournalDraft& entry);
    [[nodiscard]] Result<void> check_lease(LetterState to);
    [[nodiscard]] Result<bool> move_one(const LetterMove& move);

    [[nodiscard]] int round_of(const std::string& item_id);
    [[nodiscard]] Result<void> read_first_day(policy::History& history, Date today, bool trial);
    [[nodiscard]] Result<void> read_steps(policy::History& history, Date today);
    [[nodiscard]] Result<void> read_holds(policy::History& history);
    Result<void> read_link_payments(policy::History& history, Date today);
    void read_releases_and_rounds(policy::History& history);

    std::unique_ptr<SqliteConnection> connection_;
    std::string book_id_;
    config::Sha256 sha256_;
    std::string lease_id_;           // of the lease that this store took last; empty = none
    std::int64_t lease_changes_ = 0; // rows of leases that this store wrote or removed
    // The highest number that was given out per year, used or not.
    std::map<int, int> numbers_given_;
};

} // namespace afpunt::outbox
