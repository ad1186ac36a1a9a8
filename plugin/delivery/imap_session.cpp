// SPDX-License-Identifier: MIT
#include "delivery/imap_session.hpp"

#include "delivery/delivery_status.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::delivery {
namespace {

constexpr long connect_seconds = 10;
// A letter of 25 MB over a slow line; one over which nothing comes is given up before.
constexpr long whole_seconds = 300;
constexpr long silent_seconds = 20;
// A line of answers as long as libcurl can hold whole: the numbers of some 30,000 mails.
constexpr long buffer_bytes = 512L * 1024;
// All answers to one command: the names of thousands of folders, or those numbers.
constexpr std::size_t answer_bytes_max = 1'000'000;
constexpr std::size_t headers_bytes_max = 100'000;
constexpr std::uint16_t plain_port = 143;

bool is_server_name(std::string_view name) {
    return !name.empty() && name.size() <= 253 && name.front() != '-' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return text::is_letter(c) || text::is_digit(c) || c == '-' || c == '.';
           });
}

} // namespace

ImapSession::ImapSession(const ImapAccount& account) : account_(account) {
    // Counts its users; never shut down, because the host may use it, too.
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) curl_.reset(curl_easy_init());
}

// The answer is looked at where it comes in, not by what libcurl makes of it: for commands that it
// does not know it passes on some lines only.
std::size_t ImapSession::keep_line(char* bytes, std::size_t size, std::size_t count, void* answer) {
    auto& kept = *static_cast<Answer*>(answer);
    const std::string_view line(bytes, size * count);
    kept.bytes += line.size();
    if (kept.bytes > answer_bytes_max) {
        kept.is_too_long = true;
        return 0;
    }
    if (!line.ends_with('\n')) kept.is_too_long = true; // libcurl has cut it
    kept.lines.emplace_back(text::trim(line));
    return line.size();
}

std::size_t ImapSession::keep_body(char* bytes, std::size_t size, std::size_t count, void* body) {
    auto& kept = *static_cast<std::string*>(body);
    if (kept.size() + size * count > headers_bytes_max) return 0;
    kept.append(bytes, size * count);
    return size * count;
}

std::size_t ImapSession::give_message(char* into, std::size_t size, std::size_t count, void* rest) {
    auto& left = *static_cast<std::string_view*>(rest);
    const std::size_t taken = std::min(size * count, left.size());
    std::copy_n(left.begin(), taken, into);
    left.remove_prefix(taken);
    return taken;
}

int ImapSession::look_for_stop(void* account, curl_off_t /*down*/, curl_off_t /*done*/,
                               curl_off_t /*up*/, curl_off_t /*sent*/) {
    const auto* stop = static_cast<const ImapAccount*>(account)->stop;
    return stop != nullptr && stop->load() ? 1 : 0;
}

std::string ImapSession::escaped(const std::string& text) const {
    char* raw = curl_easy_escape(curl_.get(), text.data(), static_cast<int>(text.size()));
    std::string out = raw == nullptr ? "" : raw;
    curl_free(raw);
    return out;
}

// A handle that is reset keeps its connection: one login for all commands of a session.
void ImapSession::prepare(const std::string& path, Answer& answer) {
    CURL* curl = curl_.get();
    curl_easy_reset(curl);
    const auto set = [curl](CURLoption option, auto value) {
        curl_easy_setopt(curl, option, value);
    };
    const bool is_plain_port = account_.port == plain_port;
    const std::string url = std::string(is_plain_port ? "imap" : "imaps") + "://" +
                            account_.server + ":" + std::to_string(account_.port) + "/" + path;
    error_.assign(CURL_ERROR_SIZE, '\0');
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!account_.ca_file.empty()) set(CURLOPT_CAINFO, account_.ca_file.c_str());
    set(CURLOPT_PROXY, ""); // whatever the environment names
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L); // signals belong to the host
    set(CURLOPT_BUFFERSIZE, buffer_bytes);
    set(CURLOPT_CONNECTTIMEOUT, connect_seconds);
    set(CURLOPT_TIMEOUT, whole_seconds);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, silent_seconds);
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, silent_seconds);
    set(CURLOPT_USERNAME, account_.user.c_str());
    if (account_.access_token.empty()) {
        set(CURLOPT_PASSWORD, account_.password.c_str());
    } else {
        set(CURLOPT_XOAUTH2_BEARER, account_.access_token.c_str());
        set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
    }
    set(CURLOPT_HEADERFUNCTION, &ImapSession::keep_line);
    set(CURLOPT_HEADERDATA, &answer);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &ImapSession::look_for_stop);
    set(CURLOPT_XFERINFODATA, &account_);
}

Result<void> ImapSession::perform(const Answer& answer) {
    const CURLcode code = curl_easy_perform(curl_.get());
    is_alive_ = code == CURLE_OK || code == CURLE_QUOTE_ERROR || code == CURLE_UPLOAD_FAILED ||
                code == CURLE_REMOTE_ACCESS_DENIED;
    if (code == CURLE_OK && !answer.is_too_long) return {};
    const std::string place = "mail account at " + account_.server;
    if (answer.is_too_long) return fail(place, "a longer answer", "an answer of a usual length");
    const bool is_login = code == CURLE_LOGIN_DENIED;
    std::string found = server_words(error_.c_str());
    if (found.empty()) found = curl_easy_strerror(code);
    // The server's last word says why, and never holds what we sent.
    const bool is_server_word = code == CURLE_QUOTE_ERROR || is_login ||
                                code == CURLE_UPLOAD_FAILED || code == CURLE_REMOTE_ACCESS_DENIED;
    if (is_server_word && !answer.lines.empty()) found += ": " + server_words(answer.lines.back());
    return fail(place, found,
                is_login ? "a login that the server accepts" : "a server that does as asked");
}

Result<std::vector<std::string>> ImapSession::ask(const std::string& folder,
                                                  const std::string& command) {
    if (!curl_ || !is_server_name(account_.server)) {
        return fail("mail.imap_server", account_.server, "the name of an IMAP server");
    }
    Answer answer;
    std::string body; // the same lines again, or some of them
    prepare(escaped(folder), answer);
    curl_easy_setopt(curl_.get(), CURLOPT_CUSTOMREQUEST, command.c_str());
    curl_easy_setopt(
        curl_.get(), CURLOPT_WRITEFUNCTION,
        +[](char*, std::size_t size, std::size_t count, void*) -> std::size_t {
            return size * count;
        });
    if (auto done = perform(answer); !done) return tl::unexpected(done.error());
    std::erase_if(answer.lines, [](const std::string& line) { return !line.starts_with("* "); });
    return std::move(answer.lines);
}

Result<void> ImapSession::append(const std::string& folder, std::string_view message) {
    if (!curl_) return fail("mail.imap_server", account_.server, "a working IMAP library");
    Answer answer;
    std::string_view rest = message;
    prepare(escaped(folder), answer);
    curl_easy_setopt(curl_.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_READFUNCTION, &ImapSession::give_message);
    curl_easy_setopt(curl_.get(), CURLOPT_READDATA, &rest);
    curl_easy_setopt(curl_.get(), CURLOPT_INFILESIZE_LARGE,
                     static_cast<curl_off_t>(message.size()));
    return perform(answer);
}

Result<std::string> ImapSession::headers(const std::string& folder, const std::string& uid,
                                         const std::string& fields) {
    if (!curl_) return fail("mail.imap_server", account_.server, "a working IMAP library");
    Answer answer;
    std::string body;
    prepare(escaped(folder) + ";UID=" + uid +
                ";SECTION=" + escaped("HEADER.FIELDS (" + fields + ")"),
            answer);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, &ImapSession::keep_body);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &body);
    if (auto done = perform(answer); !done) return tl::unexpected(done.error());
    return body;
}

} // namespace afpunt::delivery
