// SPDX-License-Identifier: MIT
#include "conformance/scripted_plugin/book_copy.hpp"

#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/record_text.hpp"

#include <algorithm>
#include <cstring>

namespace afpunt::conformance {
namespace {

constexpr unsigned char untouched = 0xC7; // what lies where the host may not write
constexpr std::uint32_t unit = 8;         // alignment of every record
// A reading of more calls than this does not end.
constexpr std::uint32_t calls_max = 10'000'000;

// Room for records, with bytes that tell whether more than the room was written.
template <typename Record>
class Room {
public:
    Room(std::uint32_t capacity, std::uint32_t size, std::uint32_t distance)
        : capacity_(capacity), size_(size),
          stride_((std::max<std::uint32_t>(size, unit) + distance + unit - 1) / unit * unit),
          // Whole units, so that records lie as the compiler wants them to.
          memory_((std::size_t{stride_} * capacity + sizeof(Record)) / unit + 1) {
        std::memset(memory_.data(), untouched, memory_.size() * unit);
        for (std::uint32_t i = 0; i < capacity_; ++i)
            std::memcpy(at(i), &size_, sizeof size_);
    }
    [[nodiscard]] Record* begin() { return reinterpret_cast<Record*>(memory_.data()); }
    [[nodiscard]] std::uint32_t stride() const { return stride_; }
    // What the host filled of record i; ends the case where it wrote more than it might.
    [[nodiscard]] Record take(std::uint32_t i, const std::string& place) {
        std::uint32_t filled = 0;
        std::memcpy(&filled, at(i), sizeof filled);
        require(filled <= size_, place + ": struct_size was written back as " +
                                     std::to_string(filled) + ", and there was room for " +
                                     std::to_string(size_));
        require_untouched(at(i) + std::max<std::uint32_t>(size_, sizeof size_), at(i) + stride_,
                          place);
        Record record{}; // what was not filled is absent
        std::memcpy(&record, at(i), std::min<std::size_t>(filled, sizeof record));
        record.struct_size = filled;
        return record;
    }
    // What lies behind the last one.
    void require_end_untouched(const std::string& place) {
        require_untouched(at(capacity_), reinterpret_cast<char*>(memory_.data() + memory_.size()),
                          place);
    }

private:
    [[nodiscard]] char* at(std::uint32_t i) {
        return reinterpret_cast<char*>(memory_.data()) + std::size_t{i} * stride_;
    }
    void require_untouched(const char* from, const char* to, const std::string& place) const {
        require(std::all_of(from, to,
                            [](char c) { return static_cast<unsigned char>(c) == untouched; }),
                place + ": something was written behind its struct_size of " +
                    std::to_string(size_) + " bytes");
    }
    std::uint32_t capacity_, size_, stride_;
    std::vector<std::uint64_t> memory_;
};

template <typename Record>
using Next = afpunt_status (*)(afpunt_snapshot*, Record*, std::uint32_t, std::uint32_t,
                               std::uint32_t*, afpunt_error*);

class Reader {
public:
    Reader(const HostTables& tables, const ReadingManner& manner)
        : tables_(tables), manner_(manner) {
        afpunt_error error = empty_error();
        const InsideHost call("open");
        const auto status = tables_.snapshot->open(tables_.host, &snapshot_, &error);
        require(status == AFPUNT_OK, "open: " + name_of(status) + ": " + error.message);
        require(snapshot_ != nullptr, "open answered AFPUNT_OK and gave no snapshot");
    }
    ~Reader() {
        const InsideHost call("close");
        tables_.snapshot->close(snapshot_);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    BookCopy read() {
        const auto* table = tables_.snapshot;
        creditor();
        all(table->next_parties, "next_parties",
            [this](const afpunt_party& party) { copy_.parties.push_back(text_of(party.id)); });
        all(table->next_accounts, "next_accounts", [this](const afpunt_account& account) {
            copy_.accounts.push_back(text_of(account.id));
        });
        all(table->next_statements, "next_statements", [this](const afpunt_statement& statement) {
            copy_.statements.push_back(text_of(statement.id));
            copy_.statement_accounts.push_back(text_of(statement.account_id));
        });
        all(table->next_bank_lines, "next_bank_lines", [this](const afpunt_bank_line& line) {
            copy_.lines.push_back(
                {text_of(line.id), text_of(line.account_id), line.amount, line.unallocated});
        });
        all(table->next_items, "next_items", [this](const afpunt_item& item) {
            copy_.items.push_back({text_of(item.id), text_of(item.customer_id),
                                   text_of(item.number), item.kind, item.state, item.total,
                                   item.open});
        });
        all(table->next_allocations, "next_allocations", [this](const afpunt_allocation& one) {
            copy_.allocations.push_back(
                {text_of(one.id), text_of(one.item_id), text_of(one.source_id), one.amount});
        });
        all(table->next_owed, "next_owed",
            [this](const afpunt_owed& owed) { copy_.owed_to.push_back(text_of(owed.party_id)); });
        return std::move(copy_);
    }

private:
    [[nodiscard]] std::uint32_t size_for(std::size_t whole) const {
        const auto size = static_cast<std::uint32_t>(whole);
        constexpr std::uint32_t later = 64; // what a later revision may have added
        return manner_.size_shift == 0 ? size : manner_.size_shift * unit % (size + later);
    }
    [[nodiscard]] bool is_whole(std::uint32_t size, std::size_t whole) const {
        return size >= whole;
    }
    void creditor() {
        if (manner_.each_call) manner_.each_call();
        const std::uint32_t size = size_for(sizeof(afpunt_party));
        Room<afpunt_party> room(1, size, manner_.distance);
        afpunt_error error = empty_error();
        afpunt_status status = AFPUNT_OK;
        {
            const InsideHost call("creditor");
            status = tables_.snapshot->creditor(snapshot_, room.begin(), &error);
        }
        if (status == AFPUNT_E_CHANGED) {
            copy_.changed = true;
            return;
        }
        require(status == AFPUNT_OK, "creditor: " + name_of(status) + ": " + error.message);
        const afpunt_party party = room.take(0, "the creditor");
        room.require_end_untouched("the creditor");
        if (is_whole(size, sizeof party)) {
            copy_.described.push_back("creditor\n" + describe(party, "the creditor"));
        }
    }
    template <typename Record, typename Take>
    void all(Next<Record> next, const char* function, const Take& take) {
        const std::uint32_t size = size_for(sizeof(Record));
        for (std::uint32_t calls = 0; !copy_.changed; ++calls) {
            require(calls < calls_max, std::string(function) + " never answers AFPUNT_END");
            if (manner_.each_call) manner_.each_call();
            Room<Record> room(manner_.capacity, size, manner_.distance);
            constexpr std::uint32_t not_set = 0xFFFF'FFFF;
            std::uint32_t count = not_set;
            afpunt_error error = empty_error();
            afpunt_status status = AFPUNT_OK;
            {
                const InsideHost call(function);
                status =
                    next(snapshot_, room.begin(), room.stride(), manner_.capacity, &count, &error);
            }
            if (status == AFPUNT_E_CHANGED) {
                copy_.changed = true;
                return;
            }
            require(status == AFPUNT_MORE || status == AFPUNT_END,
                    std::string(function) + ": found " + name_of(status) + " " + error.message +
                        ", expected AFPUNT_MORE or AFPUNT_END");
            require(count <= manner_.capacity, std::string(function) + " gave " +
                                                   std::to_string(count) + " records for " +
                                                   std::to_string(manner_.capacity) + " places");
            require(status == AFPUNT_END || count > 0,
                    std::string(function) + " gave no record, and says that more follow");
            for (std::uint32_t i = 0; i < count; ++i) {
                const std::string place =
                    std::string(function) + ": record " + std::to_string(++records_);
                const Record record = room.take(i, place);
                if (!is_whole(size, sizeof record)) continue;
                require(record.struct_size > 0, place + ": struct_size was written back as 0");
                copy_.described.push_back(std::string(function) + "\n" + describe(record, place));
                take(record);
            }
            room.require_end_untouched(function);
            if (status == AFPUNT_END) return;
        }
    }

    const HostTables& tables_;
    const ReadingManner& manner_;
    afpunt_snapshot* snapshot_ = nullptr;
    std::uint64_t records_ = 0;
    BookCopy copy_;
};

} // namespace

BookCopy read_book(const HostTables& tables, const ReadingManner& manner) {
    return Reader(tables, manner).read();
}

void require_same(const BookCopy& first, const BookCopy& second, const std::string& when) {
    const std::size_t common = std::min(first.described.size(), second.described.size());
    for (std::size_t i = 0; i < common; ++i) {
        require(first.described[i] == second.described[i],
                when + ", a record is another one. Before: " + first.described[i] +
                    " Now: " + second.described[i]);
    }
    require(first.described.size() == second.described.size(),
            when + ", there are " + std::to_string(second.described.size()) +
                " records, and before there were " + std::to_string(first.described.size()));
}

} // namespace afpunt::conformance
