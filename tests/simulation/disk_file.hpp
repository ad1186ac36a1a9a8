// SPDX-License-Identifier: MIT
//
// One file of the disk in memory: its bytes, what of them is synced, its locks and shared memory.
#pragma once

#include "simulation/disk.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace afpunt::simulation {

// Powers fail between sectors of this size.
inline constexpr std::size_t disk_sector = 512;
inline constexpr std::size_t shared_locks = 8; // SQLITE_SHM_NLOCK

struct OpenFile;

struct DiskFile {
    // A write, or with `cut` a new length, that is not synced yet.
    struct Unsynced {
        std::size_t at = 0;
        std::string bytes;
        bool cut = false;
    };

    std::string bytes;  // as every process sees it
    std::string synced; // as the machine would find it after a loss of power
    std::vector<Unsynced> unsynced;
    bool name_is_synced = false; // the folder knows it for good

    void write(std::size_t at, std::string_view written);
    void cut(std::size_t length);
    void sync(); // its bytes; its name with Disk::sync_folder()
    void lose_power(Chance& chance);

    // Locks of the rollback journal: SQLite's five levels, by who holds them.
    std::set<const OpenFile*> sharing;
    const OpenFile* reserved = nullptr;
    const OpenFile* pending = nullptr;
    const OpenFile* exclusive = nullptr;

    // The index of a write-ahead log: in memory only, gone with the last process that has it open.
    std::vector<std::unique_ptr<std::string>> regions;
    std::array<std::set<const OpenFile*>, shared_locks> region_readers;
    std::array<const OpenFile*, shared_locks> region_writer{};
    std::set<const OpenFile*> region_users;

    void leave(const OpenFile* who); // all locks and shared memory of this opening
};

} // namespace afpunt::simulation
