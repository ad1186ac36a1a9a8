// SPDX-License-Identifier: MIT
//
// A sink that keeps what a bank file reader said, and files written by hand for the tests.
#pragma once

#include <bank/bank_file.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace afpunt::tests {

struct RecordedStatement {
    standalone::StatementHead head;
    std::vector<standalone::BankEntry> entries;
    standalone::StatementFoot foot;
    bool sound = false;
    bool ended = false;
};

class BankRecorder final : public standalone::StatementSink {
public:
    void begin(const standalone::StatementHead& head) override {
        if (!statements.empty() && !statements.back().ended) ++broken_calls;
        statements.push_back({head, {}, {}, false, false});
    }
    void entry(const standalone::BankEntry& entry) override {
        if (statements.empty() || statements.back().ended) {
            ++broken_calls;
            return;
        }
        statements.back().entries.push_back(entry);
    }
    void end(const standalone::StatementFoot& foot, bool sound) override {
        if (statements.empty() || statements.back().ended) {
            ++broken_calls;
            return;
        }
        statements.back().foot = foot;
        statements.back().sound = sound;
        statements.back().ended = true;
    }
    void problem(const standalone::Problem& problem) override { problems.push_back(problem); }
    void progress(std::uint64_t bytes_read, std::uint64_t bytes_total) override {
        progress_calls.emplace_back(bytes_read, bytes_total);
    }

    [[nodiscard]] int count(standalone::Severity severity) const {
        int count = 0;
        for (const standalone::Problem& problem : problems) {
            if (problem.severity == severity) ++count;
        }
        return count;
    }
    [[nodiscard]] int sound_statements() const {
        int count = 0;
        for (const RecordedStatement& statement : statements) {
            if (statement.sound) ++count;
        }
        return count;
    }
    // All problems as sentences, one a line: what a person would read.
    [[nodiscard]] std::string sentences() const {
        std::string text;
        for (const standalone::Problem& problem : problems) {
            text += problem.severity == standalone::Severity::Error     ? "error: "
                    : problem.severity == standalone::Severity::Warning ? "warning: "
                                                                        : "notice: ";
            text += problem.failure.sentence() + "\n";
        }
        return text;
    }

    std::vector<RecordedStatement> statements;
    std::vector<standalone::Problem> problems;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> progress_calls;
    int broken_calls = 0; // calls in an order that the interface does not allow
};

// `piece`: how many bytes each read gives.
inline Result<standalone::BankFormat> read_bytes(std::string_view bytes, BankRecorder& recorder,
                                                 std::size_t piece = 65536) {
    MemorySource source(bytes, piece);
    return standalone::read_bank(source, recorder);
}

// A line of 128 columns with texts at 1-based columns.
inline std::string
coda_line(std::initializer_list<std::pair<std::size_t, std::string_view>> fields) {
    std::string line(128, ' ');
    for (const auto& [column, text] : fields)
        line.replace(column - 1, text.size(), text);
    return line;
}

struct CodaSample {
    std::vector<std::string> lines;
    [[nodiscard]] std::string bytes(std::string_view line_end = "\r\n") const {
        std::string text;
        for (const std::string& line : lines)
            text.append(line).append(line_end);
        return text;
    }
};

inline std::string coda_header() {
    return coda_line({{1, "0"},
                      {2, "0000"},
                      {6, "150926"},
                      {12, "725"},
                      {15, "05"},
                      {35, "WERKHUIZEN PEETERS BV"},
                      {61, "KREDBEBB"},
                      {84, "00000"},
                      {128, "2"}});
}
inline std::string coda_old_balance() {
    return coda_line({{1, "12"},
                      {3, "257"},
                      {6, "BE68539007547034"},
                      {40, "EUR"},
                      {43, "0"},
                      {44, "000000000100000"},
                      {59, "140926"},
                      {65, "WERKHUIZEN PEETERS BV"},
                      {126, "177"}});
}
inline std::string coda_new_balance(std::string_view amount) {
    return coda_line({{1, "8"},
                      {2, "257"},
                      {5, "BE68539007547034"},
                      {39, "EUR"},
                      {42, "0"},
                      {43, amount},
                      {58, "150926"},
                      {128, "0"}});
}
inline std::string coda_trailer(std::string_view records, std::string_view debit,
                                std::string_view credit) {
    return coda_line({{1, "9"}, {17, records}, {23, debit}, {38, credit}, {128, "2"}});
}
struct CodaFields {
    std::string_view sequence = "0001", detail = "0000", sign = "0", amount = "000000000100000",
                     code = "00150000", structured = "0", communication = "", reference = "REF1";
};
inline std::string coda_movement(const CodaFields& f) {
    return coda_line({{1, "21"},
                      {3, f.sequence},
                      {7, f.detail},
                      {11, f.reference},
                      {32, f.sign},
                      {33, f.amount},
                      {48, "150926"},
                      {54, f.code},
                      {62, f.structured},
                      {63, f.communication},
                      {116, "150926"},
                      {122, "257"},
                      {125, "0"},
                      {126, "0"},
                      {128, "0"}});
}
// One statement with the lines between the balances given; totals that tie are the caller's.
inline CodaSample coda_sample(std::vector<std::string> middle, std::string_view closing,
                              std::string_view records, std::string_view debit,
                              std::string_view credit) {
    CodaSample sample{{coda_header(), coda_old_balance()}};
    for (std::string& line : middle)
        sample.lines.push_back(std::move(line));
    sample.lines.push_back(coda_new_balance(closing));
    sample.lines.push_back(coda_trailer(records, debit, credit));
    return sample;
}

// A camt.053 with the given entries; opening 1000.00 EUR.
inline std::string camt_sample(std::string_view entries, std::string_view closing = "1000.00",
                               std::string_view prefix = "") {
    const std::string p(prefix);
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document>"
                       "<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt>"
                       "<Id>2026-177</Id><ElctrncSeqNb>177</ElctrncSeqNb>"
                       "<CreDtTm>2026-09-16T06:00:00</CreDtTm>"
                       "<Acct><Id><IBAN>BE68539007547034</IBAN></Id><Ccy>EUR</Ccy>"
                       "<Ownr><Nm>Werkhuizen Peeters BV</Nm></Ownr>"
                       "<Svcr><FinInstnId><BIC>KREDBEBB</BIC></FinInstnId></Svcr></Acct>"
                       "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>"
                       "<Amt Ccy=\"EUR\">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
                       "<Dt><Dt>2026-09-15</Dt></Dt></Bal>"
                       "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">";
    text.append(closing).append("</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
                                "<Dt><Dt>2026-09-15</Dt></Dt></Bal>");
    text.append(entries).append("</Stmt></BkToCstmrStmt></Document>\n");
    if (p.empty()) return text;
    std::string prefixed;
    for (std::size_t at = 0; at < text.size(); ++at) {
        prefixed += text[at];
        if (text[at] != '<' || text[at + 1] == '?' || text[at + 1] == '!') continue;
        if (text[at + 1] == '/') prefixed += text[++at];
        prefixed += p;
    }
    return prefixed;
}
inline std::string camt_entry(std::string_view amount, std::string_view direction,
                              std::string_view inside = "") {
    std::string text = "<Ntry><Amt Ccy=\"EUR\">";
    text.append(amount).append("</Amt><CdtDbtInd>").append(direction);
    text.append("</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-09-15</Dt></BookgDt>");
    return text.append(inside).append("</Ntry>");
}

} // namespace afpunt::tests
