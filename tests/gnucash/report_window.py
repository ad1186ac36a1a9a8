#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Shows an HTML file as a browser does, with the WebKit that GnuCash brings along, until it is ended.

    report_window.py FILE-OR-URL
"""
import ctypes
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

WIDTH, HEIGHT = 1000, 700


def main():
    shown = sys.argv[1]
    url = shown if "://" in shown else Path(shown).resolve().as_uri()
    window = Gtk.Window(title="Report", default_width=WIDTH, default_height=HEIGHT)
    # By hand: WebKit's own bindings would be one more package to install.
    webkit, gtk = ctypes.CDLL("libwebkit2gtk-4.0.so.37"), ctypes.CDLL("libgtk-3.so.0")
    webkit.webkit_web_view_new.restype = ctypes.c_void_p
    webkit.webkit_web_view_load_uri.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    gtk.gtk_container_add.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    view = webkit.webkit_web_view_new()
    gtk.gtk_container_add(hash(window), view)
    webkit.webkit_web_view_load_uri(view, url.encode())
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main()
