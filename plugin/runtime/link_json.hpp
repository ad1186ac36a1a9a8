// SPDX-License-Identifier: MIT
//
// What people see of payment links: of one invoice, and what of all of them needs a person.
#pragma once

#include "runtime/assessment.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::runtime {

// [worker] The links of letters that hold this item, oldest first.
[[nodiscard]] Result<boost::json::array> links_json(outbox::Store& store,
                                                    const Assessment& assessment,
                                                    std::string_view item_id,
                                                    std::string_view language);
// [worker] Sentences: links that were paid beside another payment, and links that cannot be closed.
[[nodiscard]] Result<std::vector<std::string>>
link_attention(outbox::Store& store, const Assessment& assessment, std::string_view language);

} // namespace afpunt::runtime
