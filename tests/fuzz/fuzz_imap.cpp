// SPDX-License-Identifier: MIT
//
// libFuzzer on what a mail account answers about its folders and mails: lines of any bytes, where
// libcurl would hand them over. Letters that are believed to have left bear whole ids.
#include "demand.hpp"

#include <delivery/imap_session.hpp>
#include <delivery/return_path.hpp>

#include <string>
#include <utility>

namespace {

afpunt::fuzz::Bytes* answers = nullptr;

} // namespace

// In the place of imap_session.cpp: the answers come from the fuzzer.
namespace afpunt::delivery {

ImapSession::ImapSession(const ImapAccount& account) : account_(account) {}

Result<std::vector<std::string>> ImapSession::ask(const std::string&, const std::string&) {
    if (answers->byte() % 8 == 7) return fail("mail account", "no", "another answer");
    std::vector<std::string> lines;
    std::string_view text = answers->piece();
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text::trim(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}
Result<void> ImapSession::append(const std::string&, std::string_view) {
    if (answers->byte() % 2 == 1) return fail("mail account", "NO", "a mail that is kept");
    return {};
}
Result<std::string> ImapSession::headers(const std::string&, const std::string&,
                                         const std::string&) {
    return std::string(answers->piece());
}

} // namespace afpunt::delivery

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace afpunt;
    using namespace afpunt::delivery;
    using namespace afpunt::fuzz;
    Bytes bytes(data, size);
    answers = &bytes;
    ImapAccount account;
    account.folder = bytes.piece();
    demand(imap_folder_name(account.folder).size() <= account.folder.size() * 5 + 2);
    const std::string id(32, 'a');
    const auto copied = append_to_sent(account, {{id, "Subject: x\r\n\r\n"}, {"x", "y"}});
    demand(copied.size() == 2 && !copied[1]);
    const auto letters = sent_letters_since(account, Date::of(2026, 6, 1));
    if (!letters) {
        demand(!letters.error().sentence().empty());
        return 0;
    }
    for (const SentLetter& letter : *letters) {
        demand(is_letter_id(letter.letter_id) && letter.letter_number.size() <= 100);
        demand(letter.covered_steps.size() <= 2'001 && letter.message_id.size() <= 250);
    }
    return 0;
}
