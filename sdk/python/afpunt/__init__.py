# SPDX-License-Identifier: MIT
"""afpunt for hosts in Python: derive from Host, hand it to Plugin. docs/python.md shows the way.

Standard library only. The C headers are the specification; afpunt.abi is their mirror.
"""
from afpunt.asynchronous import AsyncPlugin
from afpunt.enums import (AccountFlag, AllocationKind, Arrangement, BankLineKind, ContactFlag,
                          DocumentKind, DocumentState, EventType, MomentFlag, PartyFlag,
                          PartyKind, PermitFlag, Severity, Standing, StatementFlag, Status)
from afpunt.errors import (AfpuntError, AmountError, BusyError, ChangedError, CommandError,
                           ForkedError, InternalError, InvalidError, NotFoundError, NotUtf8Error,
                           OutsideError, StillRunningError, StoppedError, UnsupportedError,
                           VersionError, WrongThreadError)
from afpunt.host import Host, Snapshot
from afpunt.library import Library, find_library
from afpunt.plugin import Plugin
from afpunt.records import (Account, Allocation, BankLine, Contact, Event, Item, MatchPart, Moment,
                            Money, Owed, Party, Permit, PermitItem, Statement)
from afpunt.thread import PluginThread

__version__ = "0.1.0"
__all__ = [
    "Account", "AccountFlag", "AfpuntError", "Allocation", "AllocationKind", "AmountError",
    "Arrangement", "AsyncPlugin", "BankLine", "BankLineKind", "BusyError", "ChangedError",
    "CommandError", "Contact", "ContactFlag", "DocumentKind", "DocumentState", "Event",
    "EventType", "ForkedError", "Host", "InternalError", "InvalidError", "Item", "Library",
    "MatchPart", "Moment", "MomentFlag", "Money", "NotFoundError", "NotUtf8Error", "OutsideError",
    "Owed", "Party", "PartyFlag", "PartyKind", "Permit", "PermitFlag", "PermitItem", "Plugin",
    "PluginThread", "Severity", "Snapshot", "Standing", "Statement", "StatementFlag", "Status",
    "StillRunningError", "StoppedError", "UnsupportedError", "VersionError", "WrongThreadError",
    "find_library",
]
