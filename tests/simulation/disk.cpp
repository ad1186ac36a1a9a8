// SPDX-License-Identifier: MIT
#include "simulation/disk.hpp"

#include "simulation/disk_file.hpp"
#include "simulation/disk_vfs.hpp"

#include <algorithm>

namespace afpunt::simulation {

// ---- one file ----------------------------------------------------------------------------------

namespace {

void put(std::string& bytes, std::size_t at, std::string_view written) {
    if (bytes.size() < at + written.size()) bytes.resize(at + written.size());
    bytes.replace(at, written.size(), written);
}

} // namespace

void DiskFile::write(std::size_t at, std::string_view written) {
    put(bytes, at, written);
    unsynced.push_back({at, std::string(written), false});
}

void DiskFile::cut(std::size_t length) {
    bytes.resize(length);
    unsynced.push_back({length, {}, true});
}

void DiskFile::sync() {
    for (const Unsynced& change : unsynced) {
        if (change.cut) {
            synced.resize(change.at);
        } else {
            put(synced, change.at, change.bytes);
        }
    }
    unsynced.clear();
}

// The kernel writes in what order it likes: each change by itself is there, is not, or is there in
// some of its sectors.
void DiskFile::lose_power(Chance& chance) {
    for (const Unsynced& change : unsynced) {
        const int fate = chance.between(0, 2);
        if (fate == 0) continue;
        if (change.cut) {
            synced.resize(change.at);
            continue;
        }
        for (std::size_t from = 0; from < change.bytes.size();) {
            // Sectors count from the begin of the file, not of the write.
            const std::size_t sector_end = ((change.at + from) / disk_sector + 1) * disk_sector;
            const std::size_t to = std::min(change.bytes.size(), sector_end - change.at);
            if (fate == 1 || chance.percent(50)) {
                put(synced, change.at + from,
                    std::string_view(change.bytes).substr(from, to - from));
            }
            from = to;
        }
    }
    unsynced.clear();
    bytes = synced;
}

void DiskFile::leave(const OpenFile* who) {
    sharing.erase(who);
    for (const OpenFile** held : {&reserved, &pending, &exclusive}) {
        if (*held == who) *held = nullptr;
    }
    for (std::size_t lock = 0; lock < shared_locks; ++lock) {
        region_readers[lock].erase(who);
        if (region_writer[lock] == who) region_writer[lock] = nullptr;
    }
    region_users.erase(who);
    if (region_users.empty()) regions.clear();
}

// ---- the disk ----------------------------------------------------------------------------------

Disk::Disk(std::uint64_t seed) : chance_(seed) {
    make_default(this);
}

Disk::~Disk() {
    make_default(nullptr);
}

std::shared_ptr<DiskFile> Disk::find(const std::string& name) const {
    const auto found = files_.find(name);
    return found == files_.end() ? nullptr : found->second;
}

std::shared_ptr<DiskFile> Disk::create(const std::string& name) {
    return files_[name] = std::make_shared<DiskFile>();
}

void Disk::remove(const std::string& name, bool folder_is_synced) {
    auto removed = files_.extract(name);
    if (!removed) return;
    if (removed.mapped()->name_is_synced) removed_[name] = std::move(removed.mapped());
    if (folder_is_synced) sync_folder();
}

// What was removed before stays removed, what was made stays.
void Disk::sync_folder() {
    for (auto& [name, file] : files_)
        file->name_is_synced = true;
    removed_.clear();
}

void Disk::end_at_write(ProcessId process, int n, Ending ending, bool written) {
    Fate& fate = fates_[process];
    if (fate.ended != Ending::None) return;
    fate = {n, ending, written, Ending::None};
}

void Disk::spare_all() {
    for (auto& [process, fate] : fates_)
        fate.writes_left = 0;
}

Ending Disk::ended(ProcessId process) const {
    const auto found = fates_.find(process);
    return found == fates_.end() ? Ending::None : found->second.ended;
}

void Disk::forget(ProcessId process) {
    fates_.erase(process);
}

bool Disk::may_write(ProcessId process, bool& arrives) {
    arrives = true;
    ++writes_;
    const auto found = fates_.find(process);
    if (found == fates_.end()) return true;
    Fate& fate = found->second;
    if (fate.ended != Ending::None) {
        arrives = false;
        return false;
    }
    if (fate.writes_left == 0 || --fate.writes_left > 0) return true;
    fate.ended = fate.ending;
    arrives = fate.written;
    // When the machine ends, so does everybody on it.
    if (fate.ending == Ending::Machine) {
        for (auto& [other, its_fate] : fates_)
            its_fate.ended = Ending::Machine;
    }
    return false;
}

void Disk::lose_power() {
    for (auto at = files_.begin(); at != files_.end();) {
        DiskFile& file = *at->second;
        // A name that the folder was never synced with may be gone as well.
        const bool is_gone = !file.name_is_synced && chance_.percent(50);
        file.lose_power(chance_);
        at = is_gone ? files_.erase(at) : std::next(at);
    }
    // What was removed may be there again, where nothing took its name.
    for (auto& [name, file] : removed_) {
        file->lose_power(chance_);
        if (chance_.percent(50)) files_.try_emplace(name, file);
    }
    removed_.clear();
    full_ = false;
}

Disk::Backup Disk::back_up() const {
    Backup backup;
    for (const auto& [name, file] : files_)
        backup[name] = file->bytes;
    return backup;
}

void Disk::put_back(const Backup& backup) {
    files_.clear();
    removed_.clear();
    for (const auto& [name, bytes] : backup) {
        DiskFile& file = *create(name);
        file.bytes = file.synced = bytes;
        file.name_is_synced = true;
    }
}

} // namespace afpunt::simulation
