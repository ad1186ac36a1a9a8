// SPDX-License-Identifier: MIT
//
// Tells a bank file's format by its first kilobytes and hands it to the reader of that format.
#include "bank/bank_file.hpp"

#include "bank/camt_reader.hpp"
#include "bank/coda_reader.hpp"
#include "bank/csv_bank_reader.hpp"
#include "bank/file_source.hpp"
#include "bank/mt940_reader.hpp"
#include "bank/ofx_reader.hpp"
#include "bank/zip_reader.hpp"
#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {

namespace {

// The message's name stands behind the XML declaration and the namespaces, well within this.
constexpr std::size_t beginning_bytes = std::size_t{8} * 1024;

// Record 0: zeros (some write blanks), the day of creation, a bank, application code 05.
bool is_coda(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text.size() >= 16 && text.front() == '0' && text.substr(14, 2) == "05" &&
           (text.substr(1, 4) == "0000" || text.substr(1, 4) == "    ") &&
           std::ranges::all_of(text.substr(5, 6), text::is_digit);
}

bool is_xml(std::string_view text) {
    return text::trim(text).starts_with('<');
}

BankFormat camt_format(std::string_view text) {
    struct Mark {
        std::string_view name;
        BankFormat format;
    };
    // The message's own element counts before the namespace, which comments may mention.
    for (const Mark mark :
         {Mark{"BkToCstmrStmt", BankFormat::Camt053}, Mark{"BkToCstmrAcctRpt", BankFormat::Camt052},
          Mark{"BkToCstmrDbtCdtNtfctn", BankFormat::Camt054}, Mark{"camt.053", BankFormat::Camt053},
          Mark{"camt.052", BankFormat::Camt052}, Mark{"camt.054", BankFormat::Camt054}}) {
        if (text.find(mark.name) != std::string_view::npos) return mark.format;
    }
    return BankFormat::Unknown;
}

} // namespace

std::string_view name_of(BankFormat format) {
    switch (format) {
    case BankFormat::Coda: return "CODA";
    case BankFormat::Camt053: return "CAMT.053";
    case BankFormat::Camt052: return "CAMT.052";
    case BankFormat::Camt054: return "CAMT.054";
    case BankFormat::Mt940: return "MT940";
    case BankFormat::Mt942: return "MT942";
    case BankFormat::Ofx: return "OFX";
    case BankFormat::Csv: return "CSV";
    case BankFormat::Zip: return "zip";
    case BankFormat::Unknown: break;
    }
    return "unknown";
}

BankFormat detect_bank_format(std::string_view beginning, std::span<const CsvMapping> mappings) {
    beginning = beginning.substr(0, beginning_bytes);
    if (is_coda(beginning)) return BankFormat::Coda;
    if (is_zip(beginning)) return BankFormat::Zip;
    const std::string text = whole_text(beginning);
    if (is_ofx(text)) return BankFormat::Ofx;
    if (is_xml(text)) return camt_format(text);
    const BankFormat swift = detect_mt940(text);
    if (swift != BankFormat::Unknown) return swift;
    return match_csv(text, mappings) ? BankFormat::Csv : BankFormat::Unknown;
}

namespace {

Result<void> read_csv(std::string_view beginning, ByteSource& source, StatementSink& sink,
                      std::span<const CsvMapping> mappings) {
    const auto match = match_csv(whole_text(beginning), mappings);
    if (!match) return fail("CSV", "other columns", "those of a [[csv_bank]] of afpunt.toml");
    return read_csv_bank(*match, source, sink);
}

tl::unexpected<Failure> unknown_format(std::string_view beginning) {
    const std::string_view shown = beginning.substr(0, 16);
    return fail("format", text::is_utf8(shown) ? std::string(shown) : "unknown bytes",
                "a file of a bank: CODA, CAMT, MT940, MT942, OFX, a zip of them; "
                "or CSV that a [[csv_bank]] of afpunt.toml describes");
}

} // namespace

Result<BankFormat> read_bank(ByteSource& source, StatementSink& sink,
                             std::span<const CsvMapping> mappings) {
    std::string bytes;
    bool more = true;
    while (more && bytes.size() < beginning_bytes) {
        const Result<bool> read = source.read(bytes);
        if (!read) return tl::unexpected(read.error());
        more = *read;
    }
    const std::string beginning = bytes.substr(0, beginning_bytes);
    const BankFormat format = detect_bank_format(beginning, mappings);
    PeekedSource whole(std::move(bytes), source);
    const auto known = [&](Result<void> read) -> Result<BankFormat> {
        if (!read) return tl::unexpected(read.error());
        return format;
    };
    switch (format) {
    case BankFormat::Coda: return known(read_coda(whole, sink));
    case BankFormat::Mt940:
    case BankFormat::Mt942: return read_mt940(whole, sink);
    case BankFormat::Ofx: return known(read_ofx(whole, sink));
    case BankFormat::Csv: return known(read_csv(beginning, whole, sink, mappings));
    case BankFormat::Zip: return known(read_zip(whole, sink, mappings));
    case BankFormat::Camt053:
    case BankFormat::Camt052:
    case BankFormat::Camt054:
    case BankFormat::Unknown: break;
    }
    // An XML file that hides its message behind a long beginning is still found by its reader,
    // which also has the better words for what is wrong with it.
    const bool xml =
        format != BankFormat::Unknown || is_xml(whole_text(beginning)) || is_xml(beginning);
    return xml ? read_camt(whole, sink) : unknown_format(beginning);
}

Result<BankFormat> read_bank_file(const std::filesystem::path& path, StatementSink& sink,
                                  std::span<const CsvMapping> mappings) {
    Result<FileSource> file = FileSource::open(path, sink);
    if (!file) return tl::unexpected(file.error());
    return read_bank(*file, sink, mappings);
}

} // namespace afpunt::standalone
