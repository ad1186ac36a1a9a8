// SPDX-License-Identifier: MIT
//
// A host in memory, for tests through the real module: a small book that a test changes at will, a
// clock that it sets, and hooks at the moments where things go wrong. All firms are invented.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/host.hpp>
#include <afpunt/money.hpp>
#include <afpunt/plugin.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace afpunt::tests {

inline afpunt_money euro(std::int64_t cents) {
    return {cents, {'E', 'U', 'R'}, 2, 0};
}
inline Date day(std::string_view iso) {
    return Date::parse(iso).value();
}

// A folder of its own for each test, gone with it. In memory where the system has such a place:
// these tests are about order, and a disk that syncs thousands of letters only makes them slow.
class ScratchFolder {
public:
    ScratchFolder() {
        std::error_code error;
        const std::filesystem::path memory = "/dev/shm";
        const bool has_memory = std::filesystem::is_directory(memory, error);
        const auto parent = has_memory ? memory : std::filesystem::temp_directory_path();
        std::string name = (parent / "afpunt-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

struct ScriptedItem {
    std::string id, customer;
    Date due;
    std::int64_t open = 0, total = 0;
    afpunt_document_state state = AFPUNT_DOCUMENT_OPEN;
    std::string reference;
    std::int64_t disputed = 0, retention = 0; // 0 = absent
};
struct ScriptedLine {
    std::string id;
    Date booked;
    std::int64_t amount = 0, unallocated = 0;
    std::string payer, remittance, reference;
};
struct ScriptedAllocation {
    std::string id, item, line;
    Date booked;
    std::int64_t amount = 0;
};

// What stands in the book. Copied for each reading, so that a snapshot is of one moment.
struct ScriptedBook {
    std::vector<std::string> customers;
    std::vector<ScriptedItem> items;
    std::vector<ScriptedLine> lines;
    std::vector<ScriptedAllocation> allocations;
    std::map<std::string, std::string> holds; // customer -> reason of the host's own stop
    Date bank_until;

    ScriptedItem& item(std::string_view id) {
        for (ScriptedItem& item : items) {
            if (item.id == id) return item;
        }
        throw std::out_of_range("no item " + std::string(id));
    }
    ScriptedItem& invoice(std::string id, std::string customer, std::string_view due,
                          std::int64_t cents = 12100) {
        if (std::find(customers.begin(), customers.end(), customer) == customers.end()) {
            customers.push_back(customer);
        }
        items.push_back({std::move(id), std::move(customer), day(due), cents, cents,
                         AFPUNT_DOCUMENT_OPEN, "", 0, 0});
        return items.back();
    }
    void pay(std::string_view id, std::int64_t cents, Date booked) {
        ScriptedItem& paid = item(id);
        paid.open -= cents;
        if (paid.open == 0) paid.state = AFPUNT_DOCUMENT_SETTLED;
        allocations.push_back(
            {"a" + std::to_string(allocations.size() + 1), paid.id, "", booked, cents});
    }
    void unpay(std::string_view id) {
        ScriptedItem& unpaid = item(id);
        unpaid.open = unpaid.total;
        unpaid.state = AFPUNT_DOCUMENT_OPEN;
        std::erase_if(allocations, [&](const auto& one) { return one.item == id; });
    }
};

class ScriptedHost;

class ScriptedSnapshot final : public host::SnapshotSource {
public:
    ScriptedSnapshot(ScriptedHost& host, ScriptedBook book);
    [[nodiscard]] bool is_current() const override;
    void creditor(afpunt_party& out) override;
    [[nodiscard]] bool next(afpunt_party& out) override;
    [[nodiscard]] bool next(afpunt_account& out) override;
    [[nodiscard]] bool next(afpunt_statement& out) override;
    [[nodiscard]] bool next(afpunt_bank_line& out) override;
    [[nodiscard]] bool next(afpunt_item& out) override;
    [[nodiscard]] bool next(afpunt_allocation& out) override;
    [[nodiscard]] bool next(afpunt_owed&) override { return false; }

private:
    ScriptedHost& host_;
    ScriptedBook book_;
    std::vector<std::string> mails_;
    std::vector<afpunt_contact> contacts_;
    afpunt_contact own_contact_{};
    std::size_t party_ = 0, account_ = 0, statement_ = 0, line_ = 0, item_ = 0, allocation_ = 0;
};

class ScriptedHost final : public host::Host {
public:
    explicit ScriptedHost(const std::filesystem::path& folder, std::string book_id = "book-1")
        : book_id_(std::move(book_id)) {
        settings["state.folder"] = (folder / "state").string();
        settings["delivery.folder"] = (folder / "out").string();
        std::filesystem::create_directories(folder / "state");
    }

    ScriptedBook book;
    // The day and the trial flag are read on the worker's thread as well.
    [[nodiscard]] Date today() const { return Date::from_days(today_.load()); }
    void set_today(std::string_view iso) { today_ = day(iso).days(); }
    std::atomic<bool> trial{false};
    std::atomic<int> seconds_past_nine{0};
    // The process ends at once when the clock is asked so many times from now; 0 = never. The
    // module asks it for each line of its journal, so this is a crash between two writes.
    std::atomic<int> dies_after_questions{0};
    bool match_offered = false, keeps_texts = true;
    // The revision of its book; nullopt = it offers none. Who changes the book counts.
    std::optional<std::uint64_t> book_revision;
    bool revision_is_refused = false;
    std::map<std::string, std::string> settings;
    std::uint32_t permit_flags = 0;
    // Hooks: what happens while the module is inside the host. A hook that throws is a host that
    // throws.
    std::function<void()> when_snapshot_opens, when_permit_asked, when_setting_asked, when_logging;
    // After the host has read its figures and before the module has them.
    std::function<void(std::string_view first_item)> when_permit_is_answered;
    std::function<bool()> snapshot_is_current = [] { return true; };
    std::function<void(afpunt_item&)> distort_item;
    std::function<void(afpunt_party&)> distort_party;
    std::function<Result<void>(std::string_view line, std::span<const host::MatchPart>)> on_match;
    std::optional<Failure> snapshot_failure, permit_failure;
    int snapshots_opened = 0, permits_asked = 0;
    std::vector<std::string> matched, notices;

    [[nodiscard]] std::string_view name() const override { return "scripted"; }
    [[nodiscard]] std::string_view version() const override { return "1"; }
    [[nodiscard]] std::string_view book_id() const override { return book_id_; }
    [[nodiscard]] Result<std::unique_ptr<host::SnapshotSource>> open_snapshot() override {
        ++snapshots_opened;
        if (when_snapshot_opens) when_snapshot_opens();
        if (snapshot_failure) return tl::unexpected<Failure>(*snapshot_failure);
        ScriptedBook copy = book;
        if (copy.bank_until == Date()) copy.bank_until = today() - 1;
        return std::unique_ptr<host::SnapshotSource>(
            std::make_unique<ScriptedSnapshot>(*this, std::move(copy)));
    }
    [[nodiscard]] Result<void> permit(std::string_view, std::span<const std::string_view> item_ids,
                                      std::span<afpunt_permit_item> items,
                                      afpunt_permit& out) override {
        ++permits_asked;
        if (when_permit_asked) when_permit_asked();
        if (permit_failure) return tl::unexpected<Failure>(*permit_failure);
        out.struct_size = sizeof out;
        out.flags = permit_flags;
        for (std::size_t i = 0; i < item_ids.size(); ++i) {
            const ScriptedItem& item = book.item(item_ids[i]);
            items[i] = {sizeof(afpunt_permit_item), item.state, euro(item.open)};
        }
        if (when_permit_is_answered) when_permit_is_answered(item_ids.front());
        return {};
    }
    [[nodiscard]] Result<std::optional<std::string>> setting(std::string_view key) override {
        if (when_setting_asked) when_setting_asked();
        const auto found = settings.find(std::string(key));
        if (found == settings.end()) return std::nullopt;
        return std::optional<std::string>(found->second);
    }
    [[nodiscard]] Result<std::optional<std::string>> secret(std::string_view) override {
        return std::nullopt;
    }
    // What it keeps stands among its settings: outside of the state, as with a real host.
    [[nodiscard]] bool offers_keeping() const override { return keeps_texts; }
    [[nodiscard]] Result<void> keep(std::string_view key, std::string_view value) override {
        settings[std::string(key)] = std::string(value);
        return {};
    }
    void request_callback() override { callback.raise(); }
    void log(afpunt_severity severity, std::string_view text) override {
        const std::scoped_lock lock(log_mutex_);
        log_.emplace_back(severity, text);
        if (when_logging) when_logging();
    }
    [[nodiscard]] std::optional<afpunt_moment> now() override {
        if (dies_after_questions > 0 && --dies_after_questions == 0) _exit(0);
        afpunt_moment moment{};
        moment.struct_size = sizeof moment;
        moment.flags = trial ? std::uint32_t{AFPUNT_MOMENT_TRIAL} : 0;
        moment.today = today_;
        // Nine o'clock, unless a test turns the clock.
        moment.now = std::int64_t{moment.today} * 86'400'000'000 + 32'400'000'000 +
                     std::int64_t{seconds_past_nine} * 1'000'000;
        return moment;
    }
    [[nodiscard]] bool offers_matching() const override { return match_offered; }
    [[nodiscard]] Result<void> match(std::string_view line, std::span<const host::MatchPart> parts,
                                     std::string_view) override {
        if (on_match) {
            if (auto done = on_match(line, parts); !done) return done;
        }
        for (const auto& part : parts)
            book.pay(part.item_id, part.amount.minor, today());
        std::erase_if(book.lines, [&](const auto& one) { return one.id == line; });
        matched.emplace_back(line);
        if (book_revision) ++*book_revision;
        return {};
    }
    [[nodiscard]] bool offers_revision() const override { return book_revision.has_value(); }
    [[nodiscard]] Result<std::uint64_t> revision() override {
        if (revision_is_refused) return fail("revision", "lost count", "a book that is counted");
        return book_revision.value_or(0);
    }
    [[nodiscard]] Result<void> unmatch(std::string_view) override { return {}; }
    void notice(afpunt_severity, std::string_view text) override { notices.emplace_back(text); }

    // The newest log lines, joined: tests look for words in it.
    [[nodiscard]] std::string logged() {
        const std::scoped_lock lock(log_mutex_);
        std::string all;
        for (const auto& [severity, text] : log_)
            all += text + "\n";
        return all;
    }
    host::CallbackFlag callback;

private:
    std::string book_id_;
    std::atomic<std::int32_t> today_{day("2026-11-20").days()}; // a Friday
    std::mutex log_mutex_;
    std::vector<std::pair<afpunt_severity, std::string>> log_;
};

inline constexpr std::string_view own_iban = "BE68539007547034";

inline ScriptedSnapshot::ScriptedSnapshot(ScriptedHost& host, ScriptedBook book)
    : host_(host), book_(std::move(book)) {
    using host::to_abi;
    for (const std::string& customer : book_.customers)
        mails_.push_back(customer + "@example.com");
    for (std::size_t i = 0; i < mails_.size(); ++i) {
        contacts_.push_back({sizeof(afpunt_contact), 0, to_abi("general"),
                             to_abi(book_.customers[i]), to_abi(mails_[i]), afpunt_str{}});
    }
    own_contact_ = {sizeof(afpunt_contact),           0, to_abi("general"), to_abi("Boekhouding"),
                    to_abi("boekhouding@example.be"), {}};
}
inline bool ScriptedSnapshot::is_current() const {
    return host_.snapshot_is_current();
}
inline void ScriptedSnapshot::creditor(afpunt_party& out) {
    out.id = host::to_abi("us");
    out.name = host::to_abi("Drukkerij De Linde");
    out.street = host::to_abi("Lindestraat 4");
    out.postal_code = host::to_abi("9000");
    out.city = host::to_abi("Gent");
    out.country = host::to_abi("BE");
    out.language = host::to_abi("nl-BE");
    out.contact_count = 1;
    out.contacts = &own_contact_;
    out.contact_stride = sizeof own_contact_;
}
inline bool ScriptedSnapshot::next(afpunt_party& out) {
    if (party_ >= book_.customers.size()) return false;
    const std::string& id = book_.customers[party_];
    out.kind = AFPUNT_PARTY_BUSINESS;
    out.id = out.name = host::to_abi(id);
    out.street = host::to_abi("Kerkstraat 1");
    out.postal_code = host::to_abi("2000");
    out.city = host::to_abi("Antwerpen");
    out.country = host::to_abi("BE");
    out.language = host::to_abi("nl-BE");
    out.contact_count = 1;
    out.contacts = &contacts_[party_];
    out.contact_stride = sizeof(afpunt_contact);
    if (const auto hold = book_.holds.find(id); hold != book_.holds.end()) {
        out.flags = AFPUNT_PARTY_DUNNING_HOLD;
        out.hold_reason = host::to_abi(hold->second);
    }
    if (host_.distort_party) host_.distort_party(out);
    ++party_;
    return true;
}
inline bool ScriptedSnapshot::next(afpunt_account& out) {
    if (account_++ > 0) return false;
    out.flags = AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE | AFPUNT_ACCOUNT_IN_USE;
    out.id = host::to_abi("bank");
    out.iban = host::to_abi(own_iban);
    out.bic = host::to_abi("GEBABEBB");
    out.name = host::to_abi("Zichtrekening");
    out.holder = host::to_abi("Drukkerij De Linde");
    std::memcpy(out.currency, "EUR", 3);
    out.exponent = 2;
    return true;
}
inline bool ScriptedSnapshot::next(afpunt_statement& out) {
    if (statement_++ > 0) return false;
    out.id = host::to_abi("s1");
    out.account_id = host::to_abi("bank");
    out.number = host::to_abi("1");
    out.sequence = 1;
    out.from_on = day("2026-09-01").days();
    out.until_on = book_.bank_until.days();
    return true;
}
inline bool ScriptedSnapshot::next(afpunt_bank_line& out) {
    if (line_ >= book_.lines.size()) return false;
    const ScriptedLine& line = book_.lines[line_++];
    out.kind = AFPUNT_LINE_CUSTOMER_PAYMENT;
    out.id = host::to_abi(line.id);
    out.account_id = host::to_abi("bank");
    out.label = host::to_abi(line.id);
    out.booked_on = line.booked.days();
    out.amount = euro(line.amount);
    out.unallocated = euro(line.unallocated);
    out.payer_name = host::to_abi(line.payer);
    out.remittance = host::to_abi(line.remittance);
    out.structured_reference = host::to_abi(line.reference);
    return true;
}
inline bool ScriptedSnapshot::next(afpunt_item& out) {
    if (item_ >= book_.items.size()) return false;
    const ScriptedItem& item = book_.items[item_++];
    out.kind = AFPUNT_INVOICE;
    out.state = item.state;
    out.id = out.document_id = out.number = host::to_abi(item.id);
    out.customer_id = host::to_abi(item.customer);
    out.payment_reference = host::to_abi(item.reference);
    out.issued_on = (item.due - 30).days();
    out.due_on = item.due.days();
    out.total = euro(item.total);
    out.open = euro(item.open);
    if (item.disputed != 0) out.disputed = euro(item.disputed);
    if (item.retention != 0) out.retention = euro(item.retention);
    if (host_.distort_item) host_.distort_item(out);
    return true;
}
inline bool ScriptedSnapshot::next(afpunt_allocation& out) {
    if (allocation_ >= book_.allocations.size()) return false;
    const ScriptedAllocation& allocation = book_.allocations[allocation_++];
    out.kind = AFPUNT_ALLOCATION_BANK;
    out.id = host::to_abi(allocation.id);
    out.item_id = host::to_abi(allocation.item);
    out.booked_on = allocation.booked.days();
    out.amount = euro(allocation.amount);
    return true;
}

} // namespace afpunt::tests
