// SPDX-License-Identifier: MIT
//
// What the host's thread pays for telling of an event, and how soon after a match its letter is
// withdrawn for good. The second is one commit to the disk, so raw syncs of 4 KB are its measure,
// taken in turns with it.
#include "benchmark/whole_job/book_session.hpp"
#include "benchmark/whole_job/measure.hpp"

#include <array>
#include <fcntl.h>
#include <optional>
#include <sqlite3.h>
#include <stdexcept>
#include <thread>

namespace afpunt::benchmark {
namespace {

constexpr int submissions = 20'000;
constexpr int withdrawals = 300;

using Clock = std::chrono::steady_clock;

double nanoseconds(Clock::duration time) {
    return std::chrono::duration<double, std::nano>(time).count();
}

// Events come in while the worker is awake, because it has the one before to deal with. They tell
// of a party that changed: nothing is decided in between.
std::vector<double> submit_times(BookSession& session) {
    std::vector<double> times;
    times.reserve(submissions);
    for (int count = 0; count < submissions; ++count) {
        const auto begin = Clock::now();
        session.submit(AFPUNT_EVENT_PARTY_CHANGED);
        times.push_back(nanoseconds(Clock::now() - begin));
        // As quick as a host that books line after line, and slower than the queue is emptied.
        if (count % 64 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return times;
}

// One write of 4 KB that is on the disk when it is over: at the end of a file that grows, or over
// older blocks, as in a log that is begun anew, where the file system has nothing of its own to
// write.
class RawSync {
public:
    enum class Place { AtTheEnd, OverOlder };
    RawSync(const std::filesystem::path& file, Place place)
        : file_(open(file.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600)) {
        if (file_ < 0) throw std::runtime_error("no file for raw syncs");
        block_.fill('x');
        if (place == Place::AtTheEnd) return;
        for (int block = 0; block < withdrawals; ++block)
            put();
        sync();
        next_ = 0;
    }
    ~RawSync() { close(file_); }
    RawSync(const RawSync&) = delete;
    RawSync& operator=(const RawSync&) = delete;
    double milliseconds() {
        const auto begin = Clock::now();
        put();
        sync();
        return nanoseconds(Clock::now() - begin) / 1e6;
    }

private:
    void put() {
        if (pwrite(file_, block_.data(), block_.size(), off_t{4096} * next_++) < 0) {
            throw std::runtime_error("the disk does not take a raw block");
        }
    }
    void sync() {
        if (fdatasync(file_) != 0) throw std::runtime_error("the disk does not sync a raw block");
    }
    int file_;
    int next_ = 0;
    std::array<char, 4096> block_{};
};

// Looks into the module's file as another program may: what it shows is committed.
class StateReader {
public:
    explicit StateReader(const std::filesystem::path& file) {
        // By index, not by a look at all letters: what is measured is the module.
        const char* query = "SELECT count(*) FROM letter_item i JOIN letter l "
                            "ON l.book_id = i.book_id AND l.letter_id = i.letter_id "
                            "WHERE i.book_id = (SELECT book_id FROM book) AND i.item_id = ? "
                            "AND l.state = 'withdrawn'";
        if (sqlite3_open_v2(file.c_str(), &database_, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK ||
            sqlite3_prepare_v2(database_, "PRAGMA data_version", -1, &version_, nullptr) !=
                SQLITE_OK ||
            sqlite3_prepare_v2(database_, query, -1, &withdrawn_, nullptr) != SQLITE_OK) {
            throw std::runtime_error("the module's state cannot be read");
        }
    }
    ~StateReader() {
        sqlite3_finalize(version_);
        sqlite3_finalize(withdrawn_);
        sqlite3_close(database_);
    }
    StateReader(const StateReader&) = delete;
    StateReader& operator=(const StateReader&) = delete;
    [[nodiscard]] bool is_withdrawn(const std::string& item) {
        sqlite3_bind_text(withdrawn_, 1, item.c_str(), -1, SQLITE_STATIC);
        return value_of(withdrawn_) == 1;
    }
    // Rises with each commit of others.
    [[nodiscard]] int version() { return value_of(version_); }

private:
    static int value_of(sqlite3_stmt* statement) {
        const int value =
            sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
        sqlite3_reset(statement);
        return value;
    }
    sqlite3* database_ = nullptr;
    sqlite3_stmt* version_ = nullptr;
    sqlite3_stmt* withdrawn_ = nullptr;
};

// Until the commit with which another program sees the letter withdrawn. The moment is taken before
// the look that makes sure.
double milliseconds_to_withdraw(BookSession& session, StateReader& state, std::size_t invoice) {
    const std::string& item = session.host().firm().invoices[invoice].id;
    session.host().pay(invoice);
    if (state.is_withdrawn(item)) throw std::runtime_error("a letter was withdrawn before");
    int version = state.version();
    const auto begin = Clock::now();
    session.submit(AFPUNT_EVENT_MATCHED, item);
    const auto end = begin + std::chrono::seconds(30);
    while (Clock::now() < end) {
        const int now = state.version();
        if (now == version) {
            // Who only looks must not keep a processor from the disk's own threads: without this a
            // sync took the scheduler's slice of 3 ms as often as not.
            std::this_thread::yield();
            continue;
        }
        version = now;
        const auto committed = Clock::now();
        if (state.is_withdrawn(item)) return nanoseconds(committed - begin) / 1e6;
    }
    throw std::runtime_error("a match did not withdraw its letter");
}

} // namespace

Figures event_figures(const Places& places, std::uint32_t items) {
    const std::filesystem::path bank = places.scratch / "bank-events.xml";
    Firm firm = invent_firm(std::min<std::uint32_t>(items, 10'000));
    write_bank_file(firm, bank);
    BookSession session(places, std::move(firm), "events");
    session.host().set_today(import_day());
    session.host().show();
    session.host().import(bank);
    std::size_t notices = session.host().notices().size();
    session.submit(AFPUNT_EVENT_IMPORT_FINISHED);
    session.wait_for_notice(notices);
    // An import is under way: nothing is decided meanwhile, so only the withdrawals are measured.
    session.submit(AFPUNT_EVENT_IMPORT_STARTED);
    std::this_thread::sleep_for(std::chrono::seconds(2));
    StateReader state(places.scratch / "events" / "state" / "afpunt.db");
    RawSync raw(places.scratch / "raw", RawSync::Place::AtTheEnd);
    RawSync raw_over(places.scratch / "raw-over", RawSync::Place::OverOlder);
    std::vector<double> syncs;
    std::vector<double> syncs_over;
    std::vector<double> matches;
    for (std::size_t invoice = 2; matches.size() < withdrawals; invoice += 10) {
        syncs.push_back(raw.milliseconds());
        syncs_over.push_back(raw_over.milliseconds());
        matches.push_back(milliseconds_to_withdraw(session, state, invoice));
    }
    const std::vector<double> submits = submit_times(session);
    const auto ratio = [&](double share) {
        return percentile(matches, share) / percentile(syncs, share);
    };
    const auto note = [&](double share) {
        return std::to_string(percentile(matches, share)) + " ms against " +
               std::to_string(percentile(syncs, share));
    };
    return {
        {"submit_event, half of them", percentile(submits, 0.5), "ns", 0, 300,
         "with the clock's own 20 to 40 ns"},
        {"submit_event, 99 of 100", percentile(submits, 0.99), "ns", 0, 2000, ""},
        {"match to withdrawn over a raw sync, half", ratio(0.5), "times", 0, 3, note(0.5)},
        {"match to withdrawn over a raw sync, 99 of 100", ratio(0.99), "times", 0, 3, note(0.99)},
        {"the same over a sync of older blocks, half",
         percentile(matches, 0.5) / percentile(syncs_over, 0.5), "times", 0, 0,
         "against " + std::to_string(percentile(syncs_over, 0.5)) + " ms"}};
}

} // namespace afpunt::benchmark
