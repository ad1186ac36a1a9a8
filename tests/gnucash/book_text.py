# SPDX-License-Identifier: MIT
"""What GnuCash itself holds of a book, as the XML that it would write: every account, transaction,
lot, invoice, customer and slot. The same book gives the same bytes, so "untouched" can be compared.
"""
import ctypes
import gzip
import os
import tempfile
from pathlib import Path

from gnucash import Session, SessionOpenMode

from books import XML, Opened, uri_of


def _write(session, file):
    """Saves the book of `session` as `file`, and leaves `session` with an empty one."""
    engine = ctypes.CDLL("libgnc-engine.so")
    engine.qof_book_mark_session_dirty.argtypes = [ctypes.c_void_p]
    copy = Session(uri_of(file), SessionOpenMode.SESSION_NEW_STORE)
    copy.swap_data(session)
    engine.qof_book_mark_session_dirty(int(copy.book.instance))  # else there is nothing to save
    copy.save()


def text_in_memory(book):
    """Of a book that is open, with whatever was changed and not saved."""
    with tempfile.TemporaryDirectory(prefix="afpunt-text-") as folder:
        file = Path(folder) / "copy.gnucash"
        # The book cannot be given back after it was saved elsewhere: a child gives its copy away.
        child = os.fork()
        if child == 0:
            try:
                _write(book.session, file)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        return _xml_of(file)


def text_of_file(path, kind=XML):
    """Of a book as it lies on the disk; may be open elsewhere."""
    with Opened(path, kind, SessionOpenMode.SESSION_READ_ONLY) as book:
        return text_in_memory(book)


def _xml_of(file):
    content = file.read_bytes()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return content.decode("utf-8")
