// SPDX-License-Identifier: MIT
//
// The host that a plugin is tried with: a small book in memory that a case changes at will, the
// tables of the headers with a place to break each of them, and an eye on the plugin's manners.
// All firms are invented.
#pragma once

#include <afpunt/afpunt.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace afpunt::conformance {

[[nodiscard]] inline afpunt_str view(std::string_view text) {
    return {text.data(), text.size()};
}
[[nodiscard]] inline std::string text_of(const afpunt_str& text) {
    return text.ptr == nullptr ? std::string() : std::string(text.ptr, text.len);
}
[[nodiscard]] inline afpunt_money euro(std::int64_t cents) {
    return {cents, {'E', 'U', 'R'}, 2, 0};
}
// Days since 1970 of a day of November 2026; the book's today is the 20th, a Friday.
[[nodiscard]] constexpr afpunt_date november(int day) {
    return 20757 + day;
}
inline constexpr afpunt_date first_day = november(1) - 17; // 15 October
inline constexpr afpunt_date due_day = november(2);
inline constexpr afpunt_date today = november(20);

struct BookItem {
    std::string id, customer;
    std::int64_t total = 0, open = 0;
    afpunt_document_state state = AFPUNT_DOCUMENT_OPEN;
};
struct BookLine {
    std::string id;
    std::int64_t amount = 0;
};
struct BookPayment {
    std::string id, item;
    std::int64_t amount = 0;
};

// What stands in the book. Each reading holds a copy, so that it is of one moment.
struct Book {
    std::vector<std::string> customers;
    std::vector<BookItem> items;
    std::vector<BookLine> lines;
    std::vector<BookPayment> payments;
    std::string owed_to; // a customer whom the firm itself owes something; empty = none
    int payments_ever = 0;

    BookItem& item(std::string_view id);
    void invoice(const std::string& id, const std::string& customer, std::int64_t cents = 12100);
    void pay(std::string_view id);
    void unpay(std::string_view id);
};

enum class Kind { Creditor, Party, Account, Statement, Line, Item, Allocation, Owed };
inline constexpr Kind kinds_of_records[] = {Kind::Creditor,   Kind::Party, Kind::Account,
                                            Kind::Statement,  Kind::Line,  Kind::Item,
                                            Kind::Allocation, Kind::Owed};
[[nodiscard]] const char* name_of(Kind kind);
[[nodiscard]] std::uint32_t size_of(Kind kind);

class ScriptedHost {
public:
    explicit ScriptedHost(const std::filesystem::path& folder, std::string book_id = "book-1");
    ScriptedHost(const ScriptedHost&) = delete;
    ScriptedHost& operator=(const ScriptedHost&) = delete;

    // ---- what a case sets -----------------------------------------------------------------------
    // [main] but for `day` and `flags`, which the plugin's own thread asks for.
    Book book;
    std::map<std::string, std::string> settings;
    std::set<std::string> withheld; // names of tables that are not offered
    std::atomic<afpunt_date> day{first_day};
    // The tables as the plugin sees them; a case changes them before it makes an instance.
    afpunt_host table{};
    afpunt_host_snapshot snapshot{};
    afpunt_host_permit permit{};
    afpunt_host_settings settings_table{};
    afpunt_host_clock clock{};
    afpunt_host_match match{};
    afpunt_host_notice notice{};
    afpunt_host_revision revision{};
    // How much of each record this host fills, as one of an earlier revision does; and how much it
    // says that it filled, where that is a lie.
    std::map<Kind, std::uint32_t> filled_size, claimed_size;
    std::uint32_t permit_filled_size = sizeof(afpunt_permit);
    std::uint32_t permit_item_filled_size = sizeof(afpunt_permit_item);
    std::uint32_t permit_flags = 0;
    // What this host says that its book's revision is; nullopt = it offers no such table. A case
    // that sets it changes it with the book.
    std::optional<std::uint64_t> book_revision;
    // Called with each record before it is handed over, to spoil it.
    std::function<void(Kind, void* record)> distort;
    // The status with which the next call of a function ends, by the function's name; "open",
    // "creditor", "next_items", "check", "get" and so on. OK = as usual.
    std::function<afpunt_status(const char* function)> before_call;
    // After the permit's figures were taken from the book, and before the plugin has them.
    std::function<void(const std::vector<std::string>& items, afpunt_permit_item* answers)>
        when_permit_is_answered;
    std::function<void()> when_asked_for_a_turn; // [any]
    std::function<void()> when_logging;          // [any]

    // ---- what a case reads ----------------------------------------------------------------------
    int readings_opened = 0, permits_asked = 0;
    [[nodiscard]] std::string logged();
    // Waits for request_callback().
    [[nodiscard]] bool wait_for_request(std::chrono::milliseconds patience);
    // Rules that the plugin broke so far, one sentence each; empty = none.
    [[nodiscard]] std::string broken_rules();
    // From now on no function of the host may be called. Also looks whether each reading was
    // closed.
    void instance_is_stopped();

private:
    struct Reading;
    friend struct HostFunctions;
    void complain(const std::string& rule);
    // The beginning of each function that is [main]: notes calls from elsewhere.
    [[nodiscard]] afpunt_status on_main(const char* function);
    [[nodiscard]] const void* extension(std::string_view id);

    const std::thread::id main_ = std::this_thread::get_id();
    std::string book_id_;
    std::mutex mutex_; // guards what follows: logs and complaints come from any thread
    std::vector<std::string> log_, broken_;
    std::condition_variable requested_;
    bool request_ = false;
    std::atomic<bool> stopped_{false};
    int readings_open_ = 0;
};

} // namespace afpunt::conformance
