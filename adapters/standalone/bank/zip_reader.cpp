// SPDX-License-Identifier: MIT
//
// libarchive unpacks and checks; what may grow is limited here.
#include "bank/zip_reader.hpp"

#include <afpunt/text.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <string>

namespace afpunt::standalone {

namespace {

// Longer names are no names that a person gave.
constexpr std::size_t max_name_bytes = 200;

// Says which file of the archive a problem is about. Progress is that of the archive.
class FileInZipSink final : public StatementSink {
public:
    FileInZipSink(StatementSink& sink, std::string name) : sink_(sink), name_(std::move(name)) {}
    void begin(const StatementHead& head) override { sink_.begin(head); }
    void entry(const BankEntry& entry) override { sink_.entry(entry); }
    void end(const StatementFoot& foot, bool sound) override { sink_.end(foot, sound); }
    void problem(const Problem& problem) override {
        sink_.problem({problem.severity, problem.failure.at(name_)});
    }
    void progress(std::uint64_t, std::uint64_t) override {}

private:
    StatementSink& sink_;
    std::string name_;
};

struct ArchiveCloser {
    void operator()(archive* handle) const { archive_read_free(handle); }
};

class ZipReader {
public:
    ZipReader(ByteSource& source, StatementSink& sink, std::span<const CsvMapping> mappings)
        : source_(source), sink_(sink), mappings_(mappings), archive_(archive_read_new()) {}
    Result<void> read();

private:
    static la_ssize_t next_piece(archive* handle, void* self, const void** bytes);
    Result<void> read_file(archive_entry* entry);
    Result<std::string> unpack();
    [[nodiscard]] tl::unexpected<Failure> damaged() const;

    ByteSource& source_;
    StatementSink& sink_;
    std::span<const CsvMapping> mappings_;
    std::unique_ptr<archive, ArchiveCloser> archive_;
    std::string piece_;
    std::uint64_t packed_ = 0, unpacked_ = 0;
    int files_ = 0, bank_files_ = 0, refused_ = 0;
    std::optional<Failure> failure_; // of the source
};

// What systems add to archives: folders, and files that hold no data of the user.
bool is_furniture(archive_entry* entry, std::string_view name) {
    const std::size_t slash = name.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
    return archive_entry_filetype(entry) != AE_IFREG || last.starts_with('.') ||
           name.starts_with("__MACOSX/") || last == "Thumbs.db";
}

la_ssize_t ZipReader::next_piece(archive* handle, void* self, const void** bytes) {
    ZipReader& reader = *static_cast<ZipReader*>(self);
    reader.piece_.clear();
    while (reader.piece_.empty()) {
        const Result<bool> more = reader.source_.read(reader.piece_);
        if (!more) {
            reader.failure_ = more.error();
            archive_set_error(handle, ARCHIVE_FATAL, "the file cannot be read");
            return -1;
        }
        if (!*more) break;
    }
    reader.packed_ += reader.piece_.size();
    *bytes = reader.piece_.data();
    return static_cast<la_ssize_t>(reader.piece_.size());
}

tl::unexpected<Failure> ZipReader::damaged() const {
    if (failure_) return tl::unexpected(*failure_);
    const char* said = archive_error_string(archive_.get());
    const std::string_view text = said == nullptr ? "damaged bytes" : said;
    return fail("zip", std::string(text::is_utf8(text) ? text.substr(0, 100) : "damaged bytes"),
                "a whole archive without password");
}

Result<void> ZipReader::read() {
    archive_read_support_format_zip_streamable(archive_.get());
    if (archive_read_open(archive_.get(), this, nullptr, next_piece, nullptr) != ARCHIVE_OK) {
        return damaged();
    }
    while (true) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(archive_.get(), &entry);
        if (status == ARCHIVE_EOF) break;
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return damaged();
        if (++files_ > ZipLimits::max_files) {
            return fail("zip", "more than " + std::to_string(ZipLimits::max_files) + " files",
                        "the files of a few years");
        }
        if (Result<void> done = read_file(entry); !done) return done;
    }
    if (refused_ > 0) {
        return fail("zip", std::to_string(refused_) + " files that were refused",
                    "bank files that can be read");
    }
    if (bank_files_ == 0) return fail("zip", "no bank file", "at least one");
    return {};
}

// A Failure ends the archive; what is wrong with one file goes to the sink.
Result<void> ZipReader::read_file(archive_entry* entry) {
    const char* given = archive_entry_pathname_utf8(entry);
    std::string name = given != nullptr && text::is_utf8(given)
                           ? std::string(text::utf8_prefix(given, max_name_bytes))
                           : "file " + std::to_string(files_);
    if (is_furniture(entry, name)) return {};
    FileInZipSink sink(sink_, name);
    Result<std::string> bytes = unpack();
    if (!bytes) return tl::unexpected(bytes.error().at(name));
    if (bytes->empty()) return {};
    if (is_zip(*bytes)) {
        ++refused_;
        sink.problem({Severity::Error,
                      {"", "format", "a zip in a zip", "bank files directly in the archive"}});
        return {};
    }
    MemorySource source(*bytes);
    if (detect_bank_format(*bytes, mappings_) == BankFormat::Unknown) {
        sink.problem({Severity::Notice,
                      {"", "format", "another kind of file", "a bank file; it is passed over"}});
        return {};
    }
    const Result<BankFormat> format = read_bank(source, sink, mappings_);
    if (format) {
        ++bank_files_;
        return {};
    }
    ++refused_;
    sink.problem({Severity::Error, format.error()});
    return {};
}

Result<std::string> ZipReader::unpack() {
    std::string bytes;
    while (true) {
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int status = archive_read_data_block(archive_.get(), &block, &size, &offset);
        if (status == ARCHIVE_EOF) return bytes;
        if (status != ARCHIVE_OK) return damaged();
        unpacked_ += size;
        const bool too_dense =
            unpacked_ > ZipLimits::free_bytes && unpacked_ / ZipLimits::max_ratio > packed_;
        if (bytes.size() + size > ZipLimits::max_file_bytes ||
            unpacked_ > ZipLimits::max_total_bytes || too_dense) {
            return fail("zip", "files that become too large",
                        "bank files of an ordinary size; larger ones are read when they are "
                        "unpacked first");
        }
        bytes.append(static_cast<const char*>(block), size);
    }
}

} // namespace

bool is_zip(std::string_view bytes) {
    using namespace std::string_view_literals;
    return bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv);
}

Result<void> read_zip(ByteSource& source, StatementSink& sink,
                      std::span<const CsvMapping> mappings) {
    return ZipReader(source, sink, mappings).read();
}

} // namespace afpunt::standalone
