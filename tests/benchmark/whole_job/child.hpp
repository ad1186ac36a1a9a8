// SPDX-License-Identifier: MIT
//
// A part of the benchmark in a process of its own, which answers with one JSON object.
#pragma once

#include <string>

namespace afpunt::benchmark {

class ChildAnswer {
public:
    // Runs the command and waits for it; throws when it gives no object.
    explicit ChildAnswer(const std::string& command);
    // A number of the answer; throws when it is not there.
    [[nodiscard]] double number(const std::string& name) const;

private:
    std::string json_;
};

} // namespace afpunt::benchmark
