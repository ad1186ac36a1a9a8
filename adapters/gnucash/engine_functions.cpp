// SPDX-License-Identifier: MIT
#include "gnucash/engine_functions.hpp"

#include <algorithm>
#include <array>
#include <dlfcn.h>
#include <string>
#include <string_view>

namespace afpunt::gnucash {
namespace {

// Each was tried with the tests of this adapter. A version that was not may mean other things by
// the same names.
constexpr std::array<std::string_view, 1> known_versions{"4.13"};

constexpr std::array<const char*, 4> libraries{"libgnc-engine.so", "libgnc-core-utils.so",
                                               "libgnc-app-utils.so", "libgnc-gnome-utils.so"};

template <typename Function>
void take(Function& function, const char* name, std::string& missing) {
    function = reinterpret_cast<Function>(find_function(name));
    if (function == nullptr) missing += (missing.empty() ? "" : ", ") + std::string(name);
}

} // namespace

void* find_function(const char* name) {
    if (void* address = ::dlsym(RTLD_DEFAULT, name)) return address;
    for (const char* library : libraries) {
        void* mapped = ::dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
        if (mapped == nullptr) continue;
        void* address = ::dlsym(mapped, name);
        ::dlclose(mapped); // ours was a second reference: the library stays
        if (address != nullptr) return address;
    }
    return nullptr;
}

Result<Engine> bind_engine() {
    Engine engine;
    std::string missing;
    std::string missing_windows;
#define AFPUNT_BIND(result, name, parameters) take(engine.name, #name, missing);
    AFPUNT_GNUCASH_ENGINE(AFPUNT_BIND)
#undef AFPUNT_BIND
#define AFPUNT_BIND(result, name, parameters) take(engine.name, #name, missing_windows);
    AFPUNT_GNUCASH_WINDOWS(AFPUNT_BIND)
#undef AFPUNT_BIND
    if (engine.gnc_version == nullptr) return fail("GnuCash", "", "a process of GnuCash 4.13");
    const std::string version = engine.gnc_version();
    if (std::find(known_versions.begin(), known_versions.end(), version) == known_versions.end()) {
        return fail("version of GnuCash", version, "4.13, the version that this afpunt knows");
    }
    if (!missing.empty()) {
        return fail("GnuCash " + version, "no " + missing, "the functions of an unchanged GnuCash");
    }
    engine.has_windows = missing_windows.empty();
    return engine;
}

} // namespace afpunt::gnucash
