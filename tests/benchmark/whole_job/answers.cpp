// SPDX-License-Identifier: MIT
//
// How long a person waits for an answer about a large book: the first after a settling and the
// next, with a host that counts the changes of its book, and with one that does not.
#include "benchmark/whole_job/book_session.hpp"
#include "benchmark/whole_job/measure.hpp"

#include <malloc.h>

namespace afpunt::benchmark {
namespace {

constexpr double goal_ms = 100;

class Questions {
public:
    Questions(const Places& places, std::uint32_t items, Changes changes)
        : items_(items), session_(places, firm_with_bank_file(places, items), "answers", changes) {
        const std::filesystem::path bank = bank_file(places);
        session_.host().set_today(import_day());
        session_.host().show();
        session_.host().import(bank);
        std::filesystem::remove(bank);
        malloc_trim(0);
        resident_before_ = resident_bytes();
        const std::size_t notices = session_.host().notices().size();
        session_.submit(AFPUNT_EVENT_IMPORT_FINISHED);
        session_.wait_for_notice(notices);
    }

    Figure ask(const std::string& name, std::string_view request, double goal) {
        const Stopwatch watch;
        const std::size_t bytes = session_.ask(request).size();
        const Span span = watch.read();
        const std::string size = std::to_string(items_ / 1000) + "k items: ";
        return {size + name, span.wall_s * 1000, "ms", 0, goal, processor_ms(span) + amount(bytes)};
    }
    // A payment in cash: the next question has to see it.
    void pay(std::size_t invoice) { session_.host().pay(invoice); }

    [[nodiscard]] double kept_bytes_per_item() const {
        malloc_trim(0);
        return (resident_bytes() - resident_before_) / items_;
    }

private:
    static std::filesystem::path bank_file(const Places& places) {
        return places.scratch / "bank-answers.xml";
    }
    static Firm firm_with_bank_file(const Places& places, std::uint32_t items) {
        Firm firm = invent_firm(items);
        write_bank_file(firm, bank_file(places));
        return firm;
    }
    static std::string processor_ms(const Span& span) {
        return std::to_string(static_cast<int>(span.processor_s * 1000)) + " ms of processor time";
    }
    static std::string amount(std::size_t bytes) {
        return bytes < 1'000'000 ? "" : ", " + std::to_string(bytes / 1'000'000) + " MB";
    }

    std::uint32_t items_;
    BookSession session_;
    double resident_before_ = 0;
};

constexpr std::string_view why = R"({"command": "why", "item": "V26-0000003", "language": "nl"})";
constexpr std::string_view other = R"({"command": "why", "item": "V26-0000006", "language": "nl"})";
constexpr std::string_view report = R"({"command": "report", "language": "nl"})";
constexpr std::string_view status = R"({"command": "status", "brief": true, "language": "nl"})";
constexpr std::string_view lists = R"({"command": "status", "language": "nl"})";

} // namespace

Figures answer_figures(const Places& places, std::uint32_t items) {
    Figures figures;
    {
        Questions counted(places, items, Changes::Counted);
        figures.push_back(counted.ask("why, first answer after a settling", why, goal_ms));
        figures.push_back(counted.ask("why, the next", other, goal_ms));
        figures.push_back(counted.ask("report of the day", report, goal_ms));
        figures.push_back(counted.ask("report, the next", report, goal_ms));
        figures.push_back(counted.ask("status, brief", status, goal_ms));
        figures.push_back(counted.ask("status with its lists", lists, 0));
        figures.push_back({"memory while the look is kept", counted.kept_bytes_per_item(),
                           "bytes per item", 0, 0, "for some minutes after the last question"});
        counted.pay(3);
        figures.push_back(counted.ask("why, after a payment", why, 0));
        figures.push_back(counted.ask("why, the next", other, goal_ms));
    }
    Questions untold(places, items, Changes::Untold);
    figures.push_back(untold.ask("why, of a host without a revision", why, 0));
    figures.push_back(untold.ask("report, of a host without a revision", report, 0));
    return figures;
}

} // namespace afpunt::benchmark
