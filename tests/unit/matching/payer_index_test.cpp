// SPDX-License-Identifier: MIT
#include "matching/payer_index.hpp"

#include "matching_fixture.hpp"

namespace afpunt::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

bool alike(std::string_view left, std::string_view right) {
    const bool result = are_names_alike(telling_words(left), telling_words(right));
    EXPECT_EQ(result, are_names_alike(telling_words(right), telling_words(left)));
    return result;
}

TEST(PayerName, LeavesOutLegalFormsAndAccents) {
    EXPECT_THAT(telling_words("N.V. Bakkerij Peeters"), ElementsAre("BAKKERIJ", "PEETERS"));
    EXPECT_THAT(telling_words("M\xC3\xBCller & Fr\xC3\xA8res GmbH"),
                ElementsAre("FRERES", "MULLER"));
    EXPECT_THAT(telling_words("J. Janssens"), ElementsAre("J", "JANSSENS"));
    EXPECT_THAT(telling_words("S.A."), IsEmpty());
    EXPECT_THAT(telling_words("\xFF\xC3"), IsEmpty());
}

TEST(PayerName, IsRecognisedAsBanksWriteIt) {
    EXPECT_TRUE(alike("JANSSENS JAN", "Jan Janssens"));
    EXPECT_TRUE(alike("JANSSENS J", "Jan Janssens"));
    EXPECT_TRUE(alike("JANSSENS JAN - PEETERS AN", "Jan Janssens"));
    EXPECT_TRUE(alike("KLANT", "Klant NV"));
    EXPECT_TRUE(alike("DE BAKKERIJ PEETERS BVBA", "Bakkerij Peeters"));
}

TEST(PayerName, IsNotRecognisedByOneWordOfSeveral) {
    EXPECT_FALSE(alike("Bakkerij", "Bakkerij Peeters"));
    EXPECT_FALSE(alike("Jan Peeters", "Jan Janssens"));
    EXPECT_FALSE(alike("J J", "Jan Janssens"));
    EXPECT_FALSE(alike("J P", "J. P."));
    EXPECT_FALSE(alike("", ""));
    EXPECT_FALSE(alike("NV", "NV"));
}

TEST(PayerIndex, KnowsSeveralCustomersOfOneAccount) {
    book::Snapshot snapshot;
    snapshot.parties = {party("a", "Firma Een", {peeters_iban}),
                        party("b", "Firma Twee", {"BE68 5390 0754 7034", maes_iban})};
    const book::Book book = book::Book::build(snapshot, {});
    const PayerIndex index(book);
    EXPECT_THAT(index.by_iban("be68539007547034"), ElementsAre(0U, 1U));
    EXPECT_THAT(index.listed(maes_iban), ElementsAre(1U));
    EXPECT_THAT(index.by_iban(""), IsEmpty());
}

TEST(PayerIndex, ForgetsAnAccountThatPaysForEverybody) {
    book::Snapshot snapshot;
    for (int made = 0; made < 30; ++made) {
        snapshot.parties.push_back(party(std::to_string(made), "Klant", {peeters_iban}));
    }
    const book::Book book = book::Book::build(snapshot, {});
    const PayerIndex index(book);
    EXPECT_THAT(index.by_iban(peeters_iban), IsEmpty());
    EXPECT_THAT(index.namesakes("Klant NV"), SizeIs(30));
}

} // namespace
} // namespace afpunt::matching
