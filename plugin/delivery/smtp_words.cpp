// SPDX-License-Identifier: MIT
#include "delivery/smtp_words.hpp"

#include <afpunt/text.hpp>

#include <array>

namespace afpunt::delivery {
namespace {

struct Meaning {
    std::string_view detail; // the enhanced status without its class
    std::string_view words;
};
// RFC 3463 and the registry of enhanced status codes that it founded: those that say more than the
// code does and that an accountant can act upon.
constexpr std::array meanings{
    Meaning{".1.1", "this mailbox does not exist"},
    Meaning{".1.2", "no mail can be sent to what stands behind the @"},
    Meaning{".1.3", "the address is not written as an address"},
    Meaning{".1.6", "the mailbox has moved"},
    Meaning{".1.7", "the sender's address is not accepted"},
    Meaning{".1.8", "the sender's address is not accepted"},
    Meaning{".1.10", "the receiver's domain takes no mail"},
    Meaning{".2.1", "the mailbox is closed"},
    Meaning{".2.2", "the mailbox is full"},
    Meaning{".2.3", "the letter is too large for this mailbox"},
    Meaning{".3.2", "the server takes no mail at the moment"},
    Meaning{".3.4", "the letter is too large for this server"},
    Meaning{".4.1", "the receiver's server does not answer"},
    Meaning{".4.4", "no way to the receiver's server was found"},
    Meaning{".4.5", "the server is too busy"},
    Meaning{".5.3", "too many receivers"},
    Meaning{".7.0", "the server's rules do not allow it"},
    Meaning{".7.1", "the server's rules do not allow it"},
    Meaning{".7.8", "the name, the password or the token is wrong"},
    Meaning{".7.9", "this way to log in is not allowed for the account"},
    Meaning{".7.26", "the sender's domain does not prove its mail (SPF, DKIM or DMARC)"},
    Meaning{".7.27", "the sender's domain says that it takes no mail"},
    Meaning{".7.28", "too many letters in a short time"}};

} // namespace

std::string_view meaning_of(const SmtpReply& reply) {
    if (reply.enhanced_status.empty()) return {};
    const std::string_view detail = std::string_view(reply.enhanced_status).substr(1);
    for (const Meaning& meaning : meanings) {
        if (meaning.detail == detail) return meaning.words;
    }
    return {};
}

std::string with_reply(std::string what, const SmtpReply& reply, std::string_view quoted) {
    if (const std::string_view meaning = meaning_of(reply); !meaning.empty()) {
        what += ": ";
        what += meaning;
    }
    what += ". It said: '";
    what += quoted;
    what += "'.";
    return what;
}

std::string in_words(std::chrono::milliseconds time) {
    const auto counted = [](std::int64_t count, const char* unit) {
        return std::to_string(count) + ' ' + unit + (count == 1 ? "" : "s");
    };
    constexpr std::int64_t second = 1'000;
    constexpr std::int64_t minute = 60 * second;
    if (time.count() >= minute && time.count() % minute == 0) {
        return counted(time.count() / minute, "minute");
    }
    if (time.count() >= second) return counted(time.count() / second, "second");
    return counted(time.count(), "millisecond");
}

MailResult mail_result(MailOutcome outcome, std::string_view text) {
    MailResult result;
    result.outcome = outcome;
    result.text = text::utf8_prefix(text, result_text_bytes_max);
    return result;
}

MailResult mail_result(MailOutcome outcome, std::string_view text, const SmtpReply& reply) {
    MailResult result = mail_result(outcome, text);
    result.reply_code = reply.code;
    result.enhanced_status = reply.enhanced_status;
    return result;
}

MailResult server_result(std::string_view text, Remedy remedy) {
    MailResult result = mail_result(MailOutcome::Deferred, text);
    result.concerns_server = true;
    result.needs_person = remedy == Remedy::Person;
    return result;
}

} // namespace afpunt::delivery
