// SPDX-License-Identifier: MIT
//
// The host, as the rest of the runtime sees it: every call through its tables stands here, with the
// answers checked and turned into our own types. [main] unless marked otherwise.
#pragma once

#include "book/open_item.hpp"
#include "matching/proposal.hpp"
#include "runtime/clock.hpp"

#include <afpunt/afpunt.h>
#include <afpunt/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::runtime {

// What the host says of one letter, all of one moment.
struct PermitAnswer {
    struct Item {
        bool known = false;
        book::DocumentState state = book::DocumentState::Open;
        Money open;
    };
    std::vector<Item> items; // in the order of the question
    bool party_on_hold = false;
    bool unallocated_money = false;
    bool import_running = false;
    std::optional<Date> covered_until; // nullopt = the host leaves that to us
};

class HostPort final : public Clock {
public:
    // Checks that the host's struct is whole and that the required tables are there.
    [[nodiscard]] static Result<HostPort> make(const afpunt_host* host);

    [[nodiscard]] const std::string& book_id() const { return book_id_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const afpunt_host* abi() const { return host_; }
    [[nodiscard]] const afpunt_host_snapshot* snapshot_table() const { return snapshot_; }
    [[nodiscard]] bool can_match() const { return match_ != nullptr; }

    void request_callback() const { host_->request_callback(host_); } // [any]
    void log(afpunt_severity severity, std::string_view text) const;  // [any]
    [[nodiscard]] Moment now() const override;                        // [any]

    // nullopt = not set.
    [[nodiscard]] Result<std::optional<std::string>> setting(std::string_view key) const;
    [[nodiscard]] Result<std::optional<std::string>> secret(std::string_view key) const;
    [[nodiscard]] bool keeps_texts() const { return settings_->set != nullptr; }
    [[nodiscard]] Result<void> keep(std::string_view key, std::string_view value) const;
    [[nodiscard]] Result<PermitAnswer> permit(const std::string& party_id,
                                              const std::vector<std::string>& item_ids) const;
    [[nodiscard]] Result<void> match(const matching::Proposal& proposal) const;
    [[nodiscard]] Result<void> unmatch(const std::string& allocation_id) const;
    void notice(afpunt_severity severity, std::string_view text) const;
    // Of the book; nullopt = the host does not say.
    [[nodiscard]] std::optional<std::uint64_t> revision() const;

private:
    explicit HostPort(const afpunt_host* host) : host_(host) {}
    const afpunt_host* host_;
    const afpunt_host_snapshot* snapshot_ = nullptr;
    const afpunt_host_permit* permit_ = nullptr;
    const afpunt_host_settings* settings_ = nullptr;
    const afpunt_host_match* match_ = nullptr;
    const afpunt_host_clock* clock_ = nullptr;
    const afpunt_host_notice* notice_ = nullptr;
    const afpunt_host_revision* revision_ = nullptr;
    std::string book_id_, name_;
};

[[nodiscard]] std::string_view code_of(matching::MatchRule rule); // "structured-reference"

} // namespace afpunt::runtime
