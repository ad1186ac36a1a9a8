// SPDX-License-Identifier: MIT
//
// Boost.JSON, compiled into us: the module loads no Boost library, so it cannot meet a host's.
#include <boost/json/src.hpp>
