// SPDX-License-Identifier: MIT
//
// Letters rendered, on one core: UBL, QR code, HTML, text, the mail itself. Beside them, in the
// same run, what is written by code of our own from the libraries that one would take otherwise.
#include "benchmark/whole_job/firm.hpp"
#include "benchmark/whole_job/library_forms.hpp"
#include "benchmark/whole_job/measure.hpp"
#include "benchmark/whole_job/whole_job.hpp"

#include "book/book.hpp"
#include "delivery/letter_forms.hpp"
#include "document/mail_text.hpp"
#include "document/reminder_model.hpp"
#include "payment/qr_image.hpp"

#include <png.h>
#include <qrcodegen/qrcodegen.hpp>
#include <qrencode.h>

#include <functional>
#include <stdexcept>

namespace afpunt::benchmark {
namespace {

constexpr std::uint32_t letters = 2000;
constexpr int rounds = 5; // the median of them counts

book::Party creditor() {
    book::Party party;
    party.id = "us";
    party.name = "Groothandel Voorbeeld BV";
    party.kind = book::PartyKind::Business;
    party.address = {"Stationsstraat 26", "", "9000", "Gent", "", "BE"};
    party.contacts = {{"dunning", "Boekhouding", "boekhouding@example.be", "09 555 01 23"}};
    party.language = "nl-BE";
    party.vat_id = "BE0887766566";
    return party;
}

book::Book book_of(const Firm& firm) {
    book::Snapshot snapshot;
    snapshot.book_id = "benchmark";
    snapshot.creditor = creditor();
    book::BankAccount account;
    account.id = account.iban = firm_iban;
    account.bic = "KREDBEBB";
    account.holder = "Groothandel Voorbeeld BV";
    snapshot.accounts = {account};
    for (const Customer& customer : firm.customers) {
        book::Party party;
        party.id = customer.id;
        party.name = customer.name;
        party.address = {"Kerkstraat 1", "", "2000", "Antwerpen", "", "BE"};
        party.contacts = {{"invoice", "", customer.mail, ""}};
        party.language = "nl-BE";
        snapshot.parties.push_back(std::move(party));
    }
    for (const Invoice& invoice : firm.invoices) {
        book::OpenItem item;
        item.id = item.document_id = invoice.id;
        item.number = invoice.number;
        item.customer_id = firm.customers[invoice.customer].id;
        item.payment_reference = invoice.reference;
        item.issued_on = invoice.issued;
        item.due_on = invoice.due;
        item.total = item.open = Money{invoice.total};
        snapshot.items.push_back(std::move(item));
    }
    return book::Book::build(std::move(snapshot), {});
}

// Each customer's invoices in one letter: most have one, some have two.
std::vector<document::ReminderModel> models_of(const book::Book& book) {
    std::vector<document::ReminderModel> models;
    for (const book::Party& party : book.snapshot().parties) {
        policy::PlannedLetter letter;
        letter.party_id = party.id;
        letter.currency = Currency::eur();
        letter.total = Money{0};
        for (const std::uint32_t at : book.items_of(party.id)) {
            const book::OpenItem& item = book.snapshot().items[at];
            letter.items.push_back({item.id, "reminder-1", 1, 1, item.open});
            letter.total.minor += item.open.minor;
        }
        if (letter.items.empty()) continue;
        letter.tone = "friendly";
        letter.on = import_day();
        letter.pay_by = import_day() + 7;
        letter.covered_until = import_day() - 1;
        letter.account_id = firm_iban;
        std::string number = std::to_string(100'000 + models.size());
        auto model = document::build_reminder(
            book, letter, {"5f0c2f3e6f0d4a3c9a531f1f7f" + number, "H-2026-" + number.substr(1)}, {},
            "nl");
        if (!model) throw std::runtime_error(model.error().sentence());
        models.push_back(std::move(*model));
    }
    return models;
}

// Microseconds of processor time for one of `count`.
double each_us(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        const Stopwatch watch;
        for (std::size_t at = 0; at < count; ++at)
            work(at);
        times.push_back(watch.read().processor_s * 1e6 / static_cast<double>(count));
    }
    return percentile(times, 0.5);
}

std::size_t bytes_seen = 0; // so that no work is left out as useless

void append_png(png_structp png, png_bytep bytes, png_size_t size) {
    static_cast<std::string*>(png_get_io_ptr(png))
        ->append(reinterpret_cast<const char*>(bytes), size);
}

// The same picture from libpng: one bit a pixel, its fastest useful compression.
std::string png_of_library(const payment::QrModules& modules) {
    const int scale = 4;
    const auto side = static_cast<png_uint_32>((modules.size + 8) * scale);
    std::string out;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &out, append_png, nullptr);
    png_set_compression_level(png, 1);
    png_set_IHDR(png, info, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    std::vector<png_byte> row((side + 7) / 8);
    for (int y = 0; y < static_cast<int>(side); ++y) {
        std::fill(row.begin(), row.end(), static_cast<png_byte>(0xFF));
        const int line = y / scale - 4;
        for (int x = 0; line >= 0 && line < modules.size && x < modules.size * scale; ++x) {
            const auto at = static_cast<std::size_t>(x + 4 * scale);
            if (modules.is_dark(x / scale, line)) {
                row[at / 8] = static_cast<png_byte>(row[at / 8] & ~(0x80U >> (at % 8)));
            }
        }
        png_write_row(png, row.data());
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return out;
}

Figure peer(const char* name, double theirs_us, double ours_us) {
    return {
        name,    theirs_us / ours_us,
        "times", 0,
        0,       std::to_string(theirs_us) + " microseconds against " + std::to_string(ours_us)};
}

// The mail and its words by the libraries for them, and by ours.
Figures text_figures(const std::vector<document::ReminderModel>& models,
                     const document::TemplateSet& templates) {
    constexpr std::size_t count = 500;
    LibraryWriter library(templates);
    document::MailWriter writer(templates);
    const std::string source = "cid:qr@example";
    const double mustache_us =
        each_us(count, [&](std::size_t at) { bytes_seen += library.bytes_of(models[at]); });
    const double words_us = each_us(count, [&](std::size_t at) {
        bytes_seen += writer.write(models[at], source)->html.size();
        bytes_seen += writer.html_again(source)->size();
    });
    const document::MailText text = writer.write(models[0], source).value();
    const std::string png =
        payment::qr_png(payment::QrEncoder().encode(models[0].epc_payload).value());
    delivery::MailEnvelope envelope;
    envelope.from_address = "boekhouding@example.be";
    envelope.to_address = "klant@example.be";
    envelope.message_id_domain = "example.be";
    const double gmime_us =
        each_us(count, [&](std::size_t) { bytes_seen += mail_of_gmime(text, png).size(); });
    const double mail_us = each_us(count, [&](std::size_t) {
        bytes_seen += delivery::mime_message(envelope, text, models[0].letter_id, png, "")->size();
    });
    return {peer("words: mustache library over ours", mustache_us, words_us),
            peer("mail: GMime, one header, over ours, all", gmime_us, mail_us)};
}

} // namespace

Figures letter_figures() {
    const book::Book book = book_of(invent_firm(letters));
    const std::vector<document::ReminderModel> models = models_of(book);
    const document::TemplateSet templates = document::TemplateSet::built_in();
    delivery::LetterPress press(templates, {});
    payment::QrEncoder encoder;
    const std::int64_t noon_us = std::int64_t{import_day().days()} * 86'400'000'000;
    const double letter_us = each_us(models.size(), [&](std::size_t at) {
        const auto forms = press.print(models[at], noon_us);
        if (!forms) throw std::runtime_error(forms.error().sentence());
        bytes_seen += forms->front().bytes.size();
    });
    const auto payload = [&](std::size_t at) -> const std::string& {
        return models[at].epc_payload;
    };
    const double ours_us = each_us(models.size(), [&](std::size_t at) {
        bytes_seen += encoder.encode(payload(at))->dark.size();
    });
    const double qrencode_us = each_us(200, [&](std::size_t at) {
        const std::string& text = payload(at);
        QRcode* code =
            QRcode_encodeData(static_cast<int>(text.size()),
                              reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M);
        bytes_seen += static_cast<std::size_t>(code->width);
        QRcode_free(code);
    });
    const double qrcodegen_us = each_us(100, [&](std::size_t at) {
        const std::vector<std::uint8_t> bytes(payload(at).begin(), payload(at).end());
        bytes_seen += static_cast<std::size_t>(
            qrcodegen::QrCode::encodeBinary(bytes, qrcodegen::QrCode::Ecc::MEDIUM).getSize());
    });
    const payment::QrModules modules = *encoder.encode(payload(0));
    const double png_us =
        each_us(1000, [&](std::size_t) { bytes_seen += payment::qr_png(modules).size(); });
    const double libpng_us =
        each_us(1000, [&](std::size_t) { bytes_seen += png_of_library(modules).size(); });
    Figures figures{{"letters rendered", 1e6 / letter_us, "a second and core", 5000, 0,
                     "all forms of each: " + std::to_string(letter_us) + " microseconds"},
                    peer("QR code: libqrencode over ours", qrencode_us, ours_us),
                    peer("QR code: qrcodegen over ours", qrcodegen_us, ours_us),
                    peer("PNG: libpng over ours", libpng_us, png_us)};
    const Figures texts = text_figures(models, templates);
    figures.insert(figures.end(), texts.begin(), texts.end());
    return figures;
}

} // namespace afpunt::benchmark
