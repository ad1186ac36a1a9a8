// SPDX-License-Identifier: MIT
//
// The report of the day: one HTML file that needs nothing else, three lists (ready, held, why), the
// state of each bank account, and what was withdrawn since the last report. In the reader's words.
#pragma once

#include "book/book.hpp"
#include "matching/proposal.hpp"
#include "policy/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::document {

// Its texts are those of the letter, which outlives the report: a book has tens of thousands.
struct ReportLetter {
    std::string_view number, party_id, state; // state: code of outbox::LetterState
    std::string_view state_reason;            // why withdrawn
    Money total;
    std::vector<std::string_view> item_ids;
};

struct ReportInput {
    const book::Book& book;
    const policy::Plan& plan;
    const std::vector<matching::Proposal>& proposals;
    std::vector<ReportLetter> letters; // open ones, and those withdrawn lately
    std::string language;
    std::string notice;                 // "Trial: ..." or empty
    std::vector<std::string> attention; // sentences in the reader's language, first on the page
};

[[nodiscard]] std::string day_report(const ReportInput& input);

} // namespace afpunt::document
