#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What goes wrong on either side of the interface ends in words that name the field, and in nothing
worse: host functions that raise, records that cannot be, calls at a wrong time or thread."""
import ctypes
import logging
import sys
import threading
import unittest
import unittest.mock
from datetime import date, datetime, timezone
from decimal import Decimal

import afpunt
from afpunt import AmountError, InvalidError, Item, Money, NotUtf8Error, Party
from afpunt import abi, tables
from scripted_book import IBAN, ScriptedHost, ScriptedTest, euro, event, resync

logging.getLogger("afpunt").addHandler(logging.NullHandler())


class HostsThatRaise(ScriptedTest):
    READING = ("open_snapshot", "is_current", "creditor", "parties", "accounts", "statements",
               "bank_lines", "items", "allocations", "owed")

    def refusal(self, plugin, command, **fields):
        with self.assertRaises(afpunt.CommandError) as caught:
            self.ask(plugin, command, **fields)
        return str(caught.exception)

    def test_an_exception_in_each_function_of_a_reading_is_told_and_survived(self):
        plugin = self.plugin()
        for call in self.READING:
            with self.assertLogs("afpunt", "ERROR") as logged:
                self.host.trouble = {call: ValueError(f"mistake in {call}")}
                self.assertIn(f"ValueError: mistake in {call}", self.refusal(plugin, "plan"))
            self.assertIn("Traceback", logged.output[0])
            self.host.trouble = {}
            self.assertTrue(self.ask(plugin, "plan")["ok"], "the next reading is fine")
            self.assertEqual(self.host.open_readings, 0)

    def test_a_disk_that_fails_and_a_refusal_in_words_keep_their_status(self):
        plugin = self.plugin()
        for error, words in ((OSError("disk I/O error"), "IO: disk I/O error"),
                             (afpunt.OutsideError("no database"), "IO: no database"),
                             (afpunt.StoppedError("closing"), "STOPPED: closing")):
            self.host.trouble = {"open_snapshot": error}
            self.assertIn(words, self.refusal(plugin, "plan"))

    def test_a_permit_that_raises_stops_the_letter(self):
        self.host.book.invoice("V1")
        plugin = self.known_book()
        self.ask(plugin, "run")
        self.host.trouble = {"permit": RuntimeError("table is gone")}
        answer = self.ask(plugin, "approve", all=True)
        self.assertEqual(answer["delivered"], [])
        self.assertIn("table is gone", answer["not_delivered"][0]["why"])

    def test_exceptions_where_nobody_can_be_told_are_logged_only(self):
        plugin = self.plugin()
        self.host.trouble = {"log": RuntimeError("log"), "close": RuntimeError("close"),
                             "notice": RuntimeError("notice")}
        with self.assertLogs("afpunt", "ERROR"):
            self.ask(plugin, "plan")

    def test_a_clock_or_a_match_that_raises_changes_nothing(self):
        plugin = self.plugin()
        self.host.trouble = {"now": RuntimeError("no clock"), "match": RuntimeError("no match"),
                             "unmatch": RuntimeError("no unmatch")}
        self.assertTrue(self.ask(plugin, "plan")["ok"])
        self.assertTrue(any("afpunt.clock/1" in text for _, text in self.host.logged))

    def test_settings_that_raise_stop_the_start_in_words(self):
        self.host.trouble = {"setting": OSError("settings: permission denied")}
        with self.assertRaisesRegex(InvalidError, "permission denied"):
            self.plugin()

    def test_an_answer_that_nobody_can_take_harms_nobody(self):
        plugin = self.plugin()
        with self.assertLogs("afpunt", "ERROR"):
            plugin.execute({"command": "status"}, lambda answer: answer["no such field"])
            self.ask(plugin, "status")

    def test_an_interrupt_inside_a_host_function_reaches_the_program(self):
        plugin = self.plugin()
        self.host.trouble = {"items": KeyboardInterrupt()}
        with self.assertRaises(KeyboardInterrupt):
            self.ask(plugin, "plan")
        self.host.trouble = {}
        self.assertTrue(self.ask(plugin, "plan")["ok"])

    def test_a_book_that_changes_under_the_reading_is_read_again(self):
        for number in range(600):
            self.host.book.invoice(f"V{number}")
        answers = iter([True] * 6 + [False])  # in the middle of the items
        self.host.is_current = lambda: next(answers, True)
        plugin = self.plugin()
        self.assertEqual(len(self.ask(plugin, "plan")["decisions"]), 600)
        self.assertEqual(self.host.calls.count("open_snapshot"), 2)
        self.assertEqual(self.host.open_readings, 0)

    def test_a_book_that_never_stands_still_is_given_up(self):
        plugin = self.plugin()
        self.host.trouble = {"items": afpunt.ChangedError("saved meanwhile")}
        self.assertIn("CHANGED", self.refusal(plugin, "plan"))
        self.assertEqual(self.host.open_readings, 0)


class RecordsThatCannotBe(ScriptedTest):
    def refused(self, fields):
        """What the module answers for the item V7 with these fields."""
        plugin = self.plugin()
        item = self.host.book.invoice("V7")
        for name, value in fields.items():
            setattr(item, name, value)
        with self.assertRaises(afpunt.CommandError) as caught:
            self.ask(plugin, "plan")
        plugin.close()
        return str(caught.exception)

    def test_the_field_and_the_record_are_named(self):
        for field, value, words in (
                ("open", 121.0, "AMOUNT"), ("open", euro(1.5), "AMOUNT"),
                ("total", Money(2**63), "AMOUNT"), ("open", Money(1, "EURO"), "AMOUNT"),
                ("open", Money(True), "AMOUNT"), ("total", Money(1, "JPY", 2), "0 decimals"),
                ("due_on", "2026-10-31", "a datetime.date"),
                ("due_on", datetime(2026, 10, 31), "a datetime.date"),
                ("number", None, "a text"), ("number", 26, "a text"),
                ("description", "\udcff", "NOT_UTF8"), ("description", "a\0b", "zero byte"),
                ("reminders_before", 2**31, "32 bits"), ("reminders_before", 1.0, "whole number"),
                ("kind", None, "1 to 3"), ("state", 9, "1 to 5")):
            with self.subTest(field=field, value=value):
                said = self.refused({field: value})
                self.assertIn(field, said)
                self.assertIn("V7", said)
                self.assertIn(words, said)

    def test_a_record_of_another_kind_is_refused(self):
        plugin = self.plugin()
        self.host.book.items["V1"] = Party(id="jan")
        with self.assertRaisesRegex(afpunt.CommandError, "expected an afpunt.Item"):
            self.ask(plugin, "plan")

    def test_a_missing_required_field_is_pythons_own_error(self):
        with self.assertRaisesRegex(TypeError, "due_on"):
            Item(id="1", number="1", customer_id="c", issued_on=date(2026, 1, 1), total=euro(1),
                 open=euro(1))

    def test_a_reading_without_bank_lines_cannot_be_made(self):
        class Half(afpunt.Snapshot):
            def creditor(self):
                return Party(id="us")

        with self.assertRaisesRegex(TypeError, "bank_lines"):
            Half()

    def test_amounts_are_taken_over_exactly_or_not_at_all(self):
        self.assertEqual(Money.exactly(Decimal("-121.50")), Money(-121_50))
        self.assertEqual(Money.exactly(Decimal("1E+3")), Money(1000_00))
        self.assertEqual(Money.exactly(Decimal("7"), "JPY", 0), Money(7, "JPY", 0))
        self.assertEqual(Money.exactly(Decimal("1.500")), Money(1_50))
        self.assertEqual(Money(-5).to_decimal(), Decimal("-0.05"))
        self.assertEqual(Money(123_456, "BHD", 3).to_decimal(), Decimal("123.456"))
        for amount in (Decimal("0.001"), Decimal("NaN"), Decimal("Infinity"), 1.5, 3):
            with self.assertRaises(AmountError):
                Money.exactly(amount)

    def test_a_moment_without_its_time_zone_is_refused(self):
        with self.assertRaisesRegex(InvalidError, "occurred_at.*time zone"):
            self.plugin().submit(event(afpunt.EventType.MATCHED, 1, occurred_at=datetime.now()))
        self.plugin().submit(event(afpunt.EventType.MATCHED, 2,
                                   occurred_at=datetime(2026, 11, 20, tzinfo=timezone.utc)))


class CallsOutOfOrder(ScriptedTest):
    def test_events_are_refused_with_their_field(self):
        plugin = self.plugin()
        for error, fields in ((InvalidError, {"id": ""}), (InvalidError, {"id": "x" * 257}),
                              (InvalidError, {"epoch": ""}), (NotUtf8Error, {"id": "\ud800"}),
                              (InvalidError, {"item_ids": "V1"}), (InvalidError, {"id": 17}),
                              (InvalidError, {"item_ids": ["V1", ""]})):
            with self.subTest(fields=fields):
                bad = resync()
                for name, value in fields.items():
                    setattr(bad, name, value)
                with self.assertRaises(error) as caught:
                    plugin.submit(bad)
                self.assertIn(next(iter(fields)), caught.exception.field)
        with self.assertRaises(afpunt.UnsupportedError):
            plugin.submit(afpunt.Event(type=99, source="s", id="1"))

    def test_requests_that_are_no_commands(self):
        plugin = self.plugin()
        with self.assertRaises(InvalidError):
            plugin.execute({"no": "command"}, print)
        with self.assertRaises(InvalidError):
            plugin.execute({"command": "why", "item": "x" * 70000}, print)
        with self.assertRaises(TypeError):
            plugin.execute({"command": object()}, print)
        with self.assertRaises(afpunt.CommandError) as caught:
            self.ask(plugin, "hold", item="V1")
        self.assertEqual((caught.exception.code, caught.exception.field), ("refused", "reason"))

    def test_before_the_start_and_after_the_end(self):
        plugin = afpunt.Plugin(self.library, self.host)
        for call in (plugin.on_main, lambda: plugin.submit(resync()),
                     lambda: plugin.durable_cursor("s"),
                     lambda: plugin.execute({"command": "run"}, print)):
            self.assertRaises(afpunt.StoppedError, call)
        plugin.start()
        self.assertRaisesRegex(InvalidError, "start", plugin.start)
        plugin.close()
        plugin.close()
        for call in (plugin.on_main, plugin.start, lambda: plugin.submit(resync()),
                     lambda: plugin.execute({"command": "run"}, print), lambda: plugin.stop(1)):
            self.assertRaises(afpunt.StoppedError, call)

    def test_another_thread_is_refused_and_may_submit(self):
        plugin = self.plugin()
        raised = []

        def elsewhere():
            for call in (plugin.on_main, plugin.close, lambda: plugin.ask({"command": "run"})):
                try:
                    call()
                except afpunt.AfpuntError as error:
                    raised.append(type(error))
            plugin.submit(resync())

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        self.assertEqual(raised, [afpunt.WrongThreadError] * 3)
        self.assertTrue(self.ask(plugin, "status")["ok"])

    def test_a_call_that_gives_no_words_is_refused_in_words(self):
        plugin = self.plugin()
        raised = []

        def work_twice():
            try:
                plugin.on_main()
            except InvalidError as error:
                raised.append(str(error))
            return True

        self.host.is_current = work_twice
        self.ask(plugin, "plan")
        self.assertEqual(set(raised), {"on_main: Breaks a rule of the interface."})

    def test_an_end_from_inside_an_answer_is_refused(self):
        plugin = self.plugin()
        raised = []

        def end(_answer):
            try:
                plugin.close()
            except InvalidError as error:
                raised.append(error.field)

        plugin.execute({"command": "status"}, end)
        plugin.run_until(lambda: bool(raised), 60)
        self.assertEqual(raised, ["stop"])

    def test_words_of_a_host_that_are_not_utf8_arrive_all_the_same(self):
        plugin = self.plugin()
        self.host.trouble = {"open_snapshot": afpunt.OutsideError("x")}
        with unittest.mock.patch.object(tables, "cut", lambda text, size: b"caf\xe9"):
            with self.assertRaisesRegex(afpunt.CommandError, r"IO: caf\?"):
                self.ask(plugin, "plan")

    def test_an_answer_that_is_no_json_is_an_error_and_not_silence(self):
        plugin = self.plugin()
        answers = []
        for text in (b"", b"\xff{}", b"[1]", b'{"ok": true'):
            plugin._answers[99] = answers.append
            buffer = ctypes.create_string_buffer(text, max(len(text), 1))
            plugin._sink(99, ctypes.addressof(buffer), len(text))
        self.assertEqual([answer["error"]["code"] for answer in answers], ["internal"] * 4)

    def test_stop_answers_what_waits(self):
        plugin = self.plugin()
        answers = []
        for _ in range(3):
            plugin.execute({"command": "run"}, answers.append)
        plugin.close()
        self.assertEqual([answer["error"]["code"] for answer in answers], ["stopped"] * 3)

    def test_patience_ends(self):
        plugin = self.plugin()
        self.assertFalse(plugin.on_main(-1))
        self.assertFalse(plugin.on_main(2**40))
        self.assertRaises(TimeoutError, plugin.run_until, lambda: False, 0.1)

    def test_a_host_without_a_book_or_a_folder(self):
        self.host.book_id = ""
        with self.assertRaises(InvalidError) as caught:
            self.plugin()
        self.assertEqual(caught.exception.field, "host.book_id")
        self.host.book_id = "example"
        del self.host.settings["state.folder"]
        with self.assertRaises(InvalidError) as caught:
            self.plugin()
        self.assertEqual(caught.exception.field, "state.folder")

    def test_a_host_that_forgot_its_name(self):
        class Nameless(ScriptedHost):
            name = None

        with self.assertRaises(InvalidError) as caught:
            afpunt.Plugin(self.library, Nameless(self.folder))
        self.assertEqual(caught.exception.field, "host.name")

    def test_a_library_that_is_none(self):
        missing = self.folder / "missing.so"
        self.assertRaisesRegex(afpunt.NotFoundError, "missing.so", afpunt.Library, missing)
        with self.assertRaisesRegex(afpunt.VersionError, "afpunt_entry_1"):
            afpunt.Library("libc.so.6")


class TablesAsAStrangerCallsThem(ScriptedTest):
    """The C tables of a host, called as no decent module would."""

    def setUp(self):
        super().setUp()
        self.tables = tables.HostTables(self.host, lambda: None)
        self.error = abi.afpunt_error(struct_size=ctypes.sizeof(abi.afpunt_error))
        self.host_pointer = ctypes.addressof(self.tables.abi)

    def table(self, name, kind):
        address = self.tables.abi.get_extension(self.host_pointer, name.encode())
        return kind.from_address(address)

    def test_null_pointers_are_refused(self):
        snapshot = self.table(abi.EXT_SNAPSHOT, abi.afpunt_host_snapshot)
        permit = self.table(abi.EXT_PERMIT, abi.afpunt_host_permit)
        self.assertLess(snapshot.open(self.host_pointer, None, None), 0)
        self.assertLess(snapshot.creditor(None, None, self.error), 0)
        self.assertLess(snapshot.next_items(None, None, 0, 1, None, self.error), 0)
        self.assertLess(permit.check(self.host_pointer, None, None, 0, None, self.error), 0)
        snapshot.close(None)
        self.assertIsNone(self.tables.abi.get_extension(self.host_pointer, b"afpunt.none/1"))
        self.assertIsNone(self.tables.abi.get_extension(self.host_pointer, None))

    def test_a_module_of_an_older_version_gets_what_it_has_room_for(self):
        snapshot = self.table(abi.EXT_SNAPSHOT, abi.afpunt_host_snapshot)
        number = ctypes.c_void_p()
        self.assertEqual(snapshot.open(self.host_pointer, number, self.error), 0)
        room = abi.afpunt_account.holder.offset
        place = (ctypes.c_uint8 * (2 * 96))(*[0xAA] * 192)
        ctypes.c_uint32.from_buffer(place).value = room
        count = ctypes.c_uint32()
        status = snapshot.next_accounts(number, place, 96, 2, count, self.error)
        self.assertEqual((status, count.value), (afpunt.Status.END, 1))
        account = abi.afpunt_account.from_buffer(place)
        self.assertEqual(account.struct_size, room)
        self.assertFalse(abi.has(account, "holder"))
        self.assertTrue(abi.has(account, "iban"))
        self.assertEqual(ctypes.string_at(account.iban.ptr, account.iban.len).decode(), IBAN)
        self.assertEqual(set(place[room:]), {0xAA}, "not a byte beyond the room")
        snapshot.close(number)

    def test_words_are_cut_at_a_character(self):
        self.host.trouble = {"open_snapshot": afpunt.OutsideError("é" * 400, field="€" * 40)}
        snapshot = self.table(abi.EXT_SNAPSHOT, abi.afpunt_host_snapshot)
        number = ctypes.c_void_p()
        status = snapshot.open(self.host_pointer, number, self.error)
        self.assertEqual((status, self.error.status), (afpunt.Status.E_IO, afpunt.Status.E_IO))
        self.assertEqual(self.error.field.decode(), "€" * 21)
        self.assertRegex(self.error.message.decode(), "é+$")
        self.assertLess(len(self.error.message), 440)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
