// SPDX-License-Identifier: MIT
//
// Tables by ids, without a node and without a copy of the id for each entry: a book and a plan put
// all of their records into such tables, after each import anew. The ids outlive the table.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <functional>
#include <string_view>

namespace afpunt::book {

template <typename Value>
using ById = boost::unordered_flat_map<std::string_view, Value, std::hash<std::string_view>>;
using Ids = boost::unordered_flat_set<std::string_view, std::hash<std::string_view>>;

} // namespace afpunt::book
