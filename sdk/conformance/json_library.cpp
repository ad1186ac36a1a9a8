// SPDX-License-Identifier: MIT
//
// Boost.JSON, compiled into this program: nothing of Boost has to be installed to run it.
#include <boost/json/src.hpp>
