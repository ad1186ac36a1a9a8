// SPDX-License-Identifier: MIT
#include "support/fake_provider.hpp"

#include <utility>

namespace afpunt::tests {

FakeAnswer FakeProvider::answer(const SeenRequest& request) {
    const std::scoped_lock lock(mutex_);
    seen_.push_back(request);
    if (!faults_.empty()) {
        FakeAnswer fault = std::move(faults_.front());
        faults_.pop_front();
        return fault;
    }
    const auto given = request.headers.find("authorization");
    if (given == request.headers.end() || given->second != "Bearer " + key_) {
        return unauthorised();
    }
    return respond(request);
}

LocalServer::Handler FakeProvider::handler() {
    return [this](Connection& connection) {
        const auto request = connection.read_request();
        if (!request) return;
        const FakeAnswer given = answer(*request);
        if (given.status != 0) {
            connection.write(http_answer(given.status, given.body, given.fields));
        }
    };
}

void FakeProvider::add_fault(FakeAnswer fault) {
    const std::scoped_lock lock(mutex_);
    faults_.push_back(std::move(fault));
}

std::vector<FakeLink> FakeProvider::links() {
    const std::scoped_lock lock(mutex_);
    return links_;
}

std::vector<SeenRequest> FakeProvider::seen() {
    const std::scoped_lock lock(mutex_);
    return seen_;
}

bool FakeProvider::pay(const std::string& link_id, const std::string& day) {
    const std::scoped_lock lock(mutex_);
    FakeLink* link = find(link_id);
    if (link == nullptr || link->closed || !link->paid_at.empty()) return false;
    link->paid_at = day + "T09:30:00+00:00";
    note_payment(*link);
    return true;
}

void FakeProvider::change(const std::string& link_id,
                          const std::function<void(FakeLink&)>& change) {
    const std::scoped_lock lock(mutex_);
    if (FakeLink* link = find(link_id)) change(*link);
}

FakeLink* FakeProvider::find(const std::string& id) {
    for (FakeLink& link : links_) {
        if (link.id == id) return &link;
    }
    return nullptr;
}

std::string FakeProvider::next_id(const std::string& prefix) {
    return prefix + std::to_string(++last_id_) + "Fake";
}

} // namespace afpunt::tests
