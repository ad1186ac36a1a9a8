// SPDX-License-Identifier: MIT
//
// The newest durable cursor of each source, for [any] thread: a host asks it without waiting for
// the disk. What is not known yet is looked up by the worker and known when the host asks again.
#pragma once

#include "config/limits.hpp"

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace afpunt::runtime {

class DurableCursors {
public:
    enum class Known { Yes, BeingLookedUp, No };

    // [worker] Empty = the source has none.
    void set(const std::string& source, std::string cursor) {
        const std::scoped_lock lock(mutex_);
        make_room();
        cursors_[source] = {Known::Yes, std::move(cursor)};
    }
    // [any] Known::No: the caller has the cursor looked up; everybody after him need not.
    [[nodiscard]] std::pair<Known, std::string> ask(std::string_view source) {
        const std::scoped_lock lock(mutex_);
        const auto found = cursors_.find(source);
        if (found != cursors_.end()) return found->second;
        make_room();
        cursors_.emplace(source, std::pair(Known::BeingLookedUp, std::string()));
        return {Known::No, ""};
    }

private:
    // The truth is on the disk: what is forgotten here is looked up again.
    void make_room() {
        if (cursors_.size() >= config::event_sources_max) cursors_.clear();
    }
    std::mutex mutex_;
    std::map<std::string, std::pair<Known, std::string>, std::less<>> cursors_;
};

} // namespace afpunt::runtime
