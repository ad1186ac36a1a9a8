// SPDX-License-Identifier: MIT
//
// Fields of CODA lines.
#include "bank/coda_record.hpp"

#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {

Result<CodaRecord> CodaRecord::parse(std::string_view line, int number) {
    if (line.size() == columns) return CodaRecord(std::string(line), number);
    std::string bytes(line);
    if (line.size() > columns && text::is_utf8(line) && text::utf8_count(line) < line.size()) {
        bytes = cp1252_of_utf8(line);
    }
    if (bytes.size() > columns && text::trim(std::string_view(bytes).substr(columns)).empty()) {
        bytes.resize(columns);
    }
    if (bytes.size() != columns) {
        return tl::unexpected<Failure>(Failure{
            "line " + std::to_string(number), "length", std::to_string(bytes.size()) + " columns",
            "128 columns (the file is cut off or was changed by an editor)"});
    }
    return CodaRecord(std::move(bytes), number);
}

std::string CodaRecord::text(std::size_t first, std::size_t last) const {
    return single_spaced(coda_text(raw(first, last)));
}

std::string coda_text(std::string_view bytes) {
    if (text::is_utf8(bytes)) return std::string(bytes);
    std::string result;
    append_cp1252_as_utf8(result, bytes);
    return result;
}

Result<Money> coda_amount(std::string_view field, char sign, std::string_view digits,
                          Currency currency) {
    if (!std::ranges::all_of(digits, text::is_digit)) {
        return fail(std::string(field), coda_text(digits), "15 digits, the last 3 decimals");
    }
    if (sign != '0' && sign != '1') {
        return fail(std::string(field) + " sign", coda_text(std::string_view(&sign, 1)),
                    "0 for credit or 1 for debit");
    }
    const std::size_t whole = digits.size() - 3;
    const std::string decimal =
        std::string(digits.substr(0, whole)) + "." + std::string(digits.substr(whole));
    Result<Money> amount = parse_money(decimal, currency);
    if (!amount) {
        Failure failure = amount.error();
        failure.field = field;
        return tl::unexpected(std::move(failure));
    }
    return sign == '1' ? amount->negated() : *amount;
}

Result<std::optional<Date>> coda_date(std::string_view field, std::string_view text) {
    if (text == "000000") return std::optional<Date>();
    std::string iso = "20";
    // Two digits of a year: CODA began in the eighties of the last century.
    if (text[4] >= '8') iso = "19";
    iso.append(text.substr(4, 2)).append("-").append(text.substr(2, 2)).append("-");
    iso.append(text.substr(0, 2));
    const Result<Date> date = Date::parse(iso);
    if (!date) {
        return fail(std::string(field), coda_text(text), "a day that exists, written DDMMYY");
    }
    return std::optional<Date>(*date);
}

CodaAccount coda_account(char structure, std::string_view zone) {
    const auto compact = [](std::string_view part) {
        std::string result;
        for (const char c : part) {
            if (c != ' ') result += c;
        }
        return coda_text(result);
    };
    // 0: Belgian number of before the IBAN; 2: Belgian IBAN with an extension; 1 and 3: foreign.
    if (structure == '0') return {compact(zone.substr(0, 12)), compact(zone.substr(13, 3))};
    const std::size_t length = structure == '2' ? 31 : 34;
    return {compact(zone.substr(0, length)), compact(zone.substr(34, 3))};
}

} // namespace afpunt::standalone
