// SPDX-License-Identifier: MIT
//
// Reads entries in the way in which a bank writes them: thousands of times the same tags in the
// same order, with other texts between. Each run of tags is checked once, and what it means is
// noted; where it comes again, one comparison of bytes passes it. No tree is made.
//
// Entries with anything unusual are left to the XML scanner and its tree, which read all XML and
// have the words for what is wrong: comments, CDATA, attributes other than Ccy, an element twice
// that counts once, charges, entries that are not whole yet.
#pragma once

#include "bank/camt_elements.hpp"
#include "bank/camt_texts.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

class CamtEntryScanner {
public:
    // A bank's file has some fifty runs; a file that brings forth more is written to do so.
    static constexpr std::size_t max_runs = 1024;
    // Behind one place they are tried one after the other.
    static constexpr std::size_t max_runs_of_a_place = 24;
    // What a run remembers; a longer one is two.
    static constexpr std::size_t max_run_bytes = 512;
    static constexpr std::size_t max_places = 512;
    // Below Ntry: the deepest path that ISO 20022 defines there has fewer than 16 levels.
    static constexpr std::size_t max_depth = 24;
    // So many unusual runs are looked at; then only known ones are passed.
    static constexpr int max_refusals = 1000;
    // Each detail takes a kilobyte of memory here, where the tree takes less.
    static constexpr std::size_t max_details = 1000;

    explicit CamtEntryScanner(const CamtElements& elements);
    // The bytes of the Ntry at the front of `ahead`, or 0 when it has to be read by the tree. What
    // it says is in texts() and details(), as long as `ahead` stays.
    [[nodiscard]] std::size_t scan(std::string_view ahead);
    [[nodiscard]] const CamtTexts& texts() const { return texts_; }
    [[nodiscard]] const std::vector<CamtTexts>& details() const { return details_; }
    [[nodiscard]] std::size_t detail_count() const { return detail_count_; }

private:
    // What a run of tags does beside leading to a place.
    struct Step {
        enum class Kind : std::uint8_t { Field, Remittance, BeginDetail, EndDetail };
        Kind kind = Kind::Field;
        CamtField field = CamtField::None;
        CamtRemittance remittance = CamtRemittance::None;
        std::string_view text; // stands in the run itself
    };
    struct Run {
        std::string bytes;         // from '<' to '>'
        bool ends_element = false; // it begins with the end tag of the element of its place
        std::size_t to = 0;
        // Elements that count once: not seen before (that were not put aside by a new parent).
        CamtElements::Set unseen, forgotten, seen;
        std::vector<Step> steps;
    };
    struct Known {
        std::string_view bytes; // of the run: looked at for each entry, so they are at hand here
        const Run* run = nullptr;
    };
    // Inside an element, before its first child or behind one.
    struct Place {
        std::string name; // with prefix
        std::size_t parent = 0;
        std::size_t element = CamtElements::none;
        std::size_t depth = 0;
        bool behind_child = false;
        std::size_t other = 0; // the same element, behind a child
        std::vector<Known> runs;
    };
    class Learner;
    static constexpr std::size_t outside = 0;

    [[nodiscard]] const Run* find(std::size_t place, std::string_view ahead);
    [[nodiscard]] bool use_text(const Place& place, const Run& run, std::string_view text,
                                bool is_plain);
    [[nodiscard]] bool take(const Run& run);

    const CamtElements& elements_;
    std::deque<Run> runs_;
    std::deque<Place> places_;
    CamtTexts texts_;
    std::vector<CamtTexts> details_; // reused: the first detail_count_ are those of the entry
    std::size_t detail_count_ = 0;
    CamtTexts* holder_ = nullptr; // whose texts are read: the entry's or a detail's
    CamtElements::Set seen_;
    int refusals_ = 0;
};

} // namespace afpunt::standalone
