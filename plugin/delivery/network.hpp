// SPDX-License-Identifier: MIT
//
// The thread for sockets, beside the worker: a mail server that is slow must not keep the store
// from answering, and a store that syncs must not keep the last look before a letter's final dot
// waiting. One for all books of a process, begun with the first that needs it. Only the .cpp files
// that own sockets include Asio.
#pragma once

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace afpunt::delivery {

class Network {
public:
    // [main] Its threads have all signals blocked.
    [[nodiscard]] static std::shared_ptr<Network> start();
    virtual ~Network() = default;
    // [main] Ends its threads, and waits for what blocks. What is posted afterwards is never done.
    // Whoever keeps a Network longer keeps nothing that runs.
    virtual void stop() = 0;

    [[nodiscard]] virtual boost::asio::io_context& context() = 0; // one thread runs it
    // [any] Runs a task on the thread that runs the context, after what waits there.
    virtual void post(std::function<void()> task) = 0;
    // [any] For libraries that block (libcurl, the resolver): runs one task after the other on a
    // thread of its own, begun with the first task. Tasks bound their own time.
    virtual void run_blocking(std::function<void()> task) = 0;
};

} // namespace afpunt::delivery
