// SPDX-License-Identifier: MIT
//
// One open book: folder, ledger, and the module running on it. Commands are asked and answered one
// after the other, as a person does at a prompt.
#pragma once

#include "intake.hpp"
#include "standalone_host.hpp"

#include <afpunt/plugin.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace afpunt::standalone {

struct SessionOptions {
    std::filesystem::path book;
    std::filesystem::path module; // libafpunt.so
    std::optional<Date> on;
    std::function<void(afpunt_severity, std::string_view)> say; // what the module tells
    Intake::ProgressTeller progress;
    // Called now and then while the module works, with the time since it was asked; may be empty.
    std::function<void(std::chrono::milliseconds)> waiting;
};

class Session {
public:
    [[nodiscard]] static Result<std::unique_ptr<Session>> open(SessionOptions options);
    ~Session();

    [[nodiscard]] const BookFolder& book() const { return book_; }
    [[nodiscard]] const BookDay& day() const { return day_; }
    [[nodiscard]] Ledger& ledger() { return *ledger_; }

    // `trusted`: see Intake.
    [[nodiscard]] Result<IntakeReport> import_files(const std::filesystem::path& trusted = {});
    // The module's answer, as it gave it: {"ok": true, ...} or {"ok": false, "error": ...}.
    [[nodiscard]] Result<boost::json::object> ask(boost::json::object request);
    // Gives the module its turn on this thread, for as long as `patience`.
    void idle(std::chrono::milliseconds patience);

private:
    Session(SessionOptions options, BookFolder book, BookDay day, std::unique_ptr<Ledger> ledger)
        : options_(std::move(options)), book_(std::move(book)), day_(day),
          ledger_(std::move(ledger)), host_(*ledger_, book_, day_, options_.say) {}
    void pass_events_on();
    void end_batch_and_tell();

    SessionOptions options_;
    BookFolder book_;
    BookDay day_;
    std::unique_ptr<Ledger> ledger_;
    StandaloneHost host_;
    std::unique_ptr<host::Plugin> plugin_;
    std::int64_t told_through_ = 0; // the newest event that the module was told
};

// libafpunt.so as this program finds it: $AFPUNT_MODULE, or lib/ beside the folder it stands in.
[[nodiscard]] std::filesystem::path module_file();

} // namespace afpunt::standalone
