# SPDX-License-Identifier: MIT
"""A book in memory and its host, for tests through the real module. A test changes the book at will,
sets the day, and puts what goes wrong into `trouble`. All firms are invented."""
import copy
import os
import tempfile
import threading
import unittest
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import afpunt
from afpunt import (Account, Allocation, Contact, DocumentState, Event, EventType, Item, Money,
                    Party, PermitItem, Statement)

# Far longer than anything here takes, also on a busy machine.
PATIENCE_S = 60
IBAN = "BE68539007547034"


def euro(cents):
    return Money(cents, "EUR", 2)


def module_file():
    return os.environ["AFPUNT_MODULE"]


class ScratchFolder(unittest.TestCase):
    """Each test has a folder of its own, in memory where the system has such a place."""

    def setUp(self):
        memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
        folder = tempfile.TemporaryDirectory(prefix="afpunt-test-", dir=memory)
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class Book:
    """What stands in the books: one customer, and the invoices that a test adds."""

    def __init__(self):
        self.items = {}
        self.allocations = []
        self.bank_lines = []
        self.bank_until = date(2026, 11, 19)

    def invoice(self, number, due=date(2026, 11, 2), cents=121_00):
        self.items[number] = Item(id=number, document_id=number, number=number, customer_id="jan",
                                  issued_on=due - timedelta(30), due_on=due, total=euro(cents),
                                  open=euro(cents), payment_reference="")
        return self.items[number]

    def pay(self, number, cents, on):
        item = self.items[number]
        item.open = euro(item.open.minor - cents)
        if item.open.minor == 0:
            item.state = DocumentState.SETTLED
        self.allocations.append(Allocation(id=f"a{len(self.allocations) + 1}", item_id=number,
                                           amount=euro(cents), booked_on=on))


class Reading(afpunt.Snapshot):
    """The book as it was when the reading began."""

    def __init__(self, host):
        self.host = host
        self.book = copy.deepcopy(host.book)

    def is_current(self):
        self.host.meet("is_current")
        return self.host.is_current()

    def creditor(self):
        self.host.meet("creditor")
        return Party(id="us", name="Drukkerij De Linde", street="Lindestraat 4",
                     postal_code="9000", city="Gent", country="BE", language="nl-BE",
                     contacts=[Contact(role="general", mail="boekhouding@example.be")])

    def parties(self):
        self.host.meet("parties")
        yield Party(id="jan", name="Bakkerij Jan", kind=afpunt.PartyKind.BUSINESS,
                    street="Kerkstraat 1", postal_code="2000", city="Antwerpen", country="BE",
                    language="nl-BE", ibans=["BE71096123456769"],
                    contacts=[Contact(role="invoice", mail="jan@example.com"),
                              Contact(role="dunning", name="Jan", mail="jan2@example.com")])

    def accounts(self):
        self.host.meet("accounts")
        yield Account(id="bank", iban=IBAN, bic="GEBABEBB", holder="Drukkerij De Linde")

    def statements(self):
        self.host.meet("statements")
        yield Statement(id="s1", account_id="bank", number="1", sequence=1,
                        from_on=date(2026, 9, 1), until_on=self.book.bank_until)

    def bank_lines(self):
        self.host.meet("bank_lines")
        yield from self.book.bank_lines

    def items(self):
        self.host.meet("items")
        yield from self.book.items.values()

    def allocations(self):
        self.host.meet("allocations")
        yield from self.book.allocations

    def owed(self):
        self.host.meet("owed")
        return iter(())

    def close(self):
        self.host.open_readings -= 1
        self.host.meet("close")


class ScriptedHost(afpunt.Host):
    """Has every optional function. `trouble` is what each function raises, by its name."""

    name, version, book_id = "scripted host", "1", "example"

    def __init__(self, folder):
        self.folder = folder
        self.book = Book()
        self.settings = {"state.folder": str(folder), "delivery.folder": str(folder / "out")}
        self.secrets = {}
        self.today = date(2026, 10, 15)
        self.trouble = {}
        self.calls = []
        self.open_readings = 0
        self.matches = []
        self.logged = []
        self.threads = {}
        self.is_current = lambda: True

    def meet(self, call):
        self.calls.append(call)
        self.threads.setdefault(call, set()).add(threading.get_ident())
        if call in self.trouble:
            raise self.trouble[call]

    def open_snapshot(self):
        self.meet("open_snapshot")
        self.open_readings += 1
        return Reading(self)

    def permit(self, party_id, item_ids):
        self.meet("permit")
        known = {item_id: self.book.items[item_id] for item_id in item_ids
                 if item_id in self.book.items}
        return afpunt.Permit(items={item_id: PermitItem(item.state, item.open)
                                    for item_id, item in known.items()})

    def setting(self, key):
        self.meet("setting")
        return self.settings.get(key)

    def secret(self, key):
        self.meet("secret")
        return self.secrets.get(key)

    def keep(self, key, value):
        self.meet("keep")
        self.settings[key] = value

    def now(self):
        self.meet("now")
        nine = datetime.combine(self.today, datetime.min.time(), timezone(timedelta(hours=1)))
        return afpunt.Moment(nine + timedelta(hours=9))

    def match(self, bank_line_id, parts, rule):
        self.meet("match")
        self.matches.append((bank_line_id, list(parts), rule))
        for part in parts:
            self.book.pay(part.item_id, part.amount.minor, self.today)
        self.book.bank_lines = [line for line in self.book.bank_lines if line.id != bank_line_id]

    def unmatch(self, allocation_id):
        self.meet("unmatch")

    def notice(self, severity, text):
        self.meet("notice")

    def log(self, severity, text):
        self.logged.append((severity, text))
        self.meet("log")


def event(kind, number, *item_ids, **more):
    return Event(type=kind, source="scripted", id=f"e{number}", item_ids=item_ids, **more)


def resync(number=0):
    return event(EventType.RESYNC, number)


class ScriptedTest(ScratchFolder):
    """The beginning that most tests share: a book first seen on 15 October, so that what is overdue
    on 20 November is no old balance."""

    def setUp(self):
        super().setUp()
        self.host = ScriptedHost(self.folder)
        self.library = afpunt.Library(module_file())

    def plugin(self):
        plugin = afpunt.Plugin(self.library, self.host)
        self.addCleanup(plugin.close)
        plugin.start()
        return plugin

    def known_book(self):
        plugin = self.plugin()
        self.ask(plugin, "run")
        self.host.today = date(2026, 11, 20)
        return plugin

    @staticmethod
    def ask(plugin, command, **fields):
        return plugin.ask({"command": command, "language": "en", "who": "An", **fields},
                          PATIENCE_S)

    def states(self, plugin, number):
        """The states of all letters that hold an item, in order."""
        letters = self.ask(plugin, "letters")["letters"]
        return [letter["state"] for letter in letters
                if number in [item["item"] for item in letter["items"]]]
