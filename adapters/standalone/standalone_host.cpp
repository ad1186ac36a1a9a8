// SPDX-License-Identifier: MIT
#include "standalone_host.hpp"

#include "common/book_mark.hpp"
#include "ledger_snapshot.hpp"

#include <filesystem>

namespace afpunt::standalone {
namespace {

constexpr std::string_view mark_key = "state.mark";

} // namespace

Result<std::unique_ptr<host::SnapshotSource>> StandaloneHost::open_snapshot() {
    if (before_reading_) before_reading_();
    auto snapshot = LedgerSnapshot::read(ledger_, book_);
    if (!snapshot) return tl::unexpected<Failure>(snapshot.error());
    return std::unique_ptr<host::SnapshotSource>(std::move(*snapshot));
}

Result<void> StandaloneHost::permit(std::string_view party_id,
                                    std::span<const std::string_view> item_ids,
                                    std::span<afpunt_permit_item> items, afpunt_permit& out) {
    for (std::size_t i = 0; i < item_ids.size(); ++i) {
        auto open = ledger_.open_amount(item_ids[i]);
        if (!open) return tl::unexpected<Failure>(open.error());
        if (!*open) continue; // state 0: no longer known
        items[i].state = (*open)->is_zero() ? AFPUNT_DOCUMENT_SETTLED : AFPUNT_DOCUMENT_OPEN;
        items[i].open = money_to_abi(**open);
    }
    auto on_hold = is_on_hold(party_id);
    if (!on_hold) return tl::unexpected<Failure>(on_hold.error());
    if (*on_hold) out.flags |= AFPUNT_PERMIT_PARTY_ON_HOLD;
    return {};
}

Result<bool> StandaloneHost::is_on_hold(std::string_view party_id) {
    // Asked for each letter: the list is read once for each state of the ledger.
    if (!holds_read_at_ || *holds_read_at_ != ledger_.version()) {
        auto parties = ledger_.parties();
        if (!parties) return tl::unexpected<Failure>(parties.error());
        holds_.clear();
        for (const LedgerParty& party : *parties) {
            const ContactRow& row = party.contact;
            if (row.hold || row.hold_until) holds_[party.id] = row.hold_until;
        }
        holds_read_at_ = ledger_.version();
    }
    const auto found = holds_.find(party_id);
    if (found == holds_.end()) return false;
    return !found->second || Date::from_days(now()->today) <= *found->second;
}

Result<std::optional<std::string>> StandaloneHost::setting(std::string_view key) {
    constexpr std::string_view template_prefix = "template.";
    if (key == "config") return std::optional<std::string>(book_.settings().text);
    if (key == "state.folder") return std::optional<std::string>(book_.state().string());
    if (key == "delivery.folder") return std::optional<std::string>(book_.out().string());
    if (key == mark_key) {
        if (!offers_keeping()) return std::nullopt;
        return read_mark(*mark_file_of(book_.root()));
    }
    if (key.starts_with(template_prefix)) {
        // The module asks for names of its own list; still, nothing but a file name is taken.
        const std::filesystem::path name(key.substr(template_prefix.size()));
        const std::filesystem::path file = book_.templates() / name.filename();
        std::error_code error;
        if (!std::filesystem::exists(file, error)) return std::nullopt;
        auto text = read_text_file(file);
        if (!text) return tl::unexpected<Failure>(text.error());
        return std::optional<std::string>(std::move(*text));
    }
    return std::nullopt;
}

bool StandaloneHost::offers_keeping() const {
    return !book_.settings().sample && mark_file_of(book_.root()).has_value();
}

Result<void> StandaloneHost::keep(std::string_view key, std::string_view value) {
    if (key != mark_key || !offers_keeping()) {
        return fail(std::string(key), "a text to keep", "the mark of a book that is no sample");
    }
    return write_mark(*mark_file_of(book_.root()), std::string(value));
}

Result<std::optional<std::string>> StandaloneHost::secret(std::string_view key) {
    return book_.secret(key);
}

std::optional<afpunt_moment> StandaloneHost::now() {
    return moment_of(day_);
}

Result<void> StandaloneHost::match(std::string_view bank_line_id,
                                   std::span<const host::MatchPart> parts, std::string_view rule) {
    std::vector<std::string> booked;
    for (const host::MatchPart& part : parts) {
        auto currency = Currency::parse(std::string_view(part.amount.currency, 3));
        if (!currency) return tl::unexpected<Failure>(currency.error());
        auto allocation =
            ledger_.allocate(bank_line_id, part.item_id, Money{part.amount.minor, *currency}, rule);
        if (!allocation) {
            // All parts or none.
            for (const std::string& id : booked)
                (void)ledger_.remove_allocation(id);
            return tl::unexpected<Failure>(allocation.error());
        }
        booked.push_back(allocation->id);
    }
    return {};
}

Result<void> StandaloneHost::unmatch(std::string_view allocation_id) {
    auto removed = ledger_.remove_allocation(allocation_id);
    if (!removed) return tl::unexpected<Failure>(removed.error());
    return {};
}

} // namespace afpunt::standalone
