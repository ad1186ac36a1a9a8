// SPDX-License-Identifier: MIT
//
// EPC069-12, version 3.1, section 2 (data elements) and 3 (form). Writing and reading share the
// checks of the fields, so that we never write what we would refuse to read.
#include "payment/epc_qr.hpp"

#include "payment/character_set.hpp"

#include <afpunt/text.hpp>

#include <vector>

namespace afpunt::payment {

namespace {

// All from EPC069-12: the sizes of the elements and of the whole.
constexpr std::size_t payload_bytes_max = 331;
constexpr std::size_t beneficiary_characters_max = 70;
constexpr std::size_t purpose_characters_max = 4;
constexpr std::size_t reference_characters_max = 35;
constexpr std::size_t text_characters_max = 140;
constexpr std::size_t information_characters_max = 70;
constexpr std::int64_t amount_minor_max = 99'999'999'999; // EUR 999999999.99
constexpr std::size_t euro_digits_max = 9;
constexpr std::size_t lines_min = 7; // up to and including the IBAN
constexpr std::size_t lines_max = 12;
constexpr std::size_t shown_bytes_max = 60; // enough to recognise a value in a message

std::string shown(std::string_view value) {
    return text::is_utf8(value) ? std::string(text::utf8_prefix(value, shown_bytes_max))
                                : std::string("bytes that are no UTF-8");
}

// Control characters (C0, DEL and C1) would break the lines or hide something from the payer.
bool has_control_character(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        const auto byte = static_cast<unsigned char>(utf8[at]);
        if (byte < 0x20 || byte == 0x7F) return true;
        if (byte == 0xC2 && at + 1 < utf8.size() && static_cast<unsigned char>(utf8[at + 1]) < 0xA0)
            return true;
    }
    return false;
}

Result<void> check_text(std::string_view field, std::string_view value, std::size_t at_most) {
    const auto refuse = [&](std::string expected) {
        return fail(std::string(field), shown(value), std::move(expected));
    };
    if (!text::is_utf8(value)) return refuse("text in UTF-8");
    if (has_control_character(value)) return refuse("one line without control characters");
    const std::size_t count = text::utf8_count(value);
    if (count > at_most) {
        return refuse("at most " + std::to_string(at_most) + " characters instead of " +
                      std::to_string(count));
    }
    return {};
}

bool is_capital_or_digit(char c) {
    return (c >= 'A' && c <= 'Z') || text::is_digit(c);
}

// ISO 9362: four characters of the firm, two letters of the country, two of the place, and three
// of the branch or nothing.
bool is_bic(std::string_view bic) {
    if (bic.size() != 8 && bic.size() != 11) return false;
    for (std::size_t at = 0; at < bic.size(); ++at) {
        const bool country = at == 4 || at == 5;
        if (country ? !(bic[at] >= 'A' && bic[at] <= 'Z') : !is_capital_or_digit(bic[at])) {
            return false;
        }
    }
    return true;
}

Result<void> check_codes(const EpcPayment& payment) {
    if (payment.version != 1 && payment.version != 2) {
        return fail("version", std::to_string(payment.version), "1 or 2");
    }
    const int set = static_cast<int>(payment.character_set);
    if (set < 1 || set > 8) return fail("character set", std::to_string(set), "1 to 8");
    if (payment.bic.empty() && payment.version == 1) {
        return fail("BIC", "", "the BIC of the beneficiary's bank, which version 1 demands");
    }
    if (!payment.bic.empty() && !is_bic(payment.bic)) {
        return fail("BIC", shown(payment.bic), "8 or 11 capitals and digits");
    }
    for (const char c : payment.purpose) {
        if (!is_capital_or_digit(c)) {
            return fail("purpose", shown(payment.purpose), "a code such as GDDS");
        }
    }
    return {};
}

// Everything but the amount, which may be missing in what we read but not in what we write.
Result<void> check_fields(const EpcPayment& payment) {
    if (const auto codes = check_codes(payment); !codes) return codes;
    if (payment.beneficiary.empty()) {
        return fail("beneficiary", "", "the name of the account holder, 1 to 70 characters");
    }
    struct TextField {
        std::string_view name;
        const std::string& value;
        std::size_t at_most;
    };
    for (const TextField& field :
         {TextField{"beneficiary", payment.beneficiary, beneficiary_characters_max},
          TextField{"purpose", payment.purpose, purpose_characters_max},
          TextField{"structured reference", payment.structured_reference, reference_characters_max},
          TextField{"text", payment.text, text_characters_max},
          TextField{"information", payment.information, information_characters_max}}) {
        if (const auto checked = check_text(field.name, field.value, field.at_most); !checked) {
            return checked;
        }
    }
    if (!payment.structured_reference.empty() && !payment.text.empty()) {
        return fail("text", shown(payment.text),
                    "a structured reference or a text, not both (reference " +
                        shown(payment.structured_reference) + ")");
    }
    return {};
}

Result<void> check_amount(const Money& amount) {
    if (amount.currency != Currency::eur()) {
        return fail("currency", std::string(amount.currency.code()), "EUR");
    }
    if (amount.minor < 1 || amount.minor > amount_minor_max) {
        return fail("amount", amount.decimal(), "0.01 to 999999999.99");
    }
    return {};
}

std::string amount_line(const Money& amount, EpcAmountForm form) {
    std::string decimal = amount.decimal();
    if (form == EpcAmountForm::Shortest) {
        while (decimal.back() == '0')
            decimal.pop_back();
        if (decimal.back() == '.') decimal.pop_back();
    }
    return "EUR" + decimal;
}

// Money's own parser is more generous (signs, more zeros) than the standard.
Result<Money> parse_amount_line(std::string_view line) {
    if (line.empty()) return Money{};
    const auto refuse = [&] {
        return fail("amount", shown(line), "EUR0.01 to EUR999999999.99 with at most 2 decimals");
    };
    if (line.substr(0, 3) != "EUR") return refuse();
    const std::string_view number = line.substr(3);
    const std::size_t dot = number.find('.');
    const std::string_view euros = number.substr(0, dot);
    const std::string_view cents = dot == std::string_view::npos ? "0" : number.substr(dot + 1);
    if (euros.empty() || euros.size() > euro_digits_max || cents.empty() || cents.size() > 2) {
        return refuse();
    }
    for (const std::string_view digits : {euros, cents}) {
        for (const char c : digits) {
            if (!text::is_digit(c)) return refuse();
        }
    }
    const auto amount = parse_money(number, Currency::eur());
    if (!amount || !check_amount(*amount)) return refuse();
    return *amount;
}

Result<std::vector<std::string>> split_lines(std::string_view payload) {
    const bool crlf = payload.find("\r\n") != std::string_view::npos;
    const std::string_view separator = crlf ? "\r\n" : "\n";
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = payload.find(separator, begin);
        lines.emplace_back(payload.substr(begin, end - begin));
        if (end == std::string_view::npos) break;
        begin = end + separator.size();
    }
    for (const std::string& line : lines) {
        if (line.find_first_of("\r\n") != std::string::npos) {
            return fail("line ends", shown(line), "either LF or CRLF, the same for all lines");
        }
    }
    if (lines.size() < lines_min || lines.size() > lines_max) {
        return fail("payload", std::to_string(lines.size()) + " lines", "7 to 12 lines");
    }
    if (lines.back().empty()) {
        return fail("payload", "an empty line at the end", "nothing after the last element");
    }
    lines.resize(lines_max);
    return lines;
}

Result<void> check_size(std::string_view payload) {
    if (payload.size() > payload_bytes_max) {
        return fail("payload", std::to_string(payload.size()) + " bytes", "at most 331 bytes");
    }
    return {};
}

Result<void> expect_line(std::string_view field, std::string_view line, std::string_view wanted) {
    if (line != wanted) return fail(std::string(field), shown(line), std::string(wanted));
    return {};
}

} // namespace

Result<std::string> epc_payload(const EpcPayment& payment, EpcAmountForm form) {
    if (const auto checked = check_fields(payment); !checked) {
        return tl::unexpected(checked.error());
    }
    if (const auto checked = check_amount(payment.amount); !checked) {
        return tl::unexpected(checked.error());
    }
    std::string utf8 = "BCD\n00" + std::to_string(payment.version) + "\n" +
                       std::to_string(static_cast<int>(payment.character_set)) + "\nSCT\n";
    for (const std::string& line :
         {payment.bic, payment.beneficiary, payment.iban.electronic(),
          amount_line(payment.amount, form), payment.purpose, payment.structured_reference,
          payment.text, payment.information}) {
        utf8 += line + "\n";
    }
    while (utf8.back() == '\n')
        utf8.pop_back();
    auto payload = from_utf8(utf8, payment.character_set);
    if (!payload) return payload;
    if (const auto checked = check_size(*payload); !checked) {
        return tl::unexpected(checked.error());
    }
    return payload;
}

Result<EpcPayment> parse_epc_payload(std::string_view payload) {
    if (const auto checked = check_size(payload); !checked) {
        return tl::unexpected(checked.error());
    }
    auto split = split_lines(payload);
    if (!split) return tl::unexpected(split.error());
    std::vector<std::string>& lines = *split;
    if (const auto tag = expect_line("service tag", lines[0], "BCD"); !tag) {
        return tl::unexpected(tag.error());
    }
    if (const auto kind = expect_line("identification", lines[3], "SCT"); !kind) {
        return tl::unexpected(kind.error());
    }
    if (lines[1] != "001" && lines[1] != "002") {
        return fail("version", shown(lines[1]), "001 or 002");
    }
    if (lines[2].size() != 1 || lines[2][0] < '1' || lines[2][0] > '8') {
        return fail("character set", shown(lines[2]), "1 to 8");
    }
    const auto set = static_cast<EpcCharacterSet>(lines[2][0] - '0');
    for (std::string& line : lines) {
        auto utf8 = to_utf8(line, set);
        if (!utf8) return tl::unexpected(utf8.error());
        line = std::move(*utf8);
    }
    auto iban = Iban::parse(lines[6]);
    if (!iban) return tl::unexpected(iban.error());
    if (iban->electronic() != lines[6]) {
        return fail("IBAN", shown(lines[6]), "capitals and digits without spaces");
    }
    const auto amount = parse_amount_line(lines[7]);
    if (!amount) return tl::unexpected(amount.error());
    EpcPayment payment{lines[1][2] - '0', set,      lines[4], lines[5],  std::move(*iban),
                       *amount,           lines[8], lines[9], lines[10], lines[11]};
    if (const auto checked = check_fields(payment); !checked) {
        return tl::unexpected(checked.error());
    }
    return payment;
}

} // namespace afpunt::payment
