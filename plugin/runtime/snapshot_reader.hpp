// SPDX-License-Identifier: MIT
//
// Reads the host's snapshot on the host's thread, a batch at a time, so that on_main() keeps its
// budget. A record that breaks a rule fails the reading as a whole: deciding on half a book could
// remind somebody whose payment was in the other half.
#pragma once

#include "book/snapshot.hpp"
#include "runtime/main_queue.hpp"

#include <afpunt/ext/snapshot.h>
#include <afpunt/result.hpp>

namespace afpunt::runtime {

class SnapshotReader {
public:
    SnapshotReader(const afpunt_host* host, const afpunt_host_snapshot* table)
        : host_(host), table_(table) {}
    ~SnapshotReader();
    SnapshotReader(const SnapshotReader&) = delete;
    SnapshotReader& operator=(const SnapshotReader&) = delete;

    // [main] Reads one batch. Finished: result() holds the snapshot or what was wrong.
    [[nodiscard]] Progress step();
    [[nodiscard]] Result<book::Snapshot>& result() { return result_; }

private:
    enum class Stage {
        Open,
        Creditor,
        Parties,
        Accounts,
        Statements,
        Lines,
        Items,
        Allocations,
        Owed
    };
    [[nodiscard]] Result<Progress> step_once();
    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> read_creditor();
    [[nodiscard]] Result<Progress> read_batch();
    void close();

    const afpunt_host* host_;
    const afpunt_host_snapshot* table_;
    afpunt_snapshot* snapshot_ = nullptr;
    Stage stage_ = Stage::Open;
    int attempts_ = 0;
    bool changed_ = false;
    std::size_t records_ = 0;
    book::Snapshot reading_;
    Result<book::Snapshot> result_{book::Snapshot{}};
};

} // namespace afpunt::runtime
