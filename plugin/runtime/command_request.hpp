// SPDX-License-Identifier: MIT
//
// The fields of a request, with words for what is missing or wrong.
#pragma once

#include "runtime/commands.hpp"

#include <afpunt/date.hpp>
#include <afpunt/result.hpp>

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace afpunt::runtime {

class Request {
public:
    explicit Request(const boost::json::object& json) : json_(json) {}

    // Empty when absent or no text.
    [[nodiscard]] std::string text(const char* field) const {
        const auto* value = json_.if_contains(field);
        return value != nullptr && value->is_string() ? std::string(value->as_string())
                                                      : std::string();
    }
    [[nodiscard]] Result<std::string> required(const char* field) const {
        std::string value = text(field);
        if (value.empty()) return fail(field, "", "a text in this field of the request");
        return value;
    }
    [[nodiscard]] bool flag(const char* field) const {
        const auto* value = json_.if_contains(field);
        return value != nullptr && value->is_bool() && value->as_bool();
    }
    [[nodiscard]] int number(const char* field, int fallback) const {
        const auto* value = json_.if_contains(field);
        if (value == nullptr || !value->is_int64()) return fallback;
        const std::int64_t number = value->as_int64();
        return number < 0 || number > 1'000'000 ? fallback : static_cast<int>(number);
    }
    // Empty when absent.
    [[nodiscard]] Result<std::vector<std::string>> texts(const char* field) const {
        std::vector<std::string> texts;
        const auto* value = json_.if_contains(field);
        if (value == nullptr) return texts;
        const auto refuse = [&] { return fail(field, "something else", "a list of texts"); };
        if (!value->is_array()) return refuse();
        for (const auto& element : value->as_array()) {
            if (!element.is_string()) return refuse();
            texts.emplace_back(element.as_string());
        }
        return texts;
    }
    // nullopt when absent: a day that is there in another form must not count as "no day".
    [[nodiscard]] Result<std::optional<Date>> date(const char* field) const {
        const auto* given = json_.if_contains(field);
        if (given == nullptr || given->is_null()) return std::nullopt;
        const std::string value = text(field);
        auto date = Date::parse(value);
        if (!date) return fail(field, value, date.error().expected);
        return std::optional<Date>(*date);
    }
    // nullptr when absent.
    [[nodiscard]] const boost::json::value* value(const char* field) const {
        return json_.if_contains(field);
    }
    [[nodiscard]] std::string who() const { return text("who"); }

private:
    const boost::json::object& json_;
};

} // namespace afpunt::runtime
