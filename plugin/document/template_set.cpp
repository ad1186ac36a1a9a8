// SPDX-License-Identifier: MIT
//
// The built-in templates and their replacements. What a template may show is what mail_view() puts
// there, so the two cannot drift apart.
#include "document/template_set.hpp"

#include "config/sha256.hpp"
#include "document/embedded_templates.hpp"
#include "document/mail_view.hpp"
#include "document/template_check.hpp"

#include <algorithm>
#include <stdexcept>

namespace afpunt::document {
namespace {

View known_names() {
    ReminderModel model;
    model.lines.emplace_back();
    return mail_view(model, {});
}

} // namespace

std::vector<std::string> TemplateSet::names() {
    std::vector<std::string> all;
    for (const char* language : {"nl", "fr", "de", "en"}) {
        all.push_back(std::string("mail.") + language + ".html");
        all.push_back(std::string("mail.") + language + ".txt");
        all.push_back(std::string("subject.") + language + ".txt");
    }
    return all;
}

TemplateSet TemplateSet::built_in() {
    TemplateSet set;
    const std::vector<EmbeddedTemplate>& embedded = embedded_templates();
    for (const std::string& name : names()) {
        const auto found = std::ranges::find(embedded, name, &EmbeddedTemplate::name);
        if (found == embedded.end()) {
            throw std::logic_error("the module was built without template " + name);
        }
        set.texts_[name] = found->text;
    }
    return set;
}

Result<void> TemplateSet::replace(std::string_view name, std::string text) {
    const auto place = texts_.find(name);
    if (place == texts_.end()) {
        return fail("template", std::string(name.substr(0, 60)),
                    "a name such as mail.nl.html, mail.fr.txt or subject.de.txt");
    }
    const Escape escape = name.ends_with(".html") ? Escape::Html : Escape::None;
    const Result<void> good = check_template(text, known_names(), escape);
    if (!good) return tl::unexpected(good.error().at("template " + std::string(name)));
    place->second = std::move(text);
    return {};
}

const std::string& TemplateSet::text(std::string_view name) const {
    const auto found = texts_.find(name);
    if (found == texts_.end()) {
        throw std::logic_error("there is no template " + std::string(name));
    }
    return found->second;
}

std::string TemplateSet::hash() const {
    std::string all;
    for (const auto& [name, text] : texts_) {
        all.append(name).append(":").append(std::to_string(text.size()));
        all.append(":").append(text).append("\n");
    }
    return config::sha256_hex(all);
}

} // namespace afpunt::document
