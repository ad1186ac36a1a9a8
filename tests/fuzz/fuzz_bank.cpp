// SPDX-License-Identifier: MIT
//
// libFuzzer on the readers of bank files: any bytes, whatever they claim to be. It runs once for
// each format, with a corpus and a dictionary of its own; the format is told by the content, as
// always, so that a mutation may turn one into another.
#include <bank/bank_file.hpp>

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
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
        say({"begin", head.account, head.currency, head.number});
    }
    void entry(const BankEntry& entry) override {
        demand(is_open_ && entry.line >= 0 && entry.batch_line >= 0);
        ++entries_;
        say({std::to_string(entry.line), std::to_string(entry.batch_line),
             entry.amount.code_and_decimal(), entry.booked_on.iso(), entry.counterparty_name,
             entry.counterparty_iban, entry.counterparty_bic, entry.structured_reference,
             entry.remittance, entry.end_to_end_id, entry.bank_reference, entry.transaction_code,
             entry.return_reason, entry.mandate_id, std::to_string(static_cast<int>(entry.kind)),
             entry.value_on ? entry.value_on->iso() : std::string()});
    }
    void end(const StatementFoot& foot, bool sound) override {
        demand(is_open_);
        is_open_ = false;
        say({"end", sound ? "sound" : "not sound"});
        if (!sound) return;
        demand(!currency_.empty() && !account_.empty());
        demand(foot.entry_count == entries_ && foot.from <= foot.until);
    }
    void problem(const Problem& problem) override {
        demand(!problem.failure.sentence().empty() && ++problems_ < 100'000);
        say({problem.failure.sentence()});
    }
    void progress(std::uint64_t, std::uint64_t) override {}
    void finish() const { demand(!is_open_); }
    [[nodiscard]] const std::string& said() const { return said_; }

private:
    void say(std::initializer_list<std::string_view> texts) {
        for (const std::string_view text : texts)
            said_.append(text).append("|");
    }

    bool is_open_ = false;
    int entries_ = 0, problems_ = 0;
    std::string currency_, account_;
    std::string said_; // all of it, as one text
};

bool is_camt(const Result<BankFormat>& read) {
    return read && (*read == BankFormat::Camt053 || *read == BankFormat::Camt052 ||
                    *read == BankFormat::Camt054);
}

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
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    MemorySource source(bytes, piece);
    Watch watch;
    const Result<BankFormat> read = read_bank(source, watch, mappings());
    watch.finish();
    if (!is_camt(read)) return 0;
    // Entries that are whole when they are looked at are read in another way than others.
    MemorySource again(bytes, piece == 7 ? 65536 : 7);
    Watch other;
    demand(is_camt(read_bank(again, other, mappings())));
    demand(watch.said() == other.said());
    return 0;
}
