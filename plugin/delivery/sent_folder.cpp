// SPDX-License-Identifier: MIT
#include "delivery/sent_folder.hpp"

#include "delivery/header_fields.hpp"
#include "delivery/imap_session.hpp"
#include "delivery/return_path.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace afpunt::delivery {
namespace {

// Each costs a question to the server; a year of a large firm's letters.
constexpr std::size_t letters_max = 20'000;
// One mail may be too large for the server; three in a row mean that it takes none.
constexpr int refusals_max = 3;
constexpr std::size_t covered_max = 2'001; // mime_message.cpp writes no more

// "* LIST (\HasNoChildren \Sent) "/" "Sent Items"" (RFC 3501, section 7.2.2)
struct ListedFolder {
    bool is_sent = false;
    std::string name;
};

std::optional<ListedFolder> parse_listed(std::string_view line) {
    const std::size_t open = line.find('(');
    const std::size_t close = line.find(')', open == std::string_view::npos ? 0 : open);
    if (!text::upper(line).starts_with("* LIST ") || open == std::string_view::npos ||
        close == std::string_view::npos) {
        return std::nullopt;
    }
    ListedFolder folder;
    const std::string marks = " " + text::lower(line.substr(open + 1, close - open - 1)) + " ";
    folder.is_sent = marks.find(" \\sent ") != std::string::npos;
    std::string_view rest = text::trim(line.substr(close + 1));
    rest.remove_prefix(std::min(rest.find(' '), rest.size())); // the separator
    rest = text::trim(rest);
    if (!rest.starts_with('"')) {
        folder.name = rest;
        return folder;
    }
    for (std::size_t at = 1; at < rest.size() && rest[at] != '"'; ++at) {
        if (rest[at] == '\\' && at + 1 < rest.size()) ++at;
        folder.name += rest[at];
    }
    return folder;
}

Result<std::string> find_folder(ImapSession& session, const ImapAccount& account) {
    // RFC 5258 with RFC 6154; servers without them know the second form, and some mark the folder
    // there as well.
    auto lines = session.ask("", R"(LIST "" "*" RETURN (SPECIAL-USE))");
    if (!lines) {
        auto plain = session.ask("", R"(LIST "" "*")");
        if (!plain) return tl::unexpected(plain.error());
        lines = std::move(plain);
    }
    const std::string wanted = imap_folder_name(account.folder);
    std::string marked, names;
    for (const std::string& line : *lines) {
        const auto folder = parse_listed(line);
        if (!folder || folder->name.empty()) continue;
        if (folder->name == wanted) return wanted;
        if (folder->is_sent && marked.empty()) marked = folder->name;
        if (names.size() < 200) names += (names.empty() ? "" : ", ") + folder->name;
    }
    if (!marked.empty()) return marked;
    return fail("mail.sent_folder", account.folder, "one of the folders of the account: " + names);
}

// "* SEARCH 2 3 6"
std::vector<std::string> numbers_of(const std::vector<std::string>& lines) {
    std::vector<std::string> numbers;
    for (const std::string& line : lines) {
        constexpr std::string_view title = "* SEARCH";
        if (!text::upper(line).starts_with(title)) continue;
        std::string_view rest = std::string_view(line).substr(title.size());
        while (!(rest = text::trim(rest)).empty()) {
            const std::string_view number = rest.substr(0, std::min(rest.find(' '), rest.size()));
            rest.remove_prefix(number.size());
            if (number.size() <= 10 && std::all_of(number.begin(), number.end(), text::is_digit))
                numbers.emplace_back(number);
        }
    }
    return numbers;
}

// "1-Nov-2026" (RFC 3501, section 9, date)
std::string imap_date(Date day) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return std::to_string(day.day()) + "-" + std::string(months.at(day.month() - 1)) + "-" +
           std::to_string(day.year());
}

Result<void> append_once(ImapSession& session, const std::string& folder, const SentCopy& copy) {
    if (!is_letter_id(copy.letter_id)) return fail("letter id", "another text", "32 hex digits");
    auto there = session.ask(folder, "UID SEARCH HEADER X-Afpunt-Letter " + copy.letter_id);
    if (!there) return tl::unexpected(there.error());
    if (!numbers_of(*there).empty()) return {};
    return session.append(folder, copy.message);
}

SentLetter letter_of(const HeaderFields& fields) {
    SentLetter letter;
    letter.letter_id = text::lower(fields.first("x-afpunt-letter"));
    letter.letter_number = fields.first("x-afpunt-number").substr(0, 100);
    letter.date = fields.first("date").substr(0, 100);
    const std::vector<std::string> ids = bracketed_in(fields.first("message-id"), 1);
    if (!ids.empty()) letter.message_id = ids.front().substr(0, 250);
    const std::string covers = fields.first("x-afpunt-covers");
    for (std::string_view rest = covers; !(rest = text::trim(rest)).empty();) {
        const std::string_view token = rest.substr(0, std::min(rest.find(' '), rest.size()));
        rest.remove_prefix(token.size());
        if (token == "more" || letter.covered_steps.size() == covered_max) {
            letter.covers_more = true;
        } else {
            letter.covered_steps.emplace_back(token);
        }
    }
    return letter;
}

} // namespace

ImapAccount imap_account_of(const config::MailSettings& settings) {
    ImapAccount account;
    account.server = settings.imap_server;
    account.port = settings.imap_port;
    account.user = settings.user;
    account.folder = settings.sent_folder;
    account.ca_file = settings.ca_file;
    return account;
}

ImapAccount with_login(ImapAccount account, config::MailLogin kind, const Login& login) {
    account.user = login.user;
    (kind == config::MailLogin::XOAuth2 ? account.access_token : account.password) = login.secret;
    return account;
}

std::string imap_folder_name(std::string_view name) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    std::string out;
    std::uint32_t bits = 0;
    int waiting = 0;
    bool is_shifted = false;
    const auto put_unit = [&](std::uint32_t unit) {
        if (!is_shifted) out += '&';
        is_shifted = true;
        bits = bits << 16U | unit;
        for (waiting += 16; waiting >= 6; waiting -= 6)
            out += alphabet[bits >> static_cast<unsigned>(waiting - 6) & 63U];
        bits &= (1U << static_cast<unsigned>(waiting)) - 1U;
    };
    const auto end_shift = [&] {
        if (!is_shifted) return;
        if (waiting > 0) out += alphabet[bits << static_cast<unsigned>(6 - waiting) & 63U];
        out += '-';
        is_shifted = false;
        bits = 0;
        waiting = 0;
    };
    while (!name.empty()) {
        const std::size_t length = std::max<std::size_t>(text::utf8_length_at_front(name), 1);
        const auto first = static_cast<unsigned char>(name.front());
        if (length == 1 && first >= ' ' && first <= '~') {
            end_shift();
            out += name.front();
            if (name.front() == '&') out += '-';
        } else {
            std::uint32_t code = length == 1 ? first : first & (0x7FU >> length);
            for (std::size_t at = 1; at < length; ++at)
                code = code << 6U | (static_cast<unsigned char>(name[at]) & 0x3FU);
            if (code >= 0x10000) {
                put_unit(0xD800U + ((code - 0x10000) >> 10U));
                put_unit(0xDC00U + ((code - 0x10000) & 0x3FFU));
            } else {
                put_unit(code);
            }
        }
        name.remove_prefix(length);
    }
    end_shift();
    return out;
}

Result<std::string> find_sent_folder(const ImapAccount& account) {
    ImapSession session(account);
    return find_folder(session, account);
}

std::vector<Result<void>> append_to_sent(const ImapAccount& account,
                                         const std::vector<SentCopy>& copies) {
    ImapSession session(account);
    const auto folder = find_folder(session, account);
    std::vector<Result<void>> answers;
    if (!folder) {
        answers.assign(copies.size(), tl::unexpected(folder.error()));
        return answers;
    }
    int refused_in_a_row = 0;
    for (const SentCopy& copy : copies) {
        const bool is_hopeless = refused_in_a_row == refusals_max || !session.is_alive();
        answers.push_back(is_hopeless ? answers.back() : append_once(session, *folder, copy));
        refused_in_a_row = answers.back() ? 0 : std::min(refused_in_a_row + 1, refusals_max);
    }
    return answers;
}

Result<std::vector<SentLetter>> sent_letters_since(const ImapAccount& account, Date since) {
    ImapSession session(account);
    auto folder = find_folder(session, account);
    if (!folder) return tl::unexpected(folder.error());
    // An empty text stands for any value of that header.
    auto found =
        session.ask(*folder, R"(UID SEARCH HEADER X-Afpunt-Letter "" SINCE )" + imap_date(since));
    if (!found) return tl::unexpected(found.error());
    const std::vector<std::string> numbers = numbers_of(*found);
    if (numbers.size() > letters_max) {
        return fail("folder " + *folder, std::to_string(numbers.size()) + " letters",
                    "at most " + std::to_string(letters_max) + "; choose a later day");
    }
    std::vector<SentLetter> letters;
    for (const std::string& number : numbers) {
        auto headers = session.headers(
            *folder, number, "X-AFPUNT-LETTER X-AFPUNT-NUMBER X-AFPUNT-COVERS MESSAGE-ID DATE");
        if (!headers) return tl::unexpected(headers.error());
        SentLetter letter = letter_of(HeaderFields(*headers));
        if (is_letter_id(letter.letter_id)) letters.push_back(std::move(letter));
    }
    return letters;
}

} // namespace afpunt::delivery
