# SPDX-License-Identifier: MIT
"""The C tables of one Host: each C function calls a method of the host and turns what it returns or
raises into C. No exception leaves this file towards the module.

ctypes takes the GIL for each of these calls, on whatever thread they come.
"""
import ctypes
from collections.abc import Callable, Iterator
from itertools import count, islice
from typing import Any

from afpunt import abi, convert
from afpunt.enums import Severity, Status
from afpunt.errors import AfpuntError, InvalidError, UnsupportedError
from afpunt.host import LOGGER, Host, Snapshot
from afpunt.records import (Account, Allocation, BankLine, Item, MatchPart, Owed, Party, Permit,
                            Statement)

RECORDS: dict[str, type] = {
    "parties": Party, "accounts": Account, "statements": Statement, "bank_lines": BankLine,
    "items": Item, "allocations": Allocation, "owed": Owed}


def cut(text: str, size: int) -> bytes:
    """UTF-8 for a buffer of that size with a zero byte at its end, cut at a character."""
    data = text.encode(errors="replace").replace(b"\0", b"?")[:size - 1]
    return data.decode(errors="ignore").encode()


def report(error: Any, status: Status, field: str, message: str) -> int:
    """Fills the caller's afpunt_error, where there is one."""
    if error and error.contents.struct_size >= ctypes.sizeof(abi.afpunt_error):
        error.contents.status = status
        error.contents.field = cut(field, 64)
        error.contents.message = cut(message, 440)
    return status


def hand_over(struct: Any, address: int) -> None:
    """Fills the module's struct: no more than it has room for, and says how much it was."""
    room = ctypes.c_uint32.from_address(address).value
    struct.struct_size = min(room, ctypes.sizeof(struct))
    ctypes.memmove(address, ctypes.addressof(struct), struct.struct_size)


class Reading:
    """A snapshot as the module holds it: by number, and with what its last call pointed at."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.iterators: dict[str, Iterator[Any]] = {}
        self.kept: convert.Keep = []

    def next(self, kind: str, limit: int) -> list[Any]:
        if kind not in self.iterators:
            self.iterators[kind] = iter(getattr(self.snapshot, kind)())
        self.kept = []
        return [convert.record_to_abi(record, RECORDS[kind], self.kept)
                for record in islice(self.iterators[kind], limit)]


class HostTables:
    """Lives as long as the instance that was made from it; `wake` is called from any thread."""

    def __init__(self, host: Host, wake: Callable[[], None]) -> None:
        self._host = host
        self._wake = wake
        self._readings: dict[int, Reading] = {}
        self._numbers = count(1)
        self._kept: convert.Keep = []
        # A KeyboardInterrupt or SystemExit that came while C was on the stack: raised after it.
        self._ending: BaseException | None = None
        self._extensions = self._make_extensions()
        self.abi = self._make_host()

    def interrupt(self, ending: BaseException) -> None:
        """Keeps what must end the program until C is off the stack."""
        self._ending = ending

    def raise_what_waits(self) -> None:
        """To be called on the main thread after each call into the module."""
        ending, self._ending = self._ending, None
        if ending is not None:
            raise ending

    def _make_host(self) -> abi.afpunt_host:
        table = abi.afpunt_host(struct_size=ctypes.sizeof(abi.afpunt_host),
                                abi_minor=abi.ABI_MINOR)
        for name in ("name", "version", "book_id"):
            value = getattr(self._host, name, None)
            setattr(table, name, convert.text_to_abi(value, f"host.{name}", self._kept))
        self._set(table, "get_extension", self._get_extension)
        self._set(table, "request_callback", lambda _host: self._quietly(self._wake))
        self._set(table, "log", lambda _host, severity, text: self._quietly(
            lambda: self._host.log(self._severity(severity), convert.text_from_abi(text))))
        return table

    def _make_extensions(self) -> dict[bytes, ctypes.Structure]:
        snapshot = abi.afpunt_host_snapshot()
        self._set(snapshot, "open", self._open)
        self._set(snapshot, "creditor", self._creditor)
        for kind in RECORDS:
            self._set(snapshot, f"next_{kind}", self._next_function(kind))
        self._set(snapshot, "close", lambda number: self._quietly(lambda: self._close(number)))
        permit = abi.afpunt_host_permit()
        self._set(permit, "check", self._check)
        settings = abi.afpunt_host_settings()
        self._set(settings, "get", self._text_function("settings.get", self._host.setting))
        self._set(settings, "get_secret",
                  self._text_function("settings.get_secret", self._host.secret))
        if self._overrides("keep"):
            self._set(settings, "set", self._keep)
        notice = abi.afpunt_host_notice()
        self._set(notice, "show", lambda _host, severity, text: self._quietly(
            lambda: self._host.notice(self._severity(severity), convert.text_from_abi(text))))
        tables: dict[str, ctypes.Structure] = {
            abi.EXT_SNAPSHOT: snapshot, abi.EXT_PERMIT: permit, abi.EXT_SETTINGS: settings,
            abi.EXT_NOTICE: notice}
        if self._overrides("now"):
            tables[abi.EXT_CLOCK] = abi.afpunt_host_clock()
            self._set(tables[abi.EXT_CLOCK], "now", self._now)
        if self._overrides("match"):
            tables[abi.EXT_MATCH] = abi.afpunt_host_match()
            self._set(tables[abi.EXT_MATCH], "apply", self._match)
            if self._overrides("unmatch"):
                self._set(tables[abi.EXT_MATCH], "unmatch", self._unmatch)
        if self._overrides("revision"):
            tables[abi.EXT_REVISION] = abi.afpunt_host_revision()
            self._set(tables[abi.EXT_REVISION], "read", self._revision)
        return {name.encode(): table for name, table in tables.items()}

    def _set(self, table: Any, field: str, function: Callable[..., Any]) -> None:
        kinds: dict[str, Any] = {entry[0]: entry[1] for entry in table._fields_}
        thunk = kinds[field](function)
        self._kept.append(thunk)
        setattr(table, field, thunk)

    def _overrides(self, method: str) -> bool:
        return getattr(type(self._host), method) is not getattr(Host, method)

    @staticmethod
    def _severity(number: int) -> Severity:
        """A severity of a later version is at least grave."""
        return Severity(number) if number in Severity._value2member_map_ else Severity.ERROR

    # ---- the guard -------------------------------------------------------------------------------

    def _guarded(self, call: str, error: Any, work: Callable[[], int]) -> int:
        try:
            return work()
        except AfpuntError as refusal:
            return report(error, refusal.status, refusal.field, str(refusal))
        except OSError as outside:
            return report(error, Status.E_IO, "", str(outside) or repr(outside))
        except Exception as mistake:
            LOGGER.exception("%s: the host raised what it should not", call)
            return report(error, Status.E_INTERNAL, "", f"{type(mistake).__name__}: {mistake}")
        except BaseException as ending:
            self.interrupt(ending)
            return report(error, Status.E_INTERNAL, "", f"interrupted: {type(ending).__name__}")

    def _quietly(self, work: Callable[[], None]) -> None:
        """For functions that answer nothing: what they raise is logged, and no more."""
        try:
            work()
        except Exception:
            LOGGER.exception("the host raised where nobody can be told")
        except BaseException as ending:
            self.interrupt(ending)

    # ---- afpunt.snapshot/1 -----------------------------------------------------------------------

    def _get_extension(self, _host: int, name: bytes | None) -> int | None:
        table = self._extensions.get(name or b"")
        return None if table is None else ctypes.addressof(table)

    def _open(self, _host: int, out: Any, error: Any) -> int:
        def work() -> int:
            snapshot = self._host.open_snapshot()
            if not isinstance(snapshot, Snapshot):
                raise InvalidError(f"found {snapshot!r}, expected an afpunt.Snapshot", field="open")
            number = next(self._numbers)
            self._readings[number] = Reading(snapshot)
            out[0] = number
            return Status.OK
        return self._guarded("snapshot.open", error, work)

    def _reading(self, number: int | None) -> Reading:
        if number not in self._readings:
            raise InvalidError(f"found {number}, expected a snapshot that is open",
                               field="snapshot")
        return self._readings[number]

    def _creditor(self, number: int | None, out: int | None, error: Any) -> int:
        def work() -> int:
            reading = self._reading(number)
            if not reading.snapshot.is_current():
                return Status.E_CHANGED
            reading.kept = []
            creditor = reading.snapshot.creditor()
            hand_over(convert.record_to_abi(creditor, Party, reading.kept), self._place(out))
            return Status.OK
        return self._guarded("snapshot.creditor", error, work)

    def _next_function(self, kind: str) -> Callable[..., int]:
        def next_records(number: int | None, out: int | None, stride: int, capacity: int,
                         filled: Any, error: Any) -> int:
            def work() -> int:
                filled[0] = 0
                reading = self._reading(number)
                if not reading.snapshot.is_current():
                    return Status.E_CHANGED
                structs = reading.next(kind, capacity)
                reading.kept.extend(structs)
                for at, struct in enumerate(structs):
                    hand_over(struct, self._place(out) + at * stride)
                filled[0] = len(structs)
                return Status.MORE if len(structs) == capacity else Status.END
            return self._guarded(f"snapshot.next_{kind}", error, work)
        return next_records

    def _close(self, number: int | None) -> None:
        reading = self._reading(number)
        del self._readings[number or 0]
        # A generator ends here, on this thread, and not when the garbage is collected.
        for iterator in reading.iterators.values():
            getattr(iterator, "close", lambda: None)()
        reading.snapshot.close()

    @staticmethod
    def _place(address: int | None) -> int:
        if not address:
            raise InvalidError("found a null pointer, expected a place for the answer",
                               field="out")
        return address

    # ---- afpunt.permit/1 -------------------------------------------------------------------------

    def _check(self, _host: int, query: Any, items: int | None, stride: int, out: int | None,
               error: Any) -> int:
        def work() -> int:
            ids = convert.texts_from_abi(query.contents.item_ids, query.contents.item_count)
            permit = self._host.permit(convert.text_from_abi(query.contents.party_id), ids)
            if not isinstance(permit, Permit):
                raise InvalidError(f"found {permit!r}, expected an afpunt.Permit", field="permit")
            for at, item_id in enumerate(ids):
                answer = abi.afpunt_permit_item()
                if (known := permit.items.get(item_id)) is not None:
                    answer.state = convert.whole_number(known.state, ctypes.c_int32, "state")
                    answer.open = convert.money_to_abi(known.open, "open")
                hand_over(answer, self._place(items) + at * stride)
            flags = convert.whole_number(permit.flags, ctypes.c_uint32, "flags")
            covered = convert.day_to_abi(permit.covered_until, "covered_until")
            hand_over(abi.afpunt_permit(0, flags, covered), self._place(out))
            return Status.OK
        return self._guarded("permit.check", error, work)

    # ---- afpunt.settings/1 -----------------------------------------------------------------------

    def _text_function(self, call: str, source: Callable[[str], str | None]) -> Callable[..., int]:
        def get(_host: int, key: abi.afpunt_str, sink: Any, data: int | None, error: Any) -> int:
            def work() -> int:
                name = convert.text_from_abi(key)
                value = source(name)
                if value is None:
                    return Status.E_NOT_FOUND
                kept: convert.Keep = []
                text = convert.text_to_abi(value, name, kept)
                sink(data, text.ptr, text.len)
                return Status.OK
            return self._guarded(call, error, work)
        return get

    def _keep(self, _host: int, key: abi.afpunt_str, value: abi.afpunt_str, error: Any) -> int:
        def work() -> int:
            self._host.keep(convert.text_from_abi(key), convert.text_from_abi(value))
            return Status.OK
        return self._guarded("settings.set", error, work)

    # ---- the optional tables ---------------------------------------------------------------------

    def _now(self, _host: int, out: Any) -> int:
        def work() -> int:
            moment = self._host.now()
            if moment is None:
                raise UnsupportedError
            hand_over(convert.clock_to_abi(moment), ctypes.addressof(out.contents))
            return Status.OK
        return self._guarded("clock.now", None, work)

    def _revision(self, _host: int, out: Any, error: Any) -> int:
        def work() -> int:
            revision = self._host.revision()
            if revision is None:
                raise UnsupportedError
            out[0] = convert.whole_number(revision, ctypes.c_uint64, "revision")
            return Status.OK
        return self._guarded("revision.read", error, work)

    def _match(self, _host: int, bank_line: abi.afpunt_str, parts: int | None, part_count: int,
               stride: int, rule: abi.afpunt_str, error: Any) -> int:
        def work() -> int:
            self._host.match(convert.text_from_abi(bank_line),
                             [self._part(self._place(parts) + at * stride, stride)
                              for at in range(part_count)], convert.text_from_abi(rule))
            return Status.OK
        return self._guarded("match.apply", error, work)

    @staticmethod
    def _part(address: int, stride: int) -> MatchPart:
        part = abi.afpunt_match_part()
        size = min(ctypes.sizeof(part), stride, ctypes.c_uint32.from_address(address).value)
        ctypes.memmove(ctypes.addressof(part), address, size)
        if not abi.has(part, "amount"):
            raise InvalidError(f"found {size} bytes, expected a part with its amount",
                               field="parts")
        return MatchPart(convert.text_from_abi(part.item_id), convert.money_from_abi(part.amount))

    def _unmatch(self, _host: int, allocation: abi.afpunt_str, error: Any) -> int:
        def work() -> int:
            self._host.unmatch(convert.text_from_abi(allocation))
            return Status.OK
        return self._guarded("match.unmatch", error, work)
