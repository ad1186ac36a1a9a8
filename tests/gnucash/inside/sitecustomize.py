# SPDX-License-Identifier: MIT
"""Runs inside GnuCash, whose Python plugin imports it when it starts: lets a test press and read what
a user presses and reads. A test sends one Python expression per line to the socket that
AFPUNT_TEST_SOCKET names; each answer is one line of JSON.

Whatever opens a dialogue is only asked for and happens on the next turn of the main loop: GnuCash's
dialogues have main loops of their own, inside of which the next expression is answered.
"""
import ctypes
import json
import os
import socket
import traceback

from gi.repository import GLib

SOCKET = os.environ.get("AFPUNT_TEST_SOCKET")


def gtk():
    import gi
    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk
    return Gtk


# -- reading


def widgets(root):
    """All widgets below `root` that can be seen, itself first."""
    found, todo = [], [root]
    while todo:
        widget = todo.pop()
        if not widget.get_visible():
            continue
        found.append(widget)
        if isinstance(widget, gtk().Container):
            children = []
            widget.forall(children.append)
            todo.extend(reversed(children))
    return found


def windows():
    return [w for w in gtk().Window.list_toplevels() if w.get_visible() and w.get_mapped()]


def titles():
    return [w.get_title() or "" for w in windows()]


def window(title):
    """The window whose title has `title` in it, the newest first."""
    for candidate in reversed(windows()):
        if title in (candidate.get_title() or ""):
            return candidate
    raise LookupError(f"no window '{title}' among {titles()}")


def text_of(widget):
    Gtk = gtk()
    if isinstance(widget, (Gtk.Label, Gtk.Entry)):
        return widget.get_text()
    if isinstance(widget, Gtk.TextView):
        buffer = widget.get_buffer()
        return buffer.get_text(*buffer.get_bounds(), False)
    return None


def texts(title=""):
    """Every text that can be read in the window."""
    return [text for text in map(text_of, widgets(window(title))) if text]


def button(label, title):
    Gtk = gtk()
    for widget in widgets(window(title)):
        if isinstance(widget, Gtk.Button):
            shown = [text_of(w) for w in widgets(widget) if isinstance(w, Gtk.Label)]
            if any((text or "").replace("_", "") == label for text in shown):
                return widget
    raise LookupError(f"no button '{label}' in '{title}'")


def has_button(label, title=""):
    try:
        return button(label, title).get_sensitive()
    except LookupError:
        return False


def named(name, title):
    """The widget that GnuCash's own description of the window calls `name`."""
    for widget in widgets(window(title)):
        if gtk().Buildable.get_name(widget) == name:
            return widget
    raise LookupError(f"no widget {name} in '{title}'")


def place(widget):
    """The middle of a widget on the screen."""
    at = widget.get_allocation()
    _, x, y = widget.get_window().get_origin()
    # Widgets without a window of their own count from the one around them.
    if not widget.get_has_window():
        x, y = x + at.x, y + at.y
    return [x + at.width // 2, y + at.height // 2]


def menu_item(*labels):
    """The item of the main menu that is found behind these labels."""
    Gtk = gtk()
    bar = next(w for w in widgets(window(" - GnuCash")) if isinstance(w, Gtk.MenuBar))
    level = bar.get_children()
    for label in labels:
        item = next((i for i in level if (i.get_label() or "").replace("_", "") == label), None)
        if item is None:
            raise LookupError(f"no '{label}' among {[i.get_label() for i in level]}")
        submenu = item.get_submenu()
        level = submenu.get_children() if submenu else []
    return item


# -- doing


# How many actions of the test are not over: one that opened a dialogue of GnuCash's is only over
# when that is closed, one that opened a book when its pages stand again.
RUNNING = []


def later(action, milliseconds=0):
    def run():
        try:
            action()
        finally:
            RUNNING.remove(run)
        return False

    RUNNING.append(run)
    GLib.timeout_add(milliseconds, run)


def is_quiet():
    return not RUNNING


def choose(*labels):
    later(menu_item(*labels).activate)


def press(label, title=""):
    later(button(label, title).clicked)


def answer_question(response):
    """Answers the newest dialogue: "YES", "NO", "OK", "CANCEL"."""
    dialogue = next(w for w in reversed(windows()) if isinstance(w, gtk().Dialog))
    later(lambda: dialogue.response(getattr(gtk().ResponseType, response)))


def inside(name, title, kind):
    """The widget of a kind in the part of the window that is called `name`."""
    return next(w for w in widgets(named(name, title)) if isinstance(w, getattr(gtk(), kind)))


def fill(name, title, text):
    entry = inside(name, title, "Entry")
    entry.set_text(text)
    # GnuCash looks at an amount when its field is left.
    from gi.repository import Gdk
    left = Gdk.Event.new(Gdk.EventType.FOCUS_CHANGE)
    left.focus_change.window = entry.get_window()
    entry.emit("focus-out-event", left)


def choose_file(title, path, button_label):
    """In a window that asks for a file, to be opened or written."""
    Gtk = gtk()
    chooser = next(w for w in widgets(window(title)) if isinstance(w, Gtk.FileChooser))
    if chooser.get_action() == Gtk.FileChooserAction.SAVE:
        chooser.set_current_folder(os.path.dirname(path))
        chooser.set_current_name(os.path.basename(path))
    else:
        chooser.set_filename(path)
    # The folder is read on turns of the main loop; only then does the window have the file.
    later(lambda: button(button_label, title).clicked(), 500)


def choose_in_list(name, title, text):
    """Takes the entry that says `text` from a drop-down list."""
    combo = inside(name, title, "ComboBox")
    combo.set_active_iter(next(row.iter for row in combo.get_model() if row[0] == text))


# -- our own module, and the engine around it


def adapter():
    return ctypes.CDLL(os.environ["AFPUNT_TEST_ADAPTER"])


def command(request):
    """A command of the module's command surface, and its answer."""
    answer = ctypes.create_string_buffer(1 << 20)
    length = adapter().afpunt_gnucash_command(json.dumps(request).encode(), answer, len(answer))
    if not 0 < length <= len(answer):
        raise RuntimeError(f"the command surface gave {length}")
    return json.loads(answer.raw[:length])


def figures():
    answer = ctypes.create_string_buffer(1 << 16)
    adapter().afpunt_gnucash_figures(answer, len(answer))
    return json.loads(answer.value)


# -- the socket


def answer_to(line):
    # GnuCash's own modules are not there yet when this file is read.
    import gnucash_hand
    try:
        # The test's own words, on its own computer.
        return {"value": eval(line, {**globals(), **vars(gnucash_hand)})}
    except Exception:
        return {"error": traceback.format_exc()}


def on_line(connection, _condition, state):
    try:
        data = connection.recv(65536)
    except BlockingIOError:
        return True
    if not data:
        connection.close()
        return False
    state["rest"] += data
    while b"\n" in state["rest"]:
        line, state["rest"] = state["rest"].split(b"\n", 1)

        def speak(line=line):
            answer = json.dumps(answer_to(line.decode())) + "\n"
            connection.setblocking(True)
            connection.sendall(answer.encode())
            connection.setblocking(False)
            return False

        # Not from here: this source would be deaf while a dialogue's own loop runs.
        GLib.idle_add(speak, priority=GLib.PRIORITY_DEFAULT_IDLE)
    return True


def on_connection(listener, _condition):
    connection, _ = listener.accept()
    connection.setblocking(False)
    GLib.io_add_watch(connection, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_line,
                      {"rest": b""})
    return True


if SOCKET:
    LISTENER = socket.socket(socket.AF_UNIX)
    LISTENER.bind(SOCKET)
    LISTENER.listen(1)
    GLib.io_add_watch(LISTENER, GLib.PRIORITY_DEFAULT, GLib.IO_IN, on_connection)
