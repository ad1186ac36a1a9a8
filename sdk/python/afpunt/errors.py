# SPDX-License-Identifier: MIT
"""What the interface calls a status below 0, as exceptions.

A host may raise them as well: what its functions raise goes back to the module as that status,
with the field and the words. Anything else that a host raises becomes E_INTERNAL, or E_IO when it
is an OSError.
"""
from typing import Any

from afpunt.enums import Status


class AfpuntError(Exception):
    """A call was refused. `field` names what was wrong: "item_ids[2]", "host.book_id", or ""."""

    status = Status.E_INTERNAL

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        words = self.message or self.status.name
        if not self.field or f"{self.field}: " in words:
            return words
        return f"{self.field}: {words}"


class BusyError(AfpuntError):
    """Not now; ask again later."""

    status = Status.E_BUSY


class StoppedError(AfpuntError):
    """The instance does not run: not started yet, or ended."""

    status = Status.E_STOPPED


class WrongThreadError(AfpuntError):
    """Only the thread that made the instance may do this."""

    status = Status.E_WRONG_THREAD


class ForkedError(AfpuntError):
    """The instance belongs to the process that this one was forked from."""

    status = Status.E_FORKED


class VersionError(AfpuntError):
    """The other side speaks another version of the interface."""

    status = Status.E_VERSION


class InvalidError(AfpuntError):
    """Breaks a rule of the interface."""

    status = Status.E_INVALID


class NotUtf8Error(AfpuntError):
    """A text that is not UTF-8, or cannot be."""

    status = Status.E_NOT_UTF8


class AmountError(AfpuntError):
    """An amount that is not whole minor units of its currency, or sums that do not agree."""

    status = Status.E_AMOUNT


class UnsupportedError(AfpuntError):
    """The other side does not offer this."""

    status = Status.E_UNSUPPORTED


class NotFoundError(AfpuntError):
    """There is no such thing."""

    status = Status.E_NOT_FOUND


class OutsideError(AfpuntError):
    """E_IO: a disk, a database or a network failed."""

    status = Status.E_IO


class StillRunningError(AfpuntError):
    """The instance has not ended yet."""

    status = Status.E_STILL_RUNNING


class InternalError(AfpuntError):
    """A mistake in the program of the other side, which it caught."""

    status = Status.E_INTERNAL


class ChangedError(AfpuntError):
    """The book changed under an open snapshot: the module begins again."""

    status = Status.E_CHANGED


_CLASSES: dict[int, type[AfpuntError]] = {
    kind.status: kind for kind in (
        BusyError, StoppedError, WrongThreadError, ForkedError, VersionError, InvalidError,
        NotUtf8Error, AmountError, UnsupportedError, NotFoundError, OutsideError,
        StillRunningError, InternalError, ChangedError)}


def error_of(status: int, field: str, message: str) -> AfpuntError:
    """The exception for a status below 0; one of a later version is a plain AfpuntError."""
    if status in _CLASSES:
        # Calls without an afpunt_error, on_main for instance, give no words of their own.
        return _CLASSES[status](message or _CLASSES[status].__doc__ or "", field=field)
    return AfpuntError(message or f"status {status}", field=field)


class CommandError(AfpuntError):
    """A command answered {"ok": false}: `code`, and for a refusal also `where`, `field`, `found`
    and `expected` (docs/commands.md). `answer` is the whole answer."""

    status = Status.E_INVALID

    def __init__(self, answer: dict[str, Any]) -> None:
        error = answer.get("error", {})
        super().__init__(str(error.get("message", answer)), field=str(error.get("field", "")))
        self.answer = answer
        self.code = str(error.get("code", ""))
        self.where = str(error.get("where", ""))
        self.found = str(error.get("found", ""))
        self.expected = str(error.get("expected", ""))
