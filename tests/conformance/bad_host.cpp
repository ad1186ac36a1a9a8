// SPDX-License-Identifier: MIT
//
// A host with one fault, for afpunt-conformance to find. Without a fault it is a good one.
//   bad_host FAULT MODULE FOLDER
// Its book has two customers, three invoices and one bank line; what the first invoice is open for
// stands in FOLDER/open, so that a command can change the book under a reading.
#include <afpunt/date.hpp>
#include <afpunt/plugin.hpp>

#include <atomic>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <map>
#include <thread>
#include <unistd.h>

namespace {

using namespace afpunt;
using host::to_abi;

std::string fault;
bool has_fault(std::string_view name) {
    return fault == name;
}

// Another one for each item, so that a mistaken one shows.
std::int64_t total_of(const std::string& item) {
    return 12000 + 100 * (item.empty() ? 0 : item.back() - '0');
}
afpunt_money euro(std::int64_t cents) {
    return {cents, {'E', 'U', 'R'}, 2, 0};
}

// ---- the book ----------------------------------------------------------------------------------

struct Payment {
    std::string id, item;
    std::int64_t amount;
};
struct Book {
    std::string folder;
    std::map<std::string, std::int64_t> paid;
    std::vector<Payment> payments;
    std::int64_t left_on_line = 5000;
    int version = 0, readings = 0, payments_ever = 0;

    [[nodiscard]] std::int64_t other_income() const {
        std::int64_t amount = 0;
        std::ifstream(folder + "/open") >> amount;
        return amount;
    }
    [[nodiscard]] std::int64_t open(const std::string& item) {
        return total_of(item) - paid[item] - (item == "1" ? other_income() : 0);
    }
};
Book book;
const std::vector<std::string> item_ids{"1", "2", "3"};

class Reading final : public host::SnapshotSource {
public:
    Reading() : version_(book.version), income_(book.other_income()), payments_(book.payments) {
        prefix_ = has_fault("other-ids-each-time") ? std::to_string(++book.readings) + "-" : "";
        for (const std::string& id : item_ids) {
            ids_.push_back(prefix_ + id);
            open_.push_back(book.open(id));
        }
        if (income_ > 0) payments_.push_back({"elsewhere", "1", income_});
        left_ = book.left_on_line;
        if (has_fault("leaves-files-open")) (void)::open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    [[nodiscard]] bool is_current() const override {
        if (has_fault("does-not-tell-changes")) return true;
        return version_ == book.version && income_ == book.other_income();
    }
    void creditor(afpunt_party& out) override {
        out.id = to_abi("us");
        out.name = to_abi("Drukkerij Voorbeeld BV");
    }
    [[nodiscard]] bool next(afpunt_party& out) override {
        if (party_ == 2) return false;
        out.id = to_abi(party_ == 0 ? "c1" : "c2");
        out.name = to_abi(names_[party_]);
        newest_name = names_[party_++].data();
        return true;
    }
    [[nodiscard]] bool next(afpunt_account& out) override {
        if (account_++ > 0) return false;
        out.id = out.iban = to_abi("BE68539007547034");
        std::memcpy(out.currency, "EUR", 3);
        out.exponent = 2;
        return true;
    }
    [[nodiscard]] bool next(afpunt_statement&) override { return false; }
    [[nodiscard]] bool next(afpunt_bank_line& out) override {
        if (line_++ > 0) return false;
        out.id = to_abi("l1");
        out.account_id = to_abi("BE68539007547034");
        out.booked_on = Date::of(2026, 11, 3).days();
        out.amount = euro(5000);
        out.unallocated = euro(has_fault("books-half") ? 5000 : left_);
        return true;
    }
    [[nodiscard]] bool next(afpunt_item& out) override {
        if (item_ == ids_.size()) return false;
        const std::string& id = ids_[item_];
        out.id = to_abi(has_fault("repeats-ids") ? ids_[0] : id);
        out.number = has_fault("writes-latin-1") ? to_abi("n\xB0 1") : to_abi(id);
        out.customer_id = to_abi(has_fault("names-strangers") ? "c9" : "c1");
        out.kind = AFPUNT_INVOICE;
        out.issued_on = Date::of(2026, 10, 1).days();
        out.due_on = Date::of(2026, 10, 31).days();
        if (has_fault("mixes-up-its-units")) out.due_on *= 86'400;
        out.total = euro(total_of(item_ids[item_]));
        out.open =
            euro(has_fault("does-not-tell-changes") ? book.open(item_ids[item_]) : open_[item_]);
        if (has_fault("sums-disagree")) out.open.minor += total_of(id);
        out.state = out.open.minor == 0 ? AFPUNT_DOCUMENT_SETTLED : AFPUNT_DOCUMENT_OPEN;
        ++item_;
        return true;
    }
    [[nodiscard]] bool next(afpunt_allocation& out) override {
        if (payment_ == payments_.size()) return false;
        const Payment& payment = payments_[payment_++];
        out.id = to_abi(payment.id);
        out.item_id = to_abi(ids_[static_cast<std::size_t>(payment.item[0] - '1')]);
        out.booked_on = Date::of(2026, 11, 3).days();
        out.amount = euro(payment.amount);
        return true;
    }
    [[nodiscard]] bool next(afpunt_owed&) override { return false; }

    static inline char* newest_name = nullptr;

private:
    int version_;
    std::int64_t income_, left_ = 0;
    std::vector<Payment> payments_;
    std::string prefix_, names_[2] = {"a customer with a long name", "another with a long name"};
    std::vector<std::string> ids_;
    std::vector<std::int64_t> open_;
    std::size_t party_ = 0, account_ = 0, line_ = 0, item_ = 0, payment_ = 0;
};

// ---- the host ----------------------------------------------------------------------------------

const afpunt_plugin* instance = nullptr;

class BadHost final : public host::Host {
public:
    [[nodiscard]] std::string_view name() const override { return "bad host"; }
    [[nodiscard]] std::string_view version() const override { return "1"; }
    [[nodiscard]] std::string_view book_id() const override {
        return has_fault("has-no-book-id") ? "" : "example";
    }
    [[nodiscard]] Result<std::unique_ptr<host::SnapshotSource>> open_snapshot() override {
        return std::make_unique<Reading>();
    }
    [[nodiscard]] Result<void> permit(std::string_view, std::span<const std::string_view> ids,
                                      std::span<afpunt_permit_item> items,
                                      afpunt_permit&) override {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const std::string id(has_fault("answers-in-its-own-order") ? ids[ids.size() - 1 - i]
                                                                       : ids[i]);
            const bool known = std::find(item_ids.begin(), item_ids.end(), id) != item_ids.end();
            if (!known && !has_fault("knows-every-item")) continue;
            items[i].open = euro(has_fault("answers-from-memory") ? total_of(id) : book.open(id));
            items[i].state =
                items[i].open.minor == 0 ? AFPUNT_DOCUMENT_SETTLED : AFPUNT_DOCUMENT_OPEN;
        }
        return {};
    }
    [[nodiscard]] Result<std::optional<std::string>> setting(std::string_view key) override {
        if (key == "state.folder")
            return has_fault("has-no-state-folder") ? "missing" : book.folder;
        if (const auto kept = kept_.find(std::string(key)); kept != kept_.end())
            return kept->second;
        if (has_fault("has-every-setting")) return std::string();
        return std::nullopt;
    }
    [[nodiscard]] Result<std::optional<std::string>> secret(std::string_view) override {
        return std::nullopt;
    }
    [[nodiscard]] bool offers_keeping() const override { return true; }
    [[nodiscard]] Result<void> keep(std::string_view key, std::string_view value) override {
        if (!has_fault("forgets-what-it-keeps"))
            kept_[std::string(key)] = std::string(value.substr(0, value.find('\n')));
        if (!has_fault("cuts-what-it-keeps") && !has_fault("forgets-what-it-keeps"))
            kept_[std::string(key)] = std::string(value);
        return {};
    }
    void request_callback() override {
        static std::atomic<bool> waited{false};
        if (has_fault("blocks-in-callbacks") && std::this_thread::get_id() != main_ &&
            !waited.exchange(true))
            std::this_thread::sleep_for(std::chrono::seconds(3));
        if (has_fault("works-in-callbacks") && instance != nullptr)
            (void)instance->on_main(instance, 1000);
        callback.raise();
    }
    void log(afpunt_severity, std::string_view text) override {
        constexpr std::size_t room = 1000;
        if (has_fault("logs-short-lines-only") && text.size() > room) std::abort();
    }
    [[nodiscard]] std::optional<afpunt_moment> now() override {
        std::int32_t today = Date::of(2026, 11, 20).days();
        const std::int64_t noon_us = (std::int64_t{today} * 24 + 12) * 3'600'000'000;
        if (has_fault("tells-another-day")) ++today;
        return afpunt_moment{sizeof(afpunt_moment), 0, noon_us, today, 60};
    }
    [[nodiscard]] bool offers_matching() const override { return true; }
    [[nodiscard]] Result<void> match(std::string_view line, std::span<const host::MatchPart> parts,
                                     std::string_view) override {
        std::int64_t sum = 0;
        for (const host::MatchPart& part : parts) {
            const std::string id(part.item_id);
            const bool known = std::find(item_ids.begin(), item_ids.end(), id) != item_ids.end();
            const bool fits = known && part.amount.minor <= book.open(id);
            if (!fits && !has_fault("books-part-of-a-match"))
                return fail("item", id, "an item that is open for as much");
            if (std::string_view(part.amount.currency, 3) != "EUR")
                return fail("currency", "another one", "EUR");
            sum += part.amount.minor;
        }
        if (line != "l1" || sum > book.left_on_line)
            return fail("line", std::string(line), "a line with as much left");
        for (const host::MatchPart& part : parts) {
            if (std::find(item_ids.begin(), item_ids.end(), part.item_id) == item_ids.end())
                return fail("item", std::string(part.item_id), "an item");
            book.paid[std::string(part.item_id)] += part.amount.minor;
            book.payments.push_back({"p" + std::to_string(++book.payments_ever),
                                     std::string(part.item_id), part.amount.minor});
        }
        book.left_on_line -= sum;
        ++book.version;
        return {};
    }
    [[nodiscard]] Result<void> unmatch(std::string_view id) override {
        for (auto one = book.payments.begin(); one != book.payments.end(); ++one) {
            if (one->id != id) continue;
            book.paid[one->item] -= one->amount;
            book.left_on_line += one->amount;
            book.payments.erase(one);
            ++book.version;
            return {};
        }
        return fail("allocation", std::string(id), "one that is there");
    }
    [[nodiscard]] bool offers_revision() const override { return true; }
    // What stands in FOLDER/open is part of the book, and changes once at most.
    [[nodiscard]] Result<std::uint64_t> revision() override {
        static std::uint64_t asked = 0;
        if (has_fault("counts-questions")) return ++asked;
        const auto income = static_cast<std::uint64_t>(book.other_income());
        if (has_fault("counts-payments")) return book.payments.size() + 1000 * income;
        const auto changes = static_cast<std::uint64_t>(book.version);
        return has_fault("overlooks-its-file") ? changes : changes + 1000 * income;
    }
    host::CallbackFlag callback;

private:
    const std::thread::id main_ = std::this_thread::get_id();
    std::map<std::string, std::string> kept_;
};

// ---- faults below the C++ layer ----------------------------------------------------------------

const afpunt_host* good_host = nullptr;
const afpunt_host_snapshot* good_snapshot = nullptr;
afpunt_host_snapshot snapshot_table{};
const afpunt_host_permit* good_permit = nullptr;
afpunt_host_permit permit_table{};

template <typename Record>
void write_whole(Record* out) {
    std::memset(static_cast<void*>(out), 0, sizeof *out);
    out->struct_size = sizeof *out;
}
afpunt_status next_items(afpunt_snapshot* snapshot, afpunt_item* out, std::uint32_t stride,
                         std::uint32_t capacity, std::uint32_t* count, afpunt_error* error) {
    if (has_fault("forgets-the-stride")) stride = sizeof(afpunt_item);
    if (has_fault("writes-whole-records") && out->struct_size < sizeof *out) {
        write_whole(out);
        *count = 1;
        return AFPUNT_END;
    }
    const auto status = good_snapshot->next_items(snapshot, out, stride, capacity, count, error);
    if (has_fault("loses-records") && status == AFPUNT_MORE) {
        afpunt_item lost{};
        std::uint32_t one = 0;
        (void)good_snapshot->next_items(snapshot, &lost, sizeof lost, 1, &one, error);
    }
    return status;
}
afpunt_status check(const afpunt_host* host, const afpunt_permit_query* query,
                    afpunt_permit_item* items, std::uint32_t stride, afpunt_permit* out,
                    afpunt_error* error) {
    const auto status = good_permit->check(host, query, items, stride, out, error);
    if (has_fault("writes-whole-permits") && out->struct_size < sizeof *out) write_whole(out);
    return status;
}
const void* get_extension(const afpunt_host*, const char* id) {
    const std::string_view wanted(id);
    if (wanted == AFPUNT_EXT_SNAPSHOT) return &snapshot_table;
    if (wanted == AFPUNT_EXT_PERMIT) return &permit_table;
    return good_host->get_extension(good_host, id);
}

// ---- the main loop -----------------------------------------------------------------------------

bool answered = false;
void take_answer(void*, const char*, std::uint64_t length) {
    constexpr std::uint64_t room = 1'000'000;
    if (has_fault("reads-short-answers-only") && length > room) std::abort();
    answered = true;
}

void scribble_over_texts() {
    if (has_fault("reuses-its-texts") && Reading::newest_name != nullptr)
        *Reading::newest_name = '#';
}

void turn(BadHost& host) {
    scribble_over_texts();
    if (!host.callback.wait(std::chrono::milliseconds(20))) return;
    while (instance->on_main(instance, 5000) == AFPUNT_MORE) {
        if (has_fault("waits-to-be-asked")) break;
    }
}

void tell(const char* id) {
    afpunt_event event{};
    event.struct_size = sizeof event;
    event.type = AFPUNT_EVENT_RESYNC;
    event.source = to_abi(has_fault("tells-events-of-nobody") ? "" : "bad host");
    event.epoch = to_abi("1");
    event.id = to_abi(id);
    if (instance->submit_event(instance, &event, nullptr) == AFPUNT_E_BUSY &&
        has_fault("dies-of-a-full-queue"))
        std::abort();
}

void stop_and_destroy() {
    if (has_fault("ends-without-stop")) return;
    while (instance->stop(instance, 100, nullptr) == AFPUNT_E_STILL_RUNNING) {
        if (has_fault("gives-up-stopping")) break;
    }
    (void)instance->destroy(instance);
}

int work(BadHost& host) {
    if (instance->start(instance, nullptr) != AFPUNT_OK) {
        if (has_fault("uses-what-did-not-start")) (void)instance->on_main(instance, 1000);
        (void)instance->destroy(instance);
        return 1;
    }
    tell("1");
    if (has_fault("works-on-another-thread"))
        std::thread([] { (void)instance->on_main(instance, 1000); }).join();
    const auto* commands = static_cast<const afpunt_plugin_command*>(
        instance->get_extension(instance, AFPUNT_EXT_COMMAND));
    const auto asked = commands->execute(instance, to_abi(R"({"command": "plan"})"), take_answer,
                                         nullptr, nullptr);
    if (asked != AFPUNT_OK && !has_fault("waits-for-what-was-refused")) answered = true;
    // A program with windows stays until somebody ends it.
    while (!answered || has_fault("stays"))
        turn(host);
    stop_and_destroy();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "Usage: bad_host FAULT MODULE FOLDER\n";
        return 2;
    }
    fault = argv[1];
    book.folder = argv[3];
    BadHost host;
    const host::HostTables tables(host);
    good_host = tables.abi();
    good_snapshot = static_cast<const afpunt_host_snapshot*>(
        good_host->get_extension(good_host, AFPUNT_EXT_SNAPSHOT));
    good_permit = static_cast<const afpunt_host_permit*>(
        good_host->get_extension(good_host, AFPUNT_EXT_PERMIT));
    snapshot_table = *good_snapshot;
    snapshot_table.next_items = next_items;
    permit_table.check = check;
    afpunt_host table = *good_host;
    table.get_extension = get_extension;
    auto library = host::Library::load(argv[2]);
    const bool any_version = has_fault("takes-any-version");
    if (!library && !any_version) return 3;
    const afpunt_entry* entry = library ? &library->entry() : nullptr;
    if (entry == nullptr) {
        void* file = dlopen(argv[2], RTLD_NOW | RTLD_LOCAL);
        entry = static_cast<const afpunt_entry*>(dlsym(file, AFPUNT_ENTRY_SYMBOL));
    }
    if (has_fault("wants-exact-sizes") && entry->struct_size != sizeof *entry) return 3;
    if (entry->create(&table, &instance, nullptr) != AFPUNT_OK) {
        if (has_fault("uses-what-was-refused")) return instance->on_main(instance, 0);
        return 1;
    }
    return work(host);
}
