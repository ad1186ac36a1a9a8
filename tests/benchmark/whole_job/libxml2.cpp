// SPDX-License-Identifier: MIT
#include "benchmark/whole_job/libxml2.hpp"

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#ifdef AFPUNT_HAS_LIBXML2
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#endif

namespace afpunt::benchmark::libxml2 {

#ifdef AFPUNT_HAS_LIBXML2
namespace {

// What one writes who wants bookings out of events: the path that is open, the text of its last
// element, and the fields of the payment under way.
class Builder {
public:
    void open(std::string_view name) {
        path_.emplace_back(name);
        text_.clear();
        if (name == "TxDtls") payment_ = {};
    }
    void text(std::string_view text) { text_ += text; }
    void close() {
        const std::string name = std::move(path_.back());
        path_.pop_back();
        use(name, path_.empty() ? std::string_view() : std::string_view(path_.back()));
        text_.clear();
    }
    [[nodiscard]] const Bookings& bookings() const { return bookings_; }

private:
    struct Payment {
        std::string digits, direction, name, account, bic, reference, words, end_to_end_id;
    };

    void use(std::string_view name, std::string_view parent) {
        if (name == "TxDtls") {
            book();
        } else if (parent == "TxDtls" && name == "Amt") {
            payment_.digits = text_;
        } else if (parent == "TxDtls" && name == "CdtDbtInd") {
            payment_.direction = text_;
        } else if (name == "Nm") {
            payment_.name = text_;
        } else if (name == "IBAN") {
            payment_.account = text_;
        } else if (name == "BICFI") {
            payment_.bic = text_;
        } else if (name == "Ref") {
            payment_.reference = text_;
        } else if (name == "Ustrd") {
            payment_.words = text_;
        } else if (name == "EndToEndId") {
            payment_.end_to_end_id = text_;
        } else if (name == "AcctSvcrRef") {
            bank_reference_ = text_;
        } else if (name == "Dt" && parent == "BookgDt") {
            booked_on_ = text_;
        }
    }
    void book() {
        std::erase(payment_.digits, '.');
        std::int64_t cents = 0;
        const char* const end = payment_.digits.data() + payment_.digits.size();
        if (std::from_chars(payment_.digits.data(), end, cents).ptr != end) {
            throw std::runtime_error("libxml2 gives an amount that is none");
        }
        bookings_.sum += payment_.direction == "CRDT" ? cents : -cents;
        ++bookings_.count;
    }

    std::vector<std::string> path_;
    std::string text_, bank_reference_, booked_on_;
    Payment payment_;
    Bookings bookings_;
};

const char* as_chars(const xmlChar* text) {
    return reinterpret_cast<const char*>(text);
}

} // namespace

bool is_there() {
    return true;
}

Bookings read_by_events(const std::filesystem::path& file) {
    Builder builder;
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = [](void* to, const xmlChar* name, const xmlChar*, const xmlChar*, int,
                                const xmlChar**, int, int, const xmlChar**) {
        static_cast<Builder*>(to)->open(as_chars(name));
    };
    handler.endElementNs = [](void* to, const xmlChar*, const xmlChar*, const xmlChar*) {
        static_cast<Builder*>(to)->close();
    };
    handler.characters = [](void* to, const xmlChar* text, int size) {
        static_cast<Builder*>(to)->text({as_chars(text), static_cast<std::size_t>(size)});
    };
    handler.getEntity = [](void*, const xmlChar* name) { return xmlGetPredefinedEntity(name); };
    if (xmlSAXUserParseFile(&handler, &builder, file.c_str()) != 0) {
        throw std::runtime_error("libxml2 cannot read the bank file by events");
    }
    return builder.bookings();
}

Bookings read_by_pulling(const std::filesystem::path& file) {
    Builder builder;
    xmlTextReader* const reader = xmlReaderForFile(file.c_str(), nullptr, XML_PARSE_HUGE);
    int read = reader == nullptr ? -1 : xmlTextReaderRead(reader);
    for (; read == 1; read = xmlTextReaderRead(reader)) {
        switch (xmlTextReaderNodeType(reader)) {
        case XML_READER_TYPE_ELEMENT:
            builder.open(as_chars(xmlTextReaderConstLocalName(reader)));
            if (xmlTextReaderIsEmptyElement(reader) == 1) builder.close();
            break;
        case XML_READER_TYPE_TEXT: builder.text(as_chars(xmlTextReaderConstValue(reader))); break;
        case XML_READER_TYPE_END_ELEMENT: builder.close(); break;
        default: break;
        }
    }
    xmlFreeTextReader(reader);
    if (read != 0) throw std::runtime_error("libxml2 cannot read the bank file by pulling");
    return builder.bookings();
}

void parse_whole_document(const std::filesystem::path& file) {
    xmlDoc* const document = xmlReadFile(file.c_str(), nullptr, XML_PARSE_HUGE);
    if (document == nullptr) throw std::runtime_error("libxml2 cannot parse the bank file");
    xmlFreeDoc(document);
}

#else

bool is_there() {
    return false;
}
Bookings read_by_events(const std::filesystem::path&) {
    throw std::logic_error("built without libxml2");
}
Bookings read_by_pulling(const std::filesystem::path&) {
    throw std::logic_error("built without libxml2");
}
void parse_whole_document(const std::filesystem::path&) {
    throw std::logic_error("built without libxml2");
}

#endif

} // namespace afpunt::benchmark::libxml2
