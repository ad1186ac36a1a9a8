// SPDX-License-Identifier: MIT
//
// A mail server on this machine that takes letters as slowly as a case wants: it may fall silent at
// any word of the dialogue, or wait for something before it lets the letter's text come.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace afpunt::conformance {

class MailServer {
public:
    // Words after which the server may fall silent. Greeting = it never says a word at all.
    enum class Silent { Never, Greeting, Hello, Sender, Recipient, Data, FinalDot };
    // `when_data_is_asked` is called on the server's thread, when DATA was said and before the
    // letter's text is asked for.
    explicit MailServer(Silent silent, std::function<void()> when_data_is_asked = {});
    ~MailServer();
    MailServer(const MailServer&) = delete;
    MailServer& operator=(const MailServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    // How many dialogues came to the silent word, and how many letters ended with their final dot.
    [[nodiscard]] int silences() const { return silences_; }
    [[nodiscard]] int letters() const { return letters_; }
    // Settings that lead the plugin's mail here.
    [[nodiscard]] std::string settings() const;

private:
    void listen();
    void talk(int connection);
    // False when the connection is to be left alone from here on.
    [[nodiscard]] bool answer(int connection, Silent word, const char* reply);
    [[nodiscard]] bool read_line(int connection, std::string& line);

    Silent silent_;
    std::function<void()> when_data_is_asked_;
    int listening_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> ending_{false};
    std::atomic<int> silences_{0}, letters_{0};
    std::vector<std::thread> dialogues_;
    std::thread listener_;
};

} // namespace afpunt::conformance
