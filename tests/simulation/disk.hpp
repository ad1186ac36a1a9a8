// SPDX-License-Identifier: MIT
//
// A disk in memory, which SQLite sees as the operating system (a VFS). It keeps apart what was
// written from what was synced: a process that dies loses nothing that it had written, a machine
// that loses its power loses or tears whatever was not synced. Each write can be the last one of a
// process or of the machine. Locks and shared memory work as on Unix, so that several processes can
// have one store open; all of them run on one thread.
#pragma once

#include "simulation/chance.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace afpunt::simulation {

using ProcessId = int; // 0 = nobody

struct DiskFile; // disk_file.hpp

// What ends with a write.
enum class Ending { None, Process, Machine };

class Disk {
public:
    // Makes this disk SQLite's default for this program, and its random numbers follow from `seed`.
    // There is one disk at a time.
    explicit Disk(std::uint64_t seed);
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    // Who works from now on: files that are opened belong to him.
    void let_work(ProcessId process) {
        working_ = process;
        fates_.try_emplace(process);
    }

    // The n-th write from now by `process` (1 = the next) is its last. `written`: it still arrives.
    void end_at_write(ProcessId process, int n, Ending ending, bool written);
    // Nobody ends at a write any more.
    void spare_all();
    // Nothing that the process still tries arrives.
    void end_now(ProcessId process, Ending ending) { fates_[process].ended = ending; }
    // What the process ended with since it was told to work; Ending::None while it lives.
    [[nodiscard]] Ending ended(ProcessId process) const;
    // Everything that the process has open is closed as by a kernel, and it can begin anew.
    void forget(ProcessId process);
    // Whatever was not synced is kept, lost or torn, by chance. All processes must be forgotten
    // first.
    void lose_power();

    // A disk without room, until told otherwise.
    void set_full(bool is_full) { full_ = is_full; }
    // A disk that says "synced" and has done nothing: the switch for the guard of that name.
    void lie_about_syncs() { lies_ = true; }

    // The state as a backup program sees it, and put back. Nobody may have it open.
    using Backup = std::map<std::string, std::string>;
    [[nodiscard]] Backup back_up() const;
    void put_back(const Backup& backup);

    [[nodiscard]] std::uint64_t writes() const { return writes_; }

    // --- for the functions that SQLite calls (disk_vfs.cpp)
    [[nodiscard]] ProcessId working() const { return working_; }
    [[nodiscard]] std::shared_ptr<DiskFile> find(const std::string& name) const;
    [[nodiscard]] std::shared_ptr<DiskFile> create(const std::string& name);
    void remove(const std::string& name, bool folder_is_synced);
    void sync_folder();
    // Counts a write. False = it must fail, `arrives` says whether it happens all the same.
    [[nodiscard]] bool may_write(ProcessId process, bool& arrives);
    [[nodiscard]] bool is_full() const { return full_; }
    [[nodiscard]] bool lies() const { return lies_; }
    [[nodiscard]] Chance& chance() { return chance_; }

private:
    struct Fate {
        int writes_left = 0; // 0 = none is the last one
        Ending ending = Ending::None;
        bool written = false;
        Ending ended = Ending::None;
    };
    Chance chance_;
    std::map<std::string, std::shared_ptr<DiskFile>> files_;
    std::map<std::string, std::shared_ptr<DiskFile>> removed_; // the folder was not synced since
    std::map<ProcessId, Fate> fates_;
    ProcessId working_ = 0;
    bool full_ = false, lies_ = false;
    std::uint64_t writes_ = 0;
};

} // namespace afpunt::simulation
