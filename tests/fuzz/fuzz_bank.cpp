// SPDX-License-Identifier: MIT
//
// libFuzzer on the readers of bank files: any bytes, whatever they claim to be. It runs once for
// each format, with a corpus and a dictionary of its own; the format is told by the content, as
// always, so that a mutation may turn one into another.
#include <bank/bank_file.hpp>

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

using namespace afpunt;
using namespace afpunt::standalone;

void demand(bool holds) {
    if (!holds) std::abort();
}

// What every reader promises its sink.
class Watch final : public StatementSink {
public:
    void begin(const StatementHead& head) override {
        demand(!is_open_);
        is_open_ = true;
        entries_ = 0;
        currency_ = head.currency;
        account_ = head.account;
    }
    void entry(const BankEntry& entry) override {
        demand(is_open_ && entry.line >= 0 && entry.batch_line >= 0);
        ++entries_;
    }
    void end(const StatementFoot& foot, bool sound) override {
        demand(is_open_);
        is_open_ = false;
        if (!sound) return;
        demand(!currency_.empty() && !account_.empty());
        demand(foot.entry_count == entries_ && foot.from <= foot.until);
    }
    void problem(const Problem& problem) override {
        demand(!problem.failure.sentence().empty() && ++problems_ < 100'000);
    }
    void progress(std::uint64_t, std::uint64_t) override {}
    void finish() const { demand(!is_open_); }

private:
    bool is_open_ = false;
    int entries_ = 0, problems_ = 0;
    std::string currency_, account_;
};

const std::vector<CsvMapping>& mappings() {
    static const std::vector<CsvMapping> known = [] {
        CsvMapping mapping;
        mapping.name = "bank";
        mapping.account = "BE68539007547034";
        mapping.date_format = "DD/MM/YYYY";
        mapping.columns = {{CsvColumn::Date, "Date"},
                           {CsvColumn::Amount, "Amount"},
                           {CsvColumn::Balance, "Balance"},
                           {CsvColumn::Iban, "Account"}};
        mapping.text_columns = {"Message"};
        return std::vector{mapping};
    }();
    return known;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The first byte says in what pieces the file arrives.
    const std::size_t piece = size == 0 || data[0] % 2 == 0 ? 65536 : 7;
    MemorySource source({reinterpret_cast<const char*>(data), size}, piece);
    Watch watch;
    static_cast<void>(read_bank(source, watch, mappings()));
    watch.finish();
    return 0;
}
