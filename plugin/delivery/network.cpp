// SPDX-License-Identifier: MIT
#include "delivery/network.hpp"

#include "delivery/loop_thread.hpp"

#include <boost/asio/post.hpp>

#include <mutex>
#include <optional>

namespace afpunt::delivery {
namespace {

namespace asio = boost::asio;

class NetworkThreads final : public Network {
public:
    NetworkThreads() = default;
    ~NetworkThreads() override { stop_threads(); }
    NetworkThreads(const NetworkThreads&) = delete;
    NetworkThreads& operator=(const NetworkThreads&) = delete;

    asio::io_context& context() override { return sockets_.context(); }
    void stop() override { stop_threads(); }
    void post(std::function<void()> task) override { asio::post(context(), std::move(task)); }
    void run_blocking(std::function<void()> task) override {
        const std::scoped_lock lock(mutex_);
        if (!blocking_) blocking_.emplace();
        asio::post(blocking_->context(), std::move(task));
    }

private:
    // Each thread may still call the other: both end before either's context does.
    void stop_threads() {
        sockets_.stop();
        const std::scoped_lock lock(mutex_);
        if (blocking_) blocking_->stop();
    }

    LoopThread sockets_;
    std::mutex mutex_;
    std::optional<LoopThread> blocking_;
};

} // namespace

std::shared_ptr<Network> Network::start() {
    return std::make_shared<NetworkThreads>();
}

} // namespace afpunt::delivery
