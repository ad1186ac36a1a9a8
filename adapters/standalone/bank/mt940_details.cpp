// SPDX-License-Identifier: MIT
//
// One function for each order; the first that recognises the field reads it.
#include "bank/mt940_details.hpp"

#include "bank/account_number.hpp"
#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace afpunt::standalone {

namespace {

// A line of this length was cut by its length: the next one goes on inside a word.
constexpr std::size_t full_line = 65;
// The same for a German field.
constexpr std::size_t full_german_field = 27;

void set_once(std::string& field, std::string_view value) {
    if (field.empty()) field = single_spaced(value);
}

std::string reference_or_nothing(std::string_view value) {
    std::string reference = single_spaced(value);
    return reference == "NOTPROVIDED" || reference == "NONREF" ? std::string() : reference;
}

std::vector<std::string_view> lines_of(std::string_view field) {
    std::vector<std::string_view> lines;
    while (!field.empty()) {
        const std::size_t end = std::min(field.find('\n'), field.size());
        lines.push_back(field.substr(0, end));
        field.remove_prefix(std::min(end + 1, field.size()));
    }
    return lines;
}

// For orders whose codes may be cut by the end of a line.
std::string without_line_ends(std::string_view field) {
    std::string joined(field);
    std::erase(joined, '\n');
    return joined;
}

// For text: a blank between lines, except after a full one.
void append_part(std::string& text, std::string_view previous, std::string_view part,
                 std::size_t full) {
    if (!text.empty() && text::utf8_count(previous) < full) text += ' ';
    text += part;
}

std::string joined_text(const std::vector<std::string_view>& lines, std::size_t from) {
    std::string text;
    for (std::size_t at = from; at < lines.size(); ++at) {
        append_part(text, at > from ? lines[at - 1] : std::string_view(), lines[at], full_line);
    }
    return single_spaced(text);
}

// --- Germany: 166?00GUTSCHRIFT?20EREF+...?30BIC?31IBAN?32Name -----------------------------------

// MTLG: is the bank's own message, on returns.
constexpr std::array<std::string_view, 15> sepa_words{"EREF+", "KREF+", "MREF+", "CRED+", "DEBT+",
                                                      "COAM+", "OAMT+", "SVWZ+", "ABWA+", "ABWE+",
                                                      "IBAN+", "BIC+",  "PURP+", "ANAM+", "MTLG:"};

std::string_view word_at(std::string_view text) {
    for (const std::string_view word : sepa_words) {
        if (text.starts_with(word)) return word;
    }
    return {};
}

// "EREF+abc SVWZ+def": what stands before the first word is text as well.
void use_sepa_words(Mt940Details& details, std::string_view text) {
    std::string_view word;
    std::size_t start = 0;
    const auto use = [&](std::size_t end) {
        const std::string value = single_spaced(text.substr(start, end - start));
        if (word == "EREF+") {
            if (details.end_to_end_id.empty()) details.end_to_end_id = reference_or_nothing(value);
        } else if (word == "MREF+") {
            set_once(details.mandate_id, value);
        } else if (word == "IBAN+") {
            set_once(details.account, without_blanks(value));
        } else if (word == "BIC+") {
            set_once(details.bic, value);
        } else if ((word == "SVWZ+" || word == "MTLG:" || word.empty()) && !value.empty()) {
            if (!details.remittance.empty()) details.remittance += ' ';
            details.remittance += value;
        }
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view next = word_at(text.substr(at));
        if (next.empty()) continue;
        use(at);
        word = next;
        start = at + next.size();
        at = start - 1;
    }
    use(text.size());
}

struct GermanField {
    int number = 0;
    std::string_view text;
};

// The separator is the character behind the code of three digits; '?' for most banks.
char german_separator(std::string_view text) {
    static constexpr std::string_view separators = "?><^~$";
    if (text.size() < 6 || !std::ranges::all_of(text.substr(0, 3), text::is_digit)) return 0;
    const bool fits = separators.find(text[3]) != std::string_view::npos &&
                      text::is_digit(text[4]) && text::is_digit(text[5]);
    return fits ? text[3] : '\0';
}

std::vector<GermanField> german_fields(std::string_view text, char separator) {
    std::vector<GermanField> fields;
    std::size_t at = 3;
    while (at + 2 < text.size()) {
        const int number = (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
        std::size_t end = text.find(separator, at + 3);
        // A separator in the text is followed by something else than two digits.
        while (end != std::string_view::npos &&
               !(end + 2 < text.size() && text::is_digit(text[end + 1]) &&
                 text::is_digit(text[end + 2]))) {
            end = text.find(separator, end + 1);
        }
        end = std::min(end, text.size());
        fields.push_back({number, text.substr(at + 3, end - at - 3)});
        at = end;
    }
    return fields;
}

bool is_german_text(int number) {
    return (number >= 20 && number <= 29) || (number >= 60 && number <= 63);
}

bool use_german(Mt940Details& details, std::string_view field) {
    const std::string all = without_line_ends(field);
    const std::string_view text = text::trim(all);
    const char separator = german_separator(text);
    if (separator == 0) return false;
    details.code = text.substr(0, 3);
    std::string remittance, name;
    std::string_view previous_text, previous_name;
    const std::vector<GermanField> fields = german_fields(text, separator);
    for (const GermanField& one : fields) {
        // Triodos writes BIC and IBAN where the others have text, and our own account in 31.
        const bool triodos = separator == '>';
        const bool may_be_bic = one.number == 30 || (triodos && one.number == 20);
        if (may_be_bic && looks_like_bic(text::trim(one.text))) {
            set_once(details.bic, one.text);
        } else if (triodos && one.number == 21 && looks_like_iban(without_blanks(one.text))) {
            set_once(details.account, without_blanks(one.text));
        } else if (is_german_text(one.number)) {
            append_part(remittance, previous_text, one.text, full_german_field);
            previous_text = one.text;
        } else if (one.number == 32 || one.number == 33) {
            append_part(name, previous_name, one.text, full_german_field);
            previous_name = one.text;
        } else if ((one.number == 31 || one.number == 38) && !triodos) {
            const std::string account = without_blanks(one.text);
            // 38 repeats 31 as an IBAN.
            if (details.account.empty() || looks_like_iban(account)) details.account = account;
        }
    }
    use_sepa_words(details, remittance);
    set_once(details.name, name);
    return true;
}

// --- Netherlands: /TRTP/SEPA OVERBOEKING/IBAN/NL.../NAME/.../REMI/.../EREF/... -------------------

constexpr std::array<std::string_view, 27> slash_codes{
    "TRTP", "IBAN", "BIC",  "NAME", "REMI", "EREF", "CNTP", "ORDP", "BENM",
    "ULTD", "ULTB", "ULTC", "MARF", "CSID", "PREF", "RTRN", "ISDT", "ADDR",
    "PURP", "SVCL", "TRCD", "ACCW", "IREF", "EXCH", "CHGS", "OCMT", "ID"};

// The code that opens at this slash, or nothing.
std::string_view slash_code_at(std::string_view text) {
    if (!text.starts_with('/')) return {};
    const std::size_t end = text.find('/', 1);
    if (end > 5) return {}; // no second slash, npos, included
    const std::string_view code = text.substr(1, end - 1);
    return std::ranges::find(slash_codes, code) == slash_codes.end() ? std::string_view() : code;
}

std::string_view slash_part(std::string_view& text) {
    const std::size_t end = std::min(text.find('/'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

std::string_view without_slashes_behind(std::string_view text) {
    text = text::trim(text);
    while (text.ends_with('/'))
        text = text::trim(text.substr(0, text.size() - 1));
    return text;
}

// "USTD//text", "STRD/CUR/9876123456789876", "STRD/ISO/RF18...", "ISSUER: CUR  REF: 987...",
// or text alone.
void use_slash_remittance(Mt940Details& details, std::string_view value) {
    const std::size_t reference = value.find("CDTRREF/");
    const std::size_t issuer = value.find("ISSUER:");
    const std::size_t stated = value.find("REF:", std::min(issuer, value.size()));
    if (value.starts_with("STRD/")) {
        std::string_view rest = value.substr(5);
        static_cast<void>(slash_part(rest)); // who made the reference
        set_once(details.structured_reference, without_slashes_behind(rest));
    } else if (reference != std::string_view::npos) {
        std::string_view rest = value.substr(reference + 8);
        set_once(details.structured_reference, slash_part(rest));
    } else if (issuer == 0 && stated != std::string_view::npos) {
        set_once(details.structured_reference, without_slashes_behind(value.substr(stated + 4)));
    } else {
        if (value.starts_with("USTD/")) value.remove_prefix(value.starts_with("USTD//") ? 6 : 5);
        set_once(details.remittance, without_slashes_behind(value));
    }
}

void use_slash_code(Mt940Details& details, std::string_view code, std::string_view value) {
    if (code == "REMI") {
        use_slash_remittance(details, value);
    } else if (code == "CNTP") {
        // Account, BIC, name, city.
        set_once(details.account, without_blanks(slash_part(value)));
        set_once(details.bic, slash_part(value));
        set_once(details.name, slash_part(value));
    } else if (code == "IBAN") {
        set_once(details.account, without_blanks(without_slashes_behind(value)));
    } else if (code == "ACCW") {
        // "NL91ABNA0417164300,ABNANL2A"
        set_once(details.account, without_blanks(value.substr(0, value.find(','))));
    } else if (code == "BIC") {
        set_once(details.bic, without_slashes_behind(value));
    } else if (code == "NAME") {
        set_once(details.name, without_slashes_behind(value));
    } else if (code == "EREF") {
        if (details.end_to_end_id.empty()) {
            details.end_to_end_id = reference_or_nothing(without_slashes_behind(value));
        }
    } else if (code == "MARF") {
        set_once(details.mandate_id, without_slashes_behind(value));
    } else if (code == "RTRN") {
        set_once(details.return_reason, slash_part(value));
    }
}

bool use_slashes(Mt940Details& details, std::string_view field) {
    const std::string all = without_line_ends(field);
    const std::string_view text = text::trim(all);
    std::string_view code = slash_code_at(text);
    if (code.empty()) return false;
    std::vector<std::string_view> seen{code};
    std::size_t start = code.size() + 2;
    std::size_t at = start - 1; // the slash behind a code may open the next one
    while (at < text.size()) {
        const std::string_view next = slash_code_at(text.substr(at));
        // A code that comes again within the payer's text was typed by the payer.
        if (next.empty() || (code == "REMI" && std::ranges::find(seen, next) != seen.end())) {
            ++at;
            continue;
        }
        use_slash_code(details, code, text.substr(start, at > start ? at - start : 0));
        code = next;
        seen.push_back(next);
        start = at + next.size() + 2;
        at = start - 1;
    }
    use_slash_code(details, code, text.substr(std::min(start, text.size())));
    return true;
}

// --- account first, and free text ----------------------------------------------------------------

// ASN, SNS, RegioBank: "NL56ASNB0123456789 the name", an empty line, the text.
bool use_account_first(Mt940Details& details, const std::vector<std::string_view>& lines) {
    if (lines.empty()) return false;
    const std::string_view first = text::trim(lines.front());
    const std::size_t blank = std::min(first.find(' '), first.size());
    if (!looks_like_iban(first.substr(0, blank))) return false;
    details.account = first.substr(0, blank);
    details.name = single_spaced(first.substr(blank));
    details.remittance = joined_text(lines, 1);
    return true;
}

// Knab's older files: "the text REK: NL91ABNA0417164300/NAAM: the name".
void use_free_text(Mt940Details& details, const std::vector<std::string_view>& lines) {
    details.remittance = joined_text(lines, 0);
    const std::string_view text = details.remittance;
    const std::size_t account_at = text.find("REK:");
    const std::size_t name_at = text.find("/NAAM:", std::min(account_at, text.size()));
    if (account_at == std::string_view::npos || name_at == std::string_view::npos) return;
    const std::string account =
        without_blanks(text.substr(account_at + 4, name_at - account_at - 4));
    if (!looks_like_iban(account)) return;
    details.account = account;
    details.name = single_spaced(text.substr(name_at + 6));
    details.remittance = single_spaced(text.substr(0, account_at));
}

} // namespace

Mt940Details mt940_details(std::string_view field) {
    Mt940Details details;
    if (use_german(details, field) || use_slashes(details, field)) return details;
    const std::vector<std::string_view> lines = lines_of(field);
    if (!use_account_first(details, lines)) use_free_text(details, lines);
    return details;
}

} // namespace afpunt::standalone
