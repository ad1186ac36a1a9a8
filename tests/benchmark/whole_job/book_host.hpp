// SPDX-License-Identifier: MIT
//
// A bookkeeping program in memory that does as little as one can: it shows its book, lets matches
// be booked, and keeps nothing on a disk. So what is measured beside it is the module's share.
#pragma once

#include "bank/statement.hpp"
#include "benchmark/whole_job/firm.hpp"

#include <afpunt/plugin.hpp>

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>

namespace afpunt::benchmark {

struct Line {
    std::string id, label, payer_name, payer_iban, structured, remittance, end_to_end_id;
    standalone::EntryKind kind = standalone::EntryKind::Unknown;
    std::uint32_t statement = 0;
    Date booked;
    std::int64_t amount = 0, unallocated = 0;
};
struct Allocation {
    std::string id;
    std::uint32_t invoice = 0, line = 0;
    Date booked;
    std::int64_t amount = 0;
};
struct Statement {
    std::string id;
    int sequence = 0;
    Date from, until;
    std::int64_t opening = 0, closing = 0;
};

// Whether the host tells the module when its book changes (afpunt.revision/1), which then keeps its
// last look for questions.
enum class Changes { Untold, Counted };

class BookHost final : public host::Host {
public:
    // `folder` is for the module's state; the firm is shown once show() was called.
    BookHost(Firm firm, std::filesystem::path folder, Changes changes);
    void show() {
        shown_ = true;
        ++revision_;
    }
    void set_today(Date day) { today_ = day.days(); }
    void set_setting(const std::string& key, std::string value) {
        settings_[key] = std::move(value);
    }
    // Takes what a bank file holds into the book. Its count of lines.
    std::size_t import(const std::filesystem::path& bank_file);
    // Ties all that is open of this invoice to cash.
    void pay(std::size_t invoice);

    [[nodiscard]] const Firm& firm() const { return firm_; }
    // Sentences of the module, newest last.
    [[nodiscard]] const std::vector<std::string>& notices() const { return notices_; }
    [[nodiscard]] std::size_t matched() const { return allocations_.size(); }

    [[nodiscard]] std::string_view name() const override { return "benchmark"; }
    [[nodiscard]] std::string_view version() const override { return "1"; }
    [[nodiscard]] std::string_view book_id() const override { return "benchmark"; }
    [[nodiscard]] Result<std::unique_ptr<host::SnapshotSource>> open_snapshot() override;
    [[nodiscard]] Result<void> permit(std::string_view, std::span<const std::string_view> ids,
                                      std::span<afpunt_permit_item> items,
                                      afpunt_permit& out) override;
    [[nodiscard]] Result<std::optional<std::string>> setting(std::string_view key) override;
    [[nodiscard]] Result<std::optional<std::string>> secret(std::string_view) override {
        return std::nullopt;
    }
    [[nodiscard]] bool offers_keeping() const override { return true; }
    [[nodiscard]] Result<void> keep(std::string_view key, std::string_view value) override {
        settings_[std::string(key)] = std::string(value);
        return {};
    }
    void request_callback() override { callback.raise(); }
    void log(afpunt_severity severity, std::string_view text) override;
    [[nodiscard]] std::optional<afpunt_moment> now() override;
    [[nodiscard]] bool offers_matching() const override { return true; }
    [[nodiscard]] Result<void> match(std::string_view line, std::span<const host::MatchPart> parts,
                                     std::string_view) override;
    void notice(afpunt_severity, std::string_view text) override { notices_.emplace_back(text); }
    [[nodiscard]] bool offers_revision() const override { return changes_ == Changes::Counted; }
    [[nodiscard]] Result<std::uint64_t> revision() override { return revision_.load(); }

    host::CallbackFlag callback;

private:
    friend class BookReading;
    Firm firm_;
    std::vector<Line> lines_;
    std::vector<Allocation> allocations_;
    std::vector<Statement> statements_;
    std::map<std::string, std::string, std::less<>> settings_;
    std::vector<std::string> notices_;
    Changes changes_;
    std::atomic<std::uint64_t> revision_{1};
    std::atomic<bool> shown_{false};
    std::atomic<std::int32_t> today_{first_day().days()};
};

// Gives the module turns until `done` says so; false when that takes longer than a quarter of an
// hour.
bool run_until(host::Plugin& plugin, BookHost& host, const std::function<bool()>& done);
// One command and its answer; empty when it was refused.
std::string ask(host::Plugin& plugin, BookHost& host, std::string_view request);

} // namespace afpunt::benchmark
