// SPDX-License-Identifier: MIT
//
// A struct that ends where readable memory ends. Whoever believes sizeof instead of struct_size
// runs into the page behind it, and the case that handed the struct over fails by its name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace afpunt::conformance {

class GuardedMemory {
public:
    explicit GuardedMemory(std::size_t bytes) : bytes_(bytes) {
        const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        readable_ = (bytes + page - 1) / page * page;
        if (readable_ == 0) readable_ = page;
        mapped_ = readable_ + page;
        void* map =
            mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (map == MAP_FAILED) throw std::bad_alloc();
        map_ = static_cast<char*>(map);
        if (mprotect(map_ + readable_, page, PROT_NONE) != 0) throw std::bad_alloc();
    }
    ~GuardedMemory() { munmap(map_, mapped_); }
    GuardedMemory(const GuardedMemory&) = delete;
    GuardedMemory& operator=(const GuardedMemory&) = delete;

    // The last `bytes` readable ones.
    [[nodiscard]] char* begin() const { return map_ + readable_ - bytes_; }
    [[nodiscard]] std::size_t size() const { return bytes_; }

private:
    std::size_t bytes_;
    std::size_t readable_ = 0;
    std::size_t mapped_ = 0;
    char* map_ = nullptr;
};

// A copy of a struct as a maker of another revision has it: cut off, or longer with bytes behind it
// that this revision knows nothing of. Its first field is struct_size.
template <typename Struct>
class ResizedStruct {
public:
    ResizedStruct(const Struct& whole, std::uint32_t size) : memory_(aligned(size)) {
        constexpr int unknown_bytes = 0xA5;
        std::memset(memory_.begin(), unknown_bytes, memory_.size());
        std::memcpy(memory_.begin(), &whole, std::min<std::size_t>(size, sizeof whole));
        std::memcpy(memory_.begin(), &size, sizeof size);
    }
    [[nodiscard]] Struct* get() const { return reinterpret_cast<Struct*>(memory_.begin()); }

private:
    // Room for struct_size itself, and an address that is right for the struct.
    static std::size_t aligned(std::uint32_t size) {
        constexpr std::size_t unit = alignof(Struct);
        return (std::max<std::size_t>(size, sizeof size) + unit - 1) / unit * unit;
    }
    GuardedMemory memory_;
};

} // namespace afpunt::conformance
