// SPDX-License-Identifier: MIT
//
// One open GnuCash book, as the module meets it.
#pragma once

#include "common/book_day.hpp"
#include "gnucash/book_snapshot.hpp"
#include "gnucash/settings_folder.hpp"

#include <afpunt/host.hpp>

#include <functional>
#include <string>

namespace afpunt::gnucash {

// What a host needs of the program around it. All are [main] but for request_turn and say.
struct Surroundings {
    std::function<void()> request_turn;                            // [any]
    std::function<void(afpunt_severity, std::string_view)> say;    // [any]
    std::function<void(afpunt_severity, std::string_view)> notice; // never waits for an answer
    // GnuCash is in the middle of something: saving, importing, changing many things at once.
    std::function<bool()> is_busy;
};

class GnucashHost final : public host::Host {
public:
    GnucashHost(const BookReader& reader, const SettingsFolder& folder, BookSettings settings,
                BookDay day, BookState& state, Surroundings surroundings);

    [[nodiscard]] std::string_view name() const override { return "GnuCash"; }
    [[nodiscard]] std::string_view version() const override { return version_; }
    [[nodiscard]] std::string_view book_id() const override { return book_id_; }
    [[nodiscard]] Result<std::unique_ptr<host::SnapshotSource>> open_snapshot() override;
    [[nodiscard]] Result<void> permit(std::string_view party_id,
                                      std::span<const std::string_view> item_ids,
                                      std::span<afpunt_permit_item> items,
                                      afpunt_permit& out) override;
    [[nodiscard]] Result<std::optional<std::string>> setting(std::string_view key) override;
    [[nodiscard]] Result<std::optional<std::string>> secret(std::string_view key) override;
    [[nodiscard]] bool offers_keeping() const override;
    [[nodiscard]] Result<void> keep(std::string_view key, std::string_view value) override;
    void request_callback() override { around_.request_turn(); }
    void log(afpunt_severity severity, std::string_view text) override {
        around_.say(severity, text);
    }
    [[nodiscard]] std::optional<afpunt_moment> now() override;
    [[nodiscard]] bool offers_matching() const override { return true; }
    [[nodiscard]] Result<void> match(std::string_view bank_line_id,
                                     std::span<const host::MatchPart> parts,
                                     std::string_view rule) override;
    [[nodiscard]] Result<void> unmatch(std::string_view allocation_id) override;
    void notice(afpunt_severity severity, std::string_view text) override {
        around_.notice(severity, text);
    }

    [[nodiscard]] const BookSettings& settings() const { return settings_; }
    [[nodiscard]] const BookDay& day() const { return day_; }
    [[nodiscard]] Date today();
    // The book is being closed: nothing of it is read any more.
    void end_reading() { is_open_ = false; }

private:
    void read_contacts_again();
    [[nodiscard]] bool is_on_hold(std::string_view party_id);

    const BookReader reader_;
    const SettingsFolder& folder_;
    const BookSettings settings_;
    const BookDay day_;
    BookState& state_;
    Surroundings around_;
    const std::string version_, book_id_;
    Contacts contacts_;
    std::vector<std::string> told_problems_;
    bool is_open_ = true;
};

} // namespace afpunt::gnucash
