# SPDX-License-Identifier: MIT
"""Python values to the C structs and back, exactly or with an error that names the field.

ctypes cuts a number that is too large without a word; here it is refused. What a struct points at
is put into `keep`: the struct is good as long as that list lives.
"""
import ctypes
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta, timezone
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from afpunt import abi
from afpunt.errors import AmountError, InvalidError, NotUtf8Error
from afpunt.records import (Account, Allocation, BankLine, Contact, Event, Item, Moment, Money,
                            Owed, Party, Statement)

FIRST_DAY = date(1970, 1, 1)
FIRST_MOMENT = datetime(1970, 1, 1, tzinfo=timezone.utc)
STRUCTS: dict[type, type[ctypes.Structure]] = {
    Account: abi.afpunt_account, Allocation: abi.afpunt_allocation,
    BankLine: abi.afpunt_bank_line, Contact: abi.afpunt_contact, Event: abi.afpunt_event,
    Item: abi.afpunt_item, Owed: abi.afpunt_owed, Party: abi.afpunt_party,
    Statement: abi.afpunt_statement,
}
# Bits of the sign and of the figure.
_BITS: dict[Any, tuple[int, int]] = {ctypes.c_uint8: (0, 8), ctypes.c_int32: (1, 31),
                                     ctypes.c_uint32: (0, 32), ctypes.c_int64: (1, 63),
                                     ctypes.c_uint64: (0, 64)}
Keep = list[object]


def _found(value: object, expected: str, field: str) -> InvalidError:
    return InvalidError(f"found {value!r}, expected {expected}", field=field)


def text_to_abi(value: object, field: str, keep: Keep) -> abi.afpunt_str:
    """ "" is absent."""
    if not isinstance(value, str):
        raise _found(value, "a text", field)
    if not value:
        return abi.afpunt_str()
    try:
        data = value.encode()
    except UnicodeEncodeError:
        raise NotUtf8Error(f"found {value!r}, expected text that UTF-8 can hold",
                           field=field) from None
    pointer = ctypes.c_char_p(data)
    keep.append(pointer)
    return abi.afpunt_str(ctypes.cast(pointer, ctypes.c_void_p).value, len(data))


def text_from_abi(text: abi.afpunt_str) -> str:
    """What the module gives is UTF-8; a byte that is not shows as a mark, and raises nothing."""
    return ctypes.string_at(text.ptr, text.len).decode(errors="replace") if text.ptr else ""


def texts_to_abi(values: Sequence[str], field: str, keep: Keep) -> Any:
    """An array of texts; None for none."""
    if isinstance(values, str):
        raise _found(values, "a sequence of texts", field)
    if not values:
        return None
    array = (abi.afpunt_str * len(values))(
        *(text_to_abi(value, f"{field}[{at}]", keep) for at, value in enumerate(values)))
    keep.append(array)
    return array


def texts_from_abi(array: Any, count: int) -> list[str]:
    return [text_from_abi(array[at]) for at in range(count)]


def whole_number(value: object, kind: Any, field: str) -> int:
    """A number that a C integer of this kind can hold; enumerations too, None as 0."""
    if value is None:
        return 0
    sign, bits = _BITS[kind]
    if not isinstance(value, int) or isinstance(value, bool):
        raise _found(value, "a whole number", field)
    if not -sign * 2**bits <= value < 2**bits:
        raise _found(value, f"a number of {sign + bits} bits", field)
    return int(value)


def day_to_abi(value: object, field: str) -> int:
    if value is None:
        return abi.NO_DATE
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _found(value, "a datetime.date", field)
    return (value - FIRST_DAY).days


def day_from_abi(days: int) -> date | None:
    return None if days == abi.NO_DATE else FIRST_DAY + timedelta(days)


def moment_to_abi(value: object, field: str) -> int:
    if value is None:
        return abi.NO_TIME
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _found(value, "a datetime with its time zone", field)
    return (value - FIRST_MOMENT) // timedelta(microseconds=1)


def currency_to_abi(value: object, field: str) -> bytes:
    if not isinstance(value, str) or len(value) != 3 or not value.isascii():
        raise AmountError(f"found {value!r}, expected a currency code of three letters",
                          field=field)
    return value.encode()


def money_to_abi(value: object, field: str) -> abi.afpunt_money:
    """None is absent."""
    if value is None:
        return abi.afpunt_money()
    if not isinstance(value, Money):
        raise AmountError(f"found {value!r}, expected afpunt.Money", field=field)
    try:
        return abi.afpunt_money(whole_number(value.minor, ctypes.c_int64, field),
                                currency_to_abi(value.currency, field),
                                whole_number(value.exponent, ctypes.c_uint8, field))
    except InvalidError as error:
        raise AmountError(error.message, field=field) from None


def money_from_abi(money: abi.afpunt_money) -> Money:
    return Money(money.minor, bytes(money.currency).decode(errors="replace"), money.exponent)


def clock_to_abi(moment: Moment) -> abi.afpunt_moment:
    now = moment_to_abi(moment.now, "now")
    offset = moment.now.utcoffset() or timedelta(0)
    today = moment.now.date() if moment.today is None else moment.today
    return abi.afpunt_moment(ctypes.sizeof(abi.afpunt_moment), int(moment.flags), now,
                             day_to_abi(today, "today"), offset // timedelta(minutes=1))


def _contacts_to_abi(struct: Any, contacts: Sequence[Contact], keep: Keep) -> None:
    array = (abi.afpunt_contact * len(contacts))()
    for contact, place in zip(contacts, array, strict=True):
        _fill(place, contact, keep)
    keep.append(array)
    struct.contacts = array
    struct.contact_count = len(contacts)
    struct.contact_stride = ctypes.sizeof(abi.afpunt_contact)


def _ibans_to_abi(struct: Any, ibans: Sequence[str], keep: Keep) -> None:
    struct.ibans = texts_to_abi(ibans, "ibans", keep)
    struct.iban_count = len(ibans)


def _items_to_abi(struct: Any, item_ids: Sequence[str], keep: Keep) -> None:
    struct.item_ids = texts_to_abi(item_ids, "item_ids", keep)
    struct.item_count = len(item_ids)


_LISTS: dict[str, Callable[[Any, Any, Keep], None]] = {
    "contacts": _contacts_to_abi, "ibans": _ibans_to_abi, "item_ids": _items_to_abi}
_Write = Callable[[Any, Any, Keep], None]


def _writer(name: str, hint: Any, kind: Any) -> _Write:
    """How one field goes into its struct, by its type there and here."""
    def text(struct: Any, value: Any, keep: Keep) -> None:
        if value != "":
            setattr(struct, name, text_to_abi(value, name, keep))

    def simple(convert: Callable[[Any], object]) -> _Write:
        def write(struct: Any, value: Any, _keep: Keep) -> None:
            setattr(struct, name, convert(value))
        return write

    if name in _LISTS:
        return _LISTS[name]
    if kind is abi.afpunt_str:
        return text
    if kind is abi.afpunt_money:
        return simple(lambda value: money_to_abi(value, name))
    if kind is ctypes.c_char * 3:
        return simple(lambda value: currency_to_abi(value, name))
    if hint is date or date in get_args(hint):
        return simple(lambda value: day_to_abi(value, name))
    if datetime in get_args(hint):
        return simple(lambda value: moment_to_abi(value, name))
    return simple(lambda value: whole_number(value, kind, name))


def _plan(record: type) -> list[tuple[Callable[[Any], Any], _Write]]:
    hints = get_type_hints(record)
    kinds: dict[str, Any] = {field[0]: field[1] for field in STRUCTS[record]._fields_}
    return [(attrgetter(field.name), _writer(field.name, hints[field.name], kinds[field.name]))
            for field in fields(record)]


_PLANS = {record: _plan(record) for record in STRUCTS}


def _fill(struct: Any, record: Any, keep: Keep) -> None:
    for value_of, write in _PLANS[type(record)]:
        write(struct, value_of(record), keep)
    struct.struct_size = ctypes.sizeof(struct)


def record_to_abi(record: Any, expected: type, keep: Keep) -> Any:
    """The C struct of a record, which must be of the expected class."""
    if type(record) is not expected:
        raise _found(record, f"an afpunt.{expected.__name__}", expected.__name__.lower())
    struct = STRUCTS[expected]()
    try:
        _fill(struct, record, keep)
    except (InvalidError, NotUtf8Error, AmountError) as error:
        name = getattr(record, "id", "")
        error.message = f"{expected.__name__} {name!r}: {error}"
        raise
    return struct
