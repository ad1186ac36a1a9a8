// SPDX-License-Identifier: MIT
#include "benchmark/whole_job/book_session.hpp"

#include <stdexcept>

namespace afpunt::benchmark {

BookSession::BookSession(const Places& places, Firm firm, const std::string& name, Changes changes)
    : folder_(places.scratch / name), host_(std::move(firm), folder_, changes) {
    auto library = host::Library::load(places.module);
    if (!library) throw std::runtime_error(library.error().sentence());
    auto plugin = host::Plugin::start(std::move(*library), host_);
    if (!plugin) throw std::runtime_error(plugin.error().sentence());
    plugin_ = std::move(*plugin);
    (void)ask(R"({"command": "run"})");
}

BookSession::~BookSession() {
    plugin_.reset();
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
}

void BookSession::submit(afpunt_event_type type, std::string_view item_id) {
    const std::string id = std::to_string(++events_);
    const afpunt_str item = host::to_abi(item_id);
    afpunt_event event{};
    event.struct_size = sizeof event;
    event.type = type;
    event.source = host::to_abi("benchmark");
    event.epoch = host::to_abi("1");
    event.id = host::to_abi(id);
    event.occurred_at = AFPUNT_NO_TIME;
    if (!item_id.empty()) {
        event.item_ids = &item;
        event.item_count = 1;
    }
    if (auto sent = plugin_->submit(event); !sent) {
        throw std::runtime_error(sent.error().sentence());
    }
}

std::string BookSession::wait_for_notice(std::size_t notices_before) {
    if (!run_until(*plugin_, host_, [&] { return host_.notices().size() > notices_before; })) {
        throw std::runtime_error("the module did not settle the book");
    }
    return host_.notices().back();
}

std::string BookSession::ask(std::string_view request) {
    std::string answer = benchmark::ask(*plugin_, host_, request);
    if (!answer.starts_with(R"({"ok":true)")) throw std::runtime_error(answer.substr(0, 400));
    return answer;
}

} // namespace afpunt::benchmark
