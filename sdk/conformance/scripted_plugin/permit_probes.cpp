// SPDX-License-Identifier: MIT
//
// The last look before a letter leaves, asked for as the headers allow.
#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/book_copy.hpp"
#include "conformance/scripted_plugin/probes.hpp"
#include "conformance/scripted_plugin/report.hpp"

#include <cstring>
#include <map>

namespace afpunt::conformance {
namespace {

constexpr unsigned char untouched = 0xC7;
constexpr const char* unknown_id = "an item that no book knows";

// One question, with room of this size for each answer.
struct Question {
    std::string party;
    std::vector<std::string> items;
    std::uint32_t item_size = sizeof(afpunt_permit_item);
    std::uint32_t permit_size = sizeof(afpunt_permit);
    std::uint32_t distance = 0;
};

struct Answer {
    std::vector<afpunt_permit_item> items;
    afpunt_permit permit{};
};

bool all_untouched(const char* from, const char* to) {
    for (; from < to; ++from) {
        if (static_cast<unsigned char>(*from) != untouched) return false;
    }
    return true;
}

// A struct of the host's making, as far as it was filled; the rest is zero.
template <typename Struct>
Struct filled_part(const char* at, std::uint32_t room, const std::string& place) {
    std::uint32_t filled = 0;
    std::memcpy(&filled, at, sizeof filled);
    require(filled <= room, place + ": struct_size was written back as " + std::to_string(filled) +
                                ", and there was room for " + std::to_string(room));
    Struct copy{};
    std::memcpy(&copy, at, filled < sizeof copy ? filled : sizeof copy);
    copy.struct_size = filled;
    return copy;
}

Answer ask(const HostTables& tables, const Question& question) {
    std::vector<afpunt_str> ids;
    for (const std::string& id : question.items)
        ids.push_back(view(id));
    constexpr std::uint32_t unit = 8;
    const std::uint32_t stride =
        (std::max(question.item_size, unit) + question.distance + unit - 1) / unit * unit;
    constexpr std::size_t spare = 8; // words behind the last one
    std::vector<std::uint64_t> memory(ids.size() * stride / unit + spare);
    std::vector<std::uint64_t> permit_memory((question.permit_size + unit) / unit + spare);
    std::memset(memory.data(), untouched, memory.size() * unit);
    std::memset(permit_memory.data(), untouched, permit_memory.size() * unit);
    char* items = reinterpret_cast<char*>(memory.data());
    char* permit = reinterpret_cast<char*>(permit_memory.data());
    for (std::size_t i = 0; i < ids.size(); ++i)
        std::memcpy(items + i * stride, &question.item_size, sizeof question.item_size);
    std::memcpy(permit, &question.permit_size, sizeof question.permit_size);
    const afpunt_permit_query query{sizeof(afpunt_permit_query),
                                    static_cast<std::uint32_t>(ids.size()), view(question.party),
                                    ids.data()};
    afpunt_error error = empty_error();
    afpunt_status status = AFPUNT_OK;
    {
        const InsideHost call("check");
        status =
            tables.permit->check(tables.host, &query, reinterpret_cast<afpunt_permit_item*>(items),
                                 stride, reinterpret_cast<afpunt_permit*>(permit), &error);
    }
    require(status == AFPUNT_OK, "check: " + name_of(status) + ": " + error.message);
    Answer answer;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const char* at = items + i * stride;
        const std::string place = "check, item " + std::to_string(i + 1);
        answer.items.push_back(filled_part<afpunt_permit_item>(at, question.item_size, place));
        require(all_untouched(at + std::max<std::uint32_t>(question.item_size, 4), at + stride),
                place + ": something was written behind its struct_size");
    }
    require(all_untouched(items + ids.size() * stride,
                          reinterpret_cast<char*>(memory.data() + memory.size())),
            "check: something was written behind the last item");
    answer.permit = filled_part<afpunt_permit>(permit, question.permit_size, "check, the permit");
    require(all_untouched(permit + std::max<std::uint32_t>(question.permit_size, 4),
                          reinterpret_cast<char*>(permit_memory.data() + permit_memory.size())),
            "check: something was written behind the permit's struct_size");
    return answer;
}

// Open items by customer, at most `most` customers.
std::map<std::string, std::vector<CopiedItem>> open_items(const BookCopy& book, std::size_t most) {
    std::map<std::string, std::vector<CopiedItem>> by_customer;
    for (const CopiedItem& item : book.items) {
        if (item.state != AFPUNT_DOCUMENT_OPEN) continue;
        if (by_customer.size() >= most && !by_customer.contains(item.customer)) continue;
        by_customer[item.customer].push_back(item);
    }
    if (by_customer.empty()) skip_case("the book has no open item");
    return by_customer;
}

bool same(const afpunt_money& one, const afpunt_money& other) {
    return one.minor == other.minor && one.exponent == other.exponent &&
           std::memcmp(one.currency, other.currency, sizeof one.currency) == 0;
}

void require_answer(const CopiedItem& item, const afpunt_permit_item& answer) {
    const std::string place = "the permit of item '" + item.id + "'";
    require(answer.struct_size >= offsetof(afpunt_permit_item, open) + sizeof answer.open,
            place + " was filled for " + std::to_string(answer.struct_size) +
                " bytes only: without the open amount it is no permit");
    require(answer.state == item.state, place + " has the state " + std::to_string(answer.state) +
                                            ", and the reading says " + std::to_string(item.state));
    require(same(answer.open, item.open),
            place + " is open for " + std::to_string(answer.open.minor) +
                ", and the reading says " + std::to_string(item.open.minor));
}

} // namespace

void require_permit_agrees(const HostTables& tables, const CopiedItem& item) {
    Question question;
    question.party = item.customer;
    question.items = {item.id};
    require_answer(item, ask(tables, question).items[0]);
}

void permit_agrees_with_the_reading(const HostTables& tables, Dice& dice) {
    constexpr std::size_t customers_max = 200;
    const BookCopy book = read_book(tables);
    const auto by_customer = open_items(book, customers_max);
    for (const auto& [customer, items] : by_customer) {
        std::vector<CopiedItem> shuffled = items;
        for (std::size_t i = shuffled.size(); i > 1; --i)
            std::swap(shuffled[i - 1], shuffled[dice.throw_below(i)]);
        Question question;
        question.party = customer;
        question.distance = 8 * static_cast<std::uint32_t>(dice.throw_below(4));
        for (const CopiedItem& item : shuffled)
            question.items.push_back(item.id);
        const Answer answer = ask(tables, question);
        for (std::size_t i = 0; i < shuffled.size(); ++i)
            require_answer(shuffled[i], answer.items[i]);
        require(answer.permit.struct_size >=
                    offsetof(afpunt_permit, flags) + sizeof answer.permit.flags,
                "the permit was filled for " + std::to_string(answer.permit.struct_size) +
                    " bytes only: without its flags it is none");
    }
    require_same(book, read_book(tables), "after permits were asked for");
}

void permit_of_unknown_items(const HostTables& tables, Dice&) {
    const BookCopy book = read_book(tables);
    const auto by_customer = open_items(book, 1);
    const auto& [customer, items] = *by_customer.begin();
    Question question;
    question.party = customer;
    question.items = {unknown_id, items.front().id, std::string(AFPUNT_ID_MAX, 'x'),
                      items.front().id};
    const Answer answer = ask(tables, question);
    require(answer.items[0].state == 0, "an unknown item has the state " +
                                            std::to_string(answer.items[0].state) + ", expected 0");
    require(answer.items[2].state == 0, "an unknown item with a long id has the state " +
                                            std::to_string(answer.items[2].state) + ", expected 0");
    require_answer(items.front(), answer.items[1]);
    require_answer(items.front(), answer.items[3]);
    question.party = "a customer that no book knows";
    question.items = {unknown_id};
    require(ask(tables, question).items[0].state == 0,
            "an unknown item of an unknown customer has a state, expected 0");
}

void permit_into_any_size(const HostTables& tables, Dice&) {
    const BookCopy book = read_book(tables);
    const auto by_customer = open_items(book, 1);
    const auto& [customer, items] = *by_customer.begin();
    constexpr std::uint32_t later = 64;
    for (std::uint32_t size = 0; size <= sizeof(afpunt_permit_item) + later; size += 4) {
        report(report_word::doing, "asks for a permit into " + std::to_string(size) + " bytes");
        Question question;
        question.party = customer;
        question.items = {items.front().id, unknown_id};
        question.item_size = size;
        question.distance = size % 16;
        (void)ask(tables, question);
        question.item_size = sizeof(afpunt_permit_item);
        question.permit_size = size;
        require_answer(items.front(), ask(tables, question).items[0]);
    }
}

} // namespace afpunt::conformance
