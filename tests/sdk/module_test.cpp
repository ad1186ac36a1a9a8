// SPDX-License-Identifier: MIT
//
// The file libafpunt.so itself: what it exports, how it is linked (architecture, "build facts that
// decide correctness"), and that a process that loaded it is left as it was.
#include "sdk/scripted_test.hpp"

#include <clocale>
#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <fstream>

namespace afpunt::tests {
namespace {

// As much of a 64-bit ELF file as the questions below need.
class ElfFile {
public:
    explicit ElfFile(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        bytes_.assign(std::istreambuf_iterator<char>(file), {});
        header_ = at<Elf64_Ehdr>(0);
    }
    struct Symbol {
        std::string name;
        unsigned binding = 0;
        bool defined = false;
    };
    [[nodiscard]] std::vector<Symbol> dynamic_symbols() const {
        std::vector<Symbol> symbols;
        for (const Elf64_Shdr& section : sections()) {
            if (section.sh_type != SHT_DYNSYM) continue;
            const Elf64_Shdr names = sections().at(section.sh_link);
            for (std::size_t i = 1; i < section.sh_size / section.sh_entsize; ++i) {
                const auto symbol = at<Elf64_Sym>(section.sh_offset + i * section.sh_entsize);
                symbols.push_back({bytes_.c_str() + names.sh_offset + symbol.st_name,
                                   ELF64_ST_BIND(symbol.st_info), symbol.st_shndx != SHN_UNDEF});
            }
        }
        return symbols;
    }
    [[nodiscard]] std::uint64_t dynamic_value(std::int64_t tag) const {
        for (const Elf64_Shdr& section : sections()) {
            if (section.sh_type != SHT_DYNAMIC) continue;
            for (std::size_t i = 0; i < section.sh_size / sizeof(Elf64_Dyn); ++i) {
                const auto entry = at<Elf64_Dyn>(section.sh_offset + i * sizeof(Elf64_Dyn));
                if (entry.d_tag == tag) return entry.d_un.d_val;
            }
        }
        return 0;
    }

private:
    template <typename Type>
    [[nodiscard]] Type at(std::size_t offset) const {
        Type value;
        if (offset + sizeof value > bytes_.size()) throw std::out_of_range("elf");
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return value;
    }
    [[nodiscard]] std::vector<Elf64_Shdr> sections() const {
        std::vector<Elf64_Shdr> all;
        for (std::size_t i = 0; i < header_.e_shnum; ++i)
            all.push_back(at<Elf64_Shdr>(header_.e_shoff + i * header_.e_shentsize));
        return all;
    }
    std::string bytes_;
    Elf64_Ehdr header_{};
};

TEST(Module, ExportsOneSymbol) {
    std::vector<std::string> exported;
    for (const auto& symbol : ElfFile(AFPUNT_MODULE_FILE).dynamic_symbols()) {
        if (symbol.defined) exported.push_back(symbol.name);
        EXPECT_NE(symbol.binding, unsigned{STB_GNU_UNIQUE}) << symbol.name;
    }
    EXPECT_EQ(exported, std::vector<std::string>{AFPUNT_ENTRY_SYMBOL});
}

TEST(Module, IsBoundAtOnceAndStaysMapped) {
    const ElfFile file(AFPUNT_MODULE_FILE);
    const std::uint64_t flags = file.dynamic_value(DT_FLAGS_1);
    EXPECT_NE(flags & DF_1_NODELETE, 0u);
    EXPECT_NE(flags & DF_1_NOW, 0u);
    EXPECT_NE(load_module().entry().flags & AFPUNT_ENTRY_RESIDENT, 0u);
}

class LoadedModule : public ScriptedTest {
protected:
    void make_one_letter(std::string_view number) {
        host.book.invoice(std::string(number), "jan", "2026-11-02");
        const json::object answer = session->approve_all();
        EXPECT_EQ(refusal(answer), "");
        EXPECT_EQ(delivered(answer).size(), 1u) << json::serialize(answer);
    }
};

TEST_F(LoadedModule, RunsAgainAfterItWasUnloaded) {
    open_known_book();
    make_one_letter("V1");
    close();
    open();
    EXPECT_EQ(session->states_of("V1"), "accepted");
    EXPECT_EQ(refusal(session->run()), "");
}

TEST_F(LoadedModule, LeavesTheLocaleOfTheHostAlone) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    for (const char* wanted : {"C", "nl_BE.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8"}) {
        if (std::setlocale(LC_ALL, wanted) == nullptr) continue; // not installed here
        const std::string set = std::setlocale(LC_ALL, nullptr);
        const ScratchFolder own_folder;
        ScriptedHost own_host(own_folder.path());
        own_host.set_today("2026-10-15");
        ModuleSession own(own_host);
        (void)own.run();
        own_host.set_today("2026-11-20");
        own_host.book.invoice("V1", "jan", "2026-11-02", 123456);
        EXPECT_EQ(own.approve_all().at("delivered").as_array().size(), 1u);
        EXPECT_EQ(set, std::setlocale(LC_ALL, nullptr));
        std::ifstream file(own_folder.path() / "out" / "H-2026-00001" / "reminder.xml");
        const std::string xml{std::istreambuf_iterator<char>(file), {}};
        EXPECT_NE(xml.find("1234.56"), std::string::npos) << wanted;
    }
    std::setlocale(LC_ALL, before.c_str());
}

TEST(Module, AWrongFileIsRefusedInWords) {
    const ScratchFolder folder;
    const auto missing = host::Library::load(folder.path() / "libafpunt.so");
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().sentence().find("libafpunt.so"), std::string::npos);
    std::ofstream(folder.path() / "text.so") << "no library";
    EXPECT_FALSE(host::Library::load(folder.path() / "text.so"));
    Dl_info libc{};
    ASSERT_NE(dladdr(reinterpret_cast<void*>(&mkdtemp), &libc), 0);
    const auto other = host::Library::load(libc.dli_fname);
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().sentence().find(AFPUNT_ENTRY_SYMBOL), std::string::npos)
        << other.error().sentence();
}

} // namespace
} // namespace afpunt::tests
