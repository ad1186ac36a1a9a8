// SPDX-License-Identifier: MIT
//
// Reads a bank file of any known format, told by its content and never by its name.
#pragma once

#include "bank/byte_source.hpp"
#include "bank/statement.hpp"

#include <filesystem>
#include <string_view>

namespace afpunt::standalone {

enum class BankFormat { Coda, Camt053, Camt052, Camt054, Mt940, Mt942, Ofx, Unknown };

// Looks at the first kilobytes only.
[[nodiscard]] BankFormat detect_bank_format(std::string_view beginning);
[[nodiscard]] std::string_view name_of(BankFormat format); // "CODA", "CAMT.053"

// Pushes everything the file holds into the sink. A Failure means that the file as such cannot be
// read (not there, no known format, DTD, not well-formed before the first statement); what was
// wrong inside went to the sink as problems.
[[nodiscard]] Result<BankFormat> read_bank_file(const std::filesystem::path& path,
                                                StatementSink& sink);

// The same for bytes from elsewhere.
[[nodiscard]] Result<BankFormat> read_bank(ByteSource& source, StatementSink& sink);

} // namespace afpunt::standalone
