// SPDX-License-Identifier: MIT
//
// The firm in whose name letters go out: the book's own properties (File > Properties > Business),
// and what afpunt.toml says where those are empty or wrong.
#pragma once

#include "gnucash/book_reader.hpp"
#include "gnucash/settings_folder.hpp"

namespace afpunt::gnucash {

[[nodiscard]] FirmSettings read_firm(const BookReader& reader, const FirmSettings& overrides);

} // namespace afpunt::gnucash
