// SPDX-License-Identifier: MIT
//
// The ledger behind ledger.hpp: each call is one transaction of ledger_database.hpp; what happens
// in it lies in ledger_documents, ledger_parties, ledger_statements and ledger_matching.
#include "ledger.hpp"

#include "ledger_database.hpp"
#include "ledger_documents.hpp"
#include "ledger_matching.hpp"
#include "ledger_open_items.hpp"
#include "ledger_parties.hpp"
#include "ledger_refunds.hpp"
#include "ledger_statements.hpp"

namespace afpunt::standalone {
namespace {

class SqliteLedger final : public Ledger {
public:
    explicit SqliteLedger(std::unique_ptr<LedgerDatabase> database, std::string epoch)
        : database_(std::move(database)), epoch_(std::move(epoch)) {}

    std::string epoch() const override { return epoch_; }

    std::int64_t version() const override {
        const Result<std::int64_t> version = database_->read([&]() -> Result<std::int64_t> {
            return database_->number("SELECT version FROM meta").value_or(-1);
        });
        // Unequal to every version, so a snapshot under way counts as stale.
        return version.value_or(-1);
    }

    Result<std::uint64_t> changes() override {
        auto rows = database_->changed_rows();
        if (!rows) return tl::unexpected<Failure>(rows.error());
        return static_cast<std::uint64_t>(*rows - forgotten_events_);
    }

    Result<bool> file_is_known(std::string_view sha256) override {
        return database_->read([&]() -> Result<bool> {
            return database_->number("SELECT 1 FROM file WHERE sha256 = ?", sha256).has_value();
        });
    }
    Result<void> remember_file(std::string_view sha256, std::string_view name) override {
        return database_->write([&]() -> Result<void> {
            database_->run("INSERT OR IGNORE INTO file VALUES (?, ?)", sha256, name);
            return {};
        });
    }
    Result<bool> add_invoice(const Invoice& invoice, Date entered_on,
                             std::string_view file) override {
        return database_->write(
            [&] { return keep_document(*database_, invoice, entered_on, file); });
    }
    Result<void> set_contacts(const std::vector<ContactRow>& rows) override {
        return database_->write([&]() -> Result<void> {
            keep_contacts(*database_, rows);
            return {};
        });
    }
    Result<void> set_account(const LedgerAccount& account) override {
        return database_->write([&] { return keep_account(*database_, account); });
    }
    Result<ImportCounts> add_statement(const StatementIntake& statement,
                                       std::string_view file) override {
        return database_->write([&] { return keep_statement(*database_, statement, file); });
    }

    Result<OpenItemsCounts> take_open_items(const OpenItemsList& list, Date entered_on,
                                            ListTrust trust, std::string_view file) override {
        return database_->write(
            [&] { return keep_open_items(*database_, list, entered_on, trust, file); });
    }
    Result<std::vector<LedgerAllocation>> find_listed_payments() override {
        return database_->write([&]() -> Result<std::vector<LedgerAllocation>> {
            return pair_listed_payments(*database_);
        });
    }

    Result<LedgerAllocation> allocate(std::string_view bank_line_id, std::string_view item_id,
                                      std::optional<Money> amount, std::string_view rule) override {
        return database_->write(
            [&] { return allocate_line(*database_, bank_line_id, item_id, amount, rule); });
    }
    Result<LedgerAllocation> remove_allocation(std::string_view id) override {
        return database_->write([&] { return undo_allocation(*database_, id); });
    }
    Result<std::vector<LedgerAllocation>> undo_returned_debits() override {
        return database_->write([&]() -> Result<std::vector<LedgerAllocation>> {
            auto undone = undo_returns(*database_);
            if (!undone) return undone;
            for (LedgerAllocation& refunded : settle_refunds(*database_))
                undone->push_back(std::move(refunded));
            return undone;
        });
    }

    Result<std::vector<LedgerParty>> parties() override { return all(parties_of); }
    Result<std::vector<LedgerItem>> items() override { return all(items_of); }
    Result<std::vector<LedgerAccount>> accounts() override { return all(accounts_of); }
    Result<std::vector<LedgerStatement>> statements() override { return all(statements_of); }
    Result<std::vector<LedgerBankLine>> bank_lines() override { return all(bank_lines_of); }
    Result<std::vector<LedgerAllocation>> allocations() override { return all(allocations_of); }

    Result<std::optional<Date>> listed_on(std::string_view source) override {
        return database_->read([&]() -> Result<std::optional<Date>> {
            std::optional<Date> day;
            database_->each(
                "SELECT made_on FROM open_items_list WHERE source = ?",
                [&](LedgerRow& row) { day = row.date(); }, source);
            return day;
        });
    }

    Result<void> begin_batch() override { return database_->begin_batch(); }
    Result<void> commit_batch() override { return database_->commit_batch(); }
    Result<std::optional<Money>> open_amount(std::string_view item_id) override {
        return database_->read(
            [&]() -> Result<std::optional<Money>> { return open_amount_of(*database_, item_id); });
    }
    Result<std::vector<Event>> events_after(std::int64_t cursor) override {
        return database_->read([&]() -> Result<std::vector<Event>> {
            std::vector<Event> events;
            database_->each(
                "SELECT id, kind, subject, party, item FROM event WHERE id > ? ORDER BY id",
                [&](LedgerRow& row) {
                    events.push_back(
                        {row.number(), row.text(), row.text(), row.text(), row.text()});
                },
                cursor);
            return events;
        });
    }
    Result<void> forget_events_through(std::int64_t cursor) override {
        return database_->write([&]() -> Result<void> {
            forgotten_events_ += database_->run("DELETE FROM event WHERE id <= ?", cursor);
            return {};
        });
    }
    Result<void> note_event(std::string_view kind, std::string_view subject) override {
        return database_->write([&]() -> Result<void> {
            database_->run("INSERT INTO event (kind, subject, party, item) VALUES (?, ?, '', '')",
                           kind, subject);
            return {};
        });
    }

private:
    template <typename Rows>
    Result<std::vector<Rows>> all(std::vector<Rows> (*read)(LedgerDatabase&)) {
        return database_->read([&]() -> Result<std::vector<Rows>> { return read(*database_); });
    }

    std::unique_ptr<LedgerDatabase> database_;
    std::string epoch_;
    std::int64_t forgotten_events_ = 0;
};

} // namespace

Result<std::unique_ptr<Ledger>> Ledger::open(const std::filesystem::path& path) {
    Result<std::unique_ptr<LedgerDatabase>> database = LedgerDatabase::open(path);
    if (!database) return tl::unexpected(database.error());
    const Result<std::string> epoch = (*database)->read([&]() -> Result<std::string> {
        std::string found;
        (*database)->each("SELECT epoch FROM meta", [&](LedgerRow& row) { found = row.text(); });
        return found;
    });
    if (!epoch) return tl::unexpected(epoch.error().at(path.filename().string()));
    return std::make_unique<SqliteLedger>(std::move(*database), *epoch);
}

} // namespace afpunt::standalone
