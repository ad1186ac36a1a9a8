# SPDX-License-Identifier: MIT
"""What a book consists of, as Python values; afpunt/records.h says what each field means.

Field names are those of the C structs. Absent: text "", everything else None. An amount is a whole
number of minor units; a day is a datetime.date; a moment is a datetime with a time zone.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from afpunt.enums import (AccountFlag, AllocationKind, Arrangement, BankLineKind, ContactFlag,
                          DocumentKind, DocumentState, EventType, MomentFlag, PartyFlag,
                          PartyKind, PermitFlag, Standing, StatementFlag)
from afpunt.errors import AmountError


@dataclass(frozen=True, slots=True)
class Money:
    """Whole minor units. `exponent` repeats the minor-unit digits of ISO 4217: where it disagrees
    the module refuses the record, so that a book with other ideas is caught and not misread."""

    minor: int
    currency: str = "EUR"
    exponent: int = 2

    @classmethod
    def exactly(cls, amount: Decimal, currency: str = "EUR", exponent: int = 2) -> "Money":
        """The same amount in minor units; AmountError where that needs rounding."""
        if not isinstance(amount, Decimal) or not amount.is_finite():
            raise AmountError(f"found {amount!r}, expected a Decimal", field="amount")
        sign, digits, places = amount.as_tuple()
        minor = int("".join(map(str, digits)))
        shift = int(places) + exponent
        minor, left = divmod(minor, 10 ** -shift) if shift < 0 else (minor * 10**shift, 0)
        if left:
            raise AmountError(f"found {amount}, expected at most {exponent} decimals",
                              field="amount")
        return cls(-minor if sign else minor, currency, exponent)

    def to_decimal(self) -> Decimal:
        """The amount in major units, exactly."""
        sign = 1 if self.minor < 0 else 0
        return Decimal((sign, tuple(map(int, str(abs(self.minor)))), -self.exponent))


@dataclass(slots=True, kw_only=True)
class Contact:
    role: str = ""
    name: str = ""
    mail: str = ""
    phone: str = ""
    flags: ContactFlag = ContactFlag(0)


@dataclass(slots=True, kw_only=True)
class Party:
    id: str
    name: str = ""
    kind: PartyKind | None = None
    standing: Standing | None = None
    flags: PartyFlag = PartyFlag(0)
    street: str = ""
    street_extra: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    language: str = ""
    vat_id: str = ""
    registration_id: str = ""
    endpoint_scheme: str = ""
    endpoint_id: str = ""
    hold_reason: str = ""
    hold_until: date | None = None
    contacts: Sequence[Contact] = ()
    ibans: Sequence[str] = ()


@dataclass(slots=True, kw_only=True)
class Owed:
    party_id: str
    amount: Money


@dataclass(slots=True, kw_only=True)
class Item:
    id: str
    number: str
    customer_id: str
    issued_on: date
    due_on: date
    total: Money
    open: Money
    kind: DocumentKind = DocumentKind.INVOICE
    state: DocumentState = DocumentState.OPEN
    arrangement: Arrangement | None = None
    document_id: str = ""
    instalment_id: str = ""
    order_reference: str = ""
    payment_reference: str = ""
    description: str = ""
    entered_on: date | None = None
    sent_on: date | None = None
    payee_iban: str = ""
    payee_bic: str = ""
    payee_name: str = ""
    mandate_id: str = ""
    collection_on: date | None = None
    discount_until: date | None = None
    discount: Money | None = None
    retention: Money | None = None
    disputed: Money | None = None
    assigned_to: str = ""
    assigned_iban: str = ""
    last_reminder_before: date | None = None
    reminders_before: int = 0


@dataclass(slots=True, kw_only=True)
class Allocation:
    id: str
    item_id: str
    amount: Money
    booked_on: date
    kind: AllocationKind = AllocationKind.BANK
    source_id: str = ""
    value_on: date | None = None
    rule: str = ""


@dataclass(slots=True, kw_only=True)
class Account:
    id: str
    iban: str = ""
    bic: str = ""
    name: str = ""
    holder: str = ""
    currency: str = "EUR"
    exponent: int = 2
    flags: AccountFlag = AccountFlag.CUSTOMERS_PAY_HERE | AccountFlag.IN_USE


@dataclass(slots=True, kw_only=True)
class Statement:
    id: str
    account_id: str
    from_on: date
    until_on: date
    number: str = ""
    sequence: int = 0
    opening: Money | None = None
    closing: Money | None = None
    flags: StatementFlag = StatementFlag(0)


@dataclass(slots=True, kw_only=True)
class BankLine:
    id: str
    account_id: str
    booked_on: date
    amount: Money
    unallocated: Money
    kind: BankLineKind | None = None
    statement_id: str = ""
    label: str = ""
    value_on: date | None = None
    payer_name: str = ""
    payer_iban: str = ""
    structured_reference: str = ""
    remittance: str = ""
    end_to_end_id: str = ""
    party_id: str = ""


@dataclass(slots=True, kw_only=True)
class Event:
    """afpunt/events.h. (source, epoch, id) is the key under which the module knows the event."""

    type: EventType
    source: str
    id: str
    epoch: str = "1"
    item_ids: Sequence[str] = ()
    party_id: str = ""
    cursor: str = ""
    occurred_at: datetime | None = None
    subject: str = ""


@dataclass(slots=True)
class PermitItem:
    state: DocumentState
    open: Money


@dataclass(slots=True, kw_only=True)
class Permit:
    """What is open at this moment. An item that is missing here is one that the book no longer
    knows."""

    items: Mapping[str, PermitItem] = field(default_factory=dict)
    flags: PermitFlag = PermitFlag(0)
    covered_until: date | None = None


@dataclass(slots=True)
class Moment:
    """ext/clock.h. `today` is the book's civil day; None = the day of `now` in its time zone."""

    now: datetime
    today: date | None = None
    flags: MomentFlag = MomentFlag(0)


@dataclass(slots=True)
class MatchPart:
    item_id: str
    amount: Money
