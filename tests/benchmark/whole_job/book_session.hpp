// SPDX-License-Identifier: MIT
//
// The module over the in-memory book, as the parts of the benchmark begin: loaded, its first day
// behind it, the bank file read and settled.
#pragma once

#include "benchmark/whole_job/book_host.hpp"
#include "benchmark/whole_job/whole_job.hpp"

#include <memory>

namespace afpunt::benchmark {

class BookSession {
public:
    // The book is empty and it is first_day().
    BookSession(const Places& places, Firm firm, const std::string& name,
                Changes changes = Changes::Untold);
    ~BookSession();
    BookSession(const BookSession&) = delete;
    BookSession& operator=(const BookSession&) = delete;

    [[nodiscard]] BookHost& host() { return host_; }
    [[nodiscard]] host::Plugin& plugin() { return *plugin_; }
    // A new event of this kind, about no or one item.
    void submit(afpunt_event_type type, std::string_view item_id = {});
    // Until the module has told once more what a settling did. Its sentence.
    std::string wait_for_notice(std::size_t notices_before);
    [[nodiscard]] std::string ask(std::string_view request);

private:
    std::filesystem::path folder_;
    BookHost host_;
    std::unique_ptr<host::Plugin> plugin_;
    int events_ = 0;
};

} // namespace afpunt::benchmark
