# SPDX-License-Identifier: MIT
"""An instance with a thread of its own as its main thread: for servers whose requests are handled
on many threads, none of which is "the" main thread.

The host's functions run on that thread; `make_host` is called there too, so that a connection to a
database that one thread may use can be opened in it.
"""
import atexit
import os
import queue
import threading
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from types import TracebackType
from typing import Any

from afpunt.errors import (AfpuntError, CommandError, ForkedError, StoppedError,
                           WrongThreadError)
from afpunt.host import LOGGER, Host
from afpunt.library import Library
from afpunt.plugin import Answer, Plugin
from afpunt.records import Event

_Question = tuple[Mapping[str, Any], "Future[Answer]"]


class PluginThread:
    """All functions may be called from any thread. In a pre-fork server: made in the child."""

    def __init__(self, library: Library | str | os.PathLike[str],
                 make_host: Callable[[], Host]) -> None:
        self._library = library
        self._make_host = make_host
        self._process = os.getpid()
        self._questions: queue.SimpleQueue[_Question] = queue.SimpleQueue()
        self._wanted = threading.Event()
        self._ending = False
        self._accepts = True  # questions; under the lock
        self._lock = threading.Lock()
        self._plugin: Plugin | None = None
        self._started: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="afpunt", daemon=True)
        self._thread.start()
        _threads.add(self)
        self._started.result()

    def submit(self, event: Event) -> None:
        """Tells what happened, after the commit."""
        self._here().submit(event)

    def durable_cursor(self, source: str) -> str | None:
        """As Plugin.durable_cursor."""
        return self._here().durable_cursor(source)

    def execute(self, request: Mapping[str, Any]) -> "Future[Answer]":
        """Asks a command; the future gets the whole answer, good or bad."""
        self._here()
        answer: Future[Answer] = Future()
        with self._lock:
            if not self._accepts:
                raise StoppedError("the instance has ended", field="plugin")
            self._questions.put((request, answer))
        self._wanted.set()
        return answer

    def ask(self, request: Mapping[str, Any], patience_s: float | None = None) -> Answer:
        """Asks a command and waits for its answer. CommandError where it was refused, TimeoutError
        where patience ended: the command goes on. Not for functions of the host: they run on the
        very thread that would answer."""
        if threading.current_thread() is self._thread:
            raise WrongThreadError("a function of the host cannot wait for its own thread",
                                   field="ask")
        answer = self.execute(request).result(patience_s)
        if not answer.get("ok"):
            raise CommandError(answer)
        return answer

    def close(self) -> None:
        """Ends the instance and its thread; waits for both. In a forked child there is nothing to
        end."""
        if self._process != os.getpid():
            return
        self._ending = True
        self._wanted.set()
        self._thread.join()

    def __enter__(self) -> "PluginThread":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.close()

    def _here(self) -> Plugin:
        if self._process != os.getpid():
            raise ForkedError("the instance belongs to another process", field="process")
        if self._plugin is None or self._ending:
            raise StoppedError("the instance has ended", field="plugin")
        return self._plugin

    def _run(self) -> None:
        try:
            with Plugin(self._library, self._make_host(), wake=self._wanted.set) as plugin:
                self._plugin = plugin
                self._started.set_result(None)
                while not self._ending:
                    self._wanted.wait()
                    self._wanted.clear()
                    self._take_turns(plugin)
        except BaseException as error:
            if self._started.done():
                LOGGER.exception("the thread of an instance ended")
            else:
                self._started.set_exception(error)
        finally:
            self._ending = True
            with self._lock:
                self._accepts = False
            while not self._questions.empty():
                _, answer = self._questions.get()
                if answer.set_running_or_notify_cancel():
                    answer.set_exception(StoppedError("the instance has ended", field="plugin"))

    def _take_turns(self, plugin: Plugin) -> None:
        self._pass_on(plugin)
        while not self._ending and plugin.on_main():
            self._pass_on(plugin)

    def _pass_on(self, plugin: Plugin) -> None:
        while not self._questions.empty():
            request, answer = self._questions.get()
            if not answer.set_running_or_notify_cancel():
                continue
            try:
                plugin.execute(request, answer.set_result)
            except (AfpuntError, TypeError, ValueError) as error:
                answer.set_exception(error)


_threads: "weakref.WeakSet[PluginThread]" = weakref.WeakSet()


def _close_all() -> None:
    for thread in list(_threads):
        thread.close()


# Registered after Plugin's own, so called before it.
atexit.register(_close_all)
