// SPDX-License-Identifier: MIT
//
// What can go wrong with somebody's data, as a value. Exceptions are for bugs only.
// A Failure names the place, the field, what was found and what was expected, so that the sentence
// that reaches an accountant needs no knowledge of the program.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace afpunt {

struct Failure {
    std::string where;    // "bank/2026-11-19.cod, line 17"; empty when the caller knows the place
    std::string field;    // "amount", "cbc:DueDate"; empty when the whole place is meant
    std::string found;    // as read; may be empty: then "nothing" was found
    std::string expected; // "an amount with at most 2 decimals"
    // A whole sentence that another side wrote, and that is passed on as it is; empty for our own.
    std::string said = {};

    // "bank/x.cod, line 17: amount: found '12.345', expected an amount with at most 2 decimals"
    [[nodiscard]] std::string sentence() const {
        std::string text;
        if (!where.empty()) text += where + ": ";
        if (!said.empty()) return text + said;
        if (!field.empty()) text += field + ": ";
        text += found.empty() ? "found nothing" : "found '" + found + "'";
        text += ", expected " + expected;
        return text;
    }
    // The same failure, with the place put in by a caller that knows it.
    [[nodiscard]] Failure at(std::string place) const {
        Failure copy = *this;
        copy.where = copy.where.empty() ? std::move(place) : place + ", " + copy.where;
        return copy;
    }
};

template <typename T>
using Result = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> fail(std::string field, std::string found,
                                                  std::string expected) {
    return tl::unexpected<Failure>(
        Failure{{}, std::move(field), std::move(found), std::move(expected)});
}

} // namespace afpunt
