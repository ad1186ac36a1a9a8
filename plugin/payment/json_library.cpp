// SPDX-License-Identifier: MIT
//
// Boost.JSON, compiled into us: the module loads no Boost library, so it cannot meet a host's. It
// stands in the first stage that reads JSON; the later ones get it from here.
#include <boost/json/src.hpp>
