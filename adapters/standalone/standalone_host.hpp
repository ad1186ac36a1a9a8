// SPDX-License-Identifier: MIT
//
// This host, as the module meets it: the reference for authors of other hosts.
#pragma once

#include "book_folder.hpp"
#include "common/book_day.hpp"
#include "ledger.hpp"

#include <afpunt/host.hpp>
#include <afpunt/plugin.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace afpunt::standalone {

class StandaloneHost final : public host::Host {
public:
    // `say` gets what the module logs and notices.
    StandaloneHost(Ledger& ledger, const BookFolder& book, BookDay day,
                   std::function<void(afpunt_severity, std::string_view)> say)
        : ledger_(ledger), book_(book), day_(day), say_(std::move(say)) {}

    [[nodiscard]] std::string_view name() const override { return "afpunt"; }
    [[nodiscard]] std::string_view version() const override { return AFPUNT_HOST_VERSION; }
    [[nodiscard]] std::string_view book_id() const override { return book_.settings().id; }
    [[nodiscard]] Result<std::unique_ptr<host::SnapshotSource>> open_snapshot() override;
    [[nodiscard]] Result<void> permit(std::string_view party_id,
                                      std::span<const std::string_view> item_ids,
                                      std::span<afpunt_permit_item> items,
                                      afpunt_permit& out) override;
    [[nodiscard]] Result<std::optional<std::string>> setting(std::string_view key) override;
    [[nodiscard]] Result<std::optional<std::string>> secret(std::string_view key) override;
    // A sample book is invented as a whole: nothing is kept of it on the user's computer.
    [[nodiscard]] bool offers_keeping() const override;
    [[nodiscard]] Result<void> keep(std::string_view key, std::string_view value) override;
    void request_callback() override { callback_.raise(); }
    void log(afpunt_severity severity, std::string_view text) override { say_(severity, text); }
    [[nodiscard]] std::optional<afpunt_moment> now() override;
    [[nodiscard]] bool offers_matching() const override { return true; }
    [[nodiscard]] Result<void> match(std::string_view bank_line_id,
                                     std::span<const host::MatchPart> parts,
                                     std::string_view rule) override;
    [[nodiscard]] Result<void> unmatch(std::string_view allocation_id) override;
    void notice(afpunt_severity severity, std::string_view text) override { say_(severity, text); }
    // All that a reading shows stands in the ledger, or in the settings of this start.
    [[nodiscard]] bool offers_revision() const override { return true; }
    [[nodiscard]] Result<std::uint64_t> revision() override { return ledger_.changes(); }

    [[nodiscard]] host::CallbackFlag& callback() { return callback_; }
    // Called before each reading of the book. The module must have been told by then of every match
    // that the reading shows: told later, it would withdraw letters that know of it already.
    void before_reading(std::function<void()> hook) { before_reading_ = std::move(hook); }

private:
    [[nodiscard]] Result<bool> is_on_hold(std::string_view party_id);

    Ledger& ledger_;
    const BookFolder& book_;
    BookDay day_;
    std::function<void(afpunt_severity, std::string_view)> say_;
    host::CallbackFlag callback_;
    std::function<void()> before_reading_;
    // Customers with a reminder stop and its last day, as of one version of the ledger.
    std::map<std::string, std::optional<Date>, std::less<>> holds_;
    std::optional<std::int64_t> holds_read_at_;
};

} // namespace afpunt::standalone
