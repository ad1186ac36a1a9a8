# SPDX-License-Identifier: MIT
"""The numbers of the C headers under their names there, without AFPUNT_ and the group's prefix.

Where the headers say "0 = unknown" or "0 = normal", Python has None.
"""
from enum import IntEnum, IntFlag


class Status(IntEnum):
    """values.h: how a call across the interface ended; below 0 it was refused."""

    OK = 0
    DUPLICATE = 1
    MORE = 2
    END = 3
    E_BUSY = -1
    E_STOPPED = -2
    E_WRONG_THREAD = -3
    E_FORKED = -4
    E_VERSION = -5
    E_INVALID = -6
    E_NOT_UTF8 = -7
    E_AMOUNT = -8
    E_UNSUPPORTED = -9
    E_NOT_FOUND = -10
    E_IO = -11
    E_STILL_RUNNING = -12
    E_INTERNAL = -13
    E_CHANGED = -14


class EntryFlag(IntFlag):
    """entry.h"""

    RESIDENT = 1


class Severity(IntEnum):
    """host.h, AFPUNT_LOG_...: how grave a line of the log or a notice is."""

    DEBUG = 1
    INFO = 2
    WARNING = 3
    ERROR = 4
    HOST_MISBEHAVING = 5
    PLUGIN_MISBEHAVING = 6


class EventType(IntEnum):
    """events.h: what happened in the book."""

    ITEMS_CHANGED = 1
    MATCHED = 2
    UNMATCHED = 3
    IMPORT_STARTED = 4
    IMPORT_FINISHED = 5
    PARTY_CHANGED = 6
    RESYNC = 7


class PartyKind(IntEnum):
    """records.h; None = unknown: never treated as a business."""

    CONSUMER = 1
    BUSINESS = 2
    PUBLIC = 3
    ASSOCIATION = 4


class Standing(IntEnum):
    """records.h; None = normal."""

    INSOLVENT = 1
    DEBT_MEDIATION = 2
    HANDED_OVER = 3


class ContactFlag(IntFlag):
    """records.h"""

    WANTS_UBL = 1


class PartyFlag(IntFlag):
    """records.h"""

    DUNNING_HOLD = 1


class DocumentKind(IntEnum):
    """records.h"""

    INVOICE = 1
    CREDIT_NOTE = 2
    OPENING_BALANCE = 3


class DocumentState(IntEnum):
    """records.h"""

    OPEN = 1
    SETTLED = 2
    CANCELLED = 3
    WRITTEN_OFF = 4
    DISPUTED = 5


class Arrangement(IntEnum):
    """records.h: how a document is paid; None = unknown, taken as a transfer."""

    TRANSFER = 1
    DIRECT_DEBIT = 2
    CARD = 3
    CASH = 4
    OTHER = 5


class AllocationKind(IntEnum):
    """records.h: what lowered an open amount."""

    BANK = 1
    CASH = 2
    CARD = 3
    CREDIT_NOTE = 4
    DISCOUNT = 5
    WRITE_OFF = 6
    OTHER = 7


class AccountFlag(IntFlag):
    """records.h"""

    CUSTOMERS_PAY_HERE = 1
    IN_USE = 2


class StatementFlag(IntFlag):
    """records.h"""

    PROVISIONAL = 1


class BankLineKind(IntEnum):
    """records.h, AFPUNT_LINE_...; None = unknown: taken as customers' money."""

    CUSTOMER_PAYMENT = 1
    RETURNED_DEBIT = 2
    OWN_TRANSFER = 3
    PROVIDER_PAYOUT = 4
    NOT_CUSTOMER_MONEY = 5


class MomentFlag(IntFlag):
    """ext/clock.h"""

    TRIAL = 1


class PermitFlag(IntFlag):
    """ext/permit.h"""

    PARTY_ON_HOLD = 1
    UNALLOCATED_MONEY = 2
    IMPORT_RUNNING = 4
