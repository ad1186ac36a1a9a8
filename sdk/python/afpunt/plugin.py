# SPDX-License-Identifier: MIT
"""One instance of the module for one Host.

The thread that makes a Plugin is its main thread: it gives the turns, asks the commands and ends
it. Any thread may submit events. An instance that nobody closed is closed when the program ends:
until then everything that the module may still call is kept, whatever the program forgets.
"""
import atexit
import ctypes
import json
import os
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from itertools import count
from types import TracebackType
from typing import Any

from afpunt import abi, convert
from afpunt.enums import EventType, Status
from afpunt.errors import (AfpuntError, CommandError, ForkedError, StillRunningError,
                           StoppedError, UnsupportedError, VersionError,
                           error_of)
from afpunt.host import LOGGER, Host
from afpunt.library import Library
from afpunt.records import Event
from afpunt.tables import HostTables

Answer = dict[str, Any]
# A stop that takes longer is asked for again; between two of them signals have their turn.
_STOP_MS = 200
# The longest time that C is given: ctypes cuts what 32 bits of microseconds cannot hold.
_LONGEST_MS = 1_000_000


def _in_range(time_ms: int) -> int:
    return max(0, min(time_ms, _LONGEST_MS))


class _Gate:
    """Counts calls that may come from any thread, so that the end waits for those inside. No lock
    is held during a call: the module may call back from inside it."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.Lock())
        self._inside = 0
        self._open = True

    def __enter__(self) -> None:
        with self._changed:
            if not self._open:
                raise StoppedError("the instance has ended", field="plugin")
            self._inside += 1

    def __exit__(self, *_exception: object) -> None:
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._open = False
            self._changed.wait_for(lambda: self._inside == 0)


class _Error:
    """An afpunt_error for one call."""

    def __init__(self) -> None:
        self._struct = abi.afpunt_error(struct_size=ctypes.sizeof(abi.afpunt_error))
        self.pointer = ctypes.pointer(self._struct)

    def check(self, status: int, call: str) -> int:
        if status < 0:
            field = self._struct.field.decode(errors="replace")
            message = self._struct.message.decode(errors="replace")
            raise error_of(status, field or call, message)
        return status


class Plugin:
    """`with Plugin(Library(), host) as plugin:` makes it, starts it, and stops it at the end.

    `wake` is called, from any thread, when the module wants a turn: it says so to a main loop of
    the program's own. A program that has none uses `ask` and `run_until`."""

    def __init__(self, library: Library | str | os.PathLike[str], host: Host, *,
                 wake: Callable[[], None] | None = None) -> None:
        self.library = library if isinstance(library, Library) else Library(library)
        self._wanted = threading.Event()
        self._process = os.getpid()
        self._gate = _Gate()
        self._answers: dict[int, Callable[[Answer], None]] = {}
        self._numbers = count(1)
        self._sink = abi.afpunt_sink(self._take_answer)
        self._wake = wake
        self._tables = HostTables(host, self._want_turn)
        self._pointer: Any = ctypes.POINTER(abi.afpunt_plugin)()
        error = _Error()
        status = self.library.entry.create(ctypes.pointer(self._tables.abi),
                                           ctypes.pointer(self._pointer), error.pointer)
        error.check(status, "create")
        self._functions: Any = self._pointer.contents
        if not abi.has(self._functions, "get_extension"):
            raise VersionError(f"found an instance of {self._functions.struct_size} bytes, "
                               "expected all functions of version 1", field="plugin")
        _open_plugins.add(self)
        self._tables.raise_what_waits()

    # ---- life ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Reads the settings and has the state opened. The book is read with the first event or
        command."""
        error = _Error()
        self._on_main_thread(self._here().start(self._pointer, error.pointer), error, "start")

    def stop(self, patience_ms: int) -> bool:
        """True when it has ended: then the host is not called again. Commands that wait are
        answered with an error."""
        error = _Error()
        try:
            stopped = self._here().stop(self._pointer, _in_range(patience_ms), error.pointer)
            self._on_main_thread(stopped, error, "stop")
        except StillRunningError:
            return False
        return True

    def close(self) -> None:
        """Stops and destroys it, with as much patience as it takes. Closing twice is fine, and so
        is closing in a forked child: there the instance is only forgotten."""
        if not self._pointer:
            return
        if self._process == os.getpid():
            while not self.stop(_STOP_MS):
                pass
            self._gate.close()
            _Error().check(self._functions.destroy(self._pointer), "destroy")
        self._pointer = None
        _open_plugins.discard(self)

    def __enter__(self) -> "Plugin":
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.close()

    # ---- events: any thread ----------------------------------------------------------------------

    def submit(self, event: Event) -> None:
        """Tells what happened, after the commit; copies it and returns. More items than one event
        may name become "read the book", and so does a queue that is full."""
        kept: convert.Keep = []
        struct = convert.record_to_abi(event, Event, kept)
        if struct.item_count > abi.EVENT_ITEMS_MAX:
            struct.type, struct.item_count = EventType.RESYNC, 0
        error = _Error()
        functions = self._here()
        with self._gate:
            status = functions.submit_event(self._pointer, ctypes.pointer(struct), error.pointer)
        if status != Status.E_BUSY:
            error.check(status, "submit_event")

    def durable_cursor(self, source: str) -> str | None:
        """The cursor of the newest event of this source that is on the module's disk; None = none
        yet. BusyError: it is read from disk, ask again after the next turn."""
        kept: convert.Keep = []
        name = convert.text_to_abi(source, "source", kept)
        buffer = ctypes.create_string_buffer(abi.EVENT_TEXT_MAX)
        length = ctypes.c_uint64()
        functions = self._here()
        with self._gate:
            status = functions.durable_cursor(self._pointer, name, buffer, len(buffer),
                                              ctypes.pointer(length))
        if status == Status.E_NOT_FOUND:
            return None
        _Error().check(status, "durable_cursor")
        return buffer.raw[:length.value].decode()

    # ---- turns and commands: the main thread -----------------------------------------------------

    def on_main(self, budget_ms: int = 5) -> bool:
        """Does the module's work on this thread for about that long. True = call again soon."""
        status = self._here().on_main(self._pointer, _in_range(budget_ms) * 1000)
        return self._on_main_thread(status, _Error(), "on_main") == Status.MORE

    def execute(self, request: Mapping[str, Any], answer: Callable[[Answer], None]) -> None:
        """Asks a command of docs/commands.md; `answer` gets the whole answer, good or bad, once,
        inside a later on_main or stop."""
        address = self._here().get_extension(self._pointer, abi.EXT_COMMAND.encode())
        if not address:
            raise UnsupportedError("this module takes no commands", field=abi.EXT_COMMAND)
        kept: convert.Keep = []
        text = convert.text_to_abi(json.dumps(request, ensure_ascii=False), "request", kept)
        number = next(self._numbers)
        self._answers[number] = answer
        error = _Error()
        commands: Any = abi.afpunt_plugin_command.from_address(address)
        try:
            status = commands.execute(self._pointer, text, self._sink, number, error.pointer)
            self._on_main_thread(status, error, "execute")
        except BaseException:
            self._answers.pop(number, None)
            raise

    def ask(self, request: Mapping[str, Any], patience_s: float | None = None) -> Answer:
        """Asks a command and gives turns until it is answered. CommandError where it was refused,
        TimeoutError where patience ended: the command goes on."""
        answers: list[Answer] = []
        self.execute(request, answers.append)
        self.run_until(lambda: bool(answers), patience_s)
        if not answers[0].get("ok"):
            raise CommandError(answers[0])
        return answers[0]

    def wait(self, patience_s: float) -> bool:
        """True when the module asked for a turn within that time."""
        wanted = self._wanted.wait(patience_s)
        self._wanted.clear()
        return wanted

    def run_until(self, done: Callable[[], bool], patience_s: float | None = None) -> None:
        """The main loop of a program that has none: gives turns until `done()`. TimeoutError where
        that takes longer than patience."""
        end = None if patience_s is None else time.monotonic() + patience_s
        while not done():
            # Also a short look when nothing was asked for: `done` may hang on something else.
            if self.wait(0.05):
                while self.on_main() and not done():
                    pass
                if done():
                    self._wanted.set()  # what was left is done by the next one who waits
            elif end is not None and time.monotonic() > end:
                raise TimeoutError(f"not done after {patience_s} s")

    # ---- inside ----------------------------------------------------------------------------------

    def _want_turn(self) -> None:
        """[any] request_callback."""
        self._wanted.set()
        if self._wake is not None:
            self._wake()

    def _here(self) -> Any:
        """The functions of an instance that is this process's and has not ended."""
        if not self._pointer:
            raise StoppedError("the instance has ended", field="plugin")
        if self._process != os.getpid():
            raise ForkedError("the instance belongs to another process", field="process")
        return self._functions

    def _on_main_thread(self, status: int, error: _Error, call: str) -> int:
        self._tables.raise_what_waits()
        return error.check(status, call)

    def _take_answer(self, number: int, text: int, length: int) -> None:
        try:
            answer = self._answers.pop(number)
            # Whoever waits for it gets something, whatever bytes these are.
            answer(_answer_of(ctypes.string_at(text, length).decode(errors="replace")))
        except Exception:
            LOGGER.exception("what took an answer raised an exception")
        except BaseException as ending:
            self._tables.interrupt(ending)


def _answer_of(text: str) -> Answer:
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    return {"ok": False, "error": {"code": "internal",
                                   "message": f"found {text[:80]!r}, expected an object in JSON"}}


_open_plugins: set[Plugin] = set()


def _close_all() -> None:
    for plugin in list(_open_plugins):
        warnings.warn(f"{plugin!r} was not closed", ResourceWarning, source=plugin)
        try:
            plugin.close()
        except AfpuntError as error:
            LOGGER.error("an instance was left running at the end of the program: %s", error)


atexit.register(_close_all)
# In a child nobody calls what belonged to the parent's instances.
os.register_at_fork(after_in_child=_open_plugins.clear)
