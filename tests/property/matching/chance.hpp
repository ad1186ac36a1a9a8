// SPDX-License-Identifier: MIT
//
// Chance that is the same on every machine: the engine is fixed by the C++ standard, the
// distributions of the library are not, so they are not used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace afpunt::matching {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}

    // 0 to below - 1; 0 where there is nothing to choose from.
    [[nodiscard]] std::size_t below(std::size_t limit) {
        return limit == 0 ? 0 : static_cast<std::size_t>(engine_() % limit);
    }
    [[nodiscard]] std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least + 1)));
    }
    [[nodiscard]] bool percent(std::size_t share) { return below(100) < share; }
    template <typename T>
    [[nodiscard]] const T& pick(const std::vector<T>& choices) {
        return choices[below(choices.size())];
    }
    [[nodiscard]] std::string word(std::initializer_list<const char*> choices) {
        return *(choices.begin() + below(choices.size()));
    }
    template <typename T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t left = values.size(); left > 1; --left)
            std::swap(values[left - 1], values[below(left)]);
    }

private:
    std::mt19937_64 engine_;
};

} // namespace afpunt::matching
