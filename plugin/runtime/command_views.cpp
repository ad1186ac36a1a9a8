// SPDX-License-Identifier: MIT
#include "runtime/command_views.hpp"

#include "delivery/letter_forms.hpp"
#include "document/day_report.hpp"
#include "payment/payment_link.hpp"
#include "runtime/command_json.hpp"
#include "runtime/command_sending.hpp"
#include "runtime/link_json.hpp"
#include "runtime/sent_copies.hpp"

#include <algorithm>

namespace afpunt::runtime {
namespace {

namespace json = boost::json;
using Fields = Result<json::object>;

tl::unexpected<Failure> failed(const Failure& failure) {
    return tl::unexpected<Failure>(failure);
}

Fields view_plan(FollowUp&, const Assessment& assessment, const Request& request,
                 const std::string& language) {
    return plan_json(assessment, language,
                     request.flag("brief") ? PlanLists::None : PlanLists::All);
}

// Everything that is known of one invoice: decision, sentence, letters, allocations, proposals.
Fields view_why(FollowUp& follow_up, const Assessment& assessment, const Request& request,
                const std::string& language) {
    const auto wanted = request.required("item");
    if (!wanted) return failed(wanted.error());
    const book::Book& book = *assessment.book;
    const auto items = book.find_items(*wanted);
    if (items.empty()) {
        return fail("item", *wanted, "the number of an invoice that stands in the books");
    }
    json::array out;
    for (const book::OpenItem* item : items) {
        const policy::Decision* decision = assessment.plan->decision_for(item->id);
        if (decision == nullptr) continue;
        json::object about = json_of(*decision, book, language);
        json::array letters;
        for (const outbox::Letter& letter : assessment.letters) {
            const bool holds_it =
                std::any_of(letter.items.begin(), letter.items.end(),
                            [&](const outbox::LetterItem& in) { return in.item_id == item->id; });
            if (holds_it) letters.push_back(json_of(letter, book, language));
        }
        json::array allocations;
        for (const auto& allocation : book.snapshot().allocations) {
            if (allocation.item_id != item->id) continue;
            allocations.push_back({{"allocation", allocation.id},
                                   {"booked_on", allocation.booked_on.iso()},
                                   {"amount", json_of(allocation.amount, language)},
                                   {"source", allocation.source_id},
                                   {"rule", allocation.rule}});
        }
        json::array proposals;
        for (const auto& proposal : assessment.proposals) {
            const bool concerns =
                std::any_of(proposal.allocations.begin(), proposal.allocations.end(),
                            [&](const auto& part) { return part.item_id == item->id; }) ||
                std::find(proposal.party_ids.begin(), proposal.party_ids.end(),
                          item->customer_id) != proposal.party_ids.end();
            if (concerns) proposals.push_back(json_of(proposal, book, language));
        }
        about["letters"] = std::move(letters);
        about["payments"] = std::move(allocations);
        if (auto state = follow_up.store(); state) {
            auto links = links_json(**state, assessment, item->id, language);
            if (!links) return failed(links.error());
            about["payment_links"] = std::move(*links);
        }
        about["proposals"] = std::move(proposals);
        out.push_back(std::move(about));
    }
    return json::object{
        {"on", assessment.moment.today.iso()},
        {"trial", assessment.moment.trial},
        {"policy", assessment.plan->policy_id + "/" + assessment.plan->policy_version},
        {"items", std::move(out)}};
}

Fields view_letters(FollowUp&, const Assessment& assessment, const Request& request,
                    const std::string& language) {
    const std::string state = request.text("state");
    if (!state.empty() && !outbox::parse_letter_state(state)) {
        return fail("state", state, "a state of letters, such as prepared, accepted or withdrawn");
    }
    json::array letters;
    for (const outbox::Letter& letter : assessment.letters) {
        if (state.empty() || outbox::code_of(letter.state) == state) {
            letters.push_back(json_of(letter, *assessment.book, language));
        }
    }
    return json::object{{"letters", std::move(letters)}};
}

// One letter with its forms: the frozen ones, or how they would look if it were approved now.
Fields view_show(FollowUp& follow_up, const Assessment& assessment, const Request& request,
                 const std::string& language) {
    const auto wanted = request.required("letter");
    if (!wanted) return failed(wanted.error());
    auto state = follow_up.store();
    if (!state) return failed(state.error());
    auto letter = (*state)->letter(*wanted);
    if (!letter) return failed(letter.error());
    auto forms = (*state)->forms(letter->id);
    if (!forms) return failed(forms.error());
    bool frozen = !forms->empty();
    if (!frozen) {
        auto model = model_of(*letter, assessment, follow_up.configuration());
        if (model) {
            const config::Settings& settings = follow_up.configuration().settings;
            auto preview =
                delivery::letter_forms(*model, follow_up.configuration().templates,
                                       delivery::sender_of(settings), assessment.moment.now_us);
            if (!preview) return failed(preview.error());
            forms = std::move(preview);
        }
    }
    json::object contents;
    const std::string only = request.text("form");
    for (const auto& form : *forms) {
        // Only text forms fit in JSON; the picture of the code is in the mail's HTML as well.
        if (form.media_type == "image/png" || (!only.empty() && form.name != only)) continue;
        contents[form.name] = form.bytes;
    }
    if (!only.empty() && contents.empty()) {
        return fail("form", only, "a form of this letter, such as mail.txt or reminder.xml");
    }
    json::object out = json_of(*letter, *assessment.book, language);
    out["frozen"] = frozen;
    out["forms"] = std::move(contents);
    return out;
}

// What a person should look at that is about no invoice's reason.
Result<std::vector<std::string>> attention_of(outbox::Store& store, const Assessment& assessment,
                                              const std::string& language) {
    auto sentences = link_attention(store, assessment, language);
    if (!sentences) return sentences;
    auto copies = copies_attention(store, language);
    if (!copies) return copies;
    sentences->insert(sentences->end(), copies->begin(), copies->end());
    return sentences;
}

Fields view_report(FollowUp& follow_up, const Assessment& assessment, const Request&,
                   const std::string& language) {
    document::ReportInput input{
        *assessment.book, *assessment.plan, assessment.proposals, {}, language, {}, {}};
    input.letters.reserve(assessment.letters.size());
    for (const outbox::Letter& letter : assessment.letters) {
        // Letters of earlier days that left are history; `letters` lists them.
        const bool is_old =
            !outbox::can_be_withdrawn(letter.state) && letter.on + 7 < assessment.moment.today;
        if (is_old) continue;
        document::ReportLetter row{
            letter.number,       letter.party_id, outbox::code_of(letter.state),
            letter.state_reason, letter.total,    {}};
        row.item_ids.reserve(letter.items.size());
        for (const auto& item : letter.items)
            row.item_ids.push_back(item.item_id);
        input.letters.push_back(std::move(row));
    }
    if (auto state = follow_up.store(); state) {
        auto attention = attention_of(**state, assessment, language);
        if (!attention) return failed(attention.error());
        input.attention = std::move(*attention);
    }
    if (assessment.moment.trial) input.notice = "trial";
    return json::object{{"html", document::day_report(input)}};
}

Fields view_status(FollowUp& follow_up, const Assessment& assessment, const Request& request,
                   const std::string& language) {
    json::object out =
        plan_json(assessment, language,
                  request.flag("brief") ? PlanLists::None : PlanLists::LettersAndProposals);
    json::object letters;
    for (const outbox::Letter& letter : assessment.letters) {
        const auto state = outbox::code_of(letter.state);
        const auto* count = letters.if_contains(state);
        letters[state] = (count != nullptr ? count->as_int64() : 0) + 1;
    }
    out["letter_counts"] = std::move(letters);
    out["mode"] = follow_up.configuration().policy.mode == policy::Mode::Send ? "send" : "prepare";
    out["book_is"] = standing_code(follow_up);
    out["sending"] = json::object{{"on", follow_up.sends_without_hand()}};
    if (auto state = follow_up.store()) {
        if (const auto sending = (*state)->sending(); sending && !sending->since.empty()) {
            out["sending"].as_object()["since"] = sending->since;
            out["sending"].as_object()["by"] = sending->who;
        }
    }
    json::array contradictions;
    for (const auto& odd : assessment.book->inconsistencies()) {
        contradictions.push_back({{"item", odd.item_id},
                                  {"field", odd.field},
                                  {"found", odd.found},
                                  {"expected", odd.expected}});
    }
    out["contradictions"] = std::move(contradictions);
    json::array attention;
    if (auto state = follow_up.store(); state) {
        auto sentences = attention_of(**state, assessment, language);
        if (!sentences) return failed(sentences.error());
        for (const std::string& sentence : *sentences)
            attention.push_back(json::value(sentence));
    }
    out["attention"] = std::move(attention);
    return out;
}

Fields view_journal(FollowUp& follow_up, const Assessment&, const Request& request,
                    const std::string&) {
    auto state = follow_up.store();
    if (!state) return failed(state.error());
    auto entries =
        (*state)->journal(std::min(request.number("newest", 50), config::journal_shown_max));
    if (!entries) return failed(entries.error());
    const auto verified = (*state)->verify_journal();
    json::array out;
    for (const auto& entry : *entries) {
        out.push_back({{"sequence", entry.sequence},
                       {"at", entry.at},
                       {"kind", entry.kind},
                       {"subject", entry.subject},
                       {"text", entry.text},
                       {"who", entry.who}});
    }
    json::object fields{{"entries", std::move(out)}, {"chain_intact", verified.has_value()}};
    if (!verified) fields["chain_problem"] = verified.error().sentence();
    return fields;
}

Fields view_verify_link(FollowUp& follow_up, const Assessment& assessment, const Request& request,
                        const std::string& language) {
    const auto link = request.required("link");
    if (!link) return failed(link.error());
    const Configuration& configuration = follow_up.configuration();
    const payment::SigningKey key{configuration.settings.payment_key_id,
                                  configuration.payment_key_secret};
    auto read = payment::verify_signed_link(
        *link,
        [&](std::string_view id) { return !key.secret.empty() && id == key.id ? &key : nullptr; },
        assessment.moment.today);
    if (!read) return failed(read.error());
    json::array items;
    for (const std::string& id : read->item_ids)
        items.push_back(json::value(id));
    return json::object{{"book", read->book_id},
                        {"letter", read->letter_id},
                        {"items", std::move(items)},
                        {"amount", json_of(read->amount, language)},
                        {"expires_on", read->expires_on.iso()}};
}

} // namespace

View find_view(std::string_view command) {
    if (command == "plan") return view_plan;
    if (command == "why") return view_why;
    if (command == "letters") return view_letters;
    if (command == "show") return view_show;
    if (command == "report") return view_report;
    if (command == "status") return view_status;
    if (command == "journal") return view_journal;
    if (command == "verify-link") return view_verify_link;
    return nullptr;
}

} // namespace afpunt::runtime
