// SPDX-License-Identifier: MIT
//
// The first look at a run of tags: checks it, and writes down what it means.
#pragma once

#include "bank/camt_entry_scanner.hpp"

namespace afpunt::standalone {

class CamtEntryScanner::Learner {
public:
    // `place`: where the run begins, which is at the front of `ahead`.
    Learner(CamtEntryScanner& scanner, std::size_t place, std::string_view ahead)
        : scanner_(scanner), place_(place), from_(place), ahead_(ahead) {}
    // The run, kept with its place; nothing when there is anything unusual in it, or no room.
    [[nodiscard]] const Run* learn();

private:
    [[nodiscard]] const Place& place() const { return scanner_.places_[place_]; }
    [[nodiscard]] std::string_view rest() const { return ahead_.substr(at_); }
    [[nodiscard]] bool pass_tag();
    [[nodiscard]] bool pass_start_tag();
    [[nodiscard]] bool pass_end_tag();
    [[nodiscard]] bool go_on();
    [[nodiscard]] bool pass_constant();
    [[nodiscard]] bool open(std::string_view name, std::string_view currency);
    [[nodiscard]] bool mark(std::size_t element);
    void close();
    void set_text(const CamtElements::Element& element, std::string_view text);
    [[nodiscard]] std::size_t place_within(std::string_view name, std::size_t element);
    [[nodiscard]] const Run* keep();

    CamtEntryScanner& scanner_;
    Run run_;
    std::size_t place_;
    std::size_t from_;
    std::string_view ahead_;
    std::size_t at_ = 0; // what is passed of it
    bool cut_off_ = false;
};

} // namespace afpunt::standalone
