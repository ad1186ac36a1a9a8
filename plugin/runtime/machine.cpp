// SPDX-License-Identifier: MIT
#include "runtime/machine.hpp"

#include "config/sha256.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <unistd.h>

namespace afpunt::runtime {
namespace {

constexpr std::size_t shown_hash_digits = 16; // enough to tell machines apart, no use to others

std::string first_line(const char* file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

class ThisMachine final : public Machine {
public:
    Instant now() const override { return std::chrono::steady_clock::now(); }

    std::int64_t since_start_ms() const override {
        timespec now{};
        clock_gettime(CLOCK_BOOTTIME, &now);
        return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
    }

    std::string random_id() const override {
        std::array<unsigned char, 16> bits{};
        if (getentropy(bits.data(), bits.size()) != 0) {
            throw std::runtime_error("the system gives no random numbers");
        }
        static constexpr std::string_view hex = "0123456789abcdef";
        std::string id;
        for (const unsigned char byte : bits) {
            id += hex[byte >> 4];
            id += hex[byte & 15];
        }
        return id;
    }

    outbox::LeaseHolder holder(std::string id, std::string name) const override {
        std::error_code error;
        const auto space = std::filesystem::read_symlink("/proc/self/ns/pid", error);
        // A machine without these files gives empty texts: then only the lease's time counts,
        // because equal emptiness says nothing about who lives.
        std::string boot = first_line("/proc/sys/kernel/random/boot_id");
        return {std::move(id), getpid(), error ? std::to_string(getpid()) : space.string(),
                boot.empty() ? "unknown" : std::move(boot), std::move(name)};
    }

    bool process_exists(std::int64_t process) const override {
        if (process <= 0) return true; // 0 and below mean groups of processes to kill(2)
        return kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH;
    }

    std::string place_of(const std::string& state_folder) const override {
        std::error_code error;
        const auto real = std::filesystem::weakly_canonical(state_folder, error);
        const std::string machine =
            config::sha256_hex("afpunt place " + first_line("/etc/machine-id"));
        return machine.substr(0, shown_hash_digits) + ":" + (error ? state_folder : real.string());
    }
};

} // namespace

std::shared_ptr<const Machine> this_machine() {
    return std::make_shared<const ThisMachine>();
}

} // namespace afpunt::runtime
