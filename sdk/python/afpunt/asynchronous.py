# SPDX-License-Identifier: MIT
"""An instance whose main thread is the one of an asyncio loop.

The host's functions run on the loop's thread and are plain functions: each should be short, as a
reading that takes records from a generator is.
"""
import asyncio
import os
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from afpunt.errors import CommandError
from afpunt.host import Host
from afpunt.library import Library
from afpunt.plugin import Answer, Plugin
from afpunt.records import Event

# How long one turn may keep the loop from its other work; how often it looks for the end.
_TURN_MS = 2
_STOP_LOOK_S = 0.02


class AsyncPlugin:
    """`async with AsyncPlugin(library, host) as plugin:` on the loop that is running."""

    def __init__(self, library: Library | str | os.PathLike[str], host: Host) -> None:
        self._library = library
        self._host = host
        self._plugin: Plugin | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turn_waits = False

    async def __aenter__(self) -> "AsyncPlugin":
        self._loop = asyncio.get_running_loop()
        plugin = Plugin(self._library, self._host, wake=self._wake)
        try:
            plugin.start()
        except BaseException:
            plugin.close()
            raise
        self._plugin = plugin
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        traceback: TracebackType | None) -> None:
        plugin, self._plugin = self._plugin, None
        if plugin is not None:
            try:
                while not plugin.stop(0):
                    await asyncio.sleep(_STOP_LOOK_S)
            finally:
                plugin.close()  # also where this task is cancelled meanwhile

    def submit(self, event: Event) -> None:
        """[any] Tells what happened, after the commit."""
        self.plugin.submit(event)

    async def execute(self, request: Mapping[str, Any]) -> Answer:
        """Asks a command; the whole answer, good or bad."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def take(answer: Answer) -> None:
            if not future.done():  # nobody waits any more where the task was cancelled
                future.set_result(answer)

        self.plugin.execute(request, take)
        return await future

    async def ask(self, request: Mapping[str, Any]) -> Answer:
        """Asks a command; CommandError where it was refused."""
        answer = await self.execute(request)
        if not answer.get("ok"):
            raise CommandError(answer)
        return answer

    @property
    def plugin(self) -> Plugin:
        """The instance itself, while it runs."""
        if self._plugin is None:
            raise RuntimeError("use it inside `async with`")
        return self._plugin

    def _wake(self) -> None:
        """[any]"""
        if self._loop is not None and not self._turn_waits and not self._loop.is_closed():
            self._turn_waits = True
            self._loop.call_soon_threadsafe(self._turn)

    def _turn(self) -> None:
        self._turn_waits = False
        if self._plugin is not None and self._loop is not None and self._plugin.on_main(_TURN_MS):
            self._turn_waits = True
            self._loop.call_soon(self._turn)
