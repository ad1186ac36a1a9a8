# SPDX-License-Identifier: MIT
"""What a bookkeeping program derives from: Host, and Snapshot for one reading of its book.

All functions are called on the instance's main thread, but for `log` and `now`, which come from
any thread, several at once. What they raise goes back to the module in words (errors.py) and is
never lost: unexpected exceptions are also logged, with their traceback, to the logger "afpunt".
"""
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from afpunt.enums import Severity
from afpunt.errors import UnsupportedError
from afpunt.records import (Account, Allocation, BankLine, Item, MatchPart, Moment, Owed, Party,
                            Permit, Statement)

LOGGER = logging.getLogger("afpunt")
_LEVELS = {Severity.DEBUG: logging.DEBUG, Severity.INFO: logging.INFO,
           Severity.WARNING: logging.WARNING, Severity.ERROR: logging.ERROR,
           Severity.HOST_MISBEHAVING: logging.ERROR,
           Severity.PLUGIN_MISBEHAVING: logging.CRITICAL}


class Snapshot(ABC):
    """One consistent reading of the book.

    Each function is called at most once and may be a generator: records are taken from it as the
    module asks for them, over several turns of the main loop.
    """

    def is_current(self) -> bool:
        """False as soon as the book has changed since this reading began: the module begins again.
        A host that reads inside one transaction of its database need not say."""
        return True

    @abstractmethod
    def creditor(self) -> Party:
        """The firm in whose name letters go out."""

    @abstractmethod
    def parties(self) -> Iterable[Party]:
        """All customers."""

    @abstractmethod
    def accounts(self) -> Iterable[Account]:
        """The firm's own bank accounts."""

    @abstractmethod
    def statements(self) -> Iterable[Statement]:
        """Bank statements: they say until when the bank is in the book."""

    @abstractmethod
    def bank_lines(self) -> Iterable[BankLine]:
        """Lines that are not allocated whole, and those that allocations of this reading name."""

    @abstractmethod
    def items(self) -> Iterable[Item]:
        """Items that are open, and those settled within the last 60 days."""

    @abstractmethod
    def allocations(self) -> Iterable[Allocation]:
        """What was paid on these items."""

    @abstractmethod
    def owed(self) -> Iterable[Owed]:
        """What the firm itself owes its customers."""

    def close(self) -> None:
        """The reading has ended, whole or not."""


class Host(ABC):
    """A bookkeeping program, for one book. Set the three texts in the class or in __init__.

    `keep`, `now`, `match`, `unmatch` and `revision` are offered to the module where they are overridden."""

    name: str
    version: str
    book_id: str  # which administration; stable

    @abstractmethod
    def open_snapshot(self) -> Snapshot:
        """Begins a reading of the book."""

    @abstractmethod
    def permit(self, party_id: str, item_ids: Sequence[str]) -> Permit:
        """The last look before a letter leaves: what is open now, all of one moment. Read the
        database, never the snapshot."""

    @abstractmethod
    def setting(self, key: str) -> str | None:
        """ext/settings.h lists the keys; "state.folder" is required. None = not set."""

    def secret(self, key: str) -> str | None:
        """A password, from a keyring, a file of its user's own or the environment."""
        return None

    def keep(self, key: str, value: str) -> None:
        """Keeps a text for the module, outside of the book and its backups; durable when it
        returns, and read again by setting(key)."""
        raise UnsupportedError("this host keeps no texts", field="keep")

    def now(self) -> Moment | None:
        """[any] Which day it is in the book. None = the system's clock."""
        return None

    def match(self, bank_line_id: str, parts: Sequence[MatchPart], rule: str) -> None:
        """Books a match as if a person had, in one transaction: all parts or none."""
        raise UnsupportedError("this host books no matches", field="match")

    def unmatch(self, allocation_id: str) -> None:
        """Unties one allocation."""
        raise UnsupportedError("this host unties no matches", field="unmatch")

    def revision(self) -> int | None:
        """A number for all that a snapshot says: another one than ever before as soon as a
        snapshot opened now could say anything else. A counter, never a look at the book. None =
        not known, so that the book is read."""
        return None

    def notice(self, severity: Severity, text: str) -> None:
        """A line for the person at the screen; never a dialog that waits."""

    def log(self, severity: Severity, text: str) -> None:
        """[any] Never holds secrets."""
        LOGGER.log(_LEVELS.get(severity, logging.ERROR), "%s", text)
