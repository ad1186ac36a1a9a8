// SPDX-License-Identifier: MIT
//
// What a host loads instead of libafpunt.so when afpunt-conformance tries it.
#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/instance.hpp"
#include "conformance/scripted_plugin/report.hpp"

#include <afpunt/entry.h>

#include <cstring>
#include <memory>
#include <vector>

namespace {

using namespace afpunt::conformance;

std::string case_name() {
    return environment(case_variable);
}

afpunt_status refuse(afpunt_error* error, const std::string& message) {
    if (error != nullptr && error->struct_size >= sizeof *error) {
        error->status = AFPUNT_E_INVALID;
        std::strncpy(error->field, "conformance", sizeof error->field - 1);
        std::strncpy(error->message, message.c_str(), sizeof error->message - 1);
    }
    return AFPUNT_E_INVALID;
}

// Instances live as long as the process: what a host calls after destroy() can still be told.
Instance& keep(std::unique_ptr<Instance> instance) {
    static auto* const all = new std::vector<std::unique_ptr<Instance>>;
    all->push_back(std::move(instance));
    return *all->back();
}

afpunt_status create(const afpunt_host* host, const afpunt_plugin** out, afpunt_error* error) {
    const std::string name = case_name();
    if (!is_host_case(name)) {
        return refuse(error,
                      "this is the plugin of the conformance kit, which plays no case of its "
                      "own: start the host by afpunt-conformance host");
    }
    const Behaviour behaviour(name);
    if (behaviour.other_major) {
        report(report_word::failed, "create was called, though entry.abi_major is another one");
        return refuse(error, "another major version");
    }
    if (host == nullptr || out == nullptr || host->get_extension == nullptr) {
        report(report_word::failed, "create was called without a host, a place for the instance or "
                                    "get_extension");
        return refuse(error, "a null pointer");
    }
    *out = nullptr;
    if (behaviour.refuses_create) {
        report(report_word::refused, "");
        return refuse(error, "this is a case of the conformance kit");
    }
    *out = keep(std::make_unique<Instance>(host, name)).abi();
    return AFPUNT_OK;
}

// A later minor version has more behind what we know.
struct Entry {
    afpunt_entry first;
    std::uint64_t later[8];
};

Entry entry_for(const std::string& name) {
    const Behaviour behaviour(name);
    const std::uint32_t size = behaviour.later_minor ? sizeof(Entry) : sizeof(afpunt_entry);
    const std::uint32_t major = AFPUNT_ABI_MAJOR + (behaviour.other_major ? 1 : 0);
    const std::uint32_t minor = AFPUNT_ABI_MINOR + (behaviour.later_minor ? 1 : 0);
    constexpr std::uint32_t unknown_flag = 1u << 31;
    const std::uint32_t flags = behaviour.later_minor ? unknown_flag : 0;
    return {{size, major, minor, flags, "conformance", create}, {1, 2, 3, 4, 5, 6, 7, 8}};
}

} // namespace

// Under the name of the entry and with a type of its own: the headers' one may be shorter.
extern "C" AFPUNT_EXPORT const Entry afpunt_conformance_entry __asm__(AFPUNT_ENTRY_SYMBOL);
const Entry afpunt_conformance_entry = entry_for(case_name());
