# SPDX-License-Identifier: MIT
"""Finds and loads libafpunt.so. It is never unloaded: the module stays mapped by its own wish."""
import ctypes
import os
from pathlib import Path

from afpunt import abi
from afpunt.errors import NotFoundError, VersionError

_NAME = Path("afpunt", "libafpunt.so")


def find_library() -> Path:
    """The module that belongs to this package: what $AFPUNT_MODULE names, or else lib/afpunt of the
    prefix that the package is installed in."""
    if named := os.environ.get("AFPUNT_MODULE"):
        return Path(named)
    for folder in Path(__file__).resolve().parents:
        if (folder / _NAME).is_file():
            return folder / _NAME
    raise NotFoundError("found no libafpunt.so beside this package, expected its path, "
                        "or $AFPUNT_MODULE", field="library")


class Library:
    """The loaded module. Any number of instances may be made from it."""

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = Path(path) if path is not None else find_library()
        try:
            self._library = ctypes.CDLL(str(self.path), os.RTLD_NOW | os.RTLD_LOCAL)
        except OSError as error:
            raise NotFoundError(f"found {error}, expected a library that can be loaded",
                                field=str(self.path)) from None
        try:
            self.entry = abi.afpunt_entry.in_dll(self._library, abi.ENTRY_SYMBOL)
        except ValueError:
            raise VersionError(f"found a library without {abi.ENTRY_SYMBOL}, expected libafpunt.so "
                               f"of major version {abi.ABI_MAJOR}", field=str(self.path)) from None
        if not abi.has(self.entry, "create") or self.entry.abi_major != abi.ABI_MAJOR:
            raise VersionError(f"found version {self.entry.abi_major}, expected version "
                               f"{abi.ABI_MAJOR} of the interface", field=str(self.path))

    @property
    def plugin_version(self) -> str:
        return str(self.entry.plugin_version.decode())
