// SPDX-License-Identifier: MIT
#include "runtime/mail_commands.hpp"

#include "runtime/bounces.hpp"
#include "runtime/mail_files.hpp"
#include "runtime/mail_test.hpp"

namespace afpunt::runtime {
namespace {

namespace json = boost::json;

// The store is held by the worker meanwhile: views wait for a fraction of a second. More mails come
// with the next request.
constexpr std::size_t mails_per_request = 200;

json::object json_of(const std::filesystem::path& path, const Result<TakenBounce>& taken,
                     const std::string& language) {
    json::object out{{"mail", path.filename().string()}};
    if (!taken) {
        out["outcome"] = "unreadable";
        out["text"] = taken.error().sentence();
        return out;
    }
    out["outcome"] = code_of(taken->outcome);
    out["text"] = sentence_of(*taken, language);
    out["letter"] = taken->letter;
    out["customer"] = taken->party_id;
    out["address"] = taken->address;
    out["status"] = taken->status;
    return out;
}

Result<TakenBounce> take_file(outbox::Store& store, const std::filesystem::path& path,
                              const Moment& moment, const std::string& who) {
    const auto bytes = read_mail(path);
    if (!bytes) return tl::unexpected<Failure>(bytes.error());
    const auto notice = delivery::read_bounce(*bytes);
    if (!notice) return tl::unexpected<Failure>(notice.error());
    return take_bounce(store, *notice, moment, who);
}

} // namespace

void act_bounce(FollowUp& follow_up, const Request& request, const std::string& language,
                const Answer& answer) {
    auto path = request.required("path");
    if (!path) return answer(error_answer(path.error()));
    change_then_settle(
        follow_up, language, answer,
        [path = *path, after = request.text("after"), who = request.who(),
         language](outbox::Store& store, const Assessment& assessment) -> Result<json::object> {
            if (assessment.moment.trial) {
                return fail("day", "a day that was set by hand", "today: mail came back for real");
            }
            auto found = find_mails(path, after, mails_per_request);
            if (!found) return tl::unexpected<Failure>(found.error());
            json::array mails;
            for (const auto& file : found->paths) {
                mails.push_back(
                    json_of(file, take_file(store, file, assessment.moment, who), language));
            }
            return json::object{
                {"mails", std::move(mails)},
                {"next", found->next.empty() ? json::value(nullptr) : json::value(found->next)}};
        });
}

void act_mail_test(FollowUp& follow_up, const Request& request, const std::string& language,
                   const Answer& answer) {
    follow_up.look([&follow_up, to = request.text("send_to"), language,
                    answer](const Result<Assessment>& assessment) {
        if (!assessment) return answer(error_answer(assessment.error()));
        if (!to.empty() && assessment->moment.trial) {
            return answer(error_answer(
                Failure{"", "day", "a day that was set by hand", "today: a trial sends nothing"}));
        }
        MailTest::start(
            follow_up, *assessment, to, language, [answer](const MailTestReport& report) {
                json::array checks;
                for (const MailCheck& check : report.checks) {
                    checks.push_back({{"check", check.name},
                                      {"verdict", code_of(check.verdict)},
                                      {"found", check.found},
                                      {"text", check.words}});
                }
                answer(ok_answer({{"checks", std::move(checks)}, {"sent_to", report.sent_to}}));
            });
    });
}

} // namespace afpunt::runtime
