// SPDX-License-Identifier: MIT
//
// Reads a bank file of any known format, told by its content and never by its name.
#pragma once

#include "bank/csv_bank_reader.hpp"
#include "bank/statement.hpp"
#include "common/byte_source.hpp"

#include <filesystem>
#include <span>
#include <string_view>

namespace afpunt::standalone {

enum class BankFormat { Coda, Camt053, Camt052, Camt054, Mt940, Mt942, Ofx, Csv, Zip, Unknown };

// Looks at the first kilobytes only.
[[nodiscard]] BankFormat detect_bank_format(std::string_view beginning,
                                            std::span<const CsvMapping> mappings = {});
[[nodiscard]] std::string_view name_of(BankFormat format); // "CODA", "CAMT.053"

// CSV is only known with a mapping that fits it; of a zip all bank files are read. Pushes
// everything the file holds into the sink. A Failure means that the file as such cannot be read
// (not there, no known format, DTD, not well-formed before the first statement); what was wrong
// inside went to the sink as problems.
[[nodiscard]] Result<BankFormat> read_bank_file(const std::filesystem::path& path,
                                                StatementSink& sink,
                                                std::span<const CsvMapping> mappings = {});

// The same for bytes from elsewhere.
[[nodiscard]] Result<BankFormat> read_bank(ByteSource& source, StatementSink& sink,
                                           std::span<const CsvMapping> mappings = {});

} // namespace afpunt::standalone
