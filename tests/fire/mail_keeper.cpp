// SPDX-License-Identifier: MIT
#include "fire/mail_keeper.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace afpunt::tests {
namespace {

constexpr std::size_t read_max = 65536;

// The text as it was before quoted-printable broke its lines; what else that encoding changes does
// not matter for what is looked for here.
std::string unbroken(std::string_view message) {
    std::string text;
    for (std::size_t at = 0; at < message.size(); ++at) {
        if (message.substr(at, 3) == "=\r\n") {
            at += 2;
        } else {
            text += message[at];
        }
    }
    return text;
}

std::string id_of(std::string_view message) {
    constexpr std::string_view field = "\r\nMessage-ID: <";
    constexpr std::string_view field_begins = "\r\nMessage-Id: <";
    std::size_t at = message.find(field);
    if (at == std::string_view::npos) at = message.find(field_begins);
    if (at == std::string_view::npos) return "no message id";
    const std::string_view id = message.substr(at + field.size());
    return std::string(id.substr(0, id.find_first_of("@>")));
}

std::vector<std::string> numbers_of(const std::string& text) {
    constexpr std::string_view begin = "F26-";
    constexpr std::size_t digits = 5;
    std::vector<std::string> numbers;
    for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1))
        numbers.push_back(text.substr(at, begin.size() + digits));
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

std::string_view answer_to(std::string_view line) {
    if (line.starts_with("EHLO")) return "250-keeper.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
    if (line.starts_with("DATA")) return "354 go on\r\n";
    if (line.starts_with("QUIT")) return "221 2.0.0 bye\r\n";
    return "250 2.0.0 ok\r\n";
}

} // namespace

std::vector<KeptLetter> MailKeeper::letters() const {
    const std::scoped_lock lock(mutex_);
    return letters_;
}

std::size_t MailKeeper::letter_count() const {
    const std::scoped_lock lock(mutex_);
    return letters_.size();
}

void MailKeeper::arm(ServerMoment moment, std::uint64_t count, std::function<void()> strike) {
    const std::scoped_lock lock(mutex_);
    moment_ = moment;
    left_ = count;
    strike_ = std::move(strike);
    bytes_ = answers_ = 0;
}

void MailKeeper::disarm() {
    arm(ServerMoment::ByteRead, 0, nullptr);
}

// Strikes under the lock: disarm() waits for it.
void MailKeeper::count(ServerMoment moment, std::uint64_t by) {
    const std::scoped_lock lock(mutex_);
    if (left_ == 0 || moment != moment_) return;
    left_ -= std::min(left_, by);
    if (left_ == 0) strike_();
}

std::size_t MailKeeper::bytes_until_strike() {
    const std::scoped_lock lock(mutex_);
    const bool is_near = left_ != 0 && moment_ == ServerMoment::ByteRead && left_ < read_max;
    return is_near ? static_cast<std::size_t>(left_) : read_max;
}

// A connection that was made may not have its thread yet, hence the first moment.
void MailKeeper::wait_until_idle() const {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    while (connected_ > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

bool MailKeeper::say(Connection& connection, std::string_view answer) {
    count(ServerMoment::BeforeAnswer, 1);
    const bool is_said = connection.write(answer);
    ++answers_;
    count(ServerMoment::AfterAnswer, 1);
    return is_said;
}

// What the client's machine has passed on is read to its end also when the client is dead: a letter
// whose final dot was on its way is taken.
void MailKeeper::serve(Connection& connection) {
    bool is_told = say(connection, "220 keeper.example\r\n");
    std::string buffer;
    bool is_data = false;
    while (true) {
        const std::string more = connection.read(bytes_until_strike());
        if (more.empty()) return;
        bytes_ += more.size();
        count(ServerMoment::ByteRead, more.size());
        buffer += more;
        while (true) {
            const std::string_view end = is_data ? "\r\n.\r\n" : "\r\n";
            const std::size_t found = buffer.find(end);
            if (found == std::string::npos) break;
            const std::string line = buffer.substr(0, found + end.size());
            buffer.erase(0, line.size());
            std::string_view answer = answer_to(line);
            if (is_data) {
                keep(line);
                answer = "250 2.0.0 taken\r\n";
            }
            is_data = !is_data && answer.starts_with("354");
            is_told = is_told && say(connection, answer);
            if (answer.starts_with("221")) return;
        }
    }
}

void MailKeeper::keep(std::string_view message) {
    const std::string text = unbroken(message);
    KeptLetter letter{id_of(message), numbers_of(text)};
    const std::scoped_lock lock(mutex_);
    letters_.push_back(std::move(letter));
}

} // namespace afpunt::tests
