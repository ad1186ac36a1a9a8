#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The smallest host in Python: a book with one customer and one unpaid invoice. It loads the module,
asks why the invoice is reminded or not, and prints the answer.

    minimal_host.py LIBAFPUNT.SO FOLDER-FOR-STATE
"""
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone

import afpunt
from afpunt import Account, Item, Money, Party

PRICE = Money(121_00, "EUR")


class Reading(afpunt.Snapshot):
    """One reading of the book. A real host yields the rows of a query here."""

    def creditor(self) -> Party:
        return Party(id="us", name="Drukkerij Voorbeeld BV", country="BE")

    def parties(self) -> Iterable[Party]:
        yield Party(id="c1", name="Bakkerij Janssens NV", kind=afpunt.PartyKind.BUSINESS,
                    language="nl-BE")

    def accounts(self) -> Iterable[Account]:
        iban = "BE68539007547034"
        yield Account(id=iban, iban=iban, holder="Drukkerij Voorbeeld BV")

    def items(self) -> Iterable[Item]:
        yield Item(id="1", document_id="1", number="V26-0001", customer_id="c1",
                   issued_on=date(2026, 10, 1), due_on=date(2026, 10, 31), total=PRICE, open=PRICE)

    def statements(self) -> Iterable[afpunt.Statement]:
        return ()

    def bank_lines(self) -> Iterable[afpunt.BankLine]:
        return ()

    def allocations(self) -> Iterable[afpunt.Allocation]:
        return ()

    def owed(self) -> Iterable[afpunt.Owed]:
        return ()


class MinimalHost(afpunt.Host):
    name, version, book_id = "minimal host", "1", "example"

    def __init__(self, state: str) -> None:
        self.state = state

    def open_snapshot(self) -> afpunt.Snapshot:
        return Reading()

    def permit(self, party_id: str, item_ids: Sequence[str]) -> afpunt.Permit:
        # The last look before a letter leaves: what is open at this moment. An item that is not
        # in the answer is one that the book does not know.
        return afpunt.Permit(items={"1": afpunt.PermitItem(afpunt.DocumentState.OPEN, PRICE)})

    def setting(self, key: str) -> str | None:
        return self.state if key == "state.folder" else None  # else the module's defaults

    def now(self) -> afpunt.Moment:
        # A fixed moment, so that the example always says the same. Leave it out to take today.
        return afpunt.Moment(datetime(2026, 11, 20, 13, tzinfo=timezone(timedelta(hours=1))))


def main() -> int:
    if len(sys.argv) != 3:
        print("Usage: minimal_host.py LIBAFPUNT.SO FOLDER-FOR-STATE", file=sys.stderr)
        return 2
    try:
        with afpunt.Plugin(sys.argv[1], MinimalHost(sys.argv[2])) as plugin:
            answer = plugin.ask({"command": "why", "item": "V26-0001", "language": "en"})
    except afpunt.AfpuntError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(answer, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
