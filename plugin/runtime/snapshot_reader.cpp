// SPDX-License-Identifier: MIT
#include "runtime/snapshot_reader.hpp"

#include "runtime/abi_text.hpp"
#include "runtime/from_abi.hpp"

#include <vector>

namespace afpunt::runtime {
namespace {

afpunt_error empty_error() {
    afpunt_error error{};
    error.struct_size = sizeof error;
    return error;
}

Failure host_failure(const char* call, afpunt_status status, const afpunt_error& error) {
    return Failure{"the bookkeeping program", call, refusal_of(status, error),
                   "a reading of the book"};
}

template <typename Abi>
using NextCall = afpunt_status (*)(afpunt_snapshot*, Abi*, std::uint32_t, std::uint32_t,
                                   std::uint32_t*, afpunt_error*);

// One call for up to a batch of records; `status` comes back for the caller to judge.
template <typename Abi, typename Record>
Result<Progress> take_batch(afpunt_snapshot* snapshot, NextCall<Abi> next, const char* call,
                            std::vector<Record>& out, afpunt_status& status) {
    std::vector<Abi> batch(config::snapshot_batch);
    for (Abi& element : batch) {
        element = Abi{};
        element.struct_size = sizeof(Abi);
    }
    std::uint32_t count = 0;
    afpunt_error error = empty_error();
    status = next(snapshot, batch.data(), sizeof(Abi), config::snapshot_batch, &count, &error);
    if (status != AFPUNT_MORE && status != AFPUNT_END) {
        return tl::unexpected<Failure>(host_failure(call, status, error));
    }
    if (count > config::snapshot_batch || (status == AFPUNT_MORE && count == 0)) {
        return fail(call, std::to_string(count) + " records",
                    "1 to " + std::to_string(config::snapshot_batch) + " records at a time");
    }
    // Of a large book nobody knows the size before its end. Room that is not used is not memory
    // yet, while each move to a larger place touches twice what is there.
    if (out.size() + count > out.capacity()) out.reserve(4 * (out.size() + count));
    for (std::uint32_t i = 0; i < count; ++i) {
        // A host that claims to have filled more than there was would let us read beyond it.
        if (batch[i].struct_size > sizeof(Abi)) {
            return fail(call, "struct_size " + std::to_string(batch[i].struct_size),
                        "at most the size that was offered, " + std::to_string(sizeof(Abi)));
        }
        if (auto read = read_record(batch[i], out.emplace_back()); !read) {
            return tl::unexpected<Failure>(read.error());
        }
    }
    return status == AFPUNT_MORE ? Progress::More : Progress::Finished;
}

} // namespace

SnapshotReader::~SnapshotReader() {
    close();
}

void SnapshotReader::close() {
    if (snapshot_ != nullptr && table_->close != nullptr) table_->close(snapshot_);
    snapshot_ = nullptr;
}

Progress SnapshotReader::step() {
    auto progress = step_once();
    if (progress && *progress == Progress::More) return Progress::More;
    close();
    if (!progress && changed_ && attempts_ < config::snapshot_attempts_max) {
        changed_ = false;
        stage_ = Stage::Open;
        records_ = 0;
        reading_ = {};
        return Progress::More;
    }
    if (progress) {
        result_ = std::move(reading_);
    } else {
        result_ = tl::unexpected<Failure>(progress.error());
    }
    return Progress::Finished;
}

Result<void> SnapshotReader::open() {
    ++attempts_;
    afpunt_error error = empty_error();
    const afpunt_status status = table_->open(host_, &snapshot_, &error);
    if (status != AFPUNT_OK || snapshot_ == nullptr) {
        snapshot_ = nullptr; // nothing was opened, whatever the host left there
        changed_ = status == AFPUNT_E_CHANGED;
        return tl::unexpected<Failure>(host_failure("open", status, error));
    }
    return {};
}

Result<void> SnapshotReader::read_creditor() {
    afpunt_error error = empty_error();
    afpunt_party party{};
    party.struct_size = sizeof party;
    const afpunt_status status = table_->creditor(snapshot_, &party, &error);
    if (status != AFPUNT_OK) {
        changed_ = status == AFPUNT_E_CHANGED;
        return tl::unexpected<Failure>(host_failure("creditor", status, error));
    }
    if (party.struct_size > sizeof party) {
        return fail("creditor", "struct_size " + std::to_string(party.struct_size),
                    "at most the size that was offered");
    }
    return read_record(party, reading_.creditor);
}

Result<Progress> SnapshotReader::step_once() {
    if (stage_ == Stage::Open) {
        if (auto opened = open(); !opened) return tl::unexpected<Failure>(opened.error());
        stage_ = Stage::Creditor;
        return Progress::More;
    }
    if (stage_ == Stage::Creditor) {
        if (auto read = read_creditor(); !read) return tl::unexpected<Failure>(read.error());
        stage_ = Stage::Parties;
        return Progress::More;
    }
    auto progress = read_batch();
    if (!progress) return progress;
    if (records_ > config::snapshot_records_max) {
        return fail("snapshot", "more than 8 million records", "a book of a size that exists");
    }
    if (*progress == Progress::More) return progress;
    if (stage_ == Stage::Owed) return Progress::Finished;
    stage_ = static_cast<Stage>(static_cast<int>(stage_) + 1);
    return Progress::More;
}

Result<Progress> SnapshotReader::read_batch() {
    afpunt_status status = AFPUNT_OK;
    const auto take = [&](auto next, const char* call, auto& out) {
        const std::size_t before = out.size();
        auto progress = take_batch(snapshot_, next, call, out, status);
        records_ += out.size() - before;
        changed_ = status == AFPUNT_E_CHANGED;
        return progress;
    };
    switch (stage_) {
    case Stage::Parties: return take(table_->next_parties, "next_parties", reading_.parties);
    case Stage::Accounts: return take(table_->next_accounts, "next_accounts", reading_.accounts);
    case Stage::Statements:
        return take(table_->next_statements, "next_statements", reading_.statements);
    case Stage::Lines: return take(table_->next_bank_lines, "next_bank_lines", reading_.bank_lines);
    case Stage::Items: return take(table_->next_items, "next_items", reading_.items);
    case Stage::Allocations:
        return take(table_->next_allocations, "next_allocations", reading_.allocations);
    case Stage::Owed: return take(table_->next_owed, "next_owed", reading_.owed_to_parties);
    case Stage::Open:
    case Stage::Creditor: break;
    }
    return fail("snapshot", "a stage that does not exist", "a stage of the reading");
}

} // namespace afpunt::runtime
