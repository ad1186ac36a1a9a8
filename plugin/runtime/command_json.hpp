// SPDX-License-Identifier: MIT
//
// What commands show, as JSON. Amounts are {"currency": "EUR", "amount": "12.34", "text": "12,34
// EUR"} with the text as the reader expects it; days are ISO.
#pragma once

#include "book/coverage.hpp"
#include "runtime/follow_up.hpp"

#include <boost/json.hpp>

#include <string_view>

namespace afpunt::runtime {

[[nodiscard]] boost::json::object json_of(const Money& money, std::string_view language);
[[nodiscard]] boost::json::object json_of(const policy::Decision& decision, const book::Book& book,
                                          std::string_view language);
[[nodiscard]] boost::json::object json_of(const outbox::Letter& letter, const book::Book& book,
                                          std::string_view language);
[[nodiscard]] boost::json::object json_of(const matching::Proposal& proposal,
                                          const book::Book& book, std::string_view language);
[[nodiscard]] boost::json::array coverage_json(const book::Coverage& coverage);
// How much of a plan is listed: the lists of a large book are megabytes, which a host's main thread
// reads for tens of milliseconds.
enum class PlanLists {
    None,                // days, coverage, counts
    LettersAndProposals, // what waits for a person
    All                  // decisions and planned letters as well
};
[[nodiscard]] boost::json::object plan_json(const Assessment& assessment, std::string_view language,
                                            PlanLists lists);
[[nodiscard]] boost::json::array
pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs, const char* first,
           const char* second);

} // namespace afpunt::runtime
