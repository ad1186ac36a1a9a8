// SPDX-License-Identifier: MIT
#include "benchmark/whole_job/child.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace afpunt::benchmark {

ChildAnswer::ChildAnswer(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> child(popen(command.c_str(), "r"), pclose);
    if (!child) throw std::runtime_error("no second process");
    std::array<char, 4096> piece{};
    while (const std::size_t count = fread(piece.data(), 1, piece.size(), child.get()))
        json_.append(piece.data(), count);
    if (!json_.starts_with('{')) throw std::runtime_error("no answer from " + command);
}

double ChildAnswer::number(const std::string& name) const {
    return boost::json::parse(json_).as_object().at(name).to_number<double>();
}

} // namespace afpunt::benchmark
