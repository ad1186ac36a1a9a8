// SPDX-License-Identifier: MIT
//
// Lines, fields and their order. What they say of a statement is in mt940_statement.cpp.
#include "bank/mt940_reader.hpp"

#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::standalone {

namespace {

// Fields that open here; a line of text may begin with a colon as well (":12 uur").
constexpr std::array<std::string_view, 22> known_tags{
    "13", "13D", "20",  "21", "25", "25P", "28",  "28C", "34F", "60F", "60M",
    "61", "62F", "62M", "64", "65", "86",  "90C", "90D", "940", "942", "NS"};

struct Field {
    std::string_view tag, value;
};

std::optional<Field> field_at(std::string_view line) {
    if (!line.starts_with(':')) return std::nullopt;
    const std::size_t colon = line.find(':', 1);
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view tag = line.substr(1, colon - 1);
    if (std::ranges::find(known_tags, tag) == known_tags.end()) return std::nullopt;
    return Field{tag, line.substr(colon + 1)};
}

} // namespace

BankFormat detect_mt940(std::string_view utf8) {
    // ABN AMRO has three lines before the first field, ING had three others.
    constexpr int lines_looked_at = 12;
    BankFormat found = BankFormat::Unknown;
    for (int line = 0; line < lines_looked_at && !utf8.empty(); ++line) {
        const std::size_t end = std::min(utf8.find('\n'), utf8.size());
        const std::string_view text = text::trim(utf8.substr(0, end));
        utf8.remove_prefix(std::min(end + 1, utf8.size()));
        const std::optional<Field> field = field_at(text);
        if (text.starts_with("{1:")) found = BankFormat::Mt940;
        if (!field && text.find("{2:O942") == std::string_view::npos &&
            text.find("{2:I942") == std::string_view::npos) {
            continue;
        }
        found = found == BankFormat::Unknown ? BankFormat::Mt940 : found;
        if (!field || field->tag == "34F" || field->tag == "942" || field->tag.starts_with("13")) {
            return BankFormat::Mt942;
        }
        if (field->tag.starts_with("6")) return BankFormat::Mt940;
    }
    return found;
}

Result<BankFormat> read_mt940(ByteSource& source, StatementSink& sink) {
    return Mt940Reader(sink).read(source);
}

Result<BankFormat> Mt940Reader::read(ByteSource& source) {
    Utf8Source text(source);
    std::string buffer;
    bool more = true;
    while (more) {
        const Result<bool> read = text.read(buffer);
        if (!read) {
            give_up("file", read.error().found, read.error().expected);
            return tl::unexpected(read.error());
        }
        more = *read;
        std::size_t start = 0;
        for (std::size_t end = buffer.find('\n'); end != std::string::npos;
             end = buffer.find('\n', start)) {
            line(std::string_view(buffer).substr(start, end - start));
            start = end + 1;
        }
        buffer.erase(0, start);
        if (buffer.size() > max_line_bytes) buffer.resize(max_line_bytes);
    }
    if (!buffer.empty()) line(buffer);
    finish_field();
    end_message(true);
    log_.finish();
    if (statements_ == 0) {
        return fail("MT940", "no statement with an account and a balance",
                    "at least one message from :20: to :62F:");
    }
    return interim_ == statements_ ? BankFormat::Mt942 : BankFormat::Mt940;
}

void Mt940Reader::line(std::string_view text) {
    ++line_number_;
    text = text.substr(0, max_line_bytes);
    if (text.ends_with('\r')) text.remove_suffix(1);
    // Control characters around a transmission came through as blanks.
    const std::string_view trimmed = text::trim(text);
    if (trimmed.starts_with("{1:")) return envelope(trimmed);
    if (trimmed == "-" || trimmed.starts_with("-}")) {
        // In the details of a line a lone dash is text: a statement ends behind its closing
        // balance.
        const bool in_line = tag_ == "61" || tag_ == "86" || tag_ == "NS";
        if (trimmed == "-" && in_line && stage_ == Stage::Open && !interim_message_) return;
        finish_field();
        end_message(false);
        const std::size_t next = trimmed.find("{1:");
        if (next != std::string_view::npos) envelope(trimmed.substr(next));
        return;
    }
    if (const std::optional<Field> found = field_at(text)) {
        start_field(found->tag, found->value);
    } else if (!tag_.empty()) {
        if (value_.size() + text.size() < max_field_bytes) {
            value_.append("\n").append(text);
        } else if (!long_field_told_) {
            long_field_told_ = true;
            log_.warning({where(), ":" + tag_ + ":", "more than 16 KB",
                          "a field of a few lines; the rest of it is left out"});
        }
    }
}

// {1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:
void Mt940Reader::envelope(std::string_view text) {
    finish_field();
    end_message(false);
    const std::size_t type_at = text.find("{2:");
    const std::string_view type = type_at == std::string_view::npos || type_at + 7 > text.size()
                                      ? std::string_view()
                                      : text.substr(type_at + 4, 3); // behind I or O
    const bool wanted = type.empty() || type == "940" || type == "942" || type == "950";
    start_message();
    interim_message_ = type == "942";
    // Behind F01 stands the BIC of a bank; that of the sender, in what banks let people download.
    if (text.size() >= 14 && text.substr(10, 2) == "NL") bank_ = text.substr(6, 4);
    if (!wanted) {
        other_type_ = true;
        log_.notice({"line " + std::to_string(line_number_), "message", std::string(type),
                     "940 or 942; the message is passed over"});
    }
    const std::size_t body = text.find("{4:");
    if (body == std::string_view::npos) return;
    if (const std::optional<Field> found = field_at(text.substr(body + 3))) {
        start_field(found->tag, found->value);
    }
}

void Mt940Reader::start_field(std::string_view tag, std::string_view value) {
    finish_field();
    tag_ = tag;
    value_ = value;
    field_line_ = line_number_;
}

void Mt940Reader::finish_field() {
    if (tag_.empty()) return;
    // Copies: what a field leads to may begin the next one.
    const std::string tag = std::move(tag_);
    const std::string value = std::move(value_);
    tag_.clear();
    value_.clear();
    field(tag, value);
}

void Mt940Reader::start_message() {
    stage_ = Stage::Head;
    other_type_ = false;
    interim_message_ = false;
    account_ = {};
    bank_.clear();
    days_in_numbers_ = false;
    number_ = {};
    floor_currency_.reset();
    created_on_.reset();
}

void Mt940Reader::field(std::string_view tag, std::string_view value) {
    if (other_type_) return;
    // An envelope begins the message before its :20:.
    const bool fresh = stage_ == Stage::Head && account_.number.empty();
    if (tag == "940" || tag == "942" || (tag == "20" && !fresh)) {
        end_message(false);
        start_message();
        interim_message_ = tag == "942";
    }
    if (tag == "20" && value.starts_with("ABN AMRO")) {
        bank_ = "ABNA";
        days_in_numbers_ = true;
    }
    if (stage_ == Stage::Head) {
        head_field(tag, value);
    } else if (stage_ == Stage::Open || stage_ == Stage::Closed) {
        body_field(tag, value);
    }
}

void Mt940Reader::head_field(std::string_view tag, std::string_view value) {
    if (tag == "25" || tag == "25P") {
        account_ = mt940_account(value, bank_);
    } else if (tag == "28" || tag == "28C") {
        // A number that is none is no reason to lose the statement.
        if (const Result<Mt940Number> number = mt940_number(value)) {
            number_ = *number;
        } else {
            log_.warning(number.error().at(where()));
        }
    } else if (tag == "60F" || tag == "60M") {
        opening_balance(tag, value);
    } else if (tag == "34F") {
        floor_limit(value);
    } else if (tag == "13" || tag == "13D") {
        interim_day(value);
    } else if (tag == "61" || tag == "90C" || tag == "90D") {
        // Without an opening balance: an interim report.
        if (!floor_currency_) {
            return give_up(":" + std::string(tag) + ":", "no balance (:60F:) before it",
                           "an opening balance, or :34F: in an interim report");
        }
        interim_message_ = true;
        begin_statement(*floor_currency_);
        stage_ = Stage::Open;
        body_field(tag, value);
    } else if (tag != "20" && tag != "21" && tag != "NS" && tag != "940" && tag != "942") {
        give_up(":" + std::string(tag) + ":", "no balance before it",
                "the fields of a statement in the order 20, 25, 28C, 60F, 61 and 86, 62F");
    }
}

void Mt940Reader::body_field(std::string_view tag, std::string_view value) {
    if (tag == "61" && stage_ == Stage::Open) {
        statement_line(value);
    } else if (tag == "86" || tag == "NS") {
        details(value);
    } else if ((tag == "62F" || tag == "62M") && stage_ == Stage::Open && !interim_message_) {
        closing_balance(tag, value);
    } else if (tag == "90C" || tag == "90D") {
        interim_sum(tag, value);
    } else if (tag == "13" || tag == "13D") {
        interim_day(value);
    } else if (tag != "64" && tag != "65" && tag != "34F") {
        give_up(":" + std::string(tag) + ":", "out of its order",
                "the fields of a statement in the order 20, 25, 28C, 60F, 61 and 86, 62F");
    }
}

} // namespace afpunt::standalone
