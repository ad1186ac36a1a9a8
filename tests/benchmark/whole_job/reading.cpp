// SPDX-License-Identifier: MIT
//
// Bank files read to bookings, and the same CAMT.053 file read by what Debian has for it, in the
// same run. Nothing is kept of what is read.
#include "benchmark/whole_job/child.hpp"
#include "benchmark/whole_job/firm.hpp"
#include "benchmark/whole_job/libxml2.hpp"
#include "benchmark/whole_job/measure.hpp"
#include "benchmark/whole_job/read_and_count.hpp"
#include "benchmark/whole_job/whole_job.hpp"

#include <pugixml.hpp>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <malloc.h>
#include <stdexcept>

namespace afpunt::benchmark {
namespace {

constexpr int rounds = 5; // the median of them counts; they take turns

// One way of reading the file, and what it took each time.
struct Reader {
    std::string name;
    std::function<void()> read;
    std::vector<double> times = {};

    void measure() {
        const Stopwatch watch;
        read();
        times.push_back(watch.read().processor_s);
        malloc_trim(0);
    }
    [[nodiscard]] double time() const { return percentile(times, 0.5); }
};

void parse_by_pugixml(const std::filesystem::path& file) {
    pugi::xml_document document;
    if (!document.load_file(file.c_str())) throw std::runtime_error("pugixml cannot read it");
}

std::vector<Reader> peers(const std::filesystem::path& file, const Counter& truth) {
    const auto check = [truth](const libxml2::Bookings& read) {
        if (read.count != truth.entries || read.sum != truth.sum) {
            throw std::runtime_error("libxml2 does not find the bookings that we find");
        }
    };
    std::vector<Reader> readers{
        {"pugixml, whole document, no bookings", [file] { parse_by_pugixml(file); }}};
    if (!libxml2::is_there()) return readers;
    readers.push_back({"libxml2, SAX to bookings", [=] { check(libxml2::read_by_events(file)); }});
    readers.push_back(
        {"libxml2, xmlTextReader to bookings", [=] { check(libxml2::read_by_pulling(file)); }});
    readers.push_back(
        {"libxml2, whole document, no bookings", [=] { libxml2::parse_whole_document(file); }});
    return readers;
}

std::string milliseconds(double seconds) {
    return std::to_string(std::lround(seconds * 1000)) + " ms";
}

// A process of its own, once: it takes seconds.
Figure lxml_figure(const std::filesystem::path& file, const Counter& truth, double ours) {
    Figure figure{"reading: lxml, iterparse to bookings, over ours", 0, "times", 0, 0, ""};
    const std::string python = AFPUNT_PYTHON;
    if (std::system((python + " -c 'import lxml' 2>/dev/null").c_str()) != 0) {
        figure.note = "not measured: python3-lxml is not installed";
        return figure;
    }
    const ChildAnswer answer(python + " " AFPUNT_LXML_SCRIPT " " + file.string());
    if (answer.number("bookings") != static_cast<double>(truth.entries) ||
        answer.number("sum") != static_cast<double>(truth.sum)) {
        throw std::runtime_error("lxml does not find the bookings that we find");
    }
    figure.value = answer.number("processor_s") / ours;
    figure.note = milliseconds(answer.number("processor_s"));
    return figure;
}

Figures coda_figures(const Firm& firm, const Places& places) {
    const std::filesystem::path file = places.scratch / "reading.cod";
    write_coda_file(firm, file);
    const auto lines = static_cast<std::uint32_t>(firm.invoices.size());
    Reader coda{"CODA", [&] { static_cast<void>(read_and_count(file, lines)); }};
    for (int round = 0; round < rounds; ++round)
        coda.measure();
    const double megabytes = static_cast<double>(std::filesystem::file_size(file)) / 1e6;
    std::filesystem::remove(file);
    return {{"reading: CODA to bookings", coda.time() * 1e9 / lines, "ns a payment", 0, 0,
             std::to_string(std::lround(megabytes)) + " MB in " + milliseconds(coda.time())}};
}

} // namespace

Figures reading_figures(const Places& places, std::uint32_t lines) {
    const Firm firm = invent_firm(lines);
    const std::filesystem::path file = places.scratch / "reading.xml";
    write_bank_file(firm, file);
    forget_the_peak();
    const double before = resident_bytes();
    const Counter truth = read_and_count(file, lines);
    const double peak_mb = (peak_bytes() - before) / (1024 * 1024);
    Reader ours{"ours", [&] { static_cast<void>(read_and_count(file, lines)); }};
    std::vector<Reader> others = peers(file, truth);
    for (int round = 0; round < rounds; ++round) {
        ours.measure();
        for (Reader& other : others)
            other.measure();
    }
    const double megabytes = static_cast<double>(std::filesystem::file_size(file)) / 1e6;
    Figures figures{
        {"reading: CAMT.053 to bookings", ours.time() * 1e9 / lines, "ns a line", 0, 0,
         std::to_string(std::lround(megabytes)) + " MB in " + milliseconds(ours.time())},
        {"reading: its memory", peak_mb, "MB", 0, 0, "at its peak"}};
    for (const Reader& other : others) {
        const double goal = &other == &others.front() ? 4 : 0;
        figures.push_back({"reading: " + other.name + ", over ours", other.time() / ours.time(),
                           "times", goal, 0, milliseconds(other.time())});
    }
    if (!libxml2::is_there()) {
        figures.push_back({"reading: libxml2, over ours", 0, "times", 0, 0,
                           "not measured: libxml2-dev is not installed"});
    }
    figures.push_back(lxml_figure(file, truth, ours.time()));
    std::filesystem::remove(file);
    for (Figure& figure : coda_figures(firm, places))
        figures.push_back(std::move(figure));
    return figures;
}

} // namespace afpunt::benchmark
