// SPDX-License-Identifier: MIT
//
// How long a person waits for the first answer about a large book that was just settled.
#include "benchmark/whole_job/book_session.hpp"
#include "benchmark/whole_job/measure.hpp"

namespace afpunt::benchmark {
namespace {

double milliseconds_of(BookSession& session, std::string_view request, std::size_t& bytes) {
    const Stopwatch watch;
    bytes = session.ask(request).size();
    return watch.read().wall_s * 1000;
}

} // namespace

Figures answer_figures(const Places& places, std::uint32_t items) {
    const std::filesystem::path bank = places.scratch / "bank-answers.xml";
    Firm firm = invent_firm(items);
    write_bank_file(firm, bank);
    BookSession session(places, std::move(firm), "answers");
    session.host().set_today(import_day());
    session.host().show();
    session.host().import(bank);
    std::filesystem::remove(bank);
    const std::size_t notices = session.host().notices().size();
    session.submit(AFPUNT_EVENT_IMPORT_FINISHED);
    session.wait_for_notice(notices);
    std::size_t bytes = 0;
    const std::string size = std::to_string(items / 1000) + "k items";
    const double why = milliseconds_of(
        session, R"({"command": "why", "item": "V26-0000003", "language": "nl"})", bytes);
    const double again = milliseconds_of(
        session, R"({"command": "why", "item": "V26-0000006", "language": "nl"})", bytes);
    const double report =
        milliseconds_of(session, R"({"command": "report", "language": "nl"})", bytes);
    return {{size + ": why, first answer", why, "ms", 0, 100, ""},
            {size + ": why, the next", again, "ms", 0, 100, ""},
            {size + ": report of the day", report, "ms", 0, 100,
             std::to_string(bytes / 1'000'000) + " MB of HTML"}};
}

} // namespace afpunt::benchmark
