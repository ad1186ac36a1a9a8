// SPDX-License-Identifier: MIT
//
// The same sentences in Dutch, French, German and English, a file for each.
#pragma once

#include "gnucash/words.hpp"

namespace afpunt::gnucash {

extern const Words words_nl;
extern const Words words_fr;
extern const Words words_de;
extern const Words words_en;

} // namespace afpunt::gnucash
