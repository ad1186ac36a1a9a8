// SPDX-License-Identifier: MIT
//
// From a bank file to letters that are prepared and durable, through the module as any host loads
// it, and the parse of the whole document by pugixml as the yardstick of the same run. Each size
// runs in a process of its own: only so memory can be told.
#include "benchmark/whole_job/book_session.hpp"
#include "benchmark/whole_job/child.hpp"
#include "benchmark/whole_job/measure.hpp"
#include "benchmark/whole_job/read_and_count.hpp"

#include <boost/json.hpp>
#include <pugixml.hpp>

#include <cmath>
#include <iostream>
#include <malloc.h>
#include <stdexcept>
#include <thread>

namespace afpunt::benchmark {
namespace {

constexpr int parses = 3; // the median of them is the yardstick

Span parse_whole_document(const std::filesystem::path& file) {
    std::vector<double> wall;
    std::vector<double> processor;
    for (int time = 0; time < parses; ++time) {
        const Stopwatch watch;
        pugi::xml_document document;
        if (!document.load_file(file.c_str())) throw std::runtime_error("pugixml cannot read it");
        const Span span = watch.read();
        wall.push_back(span.wall_s);
        processor.push_back(span.processor_s);
    }
    malloc_trim(0);
    return {percentile(wall, 0.5), percentile(processor, 0.5)};
}

void measure_reading(const std::filesystem::path& file, std::uint32_t lines, Job& job) {
    std::vector<double> times;
    for (int time = 0; time < parses; ++time) {
        forget_the_peak();
        const double before = resident_bytes();
        const Stopwatch watch;
        static_cast<void>(read_and_count(file, lines));
        times.push_back(watch.read().processor_s);
        job.read_peak_kb = (peak_bytes() - before) / 1024;
    }
    job.read_s = percentile(times, 0.5);
}

// The last word of the module about a settling: "0 withdrawn, 30000 prepared, 0 delivered".
double letters_prepared(const std::string& notice) {
    const std::size_t comma = notice.find(", ");
    return comma == std::string::npos ? 0 : std::stod(notice.substr(comma + 2));
}

void measure_job(const Places& places, const std::filesystem::path& file, Firm firm, Job& job) {
    BookSession session(places, std::move(firm), "job-" + std::to_string(job.items));
    BookHost& host = session.host();
    host.set_today(import_day());
    host.show();
    const Stopwatch watch;
    session.submit(AFPUNT_EVENT_IMPORT_STARTED);
    host.import(file);
    forget_the_peak();
    const double before = resident_bytes();
    const std::size_t notices = host.notices().size();
    session.submit(AFPUNT_EVENT_IMPORT_FINISHED);
    const std::string notice = session.wait_for_notice(notices);
    const Span span = watch.read();
    job.peak_bytes = peak_bytes() - before;
    // The worker tells before it has put its things away.
    std::this_thread::sleep_for(std::chrono::seconds(2));
    malloc_trim(0);
    job.kept_bytes = resident_bytes() - before;
    job.job_s = span.processor_s;
    job.job_wall_s = span.wall_s;
    job.letters = letters_prepared(notice);
    job.matches = static_cast<double>(host.matched());
}

} // namespace

int run_job(const Places& places, std::uint32_t items) {
    Job job;
    job.items = items;
    const std::filesystem::path file = places.scratch / ("bank-" + std::to_string(items) + ".xml");
    Firm firm = invent_firm(items);
    write_bank_file(firm, file);
    job.megabytes = static_cast<double>(std::filesystem::file_size(file)) / 1e6;
    measure_reading(file, items, job);
    const Span parse = parse_whole_document(file);
    job.parse_s = parse.processor_s;
    job.parse_wall_s = parse.wall_s;
    measure_job(places, file, std::move(firm), job);
    std::filesystem::remove(file);
    const boost::json::object out{
        {"megabytes", job.megabytes},       {"parse_s", job.parse_s},
        {"parse_wall_s", job.parse_wall_s}, {"read_s", job.read_s},
        {"read_peak_kb", job.read_peak_kb}, {"job_s", job.job_s},
        {"job_wall_s", job.job_wall_s},     {"letters", job.letters},
        {"matches", job.matches},           {"kept_bytes", job.kept_bytes},
        {"peak_bytes", job.peak_bytes}};
    std::cout << boost::json::serialize(out) << '\n';
    return 0;
}

Job job_in_a_process(const Places& places, std::uint32_t items) {
    const ChildAnswer answer(places.program.string() + " --job " + std::to_string(items));
    const auto value = [&](const char* name) { return answer.number(name); };
    Job job;
    job.items = items;
    job.megabytes = value("megabytes");
    job.parse_s = value("parse_s");
    job.parse_wall_s = value("parse_wall_s");
    job.read_s = value("read_s");
    job.read_peak_kb = value("read_peak_kb");
    job.job_s = value("job_s");
    job.job_wall_s = value("job_wall_s");
    job.letters = value("letters");
    job.matches = value("matches");
    job.kept_bytes = value("kept_bytes");
    job.peak_bytes = value("peak_bytes");
    return job;
}

Figures job_figures(const Job& job) {
    const std::string size = std::to_string(job.items / 1000) + "k lines";
    const auto text = [](double value) { return std::to_string(std::lround(value)); };
    const std::string parse = "pugixml " + text(job.parse_s * 1000) + " ms";
    return {{size + ": pugixml's parse over our reading", job.parse_s / job.read_s, "times", 4, 0,
             text(job.megabytes) + " MB in " + text(job.read_s * 1000) + " ms, " + parse},
            {size + ": memory of reading", job.read_peak_kb / 1024, "MB", 0, 0, "at its peak"},
            {size + ": whole job over pugixml's parse", job.job_s / job.parse_s, "times", 0, 2.5,
             text(job.job_s * 1000) + " ms of processor time, " + text(job.matches) + " matches, " +
                 text(job.letters) + " letters"},
            {size + ": the same by the clock", job.job_wall_s / job.parse_wall_s, "times", 0, 0,
             text(job.job_wall_s * 1000) + " ms, 200 of them waiting for quiet; pugixml " +
                 text(job.parse_wall_s * 1000) + " ms"}};
}

Figures growth_figures(const std::vector<Job>& jobs) {
    if (jobs.size() < 2) return {};
    const Job& small = jobs.front();
    const Job& large = jobs.back();
    const double steps = std::log(static_cast<double>(large.items) / small.items);
    const double more = static_cast<double>(large.items) - small.items;
    const std::string sizes =
        std::to_string(small.items / 1000) + "k to " + std::to_string(large.items / 1000) + "k";
    return {{"growth of time, " + sizes, std::log(large.job_s / small.job_s) / steps,
             "log-log slope", 0.9, 1.1, "processor time of the whole job"},
            {"growth of memory, " + sizes, std::log(large.peak_bytes / small.peak_bytes) / steps,
             "log-log slope", 0.9, 1.1, "of the module, at its peak"},
            {"memory kept after the job", (large.kept_bytes - small.kept_bytes) / more,
             "bytes per item", 0, 400, "the module's, its share of the party included"},
            {"memory at the peak", (large.peak_bytes - small.peak_bytes) / more, "bytes per item",
             0, 0, "while it matches and decides"}};
}

} // namespace afpunt::benchmark
