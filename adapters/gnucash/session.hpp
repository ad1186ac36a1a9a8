// SPDX-License-Identifier: MIT
//
// One GnuCash book with the module running on it. It begins when a book is opened (or got its first
// posted invoice) and ends before the book is closed. All is [main].
#pragma once

#include "gnucash/book_watch.hpp"
#include "gnucash/gnucash_host.hpp"

#include <afpunt/plugin.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace afpunt::gnucash {

struct SessionOptions {
    std::filesystem::path module; // libafpunt.so
    std::optional<Date> day;      // AFPUNT_GNUCASH_DAY
    // Where the same book lay before "Save as"; empty = it did not move.
    std::filesystem::path moved_from;
};

class Session {
public:
    using Answer = std::function<void(boost::json::object)>;

    // `watch` hands over what happens to the book. Refused, in words: a book without a place or
    // that may only be read, a folder that cannot be written, settings that are wrong.
    [[nodiscard]] static Result<std::unique_ptr<Session>>
    open(const Engine& engine, QofBook* book, std::string_view url, SessionOptions options,
         BookWatch& watch, BookState& state, Figures& figures, Surroundings surroundings);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Works for about so long; true = there is more to do now.
    bool turn(std::chrono::microseconds budget);
    // The module's answer comes in a later turn.
    [[nodiscard]] Result<void> ask(boost::json::object request, Answer answer);

    // A line at the end of an invoice's notes, where it does not stand there yet.
    void add_note(const std::string& item_id, const std::string& line);

    [[nodiscard]] const SettingsFolder& folder() const { return folder_; }
    [[nodiscard]] const BookSettings& settings() const { return host_.settings(); }
    [[nodiscard]] const std::string& url() const { return url_; }
    [[nodiscard]] QofBook* book() const { return reader_.book(); }
    [[nodiscard]] GnucashHost& host() { return host_; }
    // Not before the book has something to follow up.
    [[nodiscard]] bool is_following() const { return plugin_ != nullptr; }
    // The first reading is still under way: it is done in one go, while the person waits anyhow.
    [[nodiscard]] bool is_opening() const { return opening_; }

private:
    Session(const Engine& engine, QofBook* book, std::string_view url, SessionOptions options,
            SettingsFolder folder, BookSettings settings, BookDay day, BookWatch& watch,
            BookState& state, Figures& figures, Surroundings surroundings);
    [[nodiscard]] bool has_posted_invoice() const;
    void begin();
    void learn_balances();
    void look_at_news();
    void look_at(const NotedChange& change);
    void submit(afpunt_event_type type, const std::vector<std::string>& items);

    const BookReader reader_;
    const std::string url_;
    const SessionOptions options_;
    const SettingsFolder folder_;
    BookWatch& watch_;
    BookState& state_;
    Figures& figures_;
    std::function<void(afpunt_severity, std::string_view)> say_;
    GnucashHost host_;
    std::unique_ptr<host::Plugin> plugin_;
    std::string begin_failed_; // why the module does not run, told once
    // What was open on each invoice when it was last looked at, in minor units.
    std::unordered_map<Guid, std::int64_t, GuidHash> balances_;
    std::vector<std::string> matched_, unmatched_, changed_;
    std::string epoch_;
    std::uint64_t events_told_ = 0;
    bool opening_ = false;
    std::chrono::nanoseconds opened_at_{};
};

} // namespace afpunt::gnucash
