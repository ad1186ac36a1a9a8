// SPDX-License-Identifier: MIT
//
// The sample book's files themselves: what others may copy from must be right by the standards that
// it claims to follow, and its script must still be able to make it.
#include "book_copy.hpp"
#include "support/shared_data.hpp"

#include <gtest/gtest.h>

namespace afpunt::tests {
namespace {

namespace fs = std::filesystem;

fs::path sample_book() {
    return fs::path(AFPUNT_SOURCE_FOLDER) / "packaging" / "sample-book";
}

void expect_valid(const fs::path& file, const fs::path& schema) {
    const Outcome checked =
        run_program({"xmllint", "--nonet", "--noout", "--schema", schema.string(), file.string()});
    EXPECT_EQ(checked.exit_code, 0) << checked.errors;
}

TEST(SampleBook, IsWhatItsScriptWrites) {
    if (!has_program("python3")) GTEST_SKIP() << "python3 is not installed";
    const BookCopy book; // its files are written over
    const fs::path script = sample_book().parent_path() / "make-sample-book";
    const Outcome made = run_program({"python3", "-B", script.string(), book.root().string()});
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    int files = 0;
    for (const char* folder : {"invoices", "bank", "later"}) {
        for (const auto& file : fs::directory_iterator(book.root() / folder)) {
            const fs::path shipped = sample_book() / folder / file.path().filename();
            EXPECT_EQ(read_file(file.path()), read_file(shipped)) << shipped;
            ++files;
        }
    }
    EXPECT_EQ(files, 37);
}

TEST(SampleBook, HasInvoicesThatTheUblSchemasAccept) {
    AFPUNT_NEEDS_SHARED("data/ubl/2.1/xsdrt/maindoc/UBL-Invoice-2.1.xsd");
    if (!has_program("xmllint")) GTEST_SKIP() << "xmllint is not installed";
    const fs::path schemas = shared_folder() / "data" / "ubl" / "2.1" / "xsdrt" / "maindoc";
    for (const auto& file : fs::directory_iterator(sample_book() / "invoices")) {
        const bool credits = file.path().filename().string().starts_with("C-");
        expect_valid(file.path(),
                     schemas / (credits ? "UBL-CreditNote-2.1.xsd" : "UBL-Invoice-2.1.xsd"));
    }
}

TEST(SampleBook, HasStatementsThatTheIsoSchemaAccepts) {
    AFPUNT_NEEDS_SHARED("data/bank/xsd/camt.053.001.08.xsd");
    if (!has_program("xmllint")) GTEST_SKIP() << "xmllint is not installed";
    const fs::path schema = shared_folder() / "data" / "bank" / "xsd" / "camt.053.001.08.xsd";
    for (const char* folder : {"bank", "later"}) {
        for (const auto& file : fs::directory_iterator(sample_book() / folder)) {
            if (file.path().extension() == ".xml") expect_valid(file.path(), schema);
        }
    }
}

} // namespace
} // namespace afpunt::tests
