// SPDX-License-Identifier: MIT
//
// SQLite's interface to an operating system (sqlite3_vfs), played by the disk in memory. A process
// that has ended gets an input/output error for whatever it still tries, and changes nothing.
#include "simulation/disk_vfs.hpp"

#include "simulation/disk.hpp"
#include "simulation/disk_file.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace afpunt::simulation {

// What SQLite holds of an open file; it gives the memory.
struct OpenFile {
    sqlite3_file base; // first: SQLite knows only this
    Disk* disk;
    ProcessId process;
    int level; // SQLITE_LOCK_*
    std::shared_ptr<DiskFile> file;
};

namespace {

constexpr int sqlite_sector = 4096; // as on Unix

OpenFile& opened(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}
Disk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<Disk*>(vfs->pAppData);
}
bool has_ended(const OpenFile& open) {
    return open.disk->ended(open.process) != Ending::None;
}

// ---- bytes -------------------------------------------------------------------------------------

int close_file(sqlite3_file* file) {
    OpenFile& open = opened(file);
    open.file->leave(&open);
    open.~OpenFile();
    return SQLITE_OK;
}

int read_bytes(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
    const OpenFile& open = opened(file);
    if (has_ended(open)) return SQLITE_IOERR_READ;
    const std::string& bytes = open.file->bytes;
    const auto wanted = static_cast<std::size_t>(count);
    const auto at = std::min(static_cast<std::size_t>(offset), bytes.size());
    const std::size_t there = std::min(wanted, bytes.size() - at);
    std::memcpy(into, bytes.data() + at, there);
    if (there == wanted) return SQLITE_OK;
    std::memset(static_cast<char*>(into) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

int write_bytes(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
    OpenFile& open = opened(file);
    if (open.disk->is_full()) return SQLITE_FULL;
    bool arrives = false;
    const bool may = open.disk->may_write(open.process, arrives);
    if (arrives) {
        open.file->write(static_cast<std::size_t>(offset),
                         {static_cast<const char*>(from), static_cast<std::size_t>(count)});
    }
    return may ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int cut_file(sqlite3_file* file, sqlite3_int64 length) {
    OpenFile& open = opened(file);
    bool arrives = false;
    const bool may = open.disk->may_write(open.process, arrives);
    if (arrives) open.file->cut(static_cast<std::size_t>(length));
    return may ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int sync_file(sqlite3_file* file, int) {
    OpenFile& open = opened(file);
    bool arrives = false;
    const bool may = open.disk->may_write(open.process, arrives);
    if (arrives && !open.disk->lies()) {
        open.file->sync();
        // As on Unix: a new file is synced together with its name.
        if (!open.file->name_is_synced) open.disk->sync_folder();
    }
    return may ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(opened(file).file->bytes.size());
    return SQLITE_OK;
}

// ---- locks -------------------------------------------------------------------------------------

bool others_share(const OpenFile& open) {
    const auto& sharing = open.file->sharing;
    return sharing.size() > (sharing.contains(&open) ? 1u : 0u);
}

int lock_file(sqlite3_file* file, int level) {
    OpenFile& open = opened(file);
    DiskFile& shared = *open.file;
    const auto taken = [&](const OpenFile* holder) { return holder != nullptr && holder != &open; };
    if (level <= open.level) return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (taken(shared.pending) || taken(shared.exclusive)) return SQLITE_BUSY;
        shared.sharing.insert(&open);
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (taken(shared.reserved) || taken(shared.pending) || taken(shared.exclusive)) {
            return SQLITE_BUSY;
        }
        shared.reserved = &open;
    } else {
        if (taken(shared.reserved) || taken(shared.pending) || taken(shared.exclusive)) {
            return SQLITE_BUSY;
        }
        shared.pending = &open;
        open.level = SQLITE_LOCK_PENDING;
        if (level == SQLITE_LOCK_PENDING) return SQLITE_OK;
        if (others_share(open)) return SQLITE_BUSY;
        shared.exclusive = &open;
    }
    open.level = level;
    return SQLITE_OK;
}

int unlock_file(sqlite3_file* file, int level) {
    OpenFile& open = opened(file);
    DiskFile& shared = *open.file;
    for (const OpenFile** held : {&shared.reserved, &shared.pending, &shared.exclusive}) {
        if (*held == &open) *held = nullptr;
    }
    if (level == SQLITE_LOCK_NONE) shared.sharing.erase(&open);
    open.level = std::min(open.level, level);
    return SQLITE_OK;
}

int is_reserved(sqlite3_file* file, int* out) {
    const DiskFile& shared = *opened(file).file;
    *out = shared.reserved != nullptr || shared.pending != nullptr || shared.exclusive != nullptr;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
    return sqlite_sector;
}
int device_characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE; // what SQLite assumes of every disk on Unix
}

// ---- shared memory -----------------------------------------------------------------------------

int map_region(sqlite3_file* file, int region, int size, int extend, volatile void** out) {
    OpenFile& open = opened(file);
    if (has_ended(open)) return SQLITE_IOERR_SHMMAP;
    auto& regions = open.file->regions;
    open.file->region_users.insert(&open);
    *out = nullptr;
    const auto wanted = static_cast<std::size_t>(region);
    while (extend != 0 && regions.size() <= wanted) {
        regions.push_back(std::make_unique<std::string>(static_cast<std::size_t>(size), '\0'));
    }
    if (wanted < regions.size()) *out = regions[wanted]->data();
    return SQLITE_OK;
}

int lock_regions(sqlite3_file* file, int first, int count, int flags) {
    OpenFile& open = opened(file);
    DiskFile& shared = *open.file;
    const auto begin = static_cast<std::size_t>(first);
    const auto end = begin + static_cast<std::size_t>(count);
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        for (std::size_t lock = begin; lock < end; ++lock) {
            shared.region_readers[lock].erase(&open);
            if (shared.region_writer[lock] == &open) shared.region_writer[lock] = nullptr;
        }
        return SQLITE_OK;
    }
    if (has_ended(open)) return SQLITE_IOERR_SHMLOCK;
    for (std::size_t lock = begin; lock < end; ++lock) {
        const auto& readers = shared.region_readers[lock];
        const bool is_read = readers.size() > (readers.contains(&open) ? 1u : 0u);
        const OpenFile* writer = shared.region_writer[lock];
        if (writer != nullptr && writer != &open) return SQLITE_BUSY;
        if (exclusive && is_read) return SQLITE_BUSY;
    }
    for (std::size_t lock = begin; lock < end; ++lock) {
        if (exclusive) {
            shared.region_writer[lock] = &open;
        } else {
            shared.region_readers[lock].insert(&open);
        }
    }
    return SQLITE_OK;
}

void region_barrier(sqlite3_file*) {}

int unmap_regions(sqlite3_file* file, int) {
    OpenFile& open = opened(file);
    open.file->region_users.erase(&open);
    if (open.file->region_users.empty()) open.file->regions.clear();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods file_methods{2,
                                          close_file,
                                          read_bytes,
                                          write_bytes,
                                          cut_file,
                                          sync_file,
                                          file_size,
                                          lock_file,
                                          unlock_file,
                                          is_reserved,
                                          file_control,
                                          sector_size,
                                          device_characteristics,
                                          map_region,
                                          lock_regions,
                                          region_barrier,
                                          unmap_regions,
                                          nullptr,
                                          nullptr};

// ---- files by name -----------------------------------------------------------------------------

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* out, int flags, int* out_flags) {
    Disk& disk = disk_of(vfs);
    out->pMethods = nullptr;
    if (disk.ended(disk.working()) != Ending::None) return SQLITE_CANTOPEN;
    std::shared_ptr<DiskFile> file;
    if (name == nullptr) {
        file = std::make_shared<DiskFile>(); // for SQLite's own use while it sorts
    } else {
        file = disk.find(name);
        if (file == nullptr && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
        if (file == nullptr) file = disk.create(name);
    }
    new (out) OpenFile{{&file_methods}, &disk, disk.working(), SQLITE_LOCK_NONE, std::move(file)};
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    Disk& disk = disk_of(vfs);
    if (disk.find(name) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
    bool arrives = false;
    const bool may = disk.may_write(disk.working(), arrives);
    if (arrives) disk.remove(name, sync_folder != 0);
    return may ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

int access_file(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
    const auto file = disk_of(vfs).find(name);
    // An empty file counts as none, as on Unix.
    *out = file != nullptr && (flags != SQLITE_ACCESS_EXISTS || !file->bytes.empty());
    return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

int random_bytes(sqlite3_vfs* vfs, int count, char* out) {
    for (int at = 0; at < count; ++at)
        out[at] = static_cast<char>(disk_of(vfs).chance().below(256));
    return count;
}

int sleep_us(sqlite3_vfs*, int microseconds) {
    return microseconds; // nobody else moves while one waits
}

// Nothing of ours asks SQLite for the time.
int current_time_ms(sqlite3_vfs*, sqlite3_int64* out) {
    *out = 0;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

sqlite3_vfs vfs_of_memory() {
    sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = static_cast<int>(sizeof(OpenFile));
    vfs.mxPathname = 512;
    vfs.zName = "afpunt-simulation";
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_name;
    vfs.xRandomness = random_bytes;
    vfs.xSleep = sleep_us;
    vfs.xGetLastError = last_error;
    vfs.xCurrentTimeInt64 = current_time_ms;
    return vfs;
}

} // namespace

void make_default(Disk* disk) {
    static sqlite3_vfs vfs = vfs_of_memory(); // SQLite keeps its address
    if (disk == nullptr) {
        sqlite3_vfs_unregister(&vfs);
        return;
    }
    vfs.pAppData = disk;
    sqlite3_vfs_register(&vfs, 1);
    // SQLite's own random numbers begin anew, from this disk's chance.
    sqlite3_randomness(0, nullptr);
}

} // namespace afpunt::simulation
