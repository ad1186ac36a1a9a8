// SPDX-License-Identifier: MIT
#include "matching/structured_reference.hpp"

#include "support/shared_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace afpunt::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string value_of(std::string_view text) {
    const Result<StructuredReference> reference = parse_reference(text);
    return reference ? reference->value : "refused: " + reference.error().expected;
}
bool is_refused(std::string_view text) {
    return !parse_reference(text).has_value();
}
std::vector<std::string> found_in(std::string_view text) {
    std::vector<std::string> values;
    for (const StructuredReference& one : find_references(text))
        values.push_back(one.value);
    return values;
}
std::vector<std::string> near_in(std::string_view text) {
    std::vector<std::string> values;
    for (const NearReference& one : find_near_references(text))
        values.push_back(one.digits);
    return values;
}
std::string string_of(const boost::json::value& value, const char* key) {
    return std::string(value.as_object().at(key).as_string());
}

TEST(StructuredReference, ReadsTheBelgianReferenceHoweverItIsWritten) {
    for (const char* text : {"+++010/8068/17183+++", "***010/8068/17183***", "010 8068 17183",
                             "010806817183", " 010.8068.17183 ", "+++010806817183+++"}) {
        EXPECT_EQ(value_of(text), "010806817183") << text;
    }
    EXPECT_EQ(print_reference(*parse_reference("010806817183")), "+++010/8068/17183+++");
}

TEST(StructuredReference, ReadsTheCreditorReferenceHoweverItIsWritten) {
    EXPECT_EQ(value_of("rf18 5390 0754 7034"), "RF18539007547034");
    EXPECT_EQ(print_reference(*parse_reference("RF18539007547034")), "RF18 5390 0754 7034");
}

TEST(StructuredReference, ReadsTheBetalingskenmerk) {
    EXPECT_EQ(value_of("5010 0021 6701 0010"), "5010002167010010");
    EXPECT_EQ(print_reference(*parse_reference("5010002167010010")), "5010 0021 6701 0010");
    EXPECT_TRUE(is_refused("0000000000000000"));
}

TEST(StructuredReference, RefusesCheckDigitsThatNoReferenceHas) {
    // These three satisfy mod 97 = 1, as aliases of 97, 98 and 02.
    const auto with_check = [](const std::string& check) { return "RF" + check + "539007547034"; };
    EXPECT_TRUE(is_refused(with_check("00")));
    EXPECT_TRUE(is_refused(with_check("01")));
    EXPECT_TRUE(is_refused(with_check("99")));
    EXPECT_EQ(value_of("RF022026000042"), "RF022026000042");
    EXPECT_TRUE(is_refused("RF992026000042")); // 99 = 02 modulo 97
}

TEST(StructuredReference, RefusesWhatIsNoReference) {
    for (const char* text : {"", "+++", "V26-0107", "12345", "010/8068/17180", "000000009700",
                             "0108068171", "XX18539007547034", "RF18", "010806817183 factuur"}) {
        EXPECT_TRUE(is_refused(text)) << text;
    }
}

TEST(StructuredReference, SaysWhatItFoundAndWhatItExpected) {
    EXPECT_EQ(parse_reference("010/8068/17180").error().sentence(),
              "structured reference: found '010/8068/17180', expected two last digits that agree "
              "with the ten before them");
}

TEST(StructuredReference, IsFoundInFreeText) {
    EXPECT_THAT(found_in("FACTUUR F2026/0043 ***240/2838/42818***"), ElementsAre("240283842818"));
    EXPECT_THAT(found_in("betaling 010806817183 dank u"), ElementsAre("010806817183"));
    EXPECT_THAT(found_in("OGM010806817183"), ElementsAre("010806817183"));
    EXPECT_THAT(found_in("+++010/8068/1 7183+++"), ElementsAre("010806817183"));
    EXPECT_THAT(found_in("2026 010 8068 17183 nr 5"), ElementsAre("010806817183"));
    EXPECT_THAT(found_in("ref rf18 5390 0754 7034 factuur"), ElementsAre("RF18539007547034"));
    EXPECT_THAT(found_in("RF18539007547034/RF741"), ElementsAre("RF18539007547034", "RF741"));
    EXPECT_THAT(found_in("kenmerk 5010002167010010"), ElementsAre("5010002167010010"));
}

TEST(StructuredReference, IsNotFoundWhereCheckDigitsDisagree) {
    EXPECT_THAT(found_in("+++123/4567/89012+++"), IsEmpty());
    EXPECT_THAT(found_in("1234567890123"), IsEmpty());
    EXPECT_THAT(found_in("SURF74 1 golf"), IsEmpty());
    EXPECT_THAT(found_in(""), IsEmpty());
}

TEST(StructuredReference, IsNamedOnceThoughItIsWrittenTwice) {
    EXPECT_THAT(found_in("010806817183 +++010/8068/17183+++"), ElementsAre("010806817183"));
}

TEST(NearReference, IsWrittenLikeAReferenceWithWrongCheckDigits) {
    EXPECT_THAT(near_in("+++010/8068/17138+++"), ElementsAre("010806817138"));
    EXPECT_THAT(near_in("010 8068 17138"), ElementsAre("010806817138"));
    EXPECT_THAT(near_in("RF81539007547034"), ElementsAre("RF81539007547034"));
    EXPECT_THAT(near_in("+++010/8068/17183+++"), IsEmpty());
    EXPECT_THAT(near_in("factuur 107 van 12/10/2026"), IsEmpty());
}

TEST(NearReference, IsOneSlipAway) {
    EXPECT_TRUE(is_one_slip_away("010806817138", "010806817183")); // swapped
    EXPECT_TRUE(is_one_slip_away("010806817283", "010806817183")); // one digit
    EXPECT_TRUE(is_one_slip_away("110806817183", "010806817183"));
    EXPECT_TRUE(is_one_slip_away("010806817184", "010806817183"));
    EXPECT_FALSE(is_one_slip_away("010806817183", "010806817183"));
    EXPECT_FALSE(is_one_slip_away("010806817384", "010806817183"));
    EXPECT_FALSE(is_one_slip_away("01080681718", "010806817183"));
    EXPECT_FALSE(is_one_slip_away("", ""));
}

TEST(StructuredReference, AgreesWithTheCheckedOgmVectors) {
    AFPUNT_NEEDS_SHARED("vectors/ogm.json");
    const auto vectors = tests::read_json(tests::shared_folder() / "vectors/ogm.json");
    for (const auto& one : vectors.at("valid").as_array()) {
        EXPECT_EQ(value_of(string_of(one, "print")), string_of(one, "digits"));
        EXPECT_EQ(print_reference(*parse_reference(string_of(one, "digits"))),
                  string_of(one, "print"));
        EXPECT_THAT(found_in("betaald " + string_of(one, "print") + " dank"),
                    ElementsAre(string_of(one, "digits")));
    }
    for (const auto& one : vectors.at("invalid").as_array()) {
        EXPECT_TRUE(is_refused(string_of(one, "input"))) << string_of(one, "input");
    }
    for (const auto& one : vectors.at("normalise").as_array()) {
        EXPECT_EQ(value_of(string_of(one, "in")), string_of(one, "out"));
    }
}

TEST(StructuredReference, AgreesWithTheCheckedCreditorReferences) {
    AFPUNT_NEEDS_SHARED("vectors/rf.json");
    const auto vectors = tests::read_json(tests::shared_folder() / "vectors/rf.json");
    for (const auto& one : vectors.at("generate").as_array()) {
        EXPECT_EQ(value_of(string_of(one, "print")), string_of(one, "rf"));
        EXPECT_EQ(print_reference(*parse_reference(string_of(one, "rf"))), string_of(one, "print"));
    }
    for (const auto& one : vectors.at("valid_known").as_array()) {
        const std::string text(one.as_string());
        EXPECT_EQ(value_of(text), text);
        EXPECT_THAT(found_in("ref " + text), ElementsAre(text));
    }
    for (const auto& one : vectors.at("invalid").as_array()) {
        EXPECT_TRUE(is_refused(string_of(one, "in"))) << string_of(one, "in");
    }
}

TEST(StructuredReference, AgreesWithTheCheckedBetalingskenmerken) {
    AFPUNT_NEEDS_SHARED("vectors/betalingskenmerk.json");
    const auto vectors = tests::read_json(tests::shared_folder() / "vectors/betalingskenmerk.json");
    for (const auto& one : vectors.at("valid_belastingdienst").as_array()) {
        const std::string text(one.as_string());
        EXPECT_EQ(value_of(text), text);
        EXPECT_THAT(found_in("kenmerk: " + text), ElementsAre(text));
    }
    for (const auto& one : vectors.at("generated").as_array()) {
        EXPECT_EQ(value_of(string_of(one, "kenmerk")), string_of(one, "kenmerk"));
    }
    for (const auto& one : vectors.at("invalid").as_array()) {
        EXPECT_TRUE(is_refused(std::string(one.as_string())));
    }
}

std::string any_digits(int size) {
    std::string digits;
    for (int made = 0; made < size; ++made)
        digits += static_cast<char>('0' + *rc::gen::inRange(0, 10));
    return digits;
}
// Reference made here from the rule itself, not with the code under test.
std::string any_ogm() {
    const std::string base = any_digits(10);
    const std::uint64_t rest = std::stoull(base) % 97;
    const std::string check = std::to_string(rest == 0 ? 97 : rest);
    return base + (check.size() == 1 ? "0" : "") + check;
}

RC_GTEST_PROP(StructuredReferenceProperty, PrintedReferencesReadBack, ()) {
    const std::string ogm = any_ogm();
    const Result<StructuredReference> reference = parse_reference(ogm);
    RC_ASSERT(reference.has_value());
    RC_ASSERT(value_of(print_reference(*reference)) == ogm);
    RC_ASSERT(found_in("fact " + print_reference(*reference)) == std::vector<std::string>{ogm});
}

RC_GTEST_PROP(StructuredReferenceProperty, EverySlipIsNoticedAndRecognised, ()) {
    const std::string meant = any_ogm();
    std::string written = meant;
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, 11);
    if (*rc::gen::arbitrary<bool>()) {
        std::swap(written[at], written[at + 1]);
    } else {
        written[at] = static_cast<char>('0' + *rc::gen::inRange(0, 10));
    }
    RC_PRE(written != meant);
    RC_ASSERT(is_refused(written));
    RC_ASSERT(near_in("+++" + written + "+++") == std::vector<std::string>{written});
    RC_ASSERT(is_one_slip_away(written, meant));
}

RC_GTEST_PROP(StructuredReferenceProperty, AnyTextIsSafeToRead, (const std::string& text)) {
    (void)parse_reference(text);
    for (const ReferenceInText& found : scan_references(text)) {
        RC_ASSERT(found.begin < found.end);
        RC_ASSERT(found.end <= text.size());
        const bool is_valid = parse_reference(found.value).has_value();
        RC_ASSERT(is_valid == found.is_verified);
    }
}

} // namespace
} // namespace afpunt::matching
