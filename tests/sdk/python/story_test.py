#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A host in Python and the real module, from an invoice that falls due to its payment."""
import sys
import unittest
from datetime import date
from decimal import Decimal

import afpunt
from afpunt import BankLine, DocumentState, EventType, Money
from scripted_book import PATIENCE_S, ScriptedHost, ScriptedTest, euro, event, resync


class CountingHost(ScriptedHost):
    """Says how often its book was changed."""

    changes = 0

    def revision(self):
        self.meet("revision")
        return self.changes


class Story(ScriptedTest):
    def test_a_question_reads_the_book_only_when_the_revision_is_another_one(self):
        self.host = CountingHost(self.folder)
        self.host.book.invoice("V1")
        plugin = self.known_book()
        self.ask(plugin, "run")

        def outcome():
            return self.ask(plugin, "why", item="V1")["items"][0]["outcome"]

        self.host.calls.clear()
        self.assertEqual(outcome(), "ready")
        self.assertIn("revision", self.host.calls)
        self.assertNotIn("open_snapshot", self.host.calls)
        self.host.book.pay("V1", 121_00, date(2026, 11, 19))
        self.host.changes = 2**64 - 1
        self.assertEqual(outcome(), "done")
        for unknown in (None, "seventeen", -1):
            self.host.changes = unknown
            self.host.calls.clear()
            self.assertEqual(outcome(), "done")
            self.assertIn("open_snapshot", self.host.calls)

    def test_a_payment_withdraws_the_letter_before_anybody_approves_it(self):
        self.host.book.invoice("V1")
        plugin = self.known_book()
        prepared = self.ask(plugin, "run")["prepared"]
        self.assertEqual([letter["total"]["amount"] for letter in prepared], ["121.00"])
        self.assertEqual(prepared[0]["to"], "jan2@example.com", "the contact for reminders")
        self.assertEqual(self.states(plugin, "V1"), ["prepared"])
        self.host.book.pay("V1", 121_00, date(2026, 11, 19))
        plugin.submit(event(EventType.MATCHED, 1, "V1"))
        plugin.run_until(lambda: self.states(plugin, "V1") == ["withdrawn"], PATIENCE_S)
        why = self.ask(plugin, "why", item="V1")["items"][0]
        self.assertEqual(why["outcome"], "done")
        self.assertEqual(why["payments"][0]["amount"]["amount"], "121.00")

    def test_an_approved_letter_is_delivered_after_the_hosts_permit(self):
        self.host.book.invoice("V1")
        plugin = self.known_book()
        self.ask(plugin, "run")
        self.assertNotIn("permit", self.host.calls)
        self.assertEqual(len(self.ask(plugin, "approve", all=True)["delivered"]), 1)
        self.assertIn("permit", self.host.calls)
        mail = next((self.folder / "out").glob("*/mail.eml")).read_text(encoding="utf-8")
        self.assertIn("jan2@example.com", mail)
        self.assertIn("state.mark", self.host.settings, "what the module asks the host to keep")

    def test_a_letter_that_was_paid_since_the_reading_gets_no_permit(self):
        self.host.book.invoice("V1")
        plugin = self.known_book()
        self.ask(plugin, "run")

        def paid_at_the_last_moment(party_id, item_ids):
            self.assertEqual((party_id, item_ids), ("jan", ["V1"]))
            return afpunt.Permit(items={"V1": afpunt.PermitItem(DocumentState.SETTLED, euro(0))})

        self.host.permit = paid_at_the_last_moment
        answer = self.ask(plugin, "approve", all=True)
        self.assertEqual(answer["delivered"], [])
        self.assertEqual(len(answer["not_delivered"]), 1)

    def test_an_item_that_the_permit_leaves_out_is_not_reminded(self):
        self.host.book.invoice("V1")
        plugin = self.known_book()
        self.ask(plugin, "run")
        self.host.permit = lambda party_id, item_ids: afpunt.Permit()
        self.assertEqual(self.ask(plugin, "approve", all=True)["delivered"], [])

    def test_a_certain_payment_is_booked_through_the_host(self):
        self.host.book.invoice("V26-0107").payment_reference = "090933755493"
        self.host.book.bank_lines.append(BankLine(
            id="l1", account_id="bank", booked_on=date(2026, 11, 18), amount=euro(121_00),
            unallocated=euro(121_00), structured_reference="090933755493",
            payer_name="Bakkerij Jan", kind=afpunt.BankLineKind.CUSTOMER_PAYMENT))
        plugin = self.plugin()
        self.assertEqual(self.ask(plugin, "run")["matches_booked"], 1)
        (line, parts, rule), = self.host.matches
        self.assertEqual((line, rule), ("l1", "structured-reference"))
        self.assertEqual([(part.item_id, part.amount) for part in parts],
                         [("V26-0107", euro(121_00))])

    def test_other_currencies_arrive_to_the_last_minor_unit(self):
        self.host.book.invoice("V1").total = Money(123_456, "BHD", 3)
        self.host.book.items["V1"].open = Money(1, "BHD", 3)
        why = self.ask(self.plugin(), "why", item="V1")["items"][0]
        self.assertEqual((why["total"]["amount"], why["open"]["amount"]), ("123.456", "0.001"))

    def test_a_reading_of_many_batches_is_whole(self):
        for number in range(1, 1025):
            self.host.book.invoice(f"V{number}", cents=number)
        plan = self.ask(self.plugin(), "plan")
        self.assertEqual(len(plan["decisions"]), 1024)
        self.assertEqual(sum(Decimal(one["open"]["amount"]) for one in plan["decisions"]),
                         Decimal("5248.00"))
        self.assertEqual(self.host.open_readings, 0)

    def test_the_cursor_of_the_last_event_comes_back(self):
        plugin = self.plugin()

        def cursor():
            try:
                return plugin.durable_cursor("scripted")
            except afpunt.BusyError:
                return "not read yet"

        plugin.run_until(lambda: cursor() is None, PATIENCE_S)
        plugin.submit(event(EventType.RESYNC, 1, cursor="regel 17 é"))
        plugin.run_until(lambda: cursor() == "regel 17 é", PATIENCE_S)
        plugin.close()
        again = self.plugin()
        again.run_until(lambda: cursor_of(again) == "regel 17 é", PATIENCE_S)

    def test_the_same_event_twice_is_fine_and_one_with_too_many_items_reads_the_book(self):
        plugin = self.known_book()
        plugin.submit(event(EventType.MATCHED, 1, "V1"))
        plugin.submit(event(EventType.MATCHED, 1, "V1"))
        readings = self.host.calls.count("open_snapshot")
        plugin.submit(event(EventType.MATCHED, 2, *[f"V{n}" for n in range(2000)]))
        plugin.run_until(lambda: self.host.calls.count("open_snapshot") > readings, PATIENCE_S)

    def test_a_host_without_the_optional_functions_is_enough(self):
        class Plain(afpunt.Host):
            name, version, book_id = "plain", "1", "plain"
            open_snapshot = self.host.open_snapshot
            permit = self.host.permit
            setting = self.host.setting

        with afpunt.Plugin(self.library, Plain()) as plugin:
            plugin.submit(resync())
            self.assertEqual(self.ask(plugin, "status")["letter_counts"], {})
        self.assertNotIn("now", self.host.calls)

    def test_the_module_says_its_version(self):
        self.assertRegex(self.library.plugin_version, r"^\d+\.\d+\.\d+$")


def cursor_of(plugin):
    try:
        return plugin.durable_cursor("scripted")
    except afpunt.BusyError:
        return None


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
