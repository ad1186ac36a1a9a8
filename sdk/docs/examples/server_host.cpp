// SPDX-License-Identifier: MIT
//
// A server: several books, one thread that all their instances live on, and other threads that
// handle requests and tell what they booked.
//   server_host LIBAFPUNT.SO FOLDER-FOR-STATE
#include <afpunt/date.hpp>
#include <afpunt/plugin.hpp>

#include <deque>
#include <iostream>
#include <thread>

namespace {

using namespace afpunt;
using host::to_abi;

// Empty books: what this example is about is who calls what on which thread.
class EmptyReading final : public host::SnapshotSource {
public:
    bool is_current() const override { return true; }
    void creditor(afpunt_party& out) override { out.id = to_abi("us"); }
    bool next(afpunt_party&) override { return false; }
    bool next(afpunt_account&) override { return false; }
    bool next(afpunt_statement&) override { return false; }
    bool next(afpunt_bank_line&) override { return false; }
    bool next(afpunt_item&) override { return false; }
    bool next(afpunt_allocation&) override { return false; }
    bool next(afpunt_owed&) override { return false; }
};

// [tasks]
// Work for the thread that the instances live on. Any thread may add to it.
class MainThread {
public:
    void post(std::function<void()> task) {
        const std::scoped_lock lock(mutex_);
        tasks_.push_back(std::move(task));
        changed_.notify_one();
    }
    // Until a task says end().
    void run() {
        while (!ended_) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return !tasks_.empty(); });
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock(); // the plugin is called without a lock of ours
            task();
        }
    }
    void end() { ended_ = true; }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> tasks_;
    bool ended_ = false;
};
// [tasks]

class ServerBook final : public host::Host {
public:
    ServerBook(MainThread& main, std::string id, std::string state)
        : main_(main), id_(std::move(id)), state_(std::move(state)) {
        std::filesystem::create_directories(state_);
    }
    std::string_view name() const override { return "server"; }
    std::string_view version() const override { return "1"; }
    std::string_view book_id() const override { return id_; }
    Result<std::unique_ptr<host::SnapshotSource>> open_snapshot() override {
        return std::make_unique<EmptyReading>();
    }
    Result<void> permit(std::string_view, std::span<const std::string_view>,
                        std::span<afpunt_permit_item>, afpunt_permit&) override {
        return {}; // state 0 for each: this book knows no item
    }
    Result<std::optional<std::string>> setting(std::string_view key) override {
        return key == "state.folder" ? std::optional(state_) : std::nullopt;
    }
    Result<std::optional<std::string>> secret(std::string_view) override { return std::nullopt; }
    // [turn]
    // Any thread: hands the wish to the thread that may call on_main().
    void request_callback() override {
        main_.post([this] { give_turn(); });
    }
    // One slice for this book, then the others have theirs.
    void give_turn() {
        if (plugin && plugin->on_main(std::chrono::milliseconds(5))) request_callback();
    }
    // [turn]

    std::unique_ptr<host::Plugin> plugin;

private:
    MainThread& main_;
    std::string id_, state_;
};

// [submit]
// After the commit, on the thread that handled the request: it copies and returns.
void tell_matched(host::Plugin& plugin, const std::string& id, const std::string& item) {
    const afpunt_str items[] = {to_abi(item)};
    afpunt_event event{};
    event.struct_size = sizeof event;
    event.type = AFPUNT_EVENT_MATCHED;
    event.source = to_abi("server");
    event.epoch = to_abi("1");
    event.id = event.cursor = to_abi(id); // this event's own, the same when it is told again
    event.item_ids = items;
    event.item_count = 1;
    if (auto told = plugin.submit(event); !told) std::cerr << told.error().sentence() << '\n';
}
// [submit]

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "Usage: server_host LIBAFPUNT.SO FOLDER-FOR-STATE\n";
        return 2;
    }
    auto library = host::Library::load(argv[1]);
    if (!library) {
        std::cerr << library.error().sentence() << '\n';
        return 1;
    }
    MainThread main;
    std::vector<std::unique_ptr<ServerBook>> books;
    int answers = 0;
    for (const char* id : {"north", "south", "west"}) {
        books.push_back(std::make_unique<ServerBook>(main, id, std::string(argv[2]) + "/" + id));
        ServerBook& book = *books.back();
        auto plugin = host::Plugin::start(*library, book);
        if (!plugin) {
            std::cerr << plugin.error().sentence() << '\n';
            return 1;
        }
        book.plugin = std::move(*plugin);
        const auto done = [&](const std::string& json) {
            std::cout << book.book_id() << ": " << json.substr(0, json.find(',')) << '\n';
            if (++answers == 3) main.end();
        };
        if (auto asked = book.plugin->execute(R"({"command": "plan"})", done); !asked) {
            std::cerr << asked.error().sentence() << '\n';
            return 1;
        }
    }
    // Two threads that handle requests, as a web server has them.
    std::thread first(tell_matched, std::ref(*books[0]->plugin), "event 1", "invoice 1");
    std::thread second(tell_matched, std::ref(*books[1]->plugin), "event 1", "invoice 7");
    main.run();
    // [end]
    // First nobody tells any more, then the instances end, on the thread that made them.
    first.join();
    second.join();
    for (const auto& book : books)
        book->plugin.reset();
    // [end]
}
