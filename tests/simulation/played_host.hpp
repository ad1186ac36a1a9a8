// SPDX-License-Identifier: MIT
//
// The bookkeeping program, as the module sees it through the ABI: it reads the firm's books out,
// answers for one letter, books matches. It keeps what it said, so that letters can be judged by
// what the module was told.
#pragma once

#include "simulation/world.hpp"

#include <afpunt/host.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace afpunt::simulation {

// One reading of the books that came to its end.
struct Reading {
    Books books;
    std::uint64_t begun = 0; // moment
};

// What the host said of an item when it was asked for a permit.
struct PermitSaid {
    bool is_known = false;
    Cents open = 0;
    afpunt_document_state state = 0;
    bool import_running = false;
    std::uint64_t moment = 0;
};

class PlayedHost final : public host::Host {
public:
    PlayedHost(World& world, Program& program) : world_(world), program_(program) {}

    std::function<void()> when_callback_is_asked;

    [[nodiscard]] const Reading* last_reading() const { return last_.get(); }
    [[nodiscard]] const PermitSaid* permit_of(const std::string& item) const;
    // What the module was told by an event; the moment of the last match of an item, 0 = none.
    void was_told(const HostEvent& event);
    [[nodiscard]] std::uint64_t told_of_match(const std::string& item) const;
    // For the source that came to its end.
    void has_read(std::shared_ptr<const Reading> reading);

    [[nodiscard]] std::string_view name() const override { return "simulated host"; }
    [[nodiscard]] std::string_view version() const override { return "1"; }
    [[nodiscard]] std::string_view book_id() const override { return "book"; }
    [[nodiscard]] Result<std::unique_ptr<host::SnapshotSource>> open_snapshot() override;
    [[nodiscard]] Result<void> permit(std::string_view party_id,
                                      std::span<const std::string_view> item_ids,
                                      std::span<afpunt_permit_item> items,
                                      afpunt_permit& out) override;
    [[nodiscard]] Result<std::optional<std::string>> setting(std::string_view) override {
        return std::nullopt;
    }
    [[nodiscard]] Result<std::optional<std::string>> secret(std::string_view) override {
        return std::nullopt;
    }
    [[nodiscard]] bool offers_keeping() const override { return true; }
    [[nodiscard]] Result<void> keep(std::string_view key, std::string_view value) override;
    void request_callback() override { when_callback_is_asked(); }
    void log(afpunt_severity severity, std::string_view text) override;
    [[nodiscard]] std::optional<afpunt_moment> now() override;
    [[nodiscard]] bool offers_matching() const override { return world_.rules.host_books_matches; }
    [[nodiscard]] Result<void> match(std::string_view line, std::span<const host::MatchPart> parts,
                                     std::string_view rule) override;
    [[nodiscard]] bool offers_revision() const override { return true; }
    [[nodiscard]] Result<std::uint64_t> revision() override { return world_.ledger.version(); }

private:
    World& world_;
    Program& program_;
    std::shared_ptr<const Reading> last_;
    std::map<std::string, PermitSaid> permits_;
    std::map<std::string, std::uint64_t> told_;
};

} // namespace afpunt::simulation
