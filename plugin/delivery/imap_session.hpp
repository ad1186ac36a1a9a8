// SPDX-License-Identifier: MIT
//
// One login to an IMAP server and what it answers, over libcurl. Used by sent_folder.cpp only.
#pragma once

#include "delivery/sent_folder.hpp"

#include <curl/curl.h>

#include <memory>

namespace afpunt::delivery {

class ImapSession {
public:
    explicit ImapSession(const ImapAccount& account);

    // Sends one command, in `folder` when it is not empty. The untagged answers, a line each.
    [[nodiscard]] Result<std::vector<std::string>> ask(const std::string& folder,
                                                       const std::string& command);
    [[nodiscard]] Result<void> append(const std::string& folder, std::string_view message);
    // Header fields of one mail, as they stand.
    [[nodiscard]] Result<std::string> headers(const std::string& folder, const std::string& uid,
                                              const std::string& fields);

    // False when the last question got no answer: the line, the encryption or the login failed.
    [[nodiscard]] bool is_alive() const { return is_alive_; }

private:
    struct Answer {
        std::vector<std::string> lines;
        std::size_t bytes = 0;
        bool is_too_long = false;
    };

    static std::size_t keep_line(char* bytes, std::size_t size, std::size_t count, void* answer);
    static std::size_t keep_body(char* bytes, std::size_t size, std::size_t count, void* body);
    static std::size_t give_message(char* into, std::size_t size, std::size_t count, void* rest);
    static int look_for_stop(void* account, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    void prepare(const std::string& path, Answer& answer);
    [[nodiscard]] Result<void> perform(const Answer& answer);
    [[nodiscard]] std::string escaped(const std::string& text) const;

    struct Close {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    const ImapAccount& account_;
    std::unique_ptr<CURL, Close> curl_;
    std::string error_;
    bool is_alive_ = true;
};

} // namespace afpunt::delivery
