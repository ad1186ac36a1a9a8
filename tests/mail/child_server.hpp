// SPDX-License-Identifier: MIT
//
// A server of other people's making, as a process of its own. It says one line when it is ready
// and ends when its standard input does: also when the test dies.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace afpunt::tests {

class ChildServer {
public:
    explicit ChildServer(const std::vector<std::string>& command);
    ~ChildServer();
    ChildServer(const ChildServer&) = delete;
    ChildServer& operator=(const ChildServer&) = delete;
    // What it said: its port; or nothing when it could not begin.
    [[nodiscard]] const std::string& said() const { return said_; }

private:
    pid_t process_ = -1;
    int input_ = -1;
    std::string said_;
};

} // namespace afpunt::tests
